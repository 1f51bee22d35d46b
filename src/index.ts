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

/** A manifest that is already in memory. */
export interface Text {
  /** What to call it in findings. */
  readonly uri: string;
  readonly text: string;
}

export interface LintSettings {
  readonly preset?: Preset;
  /** Levels of single rules, on top of the preset's. */
  readonly rules?: Readonly<Record<string, Level>>;
  /** Whether the input holds all roles and bindings that concern it; inferred where unset. */
  readonly complete?: boolean;
  /** Findings to leave out: what a baseline file holds, with files named as the input is. */
  readonly baseline?: BaselineFile;
  /** Rules of one's own; their names in `rules` are `plugin/rule`. */
  readonly plugins?: readonly Plugin[];
}

/** Texts after their fixes. */
export interface FixedTexts {
  /** All texts, in their order. */
  readonly texts: readonly Text[];
  /** The findings whose fixes were applied. */
  readonly fixed: readonly Finding[];
  /** What is found in the texts now. */
  readonly result: LintResult;
}

/** The version of this package. */
export const version: string = packageJson.version;

/** All rules. */
export const rules: readonly Rule[] = allRules;

/**
 * Lints texts that belong together. Positions in the result count from 0, as in LSP.
 * @throws RangeError for a rule that does not exist, TypeError for a setting that is none.
 */
export function lintTexts(texts: readonly Text[], settings: LintSettings = {}): LintResult {
  checkSettings(settings, []);
  const files = texts.map(({ uri, text }) => new SourceFile(uri, text));
  return accepting(lintSourceFiles(files, settings), files, settings);
}

const nothing: Pick<Inputs, 'files' | 'problems'> = { files: [], problems: [] };
const standardInput = { stdinFilename: 'stdin', stdin: (): NodeJS.ReadableStream => process.stdin };

/**
 * Lints files, folders and globs; of an empty list, nothing. What could not be read is among the problems.
 * @throws RangeError for a rule that does not exist, TypeError for a setting that is none.
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
 * Lints texts and applies the first fix of each finding, the unsafe ones only with `fix: 'all'`. Nothing but what a fix
 * means changes; texts that could not be read completely stay as they are. What a baseline accepts is mended too.
 * @throws RangeError for a rule that does not exist, TypeError for a setting that is none.
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

/** The result as the command's `--format json` prints it (`schemas/output.schema.json`). */
export function toJson(result: LintResult): string {
  return [...formatJson(result)].join('');
}

/** The result as SARIF 2.1.0 for code scanning. @param settings those that it was made with, where they name plugins. */
export function toSarif(result: LintResult, settings: Pick<LintSettings, 'plugins'> = {}): string {
  return [...formatSarif(result, rulesWith(settings), version)].join('');
}
