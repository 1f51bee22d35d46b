import { styleText } from 'node:util';
import type { SourceFile } from '../documents/document.ts';
import type { Problem, ProblemCode } from '../documents/problem.ts';
import { closedFiles } from '../lint/applyFixes.ts';
import type { Finding, FindingFix, LintResult, Summary } from '../lint/finding.ts';
import type { Severity } from '../rule/rule.ts';
import type { Range } from '../text/position.ts';
import { printable } from '../text/printable.ts';
import { redactTokens } from '../text/redact.ts';
import { groupBy } from '../lists/groupBy.ts';
import { objectWords } from '../lint/objectWords.ts';
import { messageWords, placeOf } from './findingWords.ts';
import { HiddenLines, mayHoldSecret } from './hiddenLines.ts';
import { skippedTemplates } from './skippedTemplates.ts';
import { acceptedWords } from './summary.ts';
import { getOrMake } from '../memo/getOrMake.ts';
import { counted } from '../text/counted.ts';

export interface PrettyOptions {
  readonly color: boolean;
  /** Whether to end with a summary, and to tell what was left out. */
  readonly summary: boolean;
  /** The text of a file, for code frames. */
  readonly fileOf: (uri: string) => SourceFile | undefined;
}

interface FindingOptions extends FrameOptions {
  /** Files that `--fix` leaves as they are. */
  readonly closed: ReadonlySet<string>;
}

interface FrameOptions extends PrettyOptions {
  /** Of a file, whether a line from 0 holds a Secret's data. */
  readonly secretsOf: (file: SourceFile) => (line: number) => boolean;
  /** Whether a file makes Secrets, maybe where it could not be read: on any line may be their data. */
  readonly maySpread: (file: SourceFile) => boolean;
}

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

const colorOf = { error: 'red', warning: 'yellow', info: 'blue' } as const satisfies Record<Severity, Style>;

/** The result for people: grouped by file, each finding with its line, what supports it, and a summary. */
export function formatPretty(result: LintResult, prettyOptions: PrettyOptions): string {
  const options = {
    ...prettyOptions,
    secretsOf: once(secretLines),
    maySpread: once(({ text }) => mayHoldSecret(text) || /secretGenerator|stringData/.test(text)),
    closed: closedFiles([], result),
  };
  const paint: Paint = (style, text) => (options.color ? styleText(style, text, { validateStream: false }) : text);
  const isTold = ({ severity }: Problem): boolean => options.summary || severity === 'error';
  const { skipped, others } = skippedTemplates(result.problems.filter(isTold));
  const problems = groupBy(others, ({ uri }) => uri);
  const findings = groupBy(result.findings, ({ location }) => location.uri);
  const templates = skipped.map(({ title, message, folders }) =>
    [
      paint('underline', clean(title)),
      '',
      `  ${paint(colorOf.warning, 'warning')} ${clean(message)}  ${paint('dim', 'unrendered-template')}`,
      ...folders.map((folder) => `    ${clean(folder)}`),
    ].join('\n'),
  );
  const files = [...new Set([...problems.keys(), ...findings.keys()])].map((uri) => {
    const parts = [
      ...(problems.get(uri) ?? []).map((problem) => problemLines(problem, paint, options)),
      ...(findings.get(uri) ?? []).map((finding) => findingLines(finding, paint, options)),
    ];
    return [paint('underline', clean(uri)), '', parts.map((lines) => lines.join('\n')).join('\n\n')].join('\n');
  });
  const blocks = [...files, ...templates];
  if (options.summary) blocks.push([summaryLine(result, paint), ...adviceLine(result, paint)].join('\n'));
  return blocks.length === 0 ? '' : `${blocks.join('\n\n')}\n`;
}

function findingLines(finding: Finding, paint: Paint, options: FindingOptions): string[] {
  const { severity, ruleId, location, resource, evidence, fixes } = finding;
  const template =
    finding.template === undefined ? [] : [`    ${paint('dim', `in template ${clean(finding.template.file)}`)}`];
  return [
    `  ${placeOf(location.range)} ${paint(colorOf[severity], severity)} ${clean(messageWords(finding))}  ${paint('dim', `${ruleId}  ${clean(objectWords(resource))}`)}`,
    ...template,
    ...frame({ ...location, severity, isSecret: resource.kind === 'Secret' }, paint, options),
    ...evidence.map((support) => {
      const where =
        support.location === undefined
          ? ''
          : ` ${paint('dim', `(${clean(support.location.uri)}:${placeOf(support.location.range)})`)}`;
      return `    ${paint('cyan', 'because')} ${clean(support.message)}${where}`;
    }),
    ...fixes.slice(0, 1).map((fix) => fixLine(fix, paint, options)),
  ];
}

function fixLine({ title, safety, edits }: FindingFix, paint: Paint, { closed }: FindingOptions): string {
  const isMade = edits.every(({ uri }) => !closed.has(uri));
  const by = isMade ? '' : ` ${paint('dim', '(by hand: --fix leaves the file as it is)')}`;
  return `    ${paint('green', `fix (${safety})`)} ${clean(title)}${by}`;
}

function problemLines({ severity, message, range, code, uri }: Problem, paint: Paint, options: FrameOptions): string[] {
  const where = range === null ? '' : `${placeOf(range)} `;
  const file = options.fileOf(uri);
  const isShown = range !== null && file !== undefined && !options.maySpread(file) && !holdsToken(file, range);
  return [
    `  ${where}${paint(colorOf[severity], severity)} ${clean(message)}  ${paint('dim', code)}`,
    ...(isShown ? frame({ uri, range, severity, isSecret: false }, paint, options) : []),
  ];
}

/** Whether a token is on a line of a problem, which may lie in the middle of it. */
function holdsToken({ lines }: SourceFile, { start: { line } }: Range): boolean {
  const text = lines.lengthOf(line) > widest ? '' : lines.line(line);
  return redactTokens(text) !== text;
}

const widest = 160;

/** What a code frame shows. */
interface Framed {
  readonly uri: string;
  readonly range: Range;
  readonly severity: Severity;
  /** Whether it lies in a Secret, of which nothing around it is shown. */
  readonly isSecret: boolean;
}

/** The first line of a range with its columns underlined. Where a Secret may show, only the range itself is. */
function frame(
  { uri, range, severity, isSecret }: Framed,
  paint: Paint,
  { fileOf, secretsOf }: FrameOptions,
): string[] {
  const { start, end } = range;
  const file = fileOf(uri);
  const length = file?.lines.lengthOf(start.line) ?? 0;
  if (file === undefined || length === 0) return [];
  const part = (from: number, to?: number): string => clean(file.lines.line(start.line, from, to));
  const last = end.line === start.line ? end.character : length;
  // Only where collections are in flow style can two objects stand on one line.
  const mayBeTwo = length <= widest && /[[\]{}]/.test(part(0));
  const hidden = isSecret || length > widest || (mayBeTwo && secretsOf(file)(start.line));
  const before = hidden ? '' : redactTokens(part(0, start.character));
  const marked = redactTokens(part(start.character, Math.min(last, start.character + widest)));
  const after = hidden ? '' : part(last);
  const number = String(start.line + 1);
  const margin = ' '.repeat(number.length);
  const carets = paint(colorOf[severity], '^'.repeat(Math.max(1, marked.length)));
  return [
    `    ${paint('dim', `${number} |`)} ${before}${marked}${redactTokens(after)}`,
    `    ${paint('dim', `${margin} |`)} ${' '.repeat(before.length)}${carets}`,
  ];
}

/** Asks once for each file. */
function once<T>(ask: (file: SourceFile) => T): (file: SourceFile) => T {
  const known = new Map<SourceFile, T>();
  return (file) => getOrMake(known, file, ask);
}

function secretLines(file: SourceFile): (line: number) => boolean {
  if (!mayHoldSecret(file.text)) return () => false;
  // A lone `\r` ends no line there.
  if (/\r(?!\n)/.test(file.text)) return () => true;
  const hidden = new HiddenLines(file);
  return (line) => hidden.has(line + 1, '');
}

function clean(text: string): string {
  return printable(text).replaceAll('\n', '�');
}

function summaryLine(result: LintResult, paint: Paint): string {
  const { summary, findings, problems } = result;
  const beside = problems.length === 0 ? '' : `, ${counted(problems.length, 'problem')}`;
  const accepted = acceptedWords(result);
  const looked = `${counted(summary.workloads, 'workload')} in ${counted(summary.documents, 'document')} of ${counted(summary.files, 'file')}`;
  const errors = problems.filter(({ severity }) => severity === 'error');
  const countOf = (code: ProblemCode): number => problems.filter((problem) => problem.code === code).length;
  const [unfixed, faults, templates] = [countOf('not-fixed'), countOf('configuration'), countOf('unrendered-template')];
  const unread = errors.length - unfixed - faults;
  const troubles = [
    ...(faults === 0 ? [] : [counted(faults, 'plugin fault')]),
    ...(unread === 0 ? [] : [`${counted(unread, 'problem')} kept input from being read`]),
    ...(unfixed === 0 ? [] : [`${counted(unfixed, 'file')} could not be fixed`]),
  ];
  const skipped =
    templates === 0
      ? ''
      : `; ${paint('yellow', `${counted(templates, 'file')} with templates not rendered, and skipped`)}`;
  const trouble = troubles.map((words) => `; ${paint('red', words)}`).join('') + skipped;
  const end = `${accepted === '' ? '' : `; ${accepted}`}${trouble}`;
  if (findings.length === 0) return `${paint('green', 'No findings')}${beside} (${looked})${end}`;
  const closed = closedFiles([], result);
  const fixable = findings.filter(({ fixes }) =>
    fixes.some(({ edits }) => edits.every(({ uri }) => !closed.has(uri))),
  ).length;
  const fixes = fixable === 0 ? '' : `; ${String(fixable)} with a fix`;
  return `${paint('bold', severities(summary))}${beside} (${looked})${fixes}${end}`;
}

/** Many findings have no fix that could be made for them. */
function adviceLine({ findings }: LintResult, paint: Paint): string[] {
  return findings.length === 0 ? [] : [paint('dim', 'Why it matters and what to do: kube-token-lint explain RULE')];
}

function severities({ errors, warnings, infos }: Summary): string {
  const parts = [
    errors > 0 ? counted(errors, 'error') : '',
    warnings > 0 ? counted(warnings, 'warning') : '',
    infos > 0 ? counted(infos, 'info') : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}
