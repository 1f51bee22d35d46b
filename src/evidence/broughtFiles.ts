import { isBelow } from '../facts/mountedPath.ts';
import { baseName } from './programNames.ts';

/** What a command writes. */
export interface Brought {
  readonly path: string;
  /** Whether it is a folder in which anything may be new, and not that one file. */
  readonly whole: boolean;
}

/** Programs that write where their last word says. */
const copiers = new Set(['cp', 'mv', 'ln', 'install', 'scp', 'rsync', 'tee', 'aws', 'gsutil', 'mc', 'rclone']);

/** Programs that write where a flag says, which may stand at the end of others: `-sSLo FILE`. */
const flags: ReadonlyMap<string, { readonly short: string; readonly long: RegExp; readonly whole: boolean }> = new Map([
  ['curl', { short: 'o', long: /^--output(?:=|$)/, whole: false }],
  ['wget', { short: 'OP', long: /^--(?:output-document|directory-prefix)(?:=|$)/, whole: false }],
  ['tar', { short: 'C', long: /^--directory(?:=|$)/, whole: true }],
  ['unzip', { short: 'd', long: /^--directory(?:=|$)/, whole: true }],
]);

/** Of most commands a look tells that they write nothing. */
const mayWrite = new RegExp(`>|^(?:\\S*/)?["']?(?:git|${[...copiers, ...flags.keys()].join('|')})["']?\\s`);

/** Files and folders that a command of a script writes. What is written to the folder that it runs in is `.`. */
export function broughtBy(command: string): Brought[] {
  if (!mayWrite.test(command)) return [];
  const redirected = [...command.matchAll(/>{1,2}\|?\s*(["']?)([^\s"'&;|<>()]+)\1/g)].map(([, , path = '']) => path);
  const found = redirected.filter((path) => !isBelow(path, '/dev')).map((path) => ({ path, whole: false }));
  const [program = '', ...words] = command.split(/\s+/).map((word) => word.replaceAll(/["']/g, ''));
  const name = baseName(program);
  if (name === 'git' && words.includes('clone')) return [...found, ...wholes('.', words.at(-1) ?? '.')];
  if (copiers.has(name)) return [...found, ...copiedBy(name, words)];
  return [...found, ...writtenBy(name, words)];
}

function wholes(...paths: readonly string[]): Brought[] {
  return paths.map((path) => ({ path, whole: true }));
}

/** A file may be copied to another name, or into a folder; of a folder, all that it holds. */
function copiedBy(name: string, words: readonly string[]): Brought[] {
  const files = words.filter((word) => !word.startsWith('-'));
  const last = files.at(-1) ?? '.';
  const sources = name === 'tee' ? [] : files.slice(0, -1);
  const isFolder =
    !['cp', 'mv', 'ln', 'install', 'tee'].includes(name) ||
    words.some((word) => /^-\w*[raR]|^--(?:recursive|archive)$/.test(word)) ||
    sources.some((source) => /(?:^|\/)\.?$|\*/.test(source) || (name === 'mv' && !/\.\w+$/.test(source)));
  if (isFolder) return wholes(last);
  const into = sources.map((source) => `${last.replace(/\/$/, '')}/${baseName(source)}`);
  return [...(name === 'tee' ? files : [last]), ...into].map((path) => ({ path, whole: false }));
}

function writtenBy(name: string, words: readonly string[]): Brought[] {
  const flag = flags.get(name);
  if (flag === undefined) return [];
  const short = new RegExp(`^-\\w*[${flag.short}](.*)$`);
  const paths = words.flatMap((word, index) => {
    const attached = word.startsWith('--')
      ? flag.long.test(word) && word.slice(word.indexOf('=') + 1 || word.length)
      : short.exec(word)?.[1];
    return attached === undefined || attached === false ? [] : attached === '' ? (words[index + 1] ?? []) : attached;
  });
  if (paths.length > 0) return paths.map((path) => ({ path, whole: flag.whole }));
  // curl prints by itself.
  const isWritten = name !== 'curl' || words.some((word) => /^(?:-\w*O|--remote-name)/.test(word));
  return isWritten ? wholes('.') : [];
}
