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

/** The plugin with an option `n`, 1 where unset. */
function withOptions(keywords: string): string {
  const properties = `{ n: { description: 'n', default: 1, ${keywords} } }`;
  return plugin.replace(
    'fixable',
    `options: { type: 'object', additionalProperties: false, properties: ${properties} }, fixable`,
  );
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

test('a suppression names a rule that a plugin has', () => {
  const comment = '# kube-token-lint-disable acme/own -- a test\n';
  const cwd = folder({
    'kube-token-lint.config.yaml': config,
    'rules/acme.mjs': plugin,
    'a.yaml': comment + manifest,
  });
  const { output } = runJson(['a.yaml', '--allow-plugins'], { cwd });
  expect(output.findings.map(({ message }) => message)).toContain(
    'There is no rule "acme/own" (did you mean "acme/owner"?): this suppresses nothing',
  );
});

test.each([
  ['a module that throws', "throw new Error('broken');", 'could not be loaded: broken'],
  ['a module that is none', 'export default {', 'could not be loaded'],
  ['nothing', '', 'it has no default export'],
  ['something else', 'export default { name: "acme", rules: [{}] };', 'rules[0]: a rule has no "meta"'],
  ['a number', 'export default 5;', 'the default export must be an object'],
  ['an odd name', plugin.replace("'acme'", "'Ac me'"), 'name must be lower-case words joined by -'],
  ['a module that imports what is not there', "import 'not-there';", "Cannot find package 'not-there'"],
  ['a message that is no text', plugin.replace(/other: '.*'/, 'other: 1'), 'meta.messages.other must be a string'],
  [
    'something that rules of plugins have not',
    plugin.replace('*check', 'review: () => [],\n*check'),
    'rule "owner": unknown key "review" in a rule',
  ],
  ['a default that is not valid', withOptions("type: 'string'"), 'the defaults of meta.options: n must be a string'],
  ['a misspelt keyword', withOptions("type: 'integer', minimun: 1"), 'unknown keyword: "minimun"'],
  [
    "a preset's option that is none",
    plugin.replace('fixable', 'presetOptions: { strict: { m: 1 } }, fixable'),
    'meta.presetOptions.strict: unknown key "m"',
  ],
  [
    'a misspelt preset',
    plugin.replace("['recommended']", "['recomended']"),
    'rule "owner": meta.presets[0] must be one of recommended, strict, zero-trust (did you mean "recommended"?)',
  ],
  [
    'a misspelt key',
    plugin.replace('fixable', 'fixeable: true, fixable'),
    'unknown key "fixeable" in meta (did you mean "fixable"?)',
  ],
  ['a rule without check', plugin.replace('*check', '*chek'), 'rule "owner": a rule has no "check"'],
  ['options that are no schema', withOptions("type: 'nmber'"), 'rule "owner": meta.options is no JSON Schema'],
  ['a module that ends the process', 'process.exit(0);', 'the plugin "./rules/acme.mjs" ended the run (process.exit)'],
  ['a rule that ends the process', plugin.replace('for (const', 'process.exit(0);\nfor (const'), 'ended the run'],
  [
    'two rules of one name',
    plugin.replace('rules: [', 'rules: [').replace(/rules: (\[.*\])/s, 'rules: [...$1, ...$1]'),
    'has a rule "acme/owner", and so has "./rules/acme.mjs": give one of them another id',
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

test('a plugin that is not there is named', () => {
  const cwd = withPlugin(plugin, 'plugins: [./rules/acm.mjs]\n');
  const { code, stderr } = run(['a.yaml', '--allow-plugins'], { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain('yaml:1:11: the plugin "./rules/acm.mjs" is missing: no such file');
});

test('a plugin that two configurations name is loaded once', () => {
  const cwd = folder({
    'kube-token-lint.config.yaml': `extends: [recommended, ./base.yaml]\n${config}`,
    'base.yaml': config,
    'rules/acme.mjs': plugin,
    'a.yaml': manifest,
  });
  expect(runJson(['a.yaml', '--allow-plugins'], { cwd }).output.findings).toMatchObject([{ ruleId: 'acme/owner' }]);
});

test('a promise that fails unheard is told, and the findings are reported', () => {
  const cwd = withPlugin(plugin.replace('for (const', "Promise.reject(new Error('lost'));\nfor (const"));
  const { code, stdout, stderr } = run(['a.yaml', '--allow-plugins'], { cwd });
  expect(code).toBe(2);
  expect(stdout).toContain('acme/owner');
  expect(stderr).toBe('kube-token-lint: a promise of a plugin failed, and no code handles it: lost\n');
});

test('a module that waits for ever is named', () => {
  const result = run(['a.yaml', '--allow-plugins'], { cwd: withPlugin('await new Promise(() => {});') });
  expect(result).toMatchObject({ code: 2, stdout: '' });
  expect(result.stderr).toContain('waits for what never comes');
});

test.each([
  ['rubbish', 'yield 1;', 'a report must be an object'],
  ['no message of the rule', "yield { ...report, messageId: 'othr' };", 'did you mean "other"?'],
  ['a value that the message names and the data lacks', 'yield { ...report, data: {} };', 'data has no "account"'],
  ['a misspelt severity', "yield { ...report, severity: 'eror' };", 'severity must be one of error, warning, info'],
  ['a resource of nowhere', 'yield { ...report, resource: { ...report.resource, root: {} } };', 'one of the facts'],
  ['half a resource', 'yield { ...report, resource: { document: workload.document } };', 'resource has no "root"'],
  [
    'a place in another file',
    "yield { ...report, location: { ...report.location, uri: '/etc/passwd' } };",
    'location is in "/etc/passwd", and its resource in "a.yaml"',
  ],
  [
    'a place behind the end of a line',
    'yield { ...report, location: { uri: "a.yaml", range: { start: { line: 1, character: 0 }, end: { line: 1, character: 99 } } } };',
    'outside of the file',
  ],
  [
    'fixes of a rule that has none',
    "yield { ...report, fixes: [{ title: 't', safety: 'safe', patches: [] }] };",
    'fixable: false',
  ],
  [
    'a place outside of the file',
    'yield { ...report, location: { uri: "a.yaml", range: { start: { line: 99, character: 0 }, end: { line: 99, character: 0 } } } };',
    'outside of the file',
  ],
  ['a promise', 'yield Promise.resolve();', 'a report has no "messageId"'],
])('a report with %s is a problem, and the others are findings', (_what, yielded, reason) => {
  const code = plugin.replace('yield {', 'const report = {').replace(/(high',\s*\};)/, `$1 ${yielded} yield report;`);
  const { code: exit, output } = runJson(['a.yaml', '--allow-plugins'], { cwd: withPlugin(code) });
  expect(exit).toBe(2);
  expect(output.findings).toHaveLength(1);
  expect(output.problems).toMatchObject([{ file: 'kube-token-lint.config.yaml' }]);
  expect(output.problems[0]?.message).toContain(reason);
});

test.each([
  ['a field of nowhere', 'field: {}, remove: true', 'field must be a field of the facts'],
  ['no change', 'field', 'must have one of set, rename, remove'],
  ['a change to nothing', 'field, set: undefined', 'must have one of set, rename, remove'],
  ['two changes', 'field, set: 1, remove: true', 'must have one of set, rename, remove'],
  ['a function', 'field, set: () => 1', 'set must be what JSON can say'],
  ['no number', 'field, set: NaN', 'set must be what JSON can say'],
  ['what holds itself', 'field, set: ((own) => (own[0] = own))([])', 'set must be what JSON can say'],
])('a patch with %s is a problem', (_what, patch, reason) => {
  const fixes = `fixes: [{ title: 't', safety: 'safe', patches: [{ ${patch} }] }], confidence:`;
  const code = plugin.replace('fixable: false', 'fixable: true').replace('confidence:', fixes);
  const { code: exit, output } = runJson(['a.yaml', '--allow-plugins', '--fix-dry-run'], { cwd: withPlugin(code) });
  expect(exit).toBe(2);
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
  expect(stderrOf('{ most: two }')).toContain('yaml:3:31: acme/owner: most must be an integer');
  expect(stderrOf('{ mst: 2 }')).toContain('acme/owner: unknown key "mst" in the options (did you mean "most"?)');
});

test('the command knows the rules of plugins that it may run', () => {
  const cwd = withPlugin(plugin);
  expect(run(['rules', '--allow-plugins'], { cwd }).stdout).toMatch(/^acme\/owner /m);
  expect(run(['explain', 'acme/owner', '--allow-plugins'], { cwd }).stdout).toContain('the name of the account');
  expect(run(['a.yaml', '--allow-plugins', '--rule', 'acme/owner=off'], { cwd })).toMatchObject({ code: 0 });
  expect(run(['a.yaml', '--allow-plugins', '--rule', 'acme/ownr=off'], { cwd }).stderr).toContain('"acme/owner"?');
  for (const args of [
    ['a.yaml', '--rule', 'acme/owner=off'],
    ['explain', 'acme/owner'],
  ]) {
    expect(run(args, { cwd })).toMatchObject({ code: 2 });
    expect(run(args, { cwd }).stderr).toContain('need --allow-plugins');
  }
  expect(run(['rules', '--config', 'kube-token-lint.config.yaml'], { cwd })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('plugins are code: they are run only with --allow-plugins'),
  });
  expect(run(['tokens', 'a.yaml', '--allow-plugins'], { cwd }).stderr).toContain(
    '--allow-plugins does not go with tokens',
  );
});

test.each([
  ['a rule that throws', plugin.replace('for (const', "throw new Error('lost');\nfor (const")],
  ['a report that is none', plugin.replace('yield {', 'yield 1;\nyield {')],
])('%s keeps no input from being read', (_what, code) => {
  const args = ['a.yaml', '--allow-plugins'];
  const { stdout } = run(args, { cwd: withPlugin(code) });
  expect(stdout).toMatch(/\); 1 plugin fault\n/);
  expect(run([...args, '-f', 'markdown'], { cwd: withPlugin(code) }).stdout).toContain('\n## Problems\n');
  expect(run([...args, '-f', 'html'], { cwd: withPlugin(code) }).stdout).toContain('<h2>Problems</h2>');
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
