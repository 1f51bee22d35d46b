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
  ['nothing', '', 'it has no default export'],
  ['something else', 'export default { name: "acme", rules: [{}] };', "rules[0] must have required property 'meta'"],
  [
    'a misspelt preset',
    plugin.replace("['recommended']", "['recomended']"),
    'rules[0].meta.presets[0] must be one of recommended, strict, zero-trust (did you mean "recommended"?)',
  ],
  [
    'a misspelt key',
    plugin.replace('fixable', 'fixeable: true, fixable'),
    'unknown key "fixeable" in rules[0].meta (did you mean "fixable"?)',
  ],
  ['a rule without check', plugin.replace('*check', '*chek'), 'rules[0].check must be a function'],
  [
    'options that are no schema',
    plugin.replace(
      'fixable',
      "options: { type: 'object', additionalProperties: false, properties: { n: { description: 'n', default: 1, type: 'nmber' } } }, fixable",
    ),
    'rules[0].meta.options is no JSON Schema',
  ],
  ['a module that ends the process', 'process.exit(0);', 'the plugin "./rules/acme.mjs" ended the run'],
  ['a rule that ends the process', plugin.replace('for (const', 'process.exit(0);\nfor (const'), 'ended the run'],
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

test('a module that waits for ever is named', () => {
  const result = run(['a.yaml', '--allow-plugins'], { cwd: withPlugin('await new Promise(() => {});') });
  expect(result).toMatchObject({ code: 2, stdout: '' });
  expect(result.stderr).toContain('waits for what never comes');
});

test.each([
  ['rubbish', 'yield 1;', 'a report must be object'],
  ['no message of the rule', "yield { ...report, messageId: 'othr' };", 'did you mean "other"?'],
  ['a value that the message names and the data lacks', 'yield { ...report, data: {} };', 'data has no "account"'],
  ['a misspelt severity', "yield { ...report, severity: 'eror' };", 'severity must be one of error, warning, info'],
  ['a resource of nowhere', 'yield { ...report, resource: { document: {}, kind: 1, root: 1 } };', 'one of the facts'],
  [
    'a place outside of the file',
    'yield { ...report, location: { uri: "a.yaml", range: { start: { line: 99, character: 0 }, end: { line: 99, character: 0 } } } };',
    'outside of the file',
  ],
  [
    'a fix of nothing',
    "yield { ...report, fixes: [{ title: 'a', safety: 'safe', patches: [{ field: {}, remove: true }] }] };",
    'the field of a patch must be one of the facts',
  ],
  ['a promise', 'yield Promise.resolve();', "must have required property 'messageId'"],
])('a report with %s is a problem, and the others are findings', (_what, yielded, reason) => {
  const code = plugin.replace('yield {', 'const report = {').replace(/(high',\s*\};)/, `$1 ${yielded} yield report;`);
  const { code: exit, output } = runJson(['a.yaml', '--allow-plugins'], { cwd: withPlugin(code) });
  expect(exit).toBe(2);
  expect(output.findings).toHaveLength(1);
  expect(output.problems).toMatchObject([{ file: 'kube-token-lint.config.yaml' }]);
  expect(output.problems[0]?.message).toContain(reason);
});

test('a check that is async is a problem', () => {
  const cwd = withPlugin(plugin.replace('*check', 'async check').replace(/yield \{/, "throw new Error('a');({"));
  const broken = withPlugin(plugin.replace('*check', 'async *check'));
  for (const one of [cwd, broken]) expect(run(['a.yaml', '--allow-plugins'], { cwd: one }).code).toBe(2);
});

test('options are what the rule says of them', () => {
  const schema =
    "options: { type: 'object', additionalProperties: false, properties: { most: { description: 'n', default: 1, type: 'integer' } } }, fixable";
  const settings = (options: string): string =>
    `plugins: [./rules/acme.mjs]\nrules:\n  acme/owner: [error, ${options}]\n`;
  const stderrOf = (options: string): string =>
    run(['a.yaml', '--allow-plugins'], { cwd: withPlugin(plugin.replace('fixable', schema), settings(options)) })
      .stderr;
  expect(stderrOf('{ most: 2 }')).toBe('');
  expect(stderrOf('{ most: two }')).toContain('yaml:3:31: acme/owner: most must be integer');
  expect(stderrOf('{ mst: 2 }')).toContain('acme/owner: unknown key "mst" in the options (did you mean "most"?)');
});

test('the command knows the rules of plugins that it may run', () => {
  const cwd = withPlugin(plugin);
  expect(run(['rules', '--allow-plugins'], { cwd }).stdout).toMatch(/^acme\/owner /m);
  expect(run(['explain', 'acme/owner', '--allow-plugins'], { cwd }).stdout).toContain('the name of the account');
  expect(run(['a.yaml', '--allow-plugins', '--rule', 'acme/owner=off'], { cwd })).toMatchObject({ code: 0 });
  expect(run(['a.yaml', '--allow-plugins', '--rule', 'acme/ownr=off'], { cwd }).stderr).toContain('"acme/owner"?');
  expect(run(['a.yaml', '--rule', 'acme/owner=off'], { cwd }).stderr).toContain('need --allow-plugins');
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
