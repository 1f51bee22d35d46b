import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SourceFile } from '../../src/documents/document.ts';
import { overwriteFile } from '../../src/inputs/replaceFile.ts';
import { writeTexts } from '../../src/inputs/writeTexts.ts';
import { boundUser, folder, run, runJson } from '../support/command.ts';
import { inputsOf } from '../support/inputs.ts';
import { jwt } from '../support/manifests.ts';

/** Has one safe fix (`serviceAccount`), and one unsafe one (the lifetime). */
const old = `# Runs at night.
apiVersion: v1
kind: Pod
metadata:
  name: nightly
spec:
  serviceAccount: "nightly"   # the old name
  containers:
  - name: a
    image: registry.example/a:1
    volumeMounts: [{name: token, mountPath: /tokens, readOnly: true}]
  volumes:
  - name: token
    projected:
      sources:
      - serviceAccountToken: {path: token, audience: vault.example.com, expirationSeconds: 90000}
`;
const safe = old.replace('serviceAccount:', 'serviceAccountName:');
const all = safe.replace('90000', '86400');
const only = ['--no-complete'];

const read = (cwd: string, name = 'a.yaml'): string => readFileSync(join(cwd, name), 'utf8');
const ids = (cwd: string, ...args: string[]): string[] =>
  runJson([...args, ...only], { cwd })
    .output.findings.filter(({ fixes }) => fixes.length > 0)
    .map(({ ruleId }) => ruleId);

describe('--fix', () => {
  test('writes the safe fixes, --fix=all the unsafe ones too, and reports what remains', () => {
    const cwd = folder({ 'a.yaml': old });
    expect(ids(cwd).sort()).toEqual(['legacy-account-field', 'token-expiration-bounds']);
    const first = run(['--fix', 'a.yaml', ...only], { cwd });
    expect(read(cwd)).toBe(safe);
    expect(first.stderr).toBe('Fixed 1 finding in 1 file; 1 more with --fix=all\n');
    expect(first.stdout).not.toContain('legacy-account-field');
    expect(first.stdout).toContain('token-expiration-bounds');
    expect(first.code).toBe(1);
    const again = run(['--fix', 'a.yaml', ...only], { cwd });
    expect([read(cwd), again.stdout]).toEqual([safe, first.stdout]);
    expect(again.stderr).toBe('Nothing to fix; 1 more with --fix=all\n');
    const second = run(['--fix=all', 'a.yaml', ...only], { cwd });
    expect(read(cwd)).toBe(all);
    expect(second.stderr).toBe('Fixed 1 finding in 1 file\n');
    expect(second.stdout).not.toContain('token-expiration-bounds');
    expect(readdirSync(cwd)).toEqual(['a.yaml']);
    expect(run(['--fix=safe', 'a.yaml', ...only], { cwd }).stderr).toBe('Nothing to fix\n');
  });

  test('with findings fixed, the exit code is that of what remains', () => {
    const cwd = folder({ 'a.yaml': old });
    const rules = ['--rule', 'legacy-account-field=error', '--fail-on', 'error'];
    expect(run([...rules, ...only], { cwd }).code).toBe(1);
    expect(run([...rules, ...only, '--fix'], { cwd }).code).toBe(0);
  });

  test('leaves what is meant to turn off a token that is used, and trades no finding for another', () => {
    const pod = (name: string, line: string): string =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec:\n  serviceAccountName: worker\n${line}  containers: [{name: a, image: a, args: [--leader-elect]}]\n---\n`;
    const account = (value: string): string =>
      `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: worker}\nautomountServiceAccountToken: ${value}\n`;
    const says = (value: string): string => `  automountServiceAccountToken: ${value}\n`;
    const cwd = folder({
      'a.yaml': pod('a', says('"no"')) + pod('b', says('false')) + pod('c', '') + account('"false"'),
    });
    const after = pod('a', says('"no"')) + pod('b', says('true')) + pod('c', says('true')) + account('false');
    const fix = (): string => {
      run(['--fix=all', '--complete', '--preset', 'strict'], { cwd });
      return read(cwd);
    };
    expect([fix(), fix()]).toEqual([after, after]);
    const { output } = runJson(['--complete', '--preset', 'strict'], { cwd });
    const ids = output.findings.map(({ ruleId }) => ruleId).filter((id) => id.startsWith('automount-'));
    expect(ids).toEqual(['automount-ineffective']);
  });

  test('leaves pods of a base their token, which have an account in each overlay', () => {
    const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a}\nautomountServiceAccountToken: true\n';
    const pod =
      'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  serviceAccountName: a\n  containers: [{name: a, image: bitnami/kubectl}]\n';
    const cwd = folder({ 'base/pod.yaml': pod, 'one/account.yaml': account, 'two/account.yaml': account });
    const now = (): string[] =>
      ['one/account.yaml', 'two/account.yaml', 'base/pod.yaml'].map((name) => read(cwd, name));
    run(['--fix=all', ...only], { cwd });
    const off = account.replace('true', 'false');
    const fixed = [off, off, pod.replace('a\n  containers', 'a\n  automountServiceAccountToken: true\n  containers')];
    expect(now()).toEqual(fixed);
    run(['--fix=all', ...only], { cwd });
    expect(now()).toEqual(fixed);
  });

  test('JSON on standard output shows what remains, and stays JSON', () => {
    const cwd = folder({ 'a.yaml': old });
    const { output } = runJson(['--fix', ...only], { cwd });
    expect(output.findings.map(({ ruleId }) => ruleId)).not.toContain('legacy-account-field');
    expect(runJson(['--fix', ...only, '-'], { cwd, input: old }).stderr).toContain('+  serviceAccountName: "nightly"');
    expect(runJson(['--fix-dry-run', ...only], { cwd: folder({ 'a.yaml': old }) }).stderr).toContain('@@ -4,7 +4,7 @@');
  });

  test.each([
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['a byte order mark', (text: string) => `\ufeff${text}`],
    ['no last line end', (text: string) => text.trimEnd()],
    [
      'several documents',
      (text: string) => `---\n${text}---\n# nothing\n---\nkind: ConfigMap\ndata: {a: "\\u00e9 é"}\n`,
    ],
  ])('keeps %s', (_what, form) => {
    const cwd = folder({ 'a.yaml': form(old) });
    run(['--fix=all', ...only], { cwd });
    expect(read(cwd)).toBe(form(all));
  });

  test('keeps modes and symbolic links, and the link’s target where it was', () => {
    const cwd = folder({ 'real/a.yaml': old });
    const path = join(cwd, 'real/a.yaml');
    chmodSync(path, 0o640);
    mkdirSync(join(cwd, 'links'));
    symlinkSync('../real/a.yaml', join(cwd, 'links/b.yaml'));
    // The same file under two names, and one of them twice.
    const names = ['links/b.yaml', 'real/a.yaml', 'real/a.yaml', 'real'];
    const { output } = runJson([...only, ...names], { cwd });
    expect([output.summary.files, new Set(output.findings.map(({ file }) => file))]).toEqual([
      1,
      new Set(['real/a.yaml']),
    ]);
    const { stderr, code } = run(['--fix', ...only, ...names], { cwd });
    expect(stderr).toBe('Fixed 1 finding in 1 file; 1 more with --fix=all\n');
    expect(code).toBe(1);
    expect(readFileSync(path, 'utf8')).toBe(safe);
    expect(lstatSync(join(cwd, 'links/b.yaml')).isSymbolicLink()).toBe(true);
    expect(readlinkSync(join(cwd, 'links/b.yaml'))).toBe('../real/a.yaml');
    expect(statSync(path).mode & 0o7777).toBe(0o640);
  });

  test('writes through a link that is named itself', () => {
    const cwd = folder({ 'real/a.yaml': old });
    mkdirSync(join(cwd, 'links'));
    symlinkSync('../real/a.yaml', join(cwd, 'links/b.yaml'));
    expect(run(['--fix', ...only, 'links/b.yaml'], { cwd }).stdout).toMatch(/^links\/b\.yaml\n/);
    expect(read(cwd, 'real/a.yaml')).toBe(safe);
    expect(readlinkSync(join(cwd, 'links/b.yaml'))).toBe('../real/a.yaml');
  });

  test.each([
    [['links'], false],
    [['links/*.yaml'], false],
    [['links', 'real'], true],
    [[], true],
    [['**/b.yaml'], true],
  ])('what a link in %j leads to is written only where that was named, too', (paths, isWritten) => {
    const cwd = folder({ 'real/a.yaml': old, 'links/c.yaml': old });
    symlinkSync('../real/a.yaml', join(cwd, 'links/b.yaml'));
    const dry = run(['--fix-dry-run', ...only, ...paths], { cwd });
    expect(dry.stdout.includes('/b.yaml\n') || dry.stdout.includes('/a.yaml\n')).toBe(isWritten);
    const { stderr, code } = run(['--fix', ...only, ...paths], { cwd });
    expect(read(cwd, 'real/a.yaml')).toBe(isWritten ? safe : old);
    if (paths[0] !== '**/b.yaml') expect(read(cwd, 'links/c.yaml')).toBe(safe);
    expect(code).toBe(1);
    const note = 'links/b.yaml is a link to real/a.yaml, which was not named and is not written:\n';
    for (const text of [stderr, dry.stderr]) expect(text.includes(note)).toBe(!isWritten);
    if (!isWritten) expect(stderr).toContain('\n+  serviceAccountName: "nightly"   # the old name\n');
  });

  test('a file of several names keeps them all', () => {
    const cwd = folder({ 'k8s/a.yaml': `\ufeff${old}` });
    mkdirSync(join(cwd, 'other'));
    for (const name of ['k8s/b.yaml', 'other/a.txt']) linkSync(join(cwd, 'k8s/a.yaml'), join(cwd, name));
    chmodSync(join(cwd, 'k8s/a.yaml'), 0o640);
    const before = statSync(join(cwd, 'other/a.txt'));
    const { stderr } = run(['--fix', ...only, 'k8s'], { cwd });
    expect(stderr).toBe('Fixed 2 findings in 2 files; 2 more with --fix=all\n');
    expect(readdirSync(join(cwd, 'k8s'))).toEqual(['a.yaml', 'b.yaml']);
    for (const name of ['k8s/a.yaml', 'k8s/b.yaml', 'other/a.txt']) {
      expect(read(cwd, name)).toBe(`\ufeff${safe}`);
      expect([statSync(join(cwd, name)).ino, statSync(join(cwd, name)).mode]).toEqual([before.ino, before.mode]);
    }
  });

  test('what cannot be written over is not lost', async () => {
    const cwd = folder({ 'a.yaml': 'old' });
    const path = join(cwd, 'a.yaml');
    const meanwhile = (): Promise<void> => {
      rmSync(path);
      mkdirSync(path);
      return Promise.resolve();
    };
    const written = overwriteFile(path, 'new', Buffer.from('old'), statSync(path), meanwhile);
    await expect(written).rejects.toThrow(/^only a part of it was; all of it is in \.a\.yaml\.\S+\.tmp beside it$/);
    const [temporary = '', ...others] = readdirSync(cwd);
    expect([read(cwd, temporary), others]).toEqual(['new', ['a.yaml']]);
  });

  test.each([
    ['a broken document', 'kind: Pod\nmetadata: {name: [\n', 2],
    ['an unrendered template', 'kind: Pod\nmetadata:\n  name: {{ .Release.Name }}\n', 1],
  ])('leaves a file with %s alone, and fixes the others', (_what, broken, code) => {
    const mixed = `${old}---\n${broken}`;
    const cwd = folder({ 'a.yaml': mixed, 'b.yaml': old });
    const result = run(['--fix', ...only], { cwd });
    expect([read(cwd), read(cwd, 'b.yaml')]).toEqual([mixed, safe]);
    expect(result.stderr).toContain('a.yaml is left as it is: not all of it could be read\n');
    const report = run(['a.yaml', ...only], { cwd }).stdout;
    expect(report).not.toContain('with a fix');
    expect(report).toContain('fix (');
    for (const line of report.split('\n').filter((text) => text.includes(' fix (')))
      expect(line).toMatch(/ \(by hand: --fix leaves the file as it is\)$/);
    expect(run(['b.yaml', ...only], { cwd }).stdout).not.toContain('by hand');
    expect(result.stderr).toContain('Fixed 1 finding in 1 file');
    expect(result.code).toBe(code);
  });

  test.each([
    ['--fix', 'Fixed nothing\n'],
    ['--fix-dry-run', 'Would fix nothing\n'],
  ])('%s does not say that there is nothing to fix where it must leave it', (flag, words) => {
    const broken = { 'a.yaml': `${old}---\nkind: Pod\nmetadata: {name: [\n` };
    const { stderr } = run([flag, ...only], { cwd: folder(broken) });
    expect(stderr).toBe(`${words}a.yaml is left as it is: not all of it could be read\n`);
  });

  test('leaves a file that is not UTF-8 alone', () => {
    const bytes = Buffer.concat([Buffer.from(old), Buffer.from([0x23, 0xff, 0x0a])]);
    const cwd = folder({ 'a.yaml': bytes });
    expect(run(['--fix', ...only], { cwd }).code).toBe(2);
    expect(readFileSync(join(cwd, 'a.yaml')).equals(bytes)).toBe(true);
  });

  const user = boundUser();
  test.skipIf(user === undefined).each([
    ['folder', 0o666, 0o555],
    ['file', 0o444, 0o777],
  ])('says so where the %s is read-only (skipped where nobody is bound by modes)', (_what, mode, folderMode) => {
    const cwd = folder({ 'in/a.yaml': old });
    chmodSync(cwd, 0o755);
    chmodSync(join(cwd, 'in/a.yaml'), mode);
    chmodSync(join(cwd, 'in'), folderMode);
    const { output, code, stderr } = runJson(['--fix', ...only, 'in'], {
      cwd,
      ...(user === undefined ? {} : { user }),
    });
    expect(code).toBe(2);
    expect(output.problems).toEqual([
      {
        file: 'in/a.yaml',
        range: null,
        message: 'Not fixed: it could not be written: permission denied',
        code: 'not-fixed',
        severity: 'error',
      },
    ]);
    expect(output.findings.map(({ ruleId }) => ruleId)).toContain('legacy-account-field');
    expect(stderr).toBe('Fixed nothing; 1 more with --fix=all\n');
    expect(readdirSync(join(cwd, 'in'))).toEqual(['a.yaml']);
    expect(read(cwd, 'in/a.yaml')).toBe(old);
  });

  test('leaves a read-only file to whoever made it so, root too, and fixes the others', () => {
    const cwd = folder({ 'a.yaml': old, 'b.yaml': old, 'baseline.json': '{"version": 1, "findings": []}' });
    for (const name of ['a.yaml', 'baseline.json']) chmodSync(join(cwd, name), 0o444);
    const { output, code } = runJson(['--fix', ...only, '.', '!baseline.json'], { cwd });
    expect(code).toBe(2);
    expect(output.problems.map(({ file, message }) => [file, message])).toEqual([
      ['a.yaml', expect.stringMatching(/^Not fixed: it could not be written: (?:it is read-only|permission denied)$/)],
    ]);
    expect([read(cwd), read(cwd, 'b.yaml')]).toEqual([old, safe]);
    const { stdout } = run(['--fix', ...only, '.', '!baseline.json'], { cwd });
    expect(stdout).toContain('; 1 file could not be fixed\n');
    expect(stdout).not.toContain('kept input from being read');
    expect(readdirSync(cwd)).toEqual(['a.yaml', 'b.yaml', 'baseline.json']);
    const update = run(['--update-baseline', '--baseline', 'baseline.json', ...only], { cwd });
    expect(update.code).toBe(2);
    expect(update.stderr).toMatch(
      /^kube-token-lint: Could not write baseline.json: (?:it is read-only|permission denied)/,
    );
    expect(read(cwd, 'baseline.json')).toBe('{"version": 1, "findings": []}');
  });

  test('does not touch a file whose text changed meanwhile, or that is gone', async () => {
    const cwd = folder({ 'a.yaml': `${old}# mine\n`, 'b.yaml': old });
    const rewrites = ['a.yaml', 'b.yaml', 'c.yaml'].map((uri) => ({
      before: new SourceFile(uri, old),
      after: new SourceFile(uri, safe),
    }));
    const problems = await writeTexts(rewrites, cwd);
    expect(problems.map(({ uri, message }) => [uri, message])).toEqual([
      ['a.yaml', 'Not fixed: it changed after it was read; run again'],
      ['c.yaml', 'Not fixed: it could not be written: it is not there'],
    ]);
    expect([read(cwd), read(cwd, 'b.yaml')]).toEqual([`${old}# mine\n`, safe]);
    expect(readdirSync(cwd)).toEqual(['a.yaml', 'b.yaml']);
  });

  test('does not go with other commands, and knows safe and all alone', () => {
    expect(run(['tokens', '--fix'], { cwd: folder({}) })).toMatchObject({
      code: 2,
      stderr: 'kube-token-lint: --fix does not go with tokens: it is an option of linting\n',
    });
    expect(run(['--fix=al'], { cwd: folder({}) }).stderr).toContain('did you mean "all"?');
  });
});

describe('what is not written is shown', () => {
  test('standard input', () => {
    const { stdout, stderr } = run(['-', '--fix', ...only], { cwd: folder({}), input: old });
    expect(stderr).toMatch(
      /^Fixed nothing; 1 more with --fix=all\nStandard input cannot be written:\n--- a\/stdin\n\+\+\+ b\/stdin\n@@ -4,7 \+4,7 @@\n(?: .*\n){3}-.* "nightly" {3}# the old name\n\+.*\n(?: .*\n){3}$/,
    );
    // Nothing changed, so the finding is still there.
    expect(stdout).toContain('legacy-account-field');
    expect(stdout).not.toContain('@@');
    const quiet = run(['-', '--fix', '-q', ...only], { cwd: folder({}), input: old });
    expect(quiet.stdout).not.toContain('@@');
    expect(quiet.stderr).toMatch(/^--- a/);
    expect(run(['-', '--fix-dry-run', '-q', ...only], { cwd: folder({}), input: old }).stdout).toMatch(/^--- a/);
  });

  test('byte for byte, where standard error is no terminal', () => {
    const input = old.replaceAll('\n', '\t# \u200b\r\n');
    const { stderr } = run(['-', '--fix', ...only], { cwd: folder({}), input });
    expect(stderr).toContain('\n+  serviceAccountName: "nightly"   # the old name\t# \u200b\r\n');
  });

  test('standard input that is named as a file is not written to that file', () => {
    const cwd = folder({ 'a.yaml': old });
    const { stderr } = run(['-', '--fix', '--stdin-filename', 'a.yaml', ...only], { cwd, input: old });
    expect(read(cwd)).toBe(old);
    expect(stderr).toContain('+++ b/a.yaml\n');
  });

  test('nothing of a fix that changes rendered text and a file', () => {
    const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a}\nautomountServiceAccountToken: true\n';
    const pod =
      'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {serviceAccountName: a, containers: [{name: a, image: bitnami/kubectl}]}\n';
    const cwd = folder({ 'a.yaml': account, 'out.yaml': `---\n# Source: night/templates/pod.yaml\n${pod}` });
    const { stderr } = run(['--fix=all', ...only], { cwd });
    expect(read(cwd)).toBe(account);
    expect(stderr).toBe(
      'Fixed nothing\nout.yaml was rendered by helm and is not written: fixes that change other files with it are left out\n',
    );
  });

  test('text that helm rendered, with the template to change', () => {
    const rendered = `---\n# Source: night/templates/pod.yaml\n${old}`;
    const cwd = folder({ 'out.yaml': rendered, 'a.yaml': old });
    const { stderr } = run(['--fix', ...only], { cwd });
    expect(read(cwd, 'out.yaml')).toBe(rendered);
    expect(read(cwd)).toBe(safe);
    expect(stderr).toContain(
      'out.yaml was rendered by helm and is not written; the change belongs in night/templates/pod.yaml, or in values that it reads:\n',
    );
    expect(stderr).toContain('+++ b/out.yaml\n');
    expect(stderr).not.toContain('+++ b/a.yaml\n');
  });
});

describe('--fix-dry-run', () => {
  const secret = `kind: Secret
apiVersion: v1
stringData:
  a: hunter2
# hunter3
metadata:
  name: s
  annotations:
    b: hunter4
`;
  const account = `kind: ServiceAccount
apiVersion: v1
metadata: {name: a}
automountServiceAccountToken: "false"
`;
  /** Its first line changes. */
  const opening = `automountServiceAccountToken: "no"
kind: ServiceAccount
apiVersion: v1
metadata: {name: b}
`;
  const asItem = (text: string): string => text.replaceAll(/^/gm, '  ').replace('  ', '- ').replace(/ {2}$/, '');
  const texts: Record<string, string> = {
    'a.yaml': old,
    'odd\t"name".yaml': old.replaceAll('\n', ' # \u200b\u202e\u009f\n'),
    'a b/ü.yaml': old.replaceAll('\n', '\r\n').trimEnd(),
    'tabs.json': '{\n\t"apiVersion": "v1",\n\t"kind": "Pod",\n\t"spec": {\n\t\t"serviceAccount": "a"\n\t}\n}',
    'mark.yaml': `\ufeff${old.replace(/^#.*\n/, '')}`,
    'mark.json': '\ufeff{"apiVersion": "v1", "kind": "Pod", "spec": {"serviceAccount": "a"}}',
    'secrets.yaml': [secret, account, secret, account, secret].join('---\n'),
    'tight.yaml': `${account}---\nstringData:\n  a: hunter2\nkind: Secret\napiVersion: v1\n`,
    'list.yaml': `kind: List\napiVersion: v1\nitems:\n${[secret, account, secret, opening].map(asItem).join('')}`,
    'cr.yaml': `# a\r# b\r# c\n${secret}---\n${opening}`,
    ...Object.fromEntries(inputsOf('examples').map(({ uri, text }) => [uri, text])),
  };

  const haveGnuPatch = spawnSync('patch', ['--version']).status === 0;
  const programs: [string, string[]][] = [['git', ['apply', '-']]];
  if (haveGnuPatch) programs.push(['patch', ['-p1', '--binary', '-s', '-F0']]);
  test.each(programs)('prints what --fix=all writes, as %s reads it', (program, args) => {
    const [cwd, other] = [folder(texts), folder(texts)];
    // Links of every sort: to a file, to a folder above, in circles, to nothing.
    for (const at of [cwd, other]) {
      mkdirSync(join(at, '0/1'), { recursive: true });
      symlinkSync('../a.yaml', join(at, '0/a.yaml'));
      symlinkSync('../../a.yaml', join(at, '0/1/b.yaml'));
      symlinkSync('..', join(at, '0/up'));
      symlinkSync('round.yaml', join(at, '0/round.yaml'));
      symlinkSync('gone.yaml', join(at, '0/dead.yaml'));
    }
    const { stdout, stderr, code } = run(['--fix-dry-run', '--fix=all', ...only], { cwd });
    expect(stderr).toMatch(/^Would fix \d+ findings in \d+ files\n$/);
    // Two of the links could not be read.
    expect(code).toBe(2);
    for (const [name, text] of Object.entries(texts)) expect(read(cwd, name)).toBe(text);
    const applied = spawnSync(program, args, { cwd: other, input: stdout, encoding: 'utf8' });
    expect(`${applied.stdout}${applied.stderr}`).toBe('');
    run(['--fix=all', ...only, '**/*.yaml', '.', '0/up'], { cwd });
    for (const name of Object.keys(texts)) expect(read(other, name)).toBe(read(cwd, name));
    expect(read(cwd)).toBe(all);
  });

  test('shows no token, and no data of a Secret', () => {
    const noted = account.replace('{name: a}', `{name: a, annotations: {a: ${jwt}}}`);
    const files = {
      'a.yaml': texts['secrets.yaml'] ?? '',
      'b.yaml': texts['list.yaml'] ?? '',
      'c.yaml': noted,
      'd.yaml': `kind: ConfigMap\napiVersion: v1\ndata:\n  s: |\n${secret.replaceAll(/^/gm, '    ')}\n---\n${account}`,
      'e.yaml': `kind: SecretList\napiVersion: v1\nitems:\n- data: {a: hunter2}\n---\n${account}`,
      'f.yaml': `${secret}---\n${opening}`,
      'g.yaml': texts['cr.yaml'] ?? '',
      'h.yaml': `${account}---\nitems: [{kind: !!str Secret, apiVersion: v1, stringData: {a: hunter2}}]\nkind: List\napiVersion: v1\n`,
    };
    const { stdout } = run(['--fix-dry-run', ...only], { cwd: folder(files) });
    expect(stdout.match(/^\+[- ]*automountServiceAccountToken: false$/gm)).toHaveLength(10);
    expect(stdout).toContain(' kind: Secret\n');
    expect(stdout).not.toMatch(/hunter|…|eyJ/);
  });

  test.each(['"kind":"Secret"', '"kind":"S\\u0065cret"', '"kind":\n"Secret"'])(
    'what lies on a line with data of a Secret is told, and the rest can be applied: %s',
    (kind) => {
      const line =
        `{"kind":"List","apiVersion":"v1","items":[{${kind},"apiVersion":"v1","stringData":{"a":"hunter2"}},` +
        '{"kind":"Pod","apiVersion":"v1","spec":{"serviceAccount":"a"}}]}';
      const cwd = folder({ 'a.yaml': old, 'b.json': line });
      expect(run(['b.json', '--preset', 'strict'], { cwd }).stdout).not.toContain('hunter');
      const { stdout, stderr } = run(['--fix-dry-run', ...only], { cwd });
      expect(stderr).toContain('Would fix 1 finding in 1 file');
      expect(stderr).toMatch(/^b\.json is not in the diff: .* Secret, which are never printed; --fix writes it$/m);
      expect(spawnSync('git', ['apply', '-'], { cwd, input: stdout }).status).toBe(0);
      expect([read(cwd), read(cwd, 'b.json')]).toEqual([safe, line]);
      expect(run(['--fix-dry-run', 'b.json', ...only], { cwd }).stderr).toMatch(/^Would fix nothing\n/);
      const shown = run(['-', '--fix', ...only], { cwd, input: line });
      expect(shown.stderr).toMatch(/^stdin is not in the diff: .* never printed$/m);
      expect(`${stdout}${stderr}${shown.stderr}`).not.toMatch(/hunter|@@ -1 /);
    },
  );

  test('where the data of a Secret follows a change at once, says what git apply needs', () => {
    const text = `kind: List\napiVersion: v1\nitems:\n${asItem(account)}- data: {a: hunter2}\n  kind: Secret\n  apiVersion: v1\n`;
    const cwd = folder({ 'a.yaml': text, 'b.yaml': old });
    const { stdout, stderr } = run(['--fix-dry-run', ...only], { cwd });
    expect(stderr).toMatch(/^a\.yaml: `git apply` needs --unidiff-zero: /m);
    expect(stderr).not.toContain('b.yaml');
    const apply = (...args: string[]) => spawnSync('git', ['apply', ...args, '-'], { cwd, input: stdout }).status;
    expect([apply(), apply('--unidiff-zero')]).toEqual([1, 0]);
    expect([read(cwd), read(cwd, 'b.yaml')]).toEqual([text.replace('"false"', 'false'), safe]);
  });

  test('leaves out a file that is read-only, as --fix does', () => {
    const cwd = folder({ 'a.yaml': old, 'b.yaml': old });
    chmodSync(join(cwd, 'a.yaml'), 0o444);
    const { stdout, stderr } = run(['--fix-dry-run', ...only], { cwd });
    expect(stderr).toMatch(
      /^Would fix 1 finding in 1 file.*\na\.yaml is left as it is: (?:it is read-only|permission)/,
    );
    expect(stdout).not.toContain('a.yaml');
    expect(stdout).toContain('b.yaml');
  });

  test('in a git repository, names the target of a link, where it lies in it', () => {
    const cwd = folder({ 'in/k8s/.keep': '', 'in/real/a.yaml': old, 'out/b.yaml': old });
    spawnSync('git', ['init', '-q'], { cwd: join(cwd, 'in') });
    symlinkSync('../real/a.yaml', join(cwd, 'in/k8s/a.yaml'));
    symlinkSync('../../out/b.yaml', join(cwd, 'in/k8s/b.yaml'));
    const dry = (name: string): string => run(['--fix-dry-run', name, ...only], { cwd: join(cwd, 'in') }).stdout;
    expect(dry('k8s/a.yaml')).toContain('+++ b/real/a.yaml\n');
    expect(dry('k8s/b.yaml')).toContain('+++ b/k8s/b.yaml\n');
    spawnSync('git', ['apply', '-'], { cwd: join(cwd, 'in'), input: dry('k8s/a.yaml') });
    expect(read(cwd, 'in/real/a.yaml')).toBe(safe);
  });

  test('in a git repository, names start at its root, wherever git runs', () => {
    const cwd = folder({ 'a.yaml': old, 'sub/b.yaml': old, 'other/.keep': '' });
    spawnSync('git', ['init', '-q'], { cwd });
    const sub = join(cwd, 'sub');
    for (const [from, file, to] of [
      [sub, 'b.yaml', sub],
      [join(cwd, 'other'), '../sub/b.yaml', cwd],
      [join(cwd, 'other'), '../a.yaml', cwd],
    ] as const) {
      const { stdout } = run(['--fix-dry-run', '--fix=all', file, ...only], { cwd: from });
      const applied = spawnSync('git', ['apply', '-'], { cwd: to, input: stdout, encoding: 'utf8' });
      expect([applied.stderr, readFileSync(join(from, file), 'utf8')]).toEqual(['', all]);
      writeFileSync(join(from, file), old);
    }
  });

  test('tells of a file that git apply would leave as it is', () => {
    const cwd = folder({ 'in/a.yaml': old, 'out/b.yaml': old });
    spawnSync('git', ['init', '-q'], { cwd: join(cwd, 'in') });
    const { stderr } = run(['--fix-dry-run', 'a.yaml', '../out/b.yaml', ...only], { cwd: join(cwd, 'in') });
    expect(stderr).toContain('../out/b.yaml lies outside of this git repository');
    expect(stderr).not.toContain('a.yaml lies');
  });

  test('counts what --fix writes, and shows apart what it does not', () => {
    const files = { 'a.yaml': old, 'out.yaml': `---\n# Source: night/templates/pod.yaml\n${old}` };
    const [dry, real] = ['--fix-dry-run', '--fix'].map((flag) => run([flag, ...only], { cwd: folder(files) }));
    expect(dry?.stderr.replace('Would fix', 'Fixed')).toBe(real?.stderr);
    expect(dry?.stderr).toMatch(/^Would fix 1 finding in 1 file; 2 more with --fix=all\nout\.yaml was rendered/);
    expect(dry?.stdout).toContain('+++ b/a.yaml\n');
    expect(dry?.stdout).not.toContain('out.yaml');
  });

  test('beside a report in a file', () => {
    const cwd = folder({ 'a.yaml': old });
    const { stdout } = run(['--fix-dry-run', '-f', 'json', '-o', 'out/report.json', ...only], { cwd });
    expect(stdout).toMatch(/^--- a\/a\.yaml\n/);
    expect(read(cwd, 'out/report.json')).toContain('legacy-account-field');
  });
});
