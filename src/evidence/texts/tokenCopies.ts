import type { Location } from '../../documents/document.ts';
import type { Facts } from '../../facts/facts.ts';
import { atPath, isBelow } from '../../facts/workloads/mountedPath.ts';
import type { Workload, WorkloadContainer } from '../../facts/workloads/workload.ts';
import { containerScripts } from './containerTexts.ts';
import { firstWord, shellStatements } from '../shell/shellStatements.ts';

/** A command that takes a token out of the file that the kubelet renews. */
export interface TokenCopy {
  readonly to: 'file' | 'url' | 'environment';
  /** The token's file, as it is named. */
  readonly token: string;
  /** Where a `file` goes, or the name of a variable; empty for a URL. */
  readonly target: string;
  readonly location: Location;
}

/** What takes a token out of its file. */
const taking = /\b(?:cat|cp|install)\b|</;

/** Copies of tokens in the scripts and commands of a container. */
export function* tokenCopies(container: WorkloadContainer, workload: Workload, facts: Facts): Generator<TokenCopy> {
  if (container.tokens.length === 0) return;
  const isToken = (path: string): boolean => atPath(path, container, workload).found === 'token';
  for (const { text, field } of containerScripts(container, workload, facts, taking)) {
    if (!text.includes('/')) continue;
    for (const { statement, ...copy } of copiesInScript(text, isToken)) {
      yield { ...copy, location: field.partLocation(statement.split(/[\r\n]/)[0] ?? '') };
    }
  }
}

interface ScriptCopy extends Omit<TokenCopy, 'location'> {
  readonly statement: string;
}

const assignment = /^(export\s+|declare\s+-x\s+|typeset\s+-x\s+|env\s+)?([A-Za-z_]\w*)=(.*)$/s;
const reading = /(?:\bcat\s+|<\s*)["']?(\/[^\s"'`)|;<>]+)/;

/** Finds copies in one script; variables that hold paths or tokens are followed through plain assignments. */
function copiesInScript(script: string, isToken: (path: string) => boolean): ScriptCopy[] {
  const paths = new Map<string, string>();
  /** The token files that variables were read from. */
  const held = new Map<string, string>();
  const copies: ScriptCopy[] = [];
  for (const statement of shellStatements(script)) {
    const text = statement.replaceAll(/\$\{?(\w+)\}?/g, (written, name: string) => paths.get(name) ?? written);
    const token = tokenRead(text, isToken) ?? variableIn(text, held);
    const [, exported, name, assigned = ''] = assignment.exec(text) ?? [];
    const [value, rest] = firstWord(assigned);
    const url = urlWithToken(text, isToken, held);
    if (url !== undefined) copies.push({ to: 'url', token: url, target: '', statement });
    if (name !== undefined) {
      const read = tokenRead(value, isToken) ?? variableIn(value, held);
      if (read !== undefined && passesTokenOn(value)) {
        held.set(name, read);
        if (exported !== undefined || rest.trim() !== '')
          copies.push({ to: 'environment', token: read, target: name, statement });
      } else if (/^["']?\/[^$`]*$/.test(value)) paths.set(name, value.replaceAll(/["']/g, ''));
      continue;
    }
    const later = /^export\s+(\w+)\s*$/.exec(text)?.[1];
    const before = later === undefined ? undefined : held.get(later);
    if (later !== undefined && before !== undefined)
      copies.push({ to: 'environment', token: before, target: later, statement });
    const copied = fileCopy(text, token, isToken);
    if (copied !== undefined) copies.push({ to: 'file', ...copied, statement });
  }
  return copies;
}

/** The token file that a text reads: `cat …/token`, `< …/token`. */
function tokenRead(text: string, isToken: (path: string) => boolean): string | undefined {
  const path = reading.exec(text)?.[1];
  return path !== undefined && isToken(path) ? path : undefined;
}

function variableIn(text: string, held: ReadonlyMap<string, string>): string | undefined {
  for (const [, name = ''] of text.matchAll(/\$\{?(\w+)\}?/g)) {
    const token = held.get(name);
    if (token !== undefined) return token;
  }
  return undefined;
}

function urlWithToken(
  text: string,
  isToken: (path: string) => boolean,
  held: ReadonlyMap<string, string>,
): string | undefined {
  const url = /\bhttps?:\/\/(?:\$\([^)]{0,500}\)|[^\s"'|;])*/.exec(text)?.[0];
  return url === undefined ? undefined : (tokenRead(url, isToken) ?? variableIn(url, held));
}

const passesOn = new Set(['cat', 'echo', 'printf', 'tee', 'tr', 'head', 'base64', 'sed']);

/** What a program makes of a token, such as the answer to a request that carries it, is no token any more. */
function passesTokenOn(value: string): boolean {
  const command = /^"?(?:\$\(|`)\s*(.*)(?:\)|`)"?$/s.exec(value)?.[1];
  return command === undefined || programsOf(command).every((program) => program === '<' || passesOn.has(program));
}

/** The first word of each command of a pipe. */
function programsOf(text: string): string[] {
  return text.split('|').map((command) => /^\s*(\w+|<)/.exec(command)?.[1] ?? '');
}

/** `cp TOKEN DESTINATION`, or a token that is printed into a file. */
function fileCopy(
  text: string,
  printed: string | undefined,
  isToken: (path: string) => boolean,
): Pick<TokenCopy, 'token' | 'target'> | undefined {
  const words = text.split(/\s+/).map((word) => word.replaceAll(/["']/g, ''));
  const paths = words.slice(1).filter((word) => !word.startsWith('-'));
  const target = paths.at(-1);
  if (words[0] === 'cp' || words[0] === 'install') {
    const token = paths
      .slice(0, -1)
      .find((path) => path.startsWith('/') && (isToken(path) || isToken(`${path}/token`)));
    return token === undefined || target === undefined ? undefined : { token, target };
  }
  if (printed === undefined || !programsOf(text).every((program) => passesOn.has(program))) return undefined;
  const written = /(?:(?<![\d&])>>?\s*|\|\s*tee\s+(?:-a\s+)?)["']?(\/[^\s"'`)|;<>]+)/.exec(text)?.[1];
  return written === undefined || isBelow(written, '/dev') ? undefined : { token: printed, target: written };
}
