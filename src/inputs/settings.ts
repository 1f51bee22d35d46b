import type { Level, RuleChoice } from '../config/activeRules.ts';
import type { Config } from '../config/config.ts';
import type { MeansPath } from '../config/filePatterns.ts';
import { type ConfigSource, configsBeside, findConfig, whyUnread } from './findConfig.ts';
import type { LoadedPlugins } from './plugins/loadPlugins.ts';
import type { AnalysisOptions } from '../lint/analyze.ts';
import type { Preset } from '../rule/rule.ts';
import { suggestion } from '../text/suggestion.ts';
import { UsageError } from './usageError.ts';

/** What holds for a run: the configuration, with the command line on top. */
export interface Settings {
  readonly choice: RuleChoice;
  readonly analysis: AnalysisOptions;
  readonly config: Config | undefined;
  /** What the configuration leaves out of folders and patterns. */
  readonly excludes: MeansPath | undefined;
  readonly plugins: LoadedPlugins;
  /** Configurations beside the one that was found. */
  readonly unread: readonly string[];
}

/** What the command line, or an editor, says of the rules and their configuration. */
export interface SettingArgs {
  readonly rules: ReadonlyMap<string, Level>;
  /** Instead of the configuration's. */
  readonly presets: readonly Preset[] | undefined;
  /** A configuration; otherwise it is searched. */
  readonly config: string | undefined;
  readonly complete: boolean | undefined;
  /** What to do where a configuration names code: run it, refuse the configuration, or leave the code out. */
  readonly plugins: 'run' | 'refuse' | 'leave';
}

/** @throws UsageError or ConfigError where the configuration cannot be read or used. */
export async function readSettings(args: SettingArgs, { cwd }: { readonly cwd: string }): Promise<Settings> {
  const source = findSource(args, cwd);
  // The validator is loaded only where there is something to validate.
  const config = source && (await (await import('./loadConfig.ts')).loadConfig(source, cwd));
  const complete = args.complete ?? config?.complete;
  const plugins = config === undefined ? none : await pluginsOf(config, args.plugins);
  checkLevels(args.rules, plugins);
  return {
    choice: {
      presets: args.presets ?? config?.presets ?? ['recommended'],
      settings: config?.rules ?? new Map(),
      overrides: config?.overrides ?? [],
      levels: args.rules,
    },
    analysis: { ...(complete === undefined ? {} : { complete }), evidence: config?.evidence ?? {}, folder: cwd },
    config,
    excludes: config && excludesOf(config),
    plugins,
    unread: source === undefined || args.config !== undefined ? [] : configsBeside(source, cwd),
  };
}

function excludesOf({ exclusions }: Config): MeansPath | undefined {
  if (exclusions.length === 0) return undefined;
  return (path, isFolder) => exclusions.some(({ means }) => means(path, isFolder));
}

const none: LoadedPlugins = { rules: [], failures: [] };

async function pluginsOf(config: Config, use: SettingArgs['plugins']): Promise<LoadedPlugins> {
  if (use === 'run') return (await import('./plugins/loadPlugins.ts')).loadPlugins(config);
  const [first] = config.plugins;
  if (first === undefined || use === 'leave') return none;
  const { ConfigError } = await import('../config/configError.ts');
  throw new ConfigError({ place: first.place, reason: 'plugins are code: they are run only with --allow-plugins' });
}

/** @throws UsageError where the command line sets a rule that no plugin has. */
function checkLevels(levels: SettingArgs['rules'], { rules }: LoadedPlugins): void {
  const ids = rules.map(({ meta }) => meta.id);
  const unknown = [...levels.keys()].find((id) => id.includes('/') && !ids.includes(id));
  if (unknown !== undefined) throw new UsageError(`Unknown rule "${unknown}"${suggestion(unknown, ids)}`);
}

function findSource(args: SettingArgs, cwd: string): ConfigSource | undefined {
  try {
    return findConfig(cwd, args.config);
  } catch (error) {
    throw new UsageError(`Could not read ${args.config ?? 'the configuration'}: ${whyUnread(error)}`);
  }
}
