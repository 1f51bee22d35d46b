import { type RuleChoice, type RuleSetting } from '../config/activeRules.ts';
import type { Config } from '../config/config.ts';
import { findConfig } from '../inputs/findConfig.ts';
import type { AnalysisOptions } from '../lint/lint.ts';
import type { Args } from './args.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage.ts';

/** What holds for a run: the configuration, with the command line on top. */
export interface Settings {
  readonly choice: RuleChoice;
  readonly analysis: AnalysisOptions;
}

/** What the command line says of the rules and their configuration. */
export type SettingArgs = Pick<Args, 'rules' | 'presets' | 'config' | 'complete'>;

export async function readSettings(args: SettingArgs, terminal: Pick<Terminal, 'cwd'>): Promise<Settings> {
  const config = await loadConfig(args, terminal);
  const settings = new Map<string, RuleSetting>(config?.rules);
  for (const [id, level] of args.rules) settings.set(id, { ...settings.get(id), level });
  const complete = args.complete ?? config?.complete;
  return {
    choice: { presets: args.presets ?? config?.presets ?? ['recommended'], settings },
    analysis: { ...(complete === undefined ? {} : { complete }), evidence: config?.evidence ?? {} },
  };
}

async function loadConfig(args: SettingArgs, terminal: Pick<Terminal, 'cwd'>): Promise<Config | undefined> {
  const file = await findConfig(terminal.cwd, args.config).catch((error: unknown) => {
    throw new UsageError(
      `Could not read ${args.config ?? 'the configuration'}: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  // The validator is loaded only where there is something to validate.
  return file === undefined ? undefined : (await import('../config/config.ts')).readConfig(file);
}
