import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  type BaselineFile,
  type LintSettings,
  type Plugin,
  applyFixes,
  lintFiles,
  lintTexts,
  toSarif,
} from '../../src/index.ts';
import { readBaseline } from '../../src/inputs/baselineFile.ts';
import { folder, run } from '../support/command.ts';

const pod = (account: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  ${account}\n  automountServiceAccountToken: false\n  containers: [{ name: a, image: a }]\n`;
const text = pod('serviceAccount: a');
const ids = (findings: readonly { readonly ruleId: string }[]): string[] => findings.map(({ ruleId }) => ruleId);

test('a baseline leaves out what it accepts, as it does for the command', async () => {
  const cwd = folder({ 'k8s/a.yaml': text });
  expect(run(['--update-baseline'], { cwd }).code).toBe(0);
  const findings = await readBaseline(join(cwd, 'kube-token-lint.baseline.json'), cwd);
  const baseline = { version: 1, findings: findings ?? [] } as const;
  const { summary, suppressed, ...one } = await lintFiles(['k8s'], { cwd, baseline });
  expect([one.findings, summary.infos, summary.baselined]).toEqual([[], 0, 1]);
  expect(suppressed.map(({ suppressed: why }) => why?.kind)).toEqual(['external']);
  const moved = [
    { uri: 'k8s/a.yaml', text: pod('') },
    { uri: 'k8s/b.yaml', text },
  ];
  expect(lintTexts(moved, { baseline }).findings).toEqual([]);
  expect(ids(lintTexts(moved.slice(1), { baseline }).findings)).toEqual(['legacy-account-field']);
  renameSync(join(cwd, 'k8s/a.yaml'), join(cwd, 'k8s/b.yaml'));
  expect((await lintFiles(['k8s'], { cwd, baseline })).findings).toEqual([]);
  const fixed = applyFixes([{ uri: 'k8s/a.yaml', text }], { baseline });
  expect([ids(fixed.fixed), fixed.result.summary.baselined]).toEqual([['legacy-account-field'], 0]);
  expect(readFileSync(join(cwd, 'k8s/b.yaml'), 'utf8')).toBe(text);
});

test('an empty list of files is no folder', async () => {
  const cwd = folder({ 'a.yaml': text });
  expect((await lintFiles([], { cwd })).summary).toMatchObject({ files: 0, workloads: 0, infos: 0 });
});

test('what is no baseline is refused', () => {
  const baseline: BaselineFile = JSON.parse('{ "version": 1, "findings": [{ "ruleId": "a" }] }');
  expect(() => lintTexts([], { baseline })).toThrow(
    "This is no baseline: /findings/0 must have required property 'file'",
  );
});

test.each([
  [{ preset: 'stric' }, 'Unknown preset "stric" (did you mean "strict"?): one of recommended, strict, zero-trust, cis'],
  [{ preset: ['strict'] }, 'Unknown preset ["strict"]: one of'],
  [{ presett: 'strict' }, 'Unknown setting "presett" (did you mean "preset"?)'],
  [{ rules: { 'account-default': 'eror' } }, 'Unknown level of account-default: "eror" (did you mean "error"?)'],
  [{ rules: { 'account-defalt': 'error' } }, 'Unknown rule "account-defalt" (did you mean "account-default"?)'],
])('%j is refused', async (written, message) => {
  const settings: LintSettings = JSON.parse(JSON.stringify(written));
  expect(() => lintTexts([], settings)).toThrow(message);
  expect(() => applyFixes([], settings)).toThrow(message);
  await expect(lintFiles([], { ...settings, cwd: folder({}) })).rejects.toThrow(message);
});

test('a level of fixes that there is not is refused', () => {
  const settings: LintSettings = JSON.parse('{ "fix": "safee" }');
  expect(() => applyFixes([], settings)).toThrow('Unknown fix "safee" (did you mean "safe"?): one of safe, all');
  expect(() => lintTexts([], settings)).toThrow('Unknown setting "fix"');
});

test('paths that are no list are refused', async () => {
  const paths: string[] = JSON.parse('"k8s"');
  await expect(lintFiles(paths)).rejects.toThrow(new TypeError('The paths must be a list: lintFiles([path])'));
});

test('rules of plugins are rules', () => {
  const plugin: Plugin = {
    name: 'acme',
    rules: [
      {
        meta: {
          id: 'pod',
          description: 'A workload.',
          rationale: 'There shall be none.',
          severity: 'warning',
          presets: ['recommended'],
          securitySeverity: 1,
          tags: [],
          references: [],
          fixable: false,
          messages: { found: 'Found' },
        },
        *check({ facts }) {
          for (const resource of facts.workloads) {
            const location = resource.root.get('kind').valueLocation;
            yield { messageId: 'found', location, resource, confidence: 'high' };
          }
        },
      },
    ],
  };
  const texts = [{ uri: 'a.yaml', text: pod('') }];
  const result = lintTexts(texts, { plugins: [plugin] });
  expect(ids(result.findings)).toEqual(['acme/pod']);
  expect(toSarif(result, { plugins: [plugin] })).toContain('"id": "acme/pod"');
  expect(lintTexts(texts, { plugins: [plugin], rules: { 'acme/pod': 'off' } }).findings).toEqual([]);
  expect(() => lintTexts(texts, { rules: { 'acme/pod': 'off' } })).toThrow('Unknown rule "acme/pod"');
});
