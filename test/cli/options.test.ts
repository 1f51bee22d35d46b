import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder, run, runJson } from '../support/command.ts';

const manifest = `apiVersion: v1
kind: Pod
metadata:
  name: a
spec:
  serviceAccount: a
  containers:
    - name: a
      image: registry.example/a:1
  volumes:
    - name: t
      projected:
        sources:
          - serviceAccountToken:
              path: token
              audience: a.example
              expirationSeconds: 300
`;
const cwd = folder({ 'a.yaml': manifest });

describe('exit codes', () => {
  test('findings from --fail-on upwards', () => {
    expect(run(['a.yaml'], { cwd }).code).toBe(1);
    expect(run(['a.yaml', '--rule', 'token-expiration-bounds=off'], { cwd }).code).toBe(0);
    expect(run(['a.yaml', '--rule', 'token-expiration-bounds=off', '--fail-on', 'info'], { cwd }).code).toBe(1);
    expect(run(['a.yaml', '--rule=token-expiration-bounds=warning', '--fail-on=error'], { cwd }).code).toBe(0);
    expect(run(['a.yaml', '--fail-on', 'never'], { cwd }).code).toBe(0);
  });

  test.each([
    [['--formt', 'json'], '--format'],
    [['--format', 'jsn'], '"json"'],
    [['--rule', 'token-audience-mising=off'], '"token-audience-missing"'],
    [['--rule', 'token-audience-missing=of'], '"off"'],
    [['--rule', 'token-audience-missing'], 'names no level'],
    [['--fail-on', 'warn'], '"warning"'],
    [['--preset', 'strikt'], '"strict"'],
    [['explain', 'account-defaults'], '"account-default"'],
    [['explain'], 'explain RULE'],
    [['--output'], 'a.yaml is an input'],
    [['--output=./a.yaml', '.'], './a.yaml is an input'],
  ])('wrong usage %j offers what is meant', (args, offered) => {
    const result = run([...args, ...(args[0] === 'explain' ? [] : ['a.yaml'])], { cwd });
    expect(result.code).toBe(2);
    expect(result.stdout).toBe('');
    expect(result.stderr).toContain(offered);
    expect(result.stderr).not.toContain('    at ');
  });
});

describe('reports', () => {
  test('several formats to several places', () => {
    const out = folder({ 'a.yaml': manifest });
    const result = run(
      ['a.yaml', '--format', 'sarif', '--output', 'r/x.sarif', '-f', 'json', '-o', 'x.json', '-f', 'pretty'],
      { cwd: out },
    );
    expect(result.stdout).toContain('a.yaml');
    expect(JSON.parse(readFileSync(join(out, 'r/x.sarif'), 'utf8'))).toHaveProperty('runs');
    expect(JSON.parse(readFileSync(join(out, 'x.json'), 'utf8'))).toHaveProperty('findings');
    expect(readdirSync(out).sort()).toEqual(['a.yaml', 'r', 'x.json']);
  });

  test('to files only: nothing on standard output; the format follows the file’s name', () => {
    const out = folder({ 'a.yaml': manifest });
    expect(run(['a.yaml', '--output', 'x.sarif'], { cwd: out }).stdout).toBe('');
    expect(JSON.parse(readFileSync(join(out, 'x.sarif'), 'utf8'))).toHaveProperty('runs');
  });

  test('a place that cannot be written', () => {
    const result = run(['a.yaml', '--output', 'a.yaml/x.json'], { cwd });
    expect(result.code).toBe(2);
    expect(result.stderr).toContain('Could not write a.yaml/x.json');
    expect(readFileSync(join(cwd, 'a.yaml'), 'utf8')).toBe(manifest);
  });

  test('--quiet leaves only what fails', () => {
    const { stdout } = run(['a.yaml', '--quiet'], { cwd });
    expect(stdout).toContain('token-expiration-bounds');
    expect(stdout).not.toContain('legacy-account-field');
    expect(stdout).not.toContain('1 error');
    expect(runJson(['a.yaml', '-q', '--fail-on', 'info'], { cwd }).output.findings).toHaveLength(2);
  });

  test('colours only where they are asked for', () => {
    const escape = '\u001b[';
    expect(run(['a.yaml'], { cwd }).stdout).not.toContain(escape);
    expect(run(['a.yaml', '--color'], { cwd }).stdout).toContain(escape);
    expect(run(['a.yaml', '--color=always', '--no-color'], { cwd }).stdout).not.toContain(escape);
  });

  test('standard input has the name it is given', () => {
    const named = runJson(['-', '--stdin-filename', 'k8s/a.yaml'], { cwd, input: manifest });
    expect(named.output.findings[0]?.file).toBe('k8s/a.yaml');
    expect(runJson(['-'], { cwd, input: manifest }).output.findings[0]?.file).toBe('stdin');
  });

  test('the same input gives the same bytes', () => {
    for (const format of ['pretty', 'json', 'sarif']) {
      expect(run(['.', '--format', format], { cwd }).stdout).toBe(run(['.', '--format', format], { cwd }).stdout);
    }
  });

  test('a reader that stops early is no error', async () => {
    const many = folder(
      Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`${String(index)}.yaml`, manifest])),
    );
    const child = spawn(process.execPath, [join(import.meta.dirname, '../../dist/cli.js'), '.', '--fail-on', 'never'], {
      cwd: many,
    });
    let errors = '';
    child.stderr.on('data', (chunk) => (errors += String(chunk)));
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(errors).toBe('');
    expect(code).toBe(0);
  });
});

describe('commands', () => {
  test('--help and --version', () => {
    expect(run(['--help'], { cwd }).stdout).toContain('Exit codes');
    expect(run(['--version'], { cwd }).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test('rules lists all of them, with what a catalogue needs', () => {
    const rules: unknown = JSON.parse(run(['rules', '--format', 'json'], { cwd }).stdout);
    expect(rules).toContainEqual({
      id: 'token-audience-missing',
      description: expect.any(String),
      severity: 'warning',
      presets: ['recommended', 'strict', 'zero-trust'],
      fixable: false,
      tags: expect.any(Array),
      helpUri: expect.stringContaining('rules/token-audience-missing'),
    });
    expect(run(['rules'], { cwd }).stdout).toContain('automount-unused');
  });

  test('explain prints a page', () => {
    expect(run(['explain', 'automount-unused'], { cwd }).stdout).toContain('ca.crt');
  });
});
