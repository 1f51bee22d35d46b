import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder, run, runJson } from '../support/command.ts';
import { pod } from '../support/manifests.ts';

const config = 'kube-token-lint.config.yaml';
const files = {
  'a.yaml': pod('a'),
  'docs/b.yaml': pod('b'),
  'docs/live/c.yaml': pod('c'),
  'charts/x/templates/d.yaml': pod('d'),
  'charts/x/e.demo.yaml': pod('e'),
};

function repository(exclude: string, more: Readonly<Record<string, string>> = {}): string {
  return folder({ ...files, ...more, [config]: `exclude: ${exclude}\n` });
}

function filesOf(cwd: string, ...paths: string[]): string[] {
  const { findings } = runJson([...paths, '--rule', 'account-default=error'], { cwd }).output;
  return [...new Set(findings.map(({ file }) => file))].sort();
}

describe('what a configuration excludes', () => {
  test('is left out of folders and patterns, by patterns as in .gitignore', () => {
    const cwd = repository(`[docs/*, '!docs/live/', /charts/*/templates/, '*.demo.yaml']`);
    const kept = ['a.yaml', 'docs/live/c.yaml'];
    expect(filesOf(cwd)).toEqual(kept);
    expect(filesOf(cwd, '**/*.yaml')).toEqual(kept);
    expect(filesOf(cwd, 'a.yaml', 'docs')).toEqual(kept);
    expect(filesOf(join(cwd, 'docs'), '..')).toEqual(['../a.yaml', 'live/c.yaml']);
  });

  test('is linted where it is named: a file, or a folder that is left out itself', () => {
    const cwd = repository('[docs/, charts/x/templates/]');
    expect(filesOf(cwd, 'docs/b.yaml')).toEqual(['docs/b.yaml']);
    expect(filesOf(cwd, 'docs')).toEqual(['docs/b.yaml', 'docs/live/c.yaml']);
    expect(filesOf(cwd, 'charts')).toEqual(['charts/x/e.demo.yaml']);
  });

  test('is said to be left out where nothing else is there', () => {
    const cwd = repository('[docs/]');
    const left = 'left out by git or by the configuration; name the files to lint them';
    for (const command of [[], ['tokens']]) {
      expect(run(command, { cwd: join(cwd, 'docs') }).stderr).toBe(
        `No YAML or JSON file in . that is not left out (2 ${left})\n`,
      );
    }
    expect(runJson(['docs/*.yaml'], { cwd }).output.problems).toMatchObject([
      { message: `No such file that is not left out (1 ${left})` },
    ]);
  });

  test('adds up with what an extended configuration excludes, each from its own folder', () => {
    const cwd = folder({
      ...files,
      'charts/base.yaml': 'exclude: [x/templates/]\n',
      [config]: 'extends: ./charts/base.yaml\nexclude: [docs/]\n',
    });
    expect(filesOf(cwd)).toEqual(['a.yaml', 'charts/x/e.demo.yaml']);
  });

  test('stays in the baseline, as nothing is known of it', () => {
    const cwd = repository('[docs/]');
    run(['.', 'docs', '--update-baseline'], { cwd });
    expect(run([], { cwd })).toMatchObject({ code: 0, stderr: '' });
    run(['--update-baseline'], { cwd });
    expect(readFileSync(join(cwd, 'kube-token-lint.baseline.json'), 'utf8')).toContain('docs/b.yaml');
  });

  test('is named by reports and by --print-config', () => {
    const cwd = repository('[docs/, "*.demo.yaml"]');
    const { stdout } = run(['--format', 'html'], { cwd });
    expect(stdout).toContain('Excluded by the configuration: docs/, *.demo.yaml');
    expect(run(['--print-config', 'docs/b.yaml'], { cwd }).stdout).toContain('"excluded": true');
    expect(run(['--print-config', 'a.yaml'], { cwd }).stdout).toContain('"excluded": false');
  });
});

test('where patterns with ! leave nothing of a path, they are named', () => {
  const cwd = folder(files);
  for (const path of ['docs', 'docs/b.yaml']) {
    expect(run([path, '!docs'], { cwd }).stderr).toBe(`Patterns with ! leave out all of ${path}\n`);
  }
});

test('settings of this command and of npm are no files to lint, even where they are named', () => {
  const cwd = folder({
    'a.yaml': pod('a'),
    'package.json': '{ "kube-token-lint": { "rules": {} } }',
    'b/kube-token-lint.config.yaml': 'rules: {}\n',
  });
  for (const paths of [['.'], ['**/*.*'], ['a.yaml', 'package.json', 'b/kube-token-lint.config.yaml']])
    expect(runJson(paths, { cwd }).output.summary).toMatchObject({ files: 1, documents: 1 });
  expect(run(['b'], { cwd })).toMatchObject({ code: 0, stderr: 'Nothing but settings in b\n' });
});
