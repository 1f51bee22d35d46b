import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/registry.ts';
import { activeRules } from '../../src/config/activeRules.ts';
import { SourceFile } from '../../src/documents/document.ts';
import { Field } from '../../src/documents/field.ts';
import { readDocuments } from '../../src/documents/read.ts';
import type { Finding } from '../../src/lint/finding.ts';
import { lint } from '../../src/lint/lint.ts';
import type { Preset, Rule } from '../../src/rule/rule.ts';
import { applyEdits } from '../../src/text/edit.ts';

const root = join(import.meta.dirname, '../../rules');
const expectation = /[ \t]*# expect: ([\w, -]+)$/;

/** Lines that end in `# expect: messageId, …`, by number from 1. */
function expected(text: string): string[] {
  return text.split('\n').flatMap((line, index) => {
    const ids = expectation.exec(line)?.[1];
    return ids === undefined ? [] : ids.split(',').map((id) => `${String(index + 1)} ${id.trim()}`);
  });
}

/** `# preset: strict` and `# options: {…}` in the first lines choose the options. */
function run(rule: Rule, text: string): readonly Finding[] {
  const preset = /^# preset: (strict|zero-trust)$/m.exec(text)?.[1];
  const chosen: Preset = preset === 'strict' || preset === 'zero-trust' ? preset : 'recommended';
  const active = activeRules([rule], { presets: [chosen], settings: new Map() });
  const on = active.length > 0 ? active : activeRules([rule], { presets: rule.meta.presets, settings: new Map() });
  const options: unknown = JSON.parse(/^# options: (.*)$/m.exec(text)?.[1] ?? '{}');
  const set = on.map((one) => ({ ...one, options: Object.assign({}, one.options, options) }));
  const own = lint([new SourceFile('fixture.yaml', text)], { rules: set }).findings;
  if (rule.review === undefined) return own;
  // What is suppressed shows only beside other rules.
  const others = activeRules(rules, { presets: [chosen], settings: new Map() });
  const known = rules.map(({ meta }) => meta.id);
  const all = lint([new SourceFile('fixture.yaml', text)], { rules: others, known }).findings;
  return all.filter(({ ruleId }) => ruleId === rule.meta.id);
}

function reported(findings: readonly Finding[]): string[] {
  return findings.map((finding) => `${String(finding.location.range.start.line + 1)} ${finding.messageId}`);
}

function withoutExpectations(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(expectation, ''))
    .join('\n');
}

/** Applies the first fix of each finding until none is left, as `--fix=all` does. */
function fixAll(rule: Rule, text: string): string {
  let current = text;
  for (let pass = 0; pass < 20; pass += 1) {
    const fix = run(rule, current).flatMap((finding) => finding.fixes[0] ?? [])[0];
    if (fix === undefined) return current;
    current = applyEdits(current, fix.edits);
  }
  throw new Error('fixes do not come to an end');
}

for (const rule of rules) {
  const folder = join(root, rule.meta.id, 'fixtures');
  const files = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.yaml'))
        .sort()
    : [];
  const texts = new Map(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));

  describe(rule.meta.id, () => {
    for (const [file, text] of texts) {
      test(`${file}: the marked lines are reported and no other`, () => {
        expect(reported(run(rule, text)).sort()).toEqual(expected(text).sort());
      });
      const twin = texts.get(file.replace(/\.yaml$/, '.fixed.yaml'));
      if (twin !== undefined) {
        test(`${file}: its fixes give the fixed twin`, () => {
          expect(fixAll(rule, withoutExpectations(text))).toBe(withoutExpectations(twin));
        });
      }
    }

    test('is shown completely: good and bad, every message, a twin where it can fix', () => {
      expect(files).toContain('bad.yaml');
      expect(files).toContain('good.yaml');
      const shown = new Set([...texts.values()].flatMap((text) => expected(text).map((line) => line.split(' ')[1])));
      expect([...shown].sort()).toEqual(Object.keys(rule.meta.messages).sort());
      const twins = files.filter((file) => file.endsWith('.fixed.yaml'));
      expect(twins.length > 0).toBe(rule.meta.fixable);
    });

    test('safe fixes take nothing away but the value that is meant', () => {
      for (const [file, text] of texts) {
        const { documents } = readDocuments(new SourceFile(file, text));
        const safe = run(rule, text).flatMap(({ fixes }) => fixes.filter(({ safety }) => safety === 'safe'));
        for (const { change } of safe.flatMap(({ edits }) => edits)) {
          const document = 'remove' in change ? documents[change.document] : undefined;
          if (document === undefined) continue;
          expect(Field.root(document).at(...change.path).node?.kind, file).toBe('scalar');
        }
      }
    });

    test('findings have an exact range, within one line unless the value has several', () => {
      for (const text of texts.values()) {
        for (const { location } of run(rule, text)) {
          const { start, end } = location.range;
          expect(end.line).toBe(start.line);
          expect(end.character).toBeGreaterThan(start.character);
        }
      }
    });
  });
}
