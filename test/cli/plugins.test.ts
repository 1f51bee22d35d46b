import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folder, run, runJson } from '../support/command.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/plugins.md'), 'utf8');
const config = /```yaml\n(.*?)```/s.exec(page)?.[1] ?? '';
const plugin = /```js\n(.*?)```/s.exec(page)?.[1] ?? '';
const manifest = `apiVersion: v1
kind: Pod
metadata: { name: a }
spec:
  automountServiceAccountToken: false
  serviceAccountName: other
  containers: [{ name: a, image: a }]
`;

function withPlugin(code: string, settings = config): string {
  return folder({ 'kube-token-lint.config.yaml': settings, 'rules/acme.mjs': code, 'a.yaml': manifest });
}

test('the rules of a plugin are rules, where the user allows it', () => {
  const { code, output } = runJson(['a.yaml', '--allow-plugins'], { cwd: withPlugin(plugin) });
  expect(code).toBe(1);
  expect(output.findings).toMatchObject([
    {
      ruleId: 'acme/owner',
      severity: 'error',
      message: 'The account is called "other"',
      range: { start: { line: 6 } },
    },
  ]);
});

test('nothing runs without --allow-plugins', () => {
  const cwd = withPlugin("import { writeFileSync } from 'node:fs';\nwriteFileSync('ran', '');\nexport default {};\n");
  const { code, stdout, stderr } = run(['a.yaml'], { cwd });
  expect({ code, stdout, stderr }).toEqual({
    code: 2,
    stdout: '',
    stderr:
      'kube-token-lint: kube-token-lint.config.yaml:1:11: plugins are code: they are run only with --allow-plugins\n',
  });
  expect(run(['tokens', 'a.yaml'], { cwd }).code).toBe(0);
  expect(existsSync(join(cwd, 'ran'))).toBe(false);
  expect(run(['a.yaml', '--allow-plugins'], { cwd }).code).toBe(2);
  expect(existsSync(join(cwd, 'ran'))).toBe(true);
});

test('they are suppressed and overridden as others are', () => {
  const cwd = withPlugin(plugin, `${config}overrides:\n  - kinds: [Pod]\n    rules: { acme/owner: info }\n`);
  expect(runJson(['a.yaml', '--allow-plugins'], { cwd }).output.findings).toMatchObject([{ severity: 'info' }]);
  const quiet = folder({
    'kube-token-lint.config.yaml': config,
    'rules/acme.mjs': plugin,
    'a.yaml': `# kube-token-lint-disable acme/owner -- a test\n${manifest}`,
  });
  const { code, output } = runJson(['a.yaml', '--allow-plugins'], { cwd: quiet });
  expect({ code, findings: output.findings }).toEqual({ code: 0, findings: [] });
});

test.each([
  ['a module that throws', "throw new Error('broken');", 'could not be loaded: broken'],
  ['a module that is none', 'export default {', 'could not be loaded'],
  ['something else', 'export default { name: "acme", rules: [{}] };', 'is no plugin: its default export must be'],
  [
    'two rules of one name',
    plugin.replace('rules: [', 'rules: [').replace(/rules: (\[.*\])/s, 'rules: [...$1, ...$1]'),
    'there are two rules "acme/owner"',
  ],
  [
    'no such rule',
    plugin.replace("id: 'owner'", "id: 'owners'"),
    'no plugin has a rule "acme/owner" (did you mean "acme/owners"?)',
  ],
])('%s is named', (_what, code, reason) => {
  const result = run(['a.yaml', '--allow-plugins'], { cwd: withPlugin(code) });
  expect(result).toMatchObject({ code: 2, stdout: '' });
  expect(result.stderr).toContain(reason);
  expect(result.stderr.split('\n')).toHaveLength(2);
});

test('a rule that throws is a problem, and the others go on', () => {
  const cwd = withPlugin(plugin.replace('for (const', "throw new Error('lost');\n        for (const"));
  const { code, output } = runJson(
    ['a.yaml', '--allow-plugins', '--rule', 'account-missing=off', '--preset', 'strict'],
    { cwd },
  );
  expect(code).toBe(2);
  expect(output.problems).toMatchObject([
    {
      file: 'kube-token-lint.config.yaml',
      message: 'The rule "acme/owner" of the plugin "./rules/acme.mjs" failed: lost',
    },
  ]);
});
