import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import { rules as allRules } from '../rules/registry.ts';
import type { BaselineEntry, BaselineFile } from './baseline/baseline.ts';
import { validateBaseline } from './baseline/validator.ts';
import { type Level, activeRules, levels as allLevels, presets } from './config/activeRules.ts';
import { refuseUnknownKeys, refuseUnknownValue } from './config/settingChoices.ts';
import { SourceFile } from './documents/document.ts';
import { type Inputs, readInputs } from './inputs/readInputs.ts';
import { type FixLevel, applyFixes as applyToFiles, fixLevels } from './lint/applyFixes.ts';
import type { Finding, LintResult } from './lint/finding.ts';
import { lint } from './lint/lint.ts';
import { withBaseline } from './lint/withBaseline.ts';
import { formatJson } from './reporters/json.ts';
import { formatSarif } from './reporters/sarif.ts';
import { type Plugin, rulesOf } from './rule/plugin.ts';
import type { Preset, Rule } from './rule/rule.ts';
import { suggestion } from './text/suggestion.ts';

export type { BaselineEntry, BaselineFile } from './baseline/baseline.ts';
export type { Level } from './config/activeRules.ts';
export type { Location } from './documents/document.ts';
export type { Problem, ProblemCode } from './documents/problem.ts';
export type { Confidence } from './evidence/evidence.ts';
export type { Change } from './fixes/change.ts';
export type { FixLevel } from './lint/applyFixes.ts';
export type { FileEdit, Finding, FindingFix, FixEdit, LintResult, ResourceName, Summary } from './lint/finding.ts';
export type { Plugin } from './rule/plugin.ts';
export type { Preset, Rule, Severity } from './rule/rule.ts';
export type { TextEdit } from './text/edit.ts';
export type { Position, Range } from './text/position.ts';

/** A YAML or JSON text that is already in memory; it may hold several documents. */
export interface Text {
  /** The name that findings give it: a path with `/`. Which files are near each other, and what a kustomization names, go by it. */
  readonly uri: string;
  readonly text: string;
}

/** How to lint. No configuration file is read: what is not set here has its default. */
export interface LintSettings {
  /** `recommended` if unset. */
  readonly preset?: Preset;
  /** Levels by rule id, which override those of the preset. */
  readonly rules?: Readonly<Record<string, Level>>;
  /**
   * Whether the input holds every role and binding that concerns it. If unset, that is inferred: it does if it is a rendered
   * chart, a complete kustomization or a dump of a cluster.
   */
  readonly complete?: boolean;
  /** The parsed content of a baseline file, with files named as the input is: findings that it accepts become `suppressed`. */
  readonly baseline?: BaselineFile;
  /** The caller's own rules; their ids in `rules` and in findings are `plugin/rule`. */
  readonly plugins?: readonly Plugin[];
}

/** What `applyFixes` returns. */
export interface FixedTexts {
  /** All texts in the order given, changed or not. */
  readonly texts: readonly Text[];
  /** The findings whose fixes were applied; their positions are those before the fix. */
  readonly fixed: readonly Finding[];
  /** The result of linting `texts`. */
  readonly result: LintResult;
}

/** The version of this package, as `package.json` has it. */
export const version: string = packageJson.version;

/** All built-in rules, in the order of their ids; plugins have others. */
export const rules: readonly Rule[] = allRules;

/**
 * Lints texts that are deployed together: accounts, roles and bindings of one are looked up for the others. Positions in the
 * result are 0-based lines and UTF-16 code units, as in LSP; the ends of ranges are exclusive.
 * @throws RangeError if `rules` names a rule that does not exist.
 * @throws TypeError if another setting is unknown or has a value that is not allowed, the baseline included.
 */
export function lintTexts(texts: readonly Text[], settings: LintSettings = {}): LintResult {
  checkSettings(settings, []);
  const files = texts.map(({ uri, text }) => new SourceFile(uri, text));
  return accepting(lintSourceFiles(files, settings), files, settings);
}

const nothing: Pick<Inputs, 'files' | 'problems'> = { files: [], problems: [] };
const standardInput = { stdinFilename: 'stdin', stdin: (): NodeJS.ReadableStream => process.stdin };

/**
 * Lints files, folders and globs, as the command finds them: without what git ignores; of an empty list, nothing. A file that
 * cannot be read makes no exception but a problem in the result.
 * @param settings `cwd` is the folder that `paths` and the names in the result are relative to: the process's, if unset.
 * @throws RangeError if `rules` names a rule that does not exist.
 * @throws TypeError if another setting is unknown or has a value that is not allowed, the baseline included.
 */
export async function lintFiles(
  paths: readonly string[],
  settings: LintSettings & { readonly cwd?: string } = {},
): Promise<LintResult> {
  // In JavaScript, a path alone is a slip that is made easily.
  if (!Array.isArray(paths)) throw new TypeError('The paths must be a list: lintFiles([path])');
  checkSettings(settings, ['cwd']);
  const cwd = settings.cwd ?? process.cwd();
  // A command without paths means its folder; a program's list that has become empty does not.
  const inputs = paths.length === 0 ? nothing : await readInputs(paths, { cwd, ...standardInput });
  const isMissing = ({ file }: BaselineEntry): boolean => !existsSync(resolve(cwd, file));
  const result = accepting(lintSourceFiles(inputs.files, settings), inputs.files, settings, isMissing);
  return { ...result, problems: [...inputs.problems, ...result.problems] };
}

const settingNames = ['preset', 'rules', 'complete', 'baseline', 'plugins'];

function checkSettings(settings: LintSettings, more: readonly string[]): void {
  refuseUnknownKeys(settings, [...settingNames, ...more]);
  if (settings.preset !== undefined) refuseUnknownValue('preset', settings.preset, presets);
  for (const [id, level] of Object.entries(settings.rules ?? {})) {
    refuseUnknownValue(`level of ${id}:`, level, allLevels);
  }
}

function lintSourceFiles(files: readonly SourceFile[], settings: LintSettings): LintResult {
  const rules = rulesWith(settings);
  const levels = new Map(Object.entries(settings.rules ?? {}).map(([id, level]) => [id, { level }]));
  const known = rules.map(({ meta }) => meta.id);
  for (const id of levels.keys()) {
    if (!known.includes(id)) throw new RangeError(`Unknown rule "${id}"${suggestion(id, known)}`);
  }
  const active = activeRules(rules, { presets: [settings.preset ?? 'recommended'], settings: levels });
  return lint(files, {
    rules: active,
    known,
    ...(settings.complete === undefined ? {} : { complete: settings.complete }),
  });
}

function rulesWith({ plugins = [] }: Pick<LintSettings, 'plugins'>): readonly Rule[] {
  return [...allRules, ...plugins.flatMap(rulesOf)];
}

/** @param isMissing whether a file is no more: what was accepted there may be in another one now. */
function accepting(
  result: LintResult,
  files: readonly SourceFile[],
  { baseline }: LintSettings,
  isMissing: (entry: BaselineEntry) => boolean = () => false,
): LintResult {
  if (baseline === undefined) return result;
  if (!validateBaseline(baseline)) {
    const [fault] = validateBaseline.errors ?? [];
    const what = [fault?.instancePath, fault?.message].filter((part) => part !== undefined && part !== '');
    throw new TypeError(`This is no baseline: ${what.join(' ')}`);
  }
  const read = new Set(files.map(({ uri }) => uri));
  const scope = {
    sourceOf: (file: string) => ({ file }),
    covers: () => false,
    mayHaveMoved: (entry: BaselineEntry) => read.has(entry.file) || isMissing(entry),
  };
  return withBaseline(result, baseline.findings, scope).result;
}

/**
 * Lints texts and applies the first allowed fix of each finding: the safe ones (the default), or all with `fix: 'all'`, some
 * of which may change a running workload. Comments, quotes and whatever else a fix is not about stay as they are, and so
 * does every text that could not be read completely. Findings that the baseline accepts are fixed too.
 * @throws RangeError if `rules` names a rule that does not exist.
 * @throws TypeError if another setting is unknown or has a value that is not allowed, the baseline included.
 */
export function applyFixes(
  texts: readonly Text[],
  { fix = 'safe', ...settings }: LintSettings & { readonly fix?: FixLevel } = {},
): FixedTexts {
  checkSettings(settings, ['fix']);
  refuseUnknownValue('fix', fix, fixLevels);
  const files = texts.map(({ uri, text }) => new SourceFile(uri, text));
  const lintAll = (all: readonly SourceFile[]): LintResult => lintSourceFiles(all, settings);
  const fixed = applyToFiles(files, lintAll(files), { level: fix, lint: lintAll });
  const result = accepting(fixed.result, fixed.files, settings);
  return { fixed: fixed.fixed, result, texts: fixed.files.map(({ uri, text }) => ({ uri, text })) };
}

/** The result as the command's `--format json` prints it (`schemas/output.schema.json`): there, lines and columns are 1-based. */
export function toJson(result: LintResult): string {
  return [...formatJson(result)].join('');
}

/**
 * The result as a SARIF 2.1.0 log in the shape that GitHub code scanning reads, without what is suppressed.
 * @param settings those of the run: the log describes the rules of their plugins too.
 */
export function toSarif(result: LintResult, settings: Pick<LintSettings, 'plugins'> = {}): string {
  return [...formatSarif(result, rulesWith(settings), version)].join('');
}
