import { expect } from 'vitest';
import { rules } from '../../rules/registry.ts';
import { activeRules } from '../../src/config/activeRules.ts';
import { SourceFile } from '../../src/documents/document.ts';
import { differsBy } from '../../src/fixes/change.ts';
import { applyFixes } from '../../src/lint/applyFixes.ts';
import type { Finding, LintResult } from '../../src/lint/finding.ts';
import { lint } from '../../src/lint/lint.ts';
import { applyEdits } from '../../src/text/edit.ts';
import { makeChanges, readBack } from './readBack.ts';

// All bounds are narrow and every rule is on, so that there is much to fix.
const active = activeRules(rules, { presets: ['zero-trust', 'strict', 'recommended'], settings: new Map() });
const lintAll = (files: readonly SourceFile[]): LintResult => lint(files, { rules: active });

const commentsOf = (text: string): string[] =>
  [...text.matchAll(/(?:^|[ \t])#.*$/gm)].map(([comment]) => comment.trim());

/** What a finding's first fix means; two findings that mean the same are one. */
function meaningOf({ ruleId, fixes }: Finding): string {
  return JSON.stringify([ruleId, fixes[0]?.edits.map(({ change }) => change)]);
}

/**
 * Fixes a text: each fix changes what it means and nothing else, its finding goes, comments stay, and a second run does
 * nothing. The result is the number of findings with a fix.
 */
export function expectSoundFixes(uri: string, text: string): number {
  const file = new SourceFile(uri, text);
  const found = lintAll([file]);
  const fixable = found.findings.filter(({ fixes }) => fixes.length > 0);
  for (const { ruleId, fixes, location } of fixable.slice(0, 50)) {
    const at = `${uri}:${String(location.range.start.line + 1)} ${ruleId}`;
    for (const { edits } of fixes) {
      const after = new SourceFile(uri, applyEdits(text, edits));
      const changes = edits.map(({ change }) => change);
      expect(differsBy(file, after, changes), at).toBe(true);
      expect(differsBy(file, file, changes), at).toBe(false);
      expect(commentsOf(after.text), at).toEqual(commentsOf(text));
    }
  }
  // Linting a chart again and again takes long: one finding of each kind.
  const kinds = new Map(fixable.map((finding) => [`${finding.ruleId} ${finding.messageId}`, finding]));
  for (const finding of kinds.values()) {
    const after = new SourceFile(uri, applyEdits(text, finding.fixes[0]?.edits ?? []));
    expect(lintAll([after]).findings.map(meaningOf), uri).not.toContain(meaningOf(finding));
  }
  const passes = [found];
  const lintPass = (texts: readonly SourceFile[]): LintResult => {
    const next = lintAll(texts);
    passes.push(next);
    return next;
  };
  const { files, result, fixed } = applyFixes([file], found, { level: 'all', lint: lintPass });
  const [after] = files;
  expect(result.findings.filter(({ fixes }) => fixes.length > 0).map(meaningOf), uri).toEqual([]);
  expect(result.problems.length, uri).toBe(found.problems.length);
  expect(after === file, uri).toBe(fixable.length === 0);
  if (after !== undefined && fixed.length > 0 && found.problems.length === 0) {
    const wanted = readBack(text);
    for (const { findings } of passes) {
      const own = fixed.filter((finding) => findings.includes(finding));
      makeChanges(
        wanted,
        own.flatMap(({ fixes }) => (fixes[0]?.edits ?? []).map(({ change }) => change)),
      );
    }
    expect(readBack(after.text), uri).toEqual(wanted);
  }
  expect(applyFixes(files, result, { level: 'all', lint: lintAll }).files, uri).toEqual(files);
  return fixable.length;
}
