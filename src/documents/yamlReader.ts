import type { Document } from 'yaml';
import { type OriginOf, readIndented } from './flowIndentation.ts';
import { parseDocuments } from './flowScalars.ts';
import { NodeMaker } from './nodeMaker.ts';
import type { ProblemCode } from './problem.ts';
import type { ReadResult } from './readProblem.ts';
import { type Fault, causeOf } from './syntax/cause.ts';
import { misplacedTab } from './syntax/tabs.ts';

const options = {
  version: '1.1',
  schema: 'failsafe',
  merge: false,
  resolveKnownTags: false,
  uniqueKeys: false,
  prettyErrors: false,
  strict: true,
  logLevel: 'silent',
} as const;

/**
 * Reads one YAML or JSON document, which lies at `base` in its file, as Kubernetes does (sigs.k8s.io/yaml).
 * Never throws: what is wrong with the text comes back as problems.
 */
export function readYaml(written: string, base: number): ReadResult {
  // A carriage return alone ends a line to Kubernetes, and not to the library.
  const text = written.includes('\r') ? written.replace(/\r(?!\n)/g, '\n') : written;
  try {
    const parsed = parse(text);
    if (parsed === undefined) return { root: undefined, problems: [] };
    const { document, error } = parsed;
    if (error === undefined) return converted(document, text, base, (offset) => offset);
    if (/call stack/.test(error.message)) return tooDeep(text, base);
    const indented = readIndented(text, parse);
    if (indented === undefined) return misread(text, error, base, (offset) => offset);
    const { result, originOf } = indented;
    if (result.error !== undefined) return misread(indented.text, result.error, base, originOf);
    return converted(result.document, indented.text, base, originOf);
  } catch (error) {
    return crashed(error, text, base);
  }
}

interface Parsed {
  readonly document: Document.Parsed;
  readonly error: Fault | undefined;
}

/** A piece can hold a second document only after `...`; Kubernetes reads the first. */
function parse(text: string): Parsed | undefined {
  const [document] = withoutStackTraces(() => parseDocuments(text, options));
  // A comment right behind a value (`[a]# b`) is one to Kubernetes.
  const error = document?.errors.find(({ message }) => !message.startsWith('Comments must be separated'));
  return document === undefined ? undefined : { document, error };
}

function converted({ contents }: Document.Parsed, text: string, base: number, originOf: OriginOf): ReadResult {
  const tab = misplacedTab(text);
  if (tab !== undefined) {
    const at = base + originOf(tab);
    return failed(at, at + 1, 'yaml-syntax', 'A tab where YAML wants spaces or nothing');
  }
  if (contents === null) return { root: undefined, problems: [] };
  const maker = new NodeMaker(text, base, originOf);
  const root = maker.node(contents);
  const fatal = maker.problems.some((problem) => problem.severity === 'error');
  return { ...(fatal ? { root: undefined, rejected: root } : { root }), problems: maker.problems };
}

/** The library makes an error of each fault, hundreds in a template: most of the time would go into their stack traces. */
function withoutStackTraces<T>(parse: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return parse();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Where the text leaves no doubt of the cause, that is what is told; otherwise what the library stumbled over. */
function misread(text: string, fault: Fault, base: number, originOf: OriginOf): ReadResult {
  const { start, end, message } = causeOf(text, fault) ?? {
    ...withinContent(text, fault.pos),
    message: firstLine(fault.message),
  };
  const from = originOf(start);
  return failed(base + from, base + Math.max(from + 1, originOf(end)), 'yaml-syntax', message);
}

function failed(start: number, end: number, code: ProblemCode, message: string): ReadResult {
  return { root: undefined, problems: [{ start, end, code, severity: 'error', message }] };
}

/** The library's message without what it quotes: that may be a secret. */
function firstLine(message: string): string {
  const line = message.split('\n', 1)[0] ?? message;
  return /^(?:Block scalar header|Unresolved|Invalid escape|Could not resolve|Not a YAML token|Unknown)/.test(line)
    ? (line.split(':', 1)[0] ?? line)
    : line;
}

/** An error at the end of a text is shown at its last character: what comes after is another document's. */
function withinContent(text: string, [from, to]: Fault['pos']): { start: number; end: number } {
  const last = Math.max(0, text.trimEnd().length - 1);
  const start = Math.min(from, last);
  return { start, end: Math.max(start + 1, Math.min(to, last + 1)) };
}

function crashed(error: unknown, text: string, base: number): ReadResult {
  if (error instanceof RangeError) return tooDeep(text, base);
  const message = error instanceof Error ? firstLine(error.message) : 'Could not be read';
  return failed(base, base + 1, 'yaml-syntax', message);
}

function tooDeep(text: string, base: number): ReadResult {
  const start = base + text.length - text.trimStart().length;
  return failed(start, start + 1, 'too-deep', 'Nested too deeply to be read');
}
