import type { Location } from '../documents/document.ts';
import type { Summary } from '../lint/finding.ts';
import { type Inputs, readInputs } from '../inputs/readInputs.ts';
import type { Settings } from '../inputs/settings.ts';
import { allWords } from '../rule/words.ts';
import type { Args } from './args.ts';
import { readyFor } from './engine.ts';
import { commandHint, refuseFixLevel } from './mistakenPaths.ts';
import { refuseToOverwrite } from './output.ts';
import type { Terminal } from './terminal.ts';
import { counted } from '../text/counted.ts';

/**
 * Reads what the command line names, without what the configuration excludes.
 * @throws UsageError where a report would replace an input, or a path is a misplaced word.
 */
export async function readNamedInputs(
  args: Args,
  { excludes }: Pick<Settings, 'excludes'>,
  terminal: Terminal,
): Promise<Inputs> {
  refuseFixLevel(args, terminal.cwd);
  const inputs = await readInputs(args.positionals, {
    cwd: terminal.cwd,
    stdinFilename: args.stdinFilename,
    stdin: () => terminal.stdin,
    excludes,
  });
  terminal.warn(commandHint(args, inputs));
  readyFor(inputs.files);
  refuseToOverwrite(args, inputs.files, terminal);
  return inputs;
}

/** Says where there was nothing to look at. */
export function warnOfNothing(
  { empty, problems }: Inputs,
  { documents, workloads }: Pick<Summary, 'documents' | 'workloads'>,
  { positionals }: Args,
  terminal: Terminal,
): void {
  terminal.warn(empty.map((why) => `${why}\n`).join(''));
  if (empty.length === 0 && problems.length === 0 && documents === 0) terminal.warn('No Kubernetes manifest found\n');
  // As in `helm template … | kube-token-lint`; in CI it may be a pipe that nobody writes to.
  if (positionals.length === 0 && workloads === 0 && terminal.isPipedTo)
    terminal.warn('The folder was read, not standard input: that is named -\n');
}

/** Which pods were not looked at. @param kinds of the objects whose charts are not rendered. */
export function chartNotes(kinds: readonly string[]): string[] {
  if (kinds.length === 0) return [];
  const counts = [...new Set(kinds)].map((kind) => counted(kinds.filter((one) => one === kind).length, kind));
  return [
    `The pods of ${allWords(counts)} are in charts, which are not rendered here: lint what \`helm template\` prints`,
  ];
}

/** Which workloads are not judged as they are. @param changes what kustomizations make of them, by workload. */
export function unbuiltNotes(changes: readonly Location[]): string[] {
  const [first] = changes;
  if (first === undefined) return [];
  const files = new Set(changes.map(({ uri }) => uri));
  const more = files.size === 1 ? '' : ` and ${String(files.size - 1)} more`;
  const [workloads, what] =
    changes.length === 1
      ? ['1 workload', 'it uses its token']
      : [`${String(changes.length)} workloads`, 'they use their tokens'];
  return [
    `${workloads} may be changed by a kustomization (${first.uri}${more}), so whether ${what} is not known: lint what \`kubectl kustomize\` prints`,
  ];
}
