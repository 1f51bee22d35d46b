import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { BaselineFile } from '../../src/baseline/baseline.ts';
import { validateBaseline } from '../../src/baseline/validator.ts';
import { type CommandResult, folder, run, runJson } from '../support/command.ts';

const name = 'kube-token-lint.baseline.json';
/** One safe fix (`serviceAccount`), and one that is unsafe (the lifetime). */
const pod = (podName: string): string => `apiVersion: v1
kind: Pod
metadata: { name: ${podName}, namespace: x }
spec:
  automountServiceAccountToken: false
  serviceAccount: ${podName}
  containers:
    - { name: a, image: a, volumeMounts: [{ name: t, mountPath: /t, readOnly: true }] }
  volumes:
    - name: t
      projected: { sources: [{ serviceAccountToken: { path: t, audience: a.example, expirationSeconds: 90000 } }] }
`;
const files = { 'k8s/a.yaml': pod('a'), 'k8s/b.yaml': pod('b') };
const lint = (cwd: string, ...args: string[]): CommandResult => run([...args, '--fail-on', 'info'], { cwd });
const update = (cwd: string, ...args: string[]): CommandResult => lint(cwd, '--update-baseline', ...args);
const text = (cwd: string, file = name): string => readFileSync(join(cwd, file), 'utf8');

function baseline(cwd: string, file = name): BaselineFile {
  const value: unknown = JSON.parse(text(cwd, file));
  if (!validateBaseline(value)) throw new Error(JSON.stringify(validateBaseline.errors));
  return value;
}

function entries(cwd: string, file = name): string[] {
  return baseline(cwd, file).findings.map((one) => `${one.ruleId} ${one.file} ${one.object}: ${one.reason}`);
}

function recorded(): string {
  const cwd = folder(files);
  expect(update(cwd).code).toBe(0);
  return cwd;
}

const bounds = (file: string, object: string): string => `token-expiration-bounds ${file} Pod x/${object}: existing`;
const legacy = (file: string, object: string): string => `legacy-account-field ${file} Pod x/${object}: existing`;
const all = [
  legacy('k8s/a.yaml', 'a'),
  legacy('k8s/b.yaml', 'b'),
  bounds('k8s/a.yaml', 'a'),
  bounds('k8s/b.yaml', 'b'),
];

describe('--update-baseline', () => {
  test('accepts the findings there are; later runs show what is new', () => {
    const cwd = folder(files);
    expect(lint(cwd).code).toBe(1);
    const first = update(cwd);
    expect([first.code, first.stderr]).toEqual([0, `${name} accepts 4 findings (4 new)\n`]);
    expect(first.stdout).toMatch(/^No findings \(.*\); 4 in the baseline\n$/);
    expect(entries(cwd)).toEqual(all);
    expect(lint(cwd)).toEqual({ ...first, stderr: '' });
    writeFileSync(join(cwd, 'k8s/c.yaml'), pod('c'));
    const { output, code } = runJson(['k8s'], { cwd });
    expect(code).toBe(1);
    expect(output.findings.map(({ file }) => file)).toEqual(['k8s/c.yaml', 'k8s/c.yaml']);
    expect(output.summary).toMatchObject({ errors: 0, warnings: 1, infos: 1, suppressed: 0, baselined: 4 });
    expect(output.suppressed?.map(({ suppression }) => suppression)).toEqual(
      Array(4).fill({ kind: 'external', reason: 'existing' }),
    );
    expect(lint(cwd, '--no-baseline').stdout).toContain('k8s/a.yaml');
  });

  test('changes no more than what changed, and keeps reasons', () => {
    const cwd = recorded();
    const edited = text(cwd).replace('"reason": "existing"', '"reason": "until \\"2.0\\""');
    writeFileSync(join(cwd, name), edited);
    const before = statSync(join(cwd, name));
    expect(update(cwd).stderr).toBe(`${name} accepts 4 findings\n`);
    expect([statSync(join(cwd, name)).ino, text(cwd)]).toEqual([before.ino, edited]);
    writeFileSync(join(cwd, 'k8s/aa.yaml'), pod('aa').replace('90000', '600'));
    expect(update(cwd).stderr).toBe(`${name} accepts 5 findings (1 new)\n`);
    const lines = edited.split('\n');
    const added = text(cwd)
      .split('\n')
      .filter((line) => !lines.includes(line));
    expect(added).toEqual([
      '      "file": "k8s/aa.yaml",',
      '      "object": "Pod x/aa",',
      expect.stringMatching(/^ {6}"fingerprint": "[0-9a-f]{32}",$/),
    ]);
    expect(text(cwd).split('\n')).toHaveLength(lines.length + 7);
    rmSync(join(cwd, 'k8s/aa.yaml'));
    expect(update(cwd).stderr).toBe(`${name} accepts 4 findings (1 gone)\n`);
    expect(text(cwd)).toBe(edited);
  });

  test('keeps the mode of the file, and links', () => {
    const cwd = folder({ ...files, 'real.json': '{"version": 1, "findings": []}' });
    chmodSync(join(cwd, 'real.json'), 0o640);
    symlinkSync('real.json', join(cwd, name));
    update(cwd, 'k8s');
    expect(lstatSync(join(cwd, name)).isSymbolicLink()).toBe(true);
    expect([entries(cwd, 'real.json').length, statSync(join(cwd, 'real.json')).mode & 0o777]).toEqual([4, 0o640]);
  });

  test('without findings there is nothing to accept', () => {
    const cwd = folder({ 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n' });
    expect(update(cwd)).toMatchObject({ code: 0, stderr: 'No findings to accept\n' });
    expect(() => statSync(join(cwd, name))).toThrow('ENOENT');
  });

  test('what is suppressed is not accepted a second time', () => {
    const suppressed = pod('a').replace(
      'serviceAccount: a',
      '$& # kube-token-lint-disable-line legacy-account-field -- x',
    );
    const cwd = folder({ 'k8s/a.yaml': suppressed });
    expect(update(cwd).stdout).toMatch(/; 1 suppressed, 1 in the baseline\n$/);
    expect(entries(cwd)).toEqual([bounds('k8s/a.yaml', 'a')]);
  });

  test('--quiet says nothing', () => {
    const cwd = folder(files);
    expect(update(cwd, '--quiet')).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

test('nothing is gone while a part of the input cannot be read', () => {
  const cwd = folder(files);
  update(cwd);
  writeFileSync(join(cwd, 'k8s/b.yaml'), pod('b').replace('  serviceAccount: b\n', ''));
  writeFileSync(join(cwd, 'k8s/c.yaml'), 'kind: Pod\na: {\n');
  const before = baseline(cwd).findings;
  expect(lint(cwd).stderr).not.toContain('gone');
  update(cwd);
  expect(baseline(cwd).findings).toEqual(expect.arrayContaining([...before]));
  rmSync(join(cwd, 'k8s/c.yaml'));
  expect(lint(cwd).stderr).toContain('is gone');
});

describe('entries that are gone', () => {
  test('are told by their file, be it rendered from a template', () => {
    const rendered = (release: string, text: string): string =>
      `---\n# Source: shop/templates/pod.yaml\n${text.replace('name: b', `name: ${release}`)}`;
    const cwd = folder({ 'out/one.yaml': rendered('one', pod('b')), 'out/two.yaml': rendered('two', pod('b')) });
    run(['out', '--update-baseline'], { cwd });
    writeFileSync(join(cwd, 'out/two.yaml'), rendered('two', pod('b').replace('  serviceAccount: b\n', '')));
    expect(run(['out'], { cwd }).stderr).toContain('  out/two.yaml: Pod x/two: legacy-account-field\n');
  });

  test('are told, and leave with the next update', () => {
    const cwd = recorded();
    writeFileSync(join(cwd, 'k8s/b.yaml'), pod('b').replace('serviceAccount:', 'serviceAccountName:'));
    const one = lint(cwd);
    expect(one).toMatchObject({
      code: 0,
      stderr: `1 entry of ${name} is gone; --update-baseline removes it:\n  k8s/b.yaml: Pod x/b: legacy-account-field\n`,
    });
    expect(lint(cwd, '--quiet').stderr).toBe('');
    rmSync(join(cwd, 'k8s/b.yaml'));
    expect(lint(cwd).stderr).toContain(`2 entries of ${name} are gone`);
    update(cwd);
    expect(entries(cwd)).toEqual([legacy('k8s/a.yaml', 'a'), bounds('k8s/a.yaml', 'a')]);
    expect(lint(cwd)).toMatchObject({ code: 0, stderr: '' });
  });

  test('a few are named, the others counted', () => {
    const cwd = folder(Object.fromEntries(Array.from('abcdefgh', (one) => [`k8s/${one}.yaml`, pod(one)])));
    update(cwd);
    rmSync(join(cwd, 'k8s'), { recursive: true });
    mkdirSync(join(cwd, 'k8s'));
    const { stderr } = lint(cwd);
    expect(stderr).toMatch(/^16 entries .*:\n(?: {2}k8s\/[a-e]\.yaml: .*\n){5} {2}and 11 more\n/);
  });

  test.each([
    ['one file', ['k8s/a.yaml']],
    ['a folder beside', ['other']],
    ['a pattern', ['k8s/a*.yaml']],
    ['all but one', ['.', '!k8s/b.yaml']],
    ['no rule for it', ['.', '--rule', 'legacy-account-field=off']],
  ])('%s says nothing of others', (_what, args) => {
    const cwd = folder({ ...files, 'other/c.yaml': pod('c').replace('serviceAccount:', 'serviceAccountName:') });
    update(cwd, 'k8s');
    const before = entries(cwd);
    expect(lint(cwd, ...args).stderr).toBe('');
    update(cwd, ...args);
    expect(entries(cwd)).toEqual(expect.arrayContaining([...before]));
  });

  test('a file by itself says nothing of what others make of it; together, files do', () => {
    const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: a, namespace: x }\n';
    const user =
      'apiVersion: v1\nkind: Pod\nmetadata: { name: a, namespace: x }\nspec:\n  serviceAccount: a\n  containers: [{ name: a, image: nginx:1 }]\n';
    const config = 'rules: { automount-unused: off }\n';
    const cwd = folder({ 'a.yaml': account, 'b.yaml': user, 'kube-token-lint.config.yaml': config });
    update(cwd);
    const before = entries(cwd);
    expect(before.join()).toContain('account-automount');
    expect(lint(cwd, 'a.yaml')).toMatchObject({ code: 0, stderr: '' });
    update(cwd, 'a.yaml');
    expect(entries(cwd)).toEqual(before);
    writeFileSync(join(cwd, 'b.yaml'), user.replace('serviceAccount:', 'serviceAccountName:'));
    expect(lint(cwd, 'b.yaml').stderr).toBe('');
    for (const args of [['a.yaml', 'b.yaml'], ['*.yaml'], []])
      expect(lint(cwd, ...args).stderr).toContain('b.yaml: Pod x/a: legacy-account-field\n');
  });

  test('a deleted file beside what is looked at keeps its entries', () => {
    const cwd = recorded();
    rmSync(join(cwd, 'k8s/b.yaml'));
    expect(lint(cwd, 'k8s/a.yaml').stderr).toBe('');
    update(cwd, 'k8s/a.yaml');
    expect(entries(cwd)).toEqual(all);
  });

  test('what cannot be read keeps its entries', () => {
    const cwd = recorded();
    writeFileSync(join(cwd, 'k8s/b.yaml'), 'a: b: c\n');
    expect(lint(cwd)).toMatchObject({ code: 2, stderr: '' });
    expect(update(cwd).code).toBe(2);
    expect(entries(cwd)).toEqual(all);
  });

  test('rules that are no more are gone', () => {
    const cwd = recorded();
    const old = { ruleId: 'rule-of-old', file: 'k8s/a.yaml', object: 'Pod x/a', fingerprint: 'x', reason: 'x' };
    const { findings, ...rest } = baseline(cwd);
    writeFileSync(join(cwd, name), JSON.stringify({ ...rest, findings: [...findings, old] }));
    expect(lint(cwd).stderr).toContain('  k8s/a.yaml: Pod x/a: rule-of-old\n');
    update(cwd);
    expect(entries(cwd)).toEqual(all);
  });
});

describe('files that move', () => {
  test('take their entries along', () => {
    const cwd = recorded();
    writeFileSync(join(cwd, name), text(cwd).replaceAll('"existing"', '"the vendor says so"'));
    mkdirSync(join(cwd, 'charts/b'), { recursive: true });
    renameSync(join(cwd, 'k8s/b.yaml'), join(cwd, 'charts/b/pod.yml'));
    expect(lint(cwd)).toMatchObject({ code: 0, stderr: '' });
    expect(lint(cwd, 'charts')).toMatchObject({ code: 0, stderr: '' });
    update(cwd);
    expect(entries(cwd)).toContain('legacy-account-field charts/b/pod.yml Pod x/b: the vendor says so');
    expect(entries(cwd)).toHaveLength(4);
  });

  test('so do rendered charts', () => {
    const cwd = folder({ 'out/one.yaml': `---\n# Source: one/templates/pod.yaml\n${pod('a')}` });
    update(cwd);
    mkdirSync(join(cwd, 'rendered'));
    renameSync(join(cwd, 'out/one.yaml'), join(cwd, 'rendered/one.yaml'));
    expect(lint(cwd)).toMatchObject({ code: 0, stderr: '' });
    rmSync(join(cwd, 'rendered/one.yaml'));
    expect(lint(cwd).stderr).toContain('2 entries');
  });

  test('so do documents; a copy is new', () => {
    const cwd = recorded();
    writeFileSync(join(cwd, 'k8s/a.yaml'), `${pod('b')}---\n${pod('a')}`);
    expect(runJson(['.'], { cwd }).output.findings.map(({ file }) => file)).toEqual(['k8s/a.yaml', 'k8s/a.yaml']);
    rmSync(join(cwd, 'k8s/b.yaml'));
    expect(lint(cwd)).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('where the baseline is', () => {
  test('searched upwards, with files named relative to it', () => {
    const cwd = recorded();
    expect(lint(join(cwd, 'k8s'))).toMatchObject({ code: 0, stderr: '' });
    expect(lint(join(cwd, 'k8s'), 'b.yaml')).toMatchObject({ code: 0, stderr: '' });
    update(join(cwd, 'k8s'));
    expect(entries(cwd)).toEqual(all);
    // Another repository is another matter.
    mkdirSync(join(cwd, 'k8s/.git'));
    expect(lint(join(cwd, 'k8s')).code).toBe(1);
  });

  test('written beside the configuration that is found, or in the working directory', () => {
    const cwd = folder({ ...files, 'kube-token-lint.config.yaml': 'rules: { legacy-account-field: off }\n' });
    update(join(cwd, 'k8s'));
    expect(entries(cwd)).toEqual(all.slice(2));
    const named = folder({ ...files, 'policy/mine.yaml': 'rules: { legacy-account-field: off }\n' });
    update(named, '--config', 'policy/mine.yaml', 'k8s');
    expect(entries(named)).toEqual(all.slice(2));
  });

  test('named', () => {
    const cwd = recorded();
    const args = ['--baseline', 'ci/known.json'];
    expect(lint(cwd, ...args, 'k8s')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: 'kube-token-lint: Could not read ci/known.json: no such file (--update-baseline writes it)\n',
    });
    update(cwd, ...args, 'k8s');
    expect(baseline(cwd, 'ci/known.json').findings[0]?.file).toBe('../k8s/a.yaml');
    expect(lint(cwd, ...args, 'k8s')).toMatchObject({ code: 0, stderr: '' });
    expect(entries(cwd)).toEqual(all);
  });

  test('it is no input', () => {
    expect(runJson(['.'], { cwd: recorded() }).output.summary).toMatchObject({ files: 2, documents: 2 });
  });
});

describe('a broken baseline', () => {
  const entry = '{ "ruleId": "a", "file": "a", "object": "a", "fingerprint": "a", "reason": "a" }';
  test.each([
    ['', `${name}:1:1: empty: not a baseline; remove it, or restore it`],
    ['\n \n', `${name}:1:1: empty`],
    ['{\n  "version": 1,\n  "findings": [\n', `${name}:3:15: not valid JSON`],
    [`{\n<<<<<<< HEAD\n  "version": 1,\n`, `${name}:2:1: a merge conflict`],
    ['{ "version": 2, "findings": [] }', `${name}:1:14: version must be 1`],
    ['{ "version": 1, "findings": {} }', `${name}:1:29: findings must be array`],
    [`{ "version": 1, "findings": [${entry}], "x": 1 }`, 'unknown key "x"'],
    [
      `{ "version": 1, "findings": [${entry},\n${entry.replace('"file"', '"fil"')}] }`,
      `${name}:2:1: findings.1 must have`,
    ],
    [
      `{ "version": 1, "findings": [\n${entry.replace('"reason": "a"', '"reason": 1')}] }`,
      `${name}:2:76: findings.0.reason must`,
    ],
    [pod('a'), `${name}:1:1: a baseline must have`],
  ])('%j is told with its place, and nothing is written', (content, message) => {
    const cwd = folder({ ...files, [name]: content });
    for (const args of [['.'], ['.', '--update-baseline'], ['.', '--fix', '--update-baseline']]) {
      const result = lint(cwd, ...args);
      expect([result.code, result.stdout]).toEqual([2, '']);
      expect(result.stderr).toContain(message);
      expect([text(cwd), text(cwd, 'k8s/a.yaml')]).toEqual([content, pod('a')]);
    }
  });

  test('a comma too many is forgiven', () => {
    const cwd = recorded();
    writeFileSync(join(cwd, name), text(cwd).replaceAll('"existing"', '"existing",'));
    expect(lint(cwd).code).toBe(0);
  });

  test.each([
    [['--update-baseline', '--fix-dry-run'], '--update-baseline does not go with --fix-dry-run'],
    [['--update-baseline', '--no-baseline'], '--update-baseline does not go with --no-baseline'],
    [['--baseline', 'a.json', '--no-baseline'], '--baseline does not go with --no-baseline'],
    [['--baseline', 'k8s'], 'k8s: could not be read: it is a folder'],
  ])('%j is wrong usage', (args, message) => {
    const result = lint(folder(files), ...args);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain(message);
  });
});

describe('with other options', () => {
  test('--fix mends what was accepted, and it leaves', () => {
    const cwd = recorded();
    const result = lint(cwd, '--fix', '--update-baseline');
    expect(result.code).toBe(0);
    expect(result.stderr).toContain('Fixed 2 findings in 2 files');
    expect(result.stderr).toContain('accepts 2 findings (2 gone)');
    expect(entries(cwd)).toEqual(all.slice(2));
  });

  test('--fail-on counts what is new', () => {
    const cwd = recorded();
    writeFileSync(join(cwd, 'k8s/c.yaml'), pod('c').replace('90000', '600'));
    expect(run(['.'], { cwd }).code).toBe(0);
    expect(lint(cwd).code).toBe(1);
  });

  test('SARIF says which results are new; formats for people leave the others out', () => {
    const cwd = recorded();
    writeFileSync(join(cwd, 'k8s/c.yaml'), pod('c'));
    const states = (...args: string[]): string[] =>
      [...run(['.', '--format', 'sarif', ...args], { cwd }).stdout.matchAll(/"baselineState": "(\w+)"/g)].map(
        ([, state = '']) => state,
      );
    expect(states()).toEqual(['new', 'new']);
    expect(states('--include-suppressed').filter((state) => state === 'unchanged')).toHaveLength(4);
    expect(states('--no-baseline')).toEqual([]);
    for (const format of ['github', 'gitlab', 'junit']) {
      const { stdout } = run(['.', '--format', format], { cwd });
      expect(stdout.match(/legacy-account-field/g)).toHaveLength(1);
    }
  });

  test('standard input has entries of its own', () => {
    const cwd = recorded();
    const stdin = (input: string, ...args: string[]): CommandResult =>
      run(['-', '--fail-on', 'info', ...args], { cwd, input });
    expect(stdin(pod('z'), '--update-baseline').code).toBe(0);
    expect(baseline(cwd).findings.flatMap((one) => (one.stdin === true ? [one.file] : []))).toEqual(['stdin', 'stdin']);
    expect(stdin(pod('q'), '--stdin-filename', 'q.yaml', '--update-baseline').code).toBe(0);
    expect(entries(cwd)).toHaveLength(8);
    expect(stdin(pod('q'), '--stdin-filename', 'r.yaml').code).toBe(1);
    expect(stdin(pod('z'))).toMatchObject({ code: 0, stderr: '' });
    expect(lint(cwd)).toMatchObject({ code: 0, stderr: '' });
    expect(stdin(pod('y')).code).toBe(1);
    expect(stdin(pod('b'), '--stdin-filename', 'k8s/b.yaml')).toMatchObject({ code: 0, stderr: '' });
  });

  test('charts that are rendered one after the other keep apart', () => {
    const cwd = folder({});
    const chart = (of: string): string => `---\n# Source: ${of}/templates/pod.yaml\n${pod('same')}`;
    const stdin = (input: string, ...args: string[]): CommandResult =>
      run(['-', '--fail-on', 'info', ...args], { cwd, input });
    stdin(chart('one'), '--update-baseline');
    expect(stdin(chart('two')).code).toBe(1);
    stdin(chart('two'), '--update-baseline');
    expect(baseline(cwd).findings.map(({ file, template }) => [file, template])).toEqual([
      ['stdin', 'one/templates/pod.yaml'],
      ['stdin', 'two/templates/pod.yaml'],
      ['stdin', 'one/templates/pod.yaml'],
      ['stdin', 'two/templates/pod.yaml'],
    ]);
    for (const of of ['one', 'two']) expect(stdin(chart(of))).toMatchObject({ code: 0, stderr: '' });
    const fixed = stdin(chart('one').replace('serviceAccount:', 'serviceAccountName:'));
    expect(fixed.stderr).toContain('1 entry of');
    expect(fixed.stderr).toContain('  one/templates/pod.yaml: Pod x/same: legacy-account-field\n');
    expect(fixed.stderr).not.toContain('--stdin-filename');
  });

  test('releases of one chart keep apart by the names that they are given, and where they have none, that is said', () => {
    const cwd = folder({});
    const release = (name: string, ...args: string[]): CommandResult =>
      run(['-', '--fail-on', 'info', ...args], { cwd, input: `---\n# Source: one/templates/pod.yaml\n${pod(name)}` });
    release('a', '--update-baseline');
    const hint =
      /^2 entries that are gone are of other objects of the same templates: .* --stdin-filename of its own$/m;
    expect(release('b').stderr).toMatch(hint);
    expect(release('b', '--update-baseline').stderr).toMatch(hint);
    for (const name of ['a', 'b']) release(name, '--stdin-filename', name, '--update-baseline');
    for (const name of ['a', 'b'])
      expect(release(name, '--stdin-filename', name)).toMatchObject({ code: 0, stderr: '' });
  });
});
