import { describe, expect, test } from 'vitest';
import { SourceFile } from '../../src/documents/document.ts';
import { applyFixes as fixTexts, lintTexts } from '../../src/index.ts';
import { type FixOptions, applyFixes } from '../../src/lint/applyFixes.ts';
import type { Finding, FixEdit, LintResult } from '../../src/lint/finding.ts';
import { pod } from '../support/manifests.ts';

const uris = ['a.yaml', 'b.yaml'];
const [template] = lintTexts([{ uri: 'a.yaml', text: pod('a') }]).findings;

/** A finding whose safe fix makes these edits. */
function finding(...edits: FixEdit[]): Finding {
  if (template === undefined) throw new Error('no finding');
  return { ...template, fixes: [{ title: 'Fix', safety: 'safe', edits }] };
}

/** Writes `text` over some characters of the first line, which shall set the field `a`. */
function write(uri: string, start: number, end: number, text: string, set: string): FixEdit {
  const range = { start: { line: 0, character: start }, end: { line: 0, character: end } };
  return { uri, range, newText: text, change: { document: 0, path: ['a'], set } };
}

/** Applies what `find` finds in the texts of `a.yaml` and `b.yaml`, until nothing is found or no fix is applied. */
function fix(
  texts: readonly string[],
  find: (texts: readonly string[]) => Finding[],
  options: Partial<FixOptions> = {},
): { texts: string[]; fixed: number; runs: number } {
  let runs = 0;
  const lint = (files: readonly SourceFile[]): LintResult => {
    runs += 1;
    return { ...lintTexts(files), findings: find(files.map(({ text }) => text)) };
  };
  const files = texts.map((text, index) => new SourceFile(uris[index] ?? '', text));
  const done = applyFixes(files, lint(files), { level: 'safe', lint, ...options });
  return { texts: done.files.map(({ text }) => text), fixed: done.fixed.length, runs };
}

describe('fixes', () => {
  test('that overlap are made one after the other', () => {
    const find = ([text = '']: readonly string[]): Finding[] => [
      ...(text.includes('x') ? [finding(write('a.yaml', 3, 4, 'w', text.replace('x', 'w').slice(3, 5)))] : []),
      ...(text.includes('1') ? [finding(write('a.yaml', 3, 5, `${text[3] ?? ''}2`, `${text[3] ?? ''}2`))] : []),
    ];
    expect(fix(['a: x1\n'], find)).toEqual({ texts: ['a: w2\n'], fixed: 2, runs: 3 });
  });

  test('that undo each other come to an end', () => {
    const find = ([text = '']: readonly string[]): Finding[] => {
      const other = text.includes('x') ? 'w' : 'x';
      return [finding(write('a.yaml', 3, 4, other, other))];
    };
    expect(fix(['a: x\n'], find)).toEqual({ texts: ['a: x\n'], fixed: 10, runs: 11 });
  });

  test.each([
    ['does something else', write('a.yaml', 3, 4, 'z', 'w')],
    ['breaks the text', write('a.yaml', 3, 4, '[', 'w')],
    ['does nothing', write('a.yaml', 3, 4, 'x', 'w')],
  ])('of which one %s: the others are made, and it is not', (_what, wrong) => {
    const right = write('b.yaml', 3, 4, 'w', 'w');
    const find = ([, text = '']: readonly string[]): Finding[] =>
      text.includes('w') ? [finding(wrong)] : [finding(wrong), finding(right)];
    expect(fix(['a: x\n', 'a: x\n'], find)).toMatchObject({ texts: ['a: x\n', 'a: w\n'], fixed: 1 });
  });

  test('are made in time beside one of them that is not, in a file of thousands', () => {
    const count = 1200;
    const wrong = 700;
    const edits = Array.from({ length: count }, (_, index): FixEdit => {
      const [start, end] = [3, 4].map((character) => ({ line: index * 2, character }));
      if (start === undefined || end === undefined) throw new Error('no place');
      const change = { document: index, path: ['a'], set: index === wrong ? 'z' : 'w' };
      return { uri: 'a.yaml', range: { start, end }, newText: 'w', change };
    });
    const texts = (value: string): string[] => Array.from({ length: count }, () => `a: ${value}\n`);
    const find = ([text]: readonly string[]): Finding[] =>
      text?.startsWith('a: x') === true ? edits.map((edit) => finding(edit)) : [];
    const expected = texts('w').with(wrong, 'a: x\n').join('---\n');
    expect(fix([texts('x').join('---\n')], find)).toEqual({ texts: [expected], fixed: count - 1, runs: 2 });
  }, 8_000);

  test('are made wholly or not at all, across files too', () => {
    const edits = [write('a.yaml', 3, 4, 'w', 'w'), write('b.yaml', 3, 4, 'w', 'w')];
    const find = ([text = '']: readonly string[]): Finding[] => (text.includes('x') ? [finding(...edits)] : []);
    expect(fix(['a: x\n', 'a: x\n'], find).texts).toEqual(['a: w\n', 'a: w\n']);
    expect(fix(['a: x\n', 'a: x\n---\nb: [\n'], find)).toMatchObject({ fixed: 0, runs: 1 });
    expect(fix(['a: x\n', 'a: x\n'], find, { only: (uri) => uri === 'a.yaml' })).toMatchObject({ fixed: 0, runs: 1 });
    const [one, two] = edits;
    if (one === undefined || two === undefined) throw new Error('two edits');
    const wrong = (): Finding[] => [finding(one, { ...two, newText: 'z' })];
    expect(fix(['a: x\n', 'a: x\n'], wrong).texts).toEqual(['a: x\n', 'a: x\n']);
  });
});

describe('the programmatic interface', () => {
  const text = pod('a').replace('spec:', 'spec:\n  serviceAccount: a');

  test('returns texts, what was fixed and what remains', () => {
    const { texts, fixed, result } = fixTexts([
      { uri: 'a.yaml', text },
      { uri: 'b.yaml', text: 'a: [' },
    ]);
    expect(texts).toEqual([
      { uri: 'a.yaml', text: text.replace('serviceAccount:', 'serviceAccountName:') },
      { uri: 'b.yaml', text: 'a: [' },
    ]);
    expect(fixed.map(({ ruleId }) => ruleId)).toEqual(['legacy-account-field']);
    expect(result.findings.map(({ ruleId }) => ruleId)).not.toContain('legacy-account-field');
    expect(result.problems.map(({ uri }) => uri)).toEqual(['b.yaml']);
  });

  test('leaves texts of one name alone, as edits could mean either', () => {
    const twice = [
      { uri: 'a.yaml', text },
      { uri: 'a.yaml', text: `# other\n${text}` },
    ];
    expect(fixTexts(twice)).toMatchObject({ texts: twice, fixed: [] });
  });
});

test('what somebody wrote and the API server takes is changed by no safe fix', () => {
  const text = `# Source: shop/templates/web.yaml
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  automountServiceAccountToken: true
  containers:
    - name: web
      image: nginx:1.27
      volumeMounts: [{ name: api, mountPath: /token, readOnly: true }]
  volumes:
    - name: api
      projected: { sources: [{ serviceAccountToken: { path: token, expirationSeconds: 3607 } }] }
`;
  const fixed = (one: string, fix: 'safe' | 'all'): string | undefined =>
    fixTexts([{ uri: 'a.yaml', text: one }], { fix }).texts[0]?.text;
  expect(fixed(text, 'safe')).toBe(text);
  expect(fixed(text, 'all')).toBe(text.replace('Token: true', 'Token: false').replace('3607', '3600'));
  const silent = text.replace('  automountServiceAccountToken: true\n', '');
  expect(fixed(silent, 'safe')).toContain('automountServiceAccountToken: false');
});
