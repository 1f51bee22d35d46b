import { basename, isAbsolute, resolve } from 'node:path';
import type { Settings } from '../inputs/settings.ts';
import { uriOf } from '../inputs/findFiles.ts';
import type { Args } from './args.ts';

/** What is told of a run. */
interface Run {
  readonly choice: Settings['choice'] | undefined;
  /** The name of the baseline, where there is one. */
  readonly baseline: string | undefined;
  /** What was not looked at, in sentences. */
  readonly unseen: readonly string[];
}

/**
 * Where a report comes from, for whoever reads it later: sentences that are the same on every machine and every day.
 */
export function provenanceOf(
  args: Pick<Args, 'positionals' | 'stdinFilename' | 'config' | 'complete' | 'quiet' | 'failOn'>,
  { config, analysis }: Pick<Settings, 'config' | 'analysis'>,
  { choice, baseline, unseen }: Run,
  { version, cwd }: { readonly version: string; readonly cwd: string },
): string[] {
  // Where a machine keeps what lies outside is its own business.
  const nameOf = (path: string): string => {
    if (path === '-') return args.stdinFilename;
    const name = isAbsolute(path) ? uriOf(resolve(path), cwd) : path;
    return isAbsolute(name) || (isAbsolute(path) && name.startsWith('../')) ? basename(name) : name;
  };
  const inputs = args.positionals.length === 0 ? ['.'] : args.positionals;
  const isForeign = args.config !== undefined && isAbsolute(args.config);
  const files = (config?.files ?? []).map((file) => nameOf(isForeign ? resolve(cwd, file) : file));
  const excluded = (config?.exclusions ?? []).flatMap(({ patterns }) => patterns);
  return [
    `kube-token-lint ${version}`,
    `Input: ${inputs.map(nameOf).join(', ')}`,
    ...(choice === undefined ? [] : rulesWords(choice)),
    `Configuration: ${files.length === 0 ? 'none' : files.join(', ')}`,
    `Roles and bindings: ${completenessWords(analysis.complete, args.complete)}`,
    ...(excluded.length === 0 ? [] : [`Excluded by the configuration: ${excluded.join(', ')}`]),
    ...(choice === undefined ? [] : [`Baseline: ${baseline ?? 'none'}`]),
    ...unseen.map((note) => `Not seen: ${note}`),
    ...(choice !== undefined && args.quiet
      ? [`Only findings that count for --fail-on ${args.failOn} are listed; all are counted`]
      : []),
  ];
}

function rulesWords({ presets, levels = new Map() }: Settings['choice']): string[] {
  const set = Array.from(levels, ([id, level]) => `${id}=${level}`);
  const names = [...new Set(presets)];
  return [
    `Presets: ${names.length === 0 ? 'none' : names.join(', ')}`,
    ...(set.length === 0 ? [] : [`Levels of the command line: ${set.join(', ')}`]),
  ];
}

function completenessWords(complete: boolean | undefined, named: boolean | undefined): string {
  if (complete === undefined) {
    return 'all in the input where that is a rendered chart, a kustomization or a dump of a cluster (inferred)';
  }
  const by = named === undefined ? 'the configuration' : complete ? '--complete' : '--no-complete';
  return `${complete ? 'all in the input' : 'perhaps not all in the input'} (by ${by})`;
}
