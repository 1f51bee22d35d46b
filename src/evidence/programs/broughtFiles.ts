import { isBelow } from '../../facts/workloads/mountedPath.ts';
import { baseName } from '../knowledge/programNames.ts';
import type { ShellCommand } from '../shell/shellCommand.ts';

/** What a command writes. */
export interface Brought {
  readonly path: string;
  /** Whether it may be a folder in which anything is new, and not that one file. */
  readonly whole: boolean;
}

/** Programs that write where their last word says. */
const copiers = new Set(['cp', 'mv', 'ln', 'install', 'scp', 'rsync', 'tee', 'aws', 'gsutil', 'mc', 'rclone']);

/** A flag whose value says where a program writes; the short one may stand at the end of others: `-sSLo FILE`. */
interface Flag extends Pick<Brought, 'whole'> {
  readonly short?: RegExp;
  readonly long: RegExp;
}

const flags: ReadonlyMap<string, readonly Flag[]> = new Map([
  [
    'curl',
    [
      { short: /^-\w*o(.*)$/, long: /^--output(?:=(.*))?$/, whole: false },
      { long: /^--output-dir(?:=(.*))?$/, whole: true },
    ],
  ],
  [
    'wget',
    [
      { short: /^-\w*O(.*)$/, long: /^--output-document(?:=(.*))?$/, whole: false },
      { short: /^-\w*P(.*)$/, long: /^--directory-prefix(?:=(.*))?$/, whole: true },
    ],
  ],
  ['tar', [{ short: /^-\w*C(.*)$/, long: /^--directory(?:=(.*))?$/, whole: true }]],
  ['unzip', [{ short: /^-\w*d(.*)$/, long: /^--directory(?:=(.*))?$/, whole: true }]],
]);

const toFolder: Flag = { short: /^-\w*t(.*)$/, long: /^--target-directory(?:=(.*))?$/, whole: true };

/** Files and folders that a command of a script writes. What is written to the folder that it runs in is `.`. */
export function broughtBy({ words: all, writes }: ShellCommand): Brought[] {
  const found = writes.filter((path) => !isBelow(path, '/dev')).map((path) => ({ path, whole: false }));
  const [program = '', ...words] = baseName(all[0] ?? '') === 'busybox' ? all.slice(1) : all;
  const name = baseName(program);
  if (name === 'git' && words.includes('clone')) return [...found, ...wholes('.', words.at(-1) ?? '.')];
  if (name === 'dd') return [...found, ...wholes(...words.flatMap((word) => /^of=(.+)/.exec(word)?.[1] ?? []))];
  return [...found, ...(copiers.has(name) ? copiedBy(name, words) : writtenBy(name, words))];
}

function wholes(...paths: readonly string[]): Brought[] {
  return paths.map((path) => ({ path, whole: true }));
}

/** A file may be copied to another name, or into a folder; of a folder, all that it holds. */
function copiedBy(name: string, words: readonly string[]): Brought[] {
  const into = valuesOf(toFolder, words);
  if (into.length > 0 && name !== 'tee') return into;
  const files = words.filter((word) => !word.startsWith('-'));
  if (name === 'tee') return files.map((path) => ({ path, whole: false }));
  const last = files.at(-1) ?? '.';
  const sources = files.slice(0, -1);
  const isFile =
    (name === 'cp' || name === 'install') &&
    !words.some((word) => /^-\w*[raR]|^--(?:recursive|archive)$/.test(word)) &&
    !sources.some((source) => /(?:^|\/)\.?$|[*?{}$[\]]/.test(source));
  if (!isFile) return wholes(last);
  return [last, ...sources.map((source) => `${last.replace(/\/$/, '')}/${baseName(source)}`)].map((path) => ({
    path,
    whole: false,
  }));
}

function writtenBy(name: string, words: readonly string[]): Brought[] {
  const known = flags.get(name);
  if (known === undefined) return [];
  const found = known.flatMap((flag) => valuesOf(flag, words));
  if (found.length > 0) return found;
  // curl prints by itself.
  const isWritten = name !== 'curl' || words.some((word) => /^(?:-\w*O|--remote-name)/.test(word));
  return isWritten ? wholes('.') : [];
}

/** The values of a flag: in the same word, or in the next one. */
function valuesOf({ short, long, whole }: Flag, words: readonly string[]): Brought[] {
  return words.flatMap((word, index) => {
    const found = (word.startsWith('--') ? long : short)?.exec(word);
    const path = found == null ? '' : found[1] === undefined || found[1] === '' ? (words[index + 1] ?? '') : found[1];
    return path === '' ? [] : { path, whole };
  });
}
