import { rules } from '../../rules/registry.ts';
import { activeRules, presets } from '../config/activeRules.ts';
import type { MeansPath } from '../config/filePatterns.ts';
import type { Problem } from '../documents/problem.ts';
import { readSettings } from '../inputs/settings.ts';
import type { LintOptions } from '../lint/lint.ts';
import type { Preset } from '../rule/rule.ts';
import { suggestion } from '../text/suggestion.ts';
import type { FolderBaseline } from './baseline.ts';
import { property } from '../inputs/property.ts';

/** What the client sets, as `initializationOptions` or in its section `kube-token-lint`. */
export interface ClientSettings {
  /** A configuration, relative to the workspace folder; otherwise it is searched as the command does. */
  readonly config?: string;
  /** A preset instead of the configuration's. */
  readonly preset?: string;
  /** Whether to log what takes how long. */
  readonly trace?: boolean;
}

/** The settings that are such; what is not is left out. */
export function clientSettings(value: unknown): ClientSettings {
  const [config, preset, trace] = ['config', 'preset', 'trace'].map((key) => property(value, key));
  return {
    ...(typeof config === 'string' && config !== '' ? { config } : {}),
    ...(typeof preset === 'string' && preset !== '' ? { preset } : {}),
    ...(trace === true || trace === 'messages' || trace === 'verbose' ? { trace: true } : {}),
  };
}

/** How a folder is linted. */
export interface FolderSettings {
  readonly lint: LintOptions;
  /** What the configuration leaves out. */
  readonly excludes?: MeansPath | undefined;
  readonly baseline?: FolderBaseline | undefined;
  /** What is wrong with its configuration or its baseline. */
  readonly problems: readonly Problem[];
}

/**
 * What a folder's configuration says.
 * @throws Error where its configuration cannot be used, or the client names a preset that is none.
 */
export async function lintSettings(
  root: string,
  { config, preset }: ClientSettings,
): Promise<Pick<FolderSettings, 'lint' | 'excludes'>> {
  const presetsOfClient = preset === undefined ? undefined : [presetOf(preset)];
  const args = { config, presets: presetsOfClient, rules: new Map(), complete: undefined, plugins: 'leave' } as const;
  const { choice, analysis, config: read, excludes } = await readSettings(args, { cwd: root });
  const pluginsLeftOut = read !== undefined && read.plugins.length > 0;
  const known = rules.map(({ meta }) => meta.id);
  return { lint: { rules: activeRules(rules, choice), known, pluginsLeftOut, ...analysis }, excludes };
}

function presetOf(preset: string): Preset {
  const known = presets.find((name) => name === preset);
  if (known !== undefined) return known;
  throw new Error(`unknown preset "${preset}"${suggestion(preset, presets)}: one of ${presets.join(', ')}`);
}

/** What holds where the configuration cannot be used. */
export const defaultOptions: LintOptions = {
  rules: activeRules(rules, { presets: ['recommended'], settings: new Map() }),
  pluginsLeftOut: true,
};
