import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder, run, runJson } from '../support/command.ts';

const pod = (name: string): string => `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
spec:
  containers:
    - name: a
      image: registry.example/a:1
`;

describe('what cannot be read has its place, and the rest is linted', () => {
  test('broken YAML in one document', () => {
    const cwd = folder({ 'a.yaml': `${pod('one')}---\nkind: Pod\nmetadata: {name: [\n---\n${pod('three')}` });
    const { code, output } = runJson(['a.yaml'], { cwd });
    expect(code).toBe(2);
    expect(output.findings.map((finding) => finding.resource.name)).toEqual(['one', 'three']);
    expect(output.problems).toMatchObject([
      { file: 'a.yaml', code: 'yaml-syntax', severity: 'error', range: { start: { line: 12 } } },
    ]);
  });

  test('a missing path', () => {
    const cwd = folder({ 'a.yaml': pod('one') });
    const { code, output } = runJson(['nowhere.yaml', 'a.yaml'], { cwd });
    expect(code).toBe(2);
    expect(output.findings).toHaveLength(1);
    expect(output.problems).toMatchObject([{ file: 'nowhere.yaml', code: 'not-found', range: null }]);
  });

  test.skipIf(process.getuid?.() === 0)('an unreadable file', () => {
    const cwd = folder({ 'a.yaml': pod('one'), 'b.yaml': pod('two') });
    chmodSync(join(cwd, 'a.yaml'), 0o000);
    const { code, output } = runJson(['.'], { cwd });
    expect(code).toBe(2);
    expect(output.findings).toHaveLength(1);
    expect(output.problems).toMatchObject([{ file: 'a.yaml', code: 'unreadable' }]);
  });

  test('binary data, invalid UTF-8, control characters', () => {
    const cwd = folder({
      'binary.yaml': Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 0xff]),
      'latin1.yaml': Buffer.from('name: caf\xe9\n', 'latin1'),
      'nul.yaml': `${pod('a')}---\nkind: "\u0000"\n`,
    });
    const { code, output } = runJson(['.'], { cwd });
    expect(code).toBe(2);
    expect(output.problems.map(({ file, code: what }) => [file, what])).toEqual([
      ['binary.yaml', 'not-utf8'],
      ['latin1.yaml', 'not-utf8'],
      ['nul.yaml', 'control-character'],
    ]);
    expect(output.problems[2]?.range?.start).toEqual({ line: 10, column: 8 });
    expect(output.findings).toHaveLength(1);
  });

  test('deep nesting and aliases of aliases end quickly', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x,x]',
      ...'bcdefghi'.split('').map(
        (name, index) =>
          `${name}: &${name} [${Array(10)
            .fill(`*${'abcdefgh'[index] ?? 'a'}`)
            .join(',')}]`,
      ),
    ];
    const cwd = folder({
      'deep.yaml': `a: ${'['.repeat(20_000)}`,
      'bomb.yaml': `apiVersion: v1\nkind: Pod\n${bomb.join('\n')}\n`,
      'ok.yaml': pod('ok'),
    });
    const { code, output } = runJson(['.'], { cwd });
    expect(code).toBe(2);
    expect(output.findings.map((finding) => finding.resource.name)).toContain('ok');
    expect(output.problems.map(({ file }) => file)).toEqual(['deep.yaml']);
  });

  test('an alias that contains itself', () => {
    const { code, output } = runJson(['-'], {
      cwd: folder({}),
      input: 'apiVersion: v1\nkind: Pod\nspec: &a\n  b: *a\n',
    });
    expect(code).toBe(2);
    expect(output.problems[0]?.range?.start.line).toBe(4);
  });
});

describe('what reads differently than it looks', () => {
  test('of duplicate keys the last counts, and is said', () => {
    const text = pod('one').replace(
      'spec:\n',
      'spec:\n  automountServiceAccountToken: true\n  automountServiceAccountToken: false\n',
    );
    const { code, output } = runJson(['-'], { cwd: folder({}), input: text });
    expect(code).toBe(0);
    expect(output.problems).toMatchObject([
      { code: 'duplicate-key', severity: 'warning', range: { start: { line: 7, column: 3 } } },
    ]);
    expect(output.findings).toEqual([]);
  });

  test('unrendered templates are skipped and named', () => {
    const chart = {
      'templates/a.yaml': 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Release.Name }}\n',
      'templates/b.yaml': '{{- if .Values.on }}\napiVersion: v1\n{{- end }}\n',
      'templates/c.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\nspec:\n  containers:\n    - name: a\n      image: "{{ .Values.image }}"\n',
    };
    const { code, output } = runJson(['.'], { cwd: folder(chart) });
    expect(code).toBe(0);
    expect(output.findings).toEqual([]);
    expect(output.problems.map(({ file, code: what, severity }) => [file, what, severity])).toEqual(
      Object.keys(chart).map((file) => [file, 'unrendered-template', 'warning']),
    );
  });

  test('braces in rendered text are no templates', () => {
    const text = `${pod('a')}---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: alerts\ndata:\n  summary: Instance {{ $labels.instance }} is down\n  text: |\n    {{ .Values.x }}\n`;
    expect(runJson(['-'], { cwd: folder({}), input: text }).output.problems).toEqual([]);
  });

  test('the notes of helm install --dry-run', () => {
    const text = `NAME: rel\nLAST DEPLOYED: Mon\nHOOKS:\nMANIFEST:\n---\n# Source: c/templates/p.yaml\n${pod('one')}\nNOTES:\n1. Get the URL: [it's here\n`;
    const { code, output } = runJson(['-'], { cwd: folder({}), input: text });
    expect(code).toBe(1);
    expect(output.problems).toMatchObject([
      { code: 'helm-notes', severity: 'warning', range: { start: { line: 16 } } },
    ]);
    expect(output.findings.map((finding) => finding.ruleId)).toContain('automount-unused');
  });

  test('byte order mark, CRLF, comments and empty documents', () => {
    const crlf = `\ufeff# c\n---\n---\n${pod('one')}...\n`.replaceAll('\n', '\r\n');
    const { output } = runJson(['-'], { cwd: folder({}), input: crlf });
    expect(output.problems).toEqual([]);
    expect(output.findings).toMatchObject([
      { ruleId: 'account-default', range: { start: { line: 8, column: 1 }, end: { line: 8, column: 5 } } },
    ]);
  });

  test('empty files and files of comments', () => {
    const { code, output } = runJson(['.'], { cwd: folder({ 'a.yaml': '', 'b.yaml': '# nothing\n', 'c.json': '' }) });
    expect(code).toBe(0);
    expect(output.problems).toEqual([]);
  });
});

describe('folders', () => {
  test('without manifests: says so', () => {
    const result = run(['.'], { cwd: folder({ 'readme.txt': 'hello' }) });
    expect(result.code).toBe(0);
    expect(result.stderr).toContain('No YAML or JSON file in .');
    expect(run(['.'], { cwd: folder({ 'values.yaml': 'a: 1\n' }) }).stderr).toContain('No Kubernetes manifest found');
  });

  test('leave out what git ignores, also by a parent folder', () => {
    const cwd = folder({
      '.gitignore': 'out/\n',
      'k8s/a.yaml': pod('a'),
      'k8s/out/b.yaml': pod('b'),
      'node_modules/c.yaml': pod('c'),
    });
    execFileSync('git', ['init', '-q'], { cwd });
    expect(runJson(['.'], { cwd }).output.findings.map(({ file }) => file)).toEqual(['k8s/a.yaml']);
    expect(runJson(['k8s'], { cwd }).output.findings.map(({ file }) => file)).toEqual(['k8s/a.yaml']);
  });

  test('patterns, names with spaces, and a file named twice', () => {
    const cwd = folder({ 'a b#%.yaml': pod('a'), 'ü/c.yml': pod('c') });
    const { output } = runJson(['**/*.{yaml,yml}', 'a b#%.yaml'], { cwd });
    expect(output.findings.map(({ file }) => file)).toEqual(['a b#%.yaml', 'ü/c.yml']);
    expect(run(['*.nope'], { cwd }).code).toBe(2);
  });
});

describe('nothing of the input harms its reader', () => {
  const escape = '\\e[31mred\\e[0m\\u202e';
  test('no control character reaches the terminal', () => {
    const text = pod(`"${escape}"`).replace('- name: a', `- name: "${escape}"`);
    const { stdout } = run(['-', '--color=never'], { cwd: folder({}), input: text });
    expect(stdout).toContain('account-default');
    expect(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/.test(stdout)).toBe(false);
  });

  test('tokens are never printed', () => {
    const header = Buffer.from('{"alg":"RS256","kid":"x"}').toString('base64url');
    const jwt = `${header}.${Buffer.from('{"sub":"system:serviceaccount:a:b"}').toString('base64url')}.c2lnbmF0dXJl`;
    const text = `apiVersion: v1\nkind: Pod\nmetadata: { name: x }\nspec:\n  containers: [{ name: a, image: a }]\n  volumes: [{ name: t, projected: { sources: [{ serviceAccountToken: { path: ${jwt}, audience: api } }] } }] # ${jwt}\n---\n{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s", "annotations": {"kubernetes.io/service-account.name": "${jwt}"}}, "data": {"token": "${Buffer.from(jwt).toString('base64')}"}, "type": "kubernetes.io/service-account-token"}\n`;
    for (const format of ['pretty', 'json', 'sarif']) {
      const { stdout } = run(['-', '--format', format], { cwd: folder({}), input: text });
      expect(stdout).toContain('legacy-token-secret');
      expect(stdout).not.toContain(header);
      expect(stdout).not.toContain(Buffer.from(jwt).toString('base64').slice(0, 30));
    }
  });
});
