import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type CommandResult, type RunOptions, boundUser, cli, folder, run, runJson } from '../support/command.ts';
import type { JsonOutput } from '../support/jsonOutput.ts';
import { jwt, jwtPieces, pod } from '../support/manifests.ts';

const empty = folder({});

/** Runs with `--format json`; of the findings, those that `pod` is made for. */
function lint(args: readonly string[], options: RunOptions): CommandResult & { output: JsonOutput } {
  const result = runJson(args, options);
  const findings = result.output.findings.filter(({ ruleId }) => ruleId === 'account-default');
  return { ...result, output: { ...result.output, findings } };
}

/** A finding of `pod` that starts on this line. */
const spec = (line: number): object => ({
  ruleId: 'account-default',
  range: { start: { line, column: 1 }, end: { line, column: 5 } },
});

describe('what cannot be read has its place, and the rest is linted', () => {
  test('broken YAML in one document', () => {
    const text = `${pod('one')}---\nkind: Pod\nmetadata:\n  name: a: b\n---\n${pod('three')}`;
    const { code, output } = lint(['a.yaml'], { cwd: folder({ 'a.yaml': text }) });
    expect(code).toBe(2);
    expect(output.findings).toMatchObject([
      { ...spec(5), resource: { name: 'one' } },
      { ...spec(18), resource: { name: 'three' } },
    ]);
    expect(output.problems).toEqual([
      {
        file: 'a.yaml',
        code: 'yaml-syntax',
        severity: 'error',
        message: expect.stringMatching(/./),
        range: { start: { line: 12, column: 9 }, end: expect.objectContaining({ line: 12 }) },
      },
    ]);
  });

  test.each([
    ['a list', 'metadata: {name: ['],
    ['a text', 'metadata: "name'],
  ])('%s that is never closed is one problem', (_what, line) => {
    const text = `${pod('one')}---\nkind: Pod\n${line}\n---\n${pod('three')}`;
    const { code, output } = lint(['-'], { cwd: empty, input: text });
    expect(code).toBe(2);
    expect(output.problems).toMatchObject([{ code: 'yaml-syntax', severity: 'error' }]);
    expect(output.findings.map(({ resource }) => resource.name)).toEqual(['one', 'three']);
  });

  test('the place of a problem lies in the document that has it, not on the --- after it', () => {
    const { output } = lint(['-'], { cwd: empty, input: `kind: Pod\nmetadata: {name: [\n---\n${pod('two')}` });
    expect(output.problems[0]?.range?.start.line).toBe(2);
  });

  test('a missing path', () => {
    const { code, output } = lint(['nowhere.yaml', 'a.yaml', 'no/where'], { cwd: folder({ 'a.yaml': pod('one') }) });
    expect(code).toBe(2);
    expect(output.findings).toMatchObject([spec(5)]);
    expect(output.problems).toMatchObject([
      { file: 'nowhere.yaml', code: 'not-found', severity: 'error', range: null },
      { file: 'no/where', code: 'not-found', severity: 'error', range: null },
    ]);
  });

  test('a pattern of more names than one may have', () => {
    const { code, stderr } = run(['a{1..100000}.yaml'], { cwd: empty });
    expect([code, stderr]).toEqual([2, 'kube-token-lint: "a{1..100000}.yaml" stands for too many names\n']);
  });

  test('a pattern that is longer than a name may be still means its files', () => {
    const names = Array.from({ length: 60 }, (_, index) => `a${String(index)}.yaml`);
    const { output } = lint([`{${names.join(',')}}`], { cwd: folder({ 'a59.yaml': pod('one') }) });
    expect(output.problems).toEqual([]);
    expect(output.findings).toMatchObject([spec(5)]);
  });

  test('a file that is named twice is one problem', () => {
    const { output } = lint(['a.yaml', './a.yaml'], { cwd: folder({ 'a.yaml': Buffer.from([0xff]) }) });
    expect(output.problems).toHaveLength(1);
  });

  const user = boundUser();
  describe.skipIf(user === undefined)('without permission (skipped where everybody may read everything)', () => {
    const cwd = folder({ 'a.yaml': pod('a'), 'b.yaml': pod('b'), 'k/locked/c.yaml': pod('c') });
    chmodSync(cwd, 0o755);
    chmodSync(join(cwd, 'a.yaml'), 0o000);
    chmodSync(join(cwd, 'k/locked'), 0o000);
    const as = { cwd, user: user ?? {} };

    test('a file', () => {
      const { code, output } = lint(['a.yaml', 'b.yaml'], as);
      expect(code).toBe(2);
      expect(output.findings).toMatchObject([{ file: 'b.yaml' }]);
      expect(output.problems).toMatchObject([{ file: 'a.yaml', code: 'unreadable', severity: 'error', range: null }]);
    });

    test('a file in a folder that nobody may look into', () => {
      const { code, output } = lint(['k/locked/c.yaml', 'b.yaml'], as);
      expect(code).toBe(2);
      expect(output.problems).toMatchObject([
        { file: 'k/locked/c.yaml', code: 'unreadable', message: 'Could not be read: permission denied' },
      ]);
    });

    test.each([['k'], ['k/locked']])('a folder: %s', (path) => {
      const { code, output } = lint([path, 'b.yaml'], as);
      expect(output.findings).toMatchObject([{ file: 'b.yaml' }]);
      expect(output.problems).toMatchObject([{ file: 'k/locked', code: 'unreadable' }]);
      expect(code).toBe(2);
    });
  });

  test('binary data, invalid UTF-8, control characters', () => {
    const cwd = folder({
      'binary.yaml': Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 0xff]),
      'latin1.yaml': Buffer.from('name: caf\xe9\n', 'latin1'),
      'mixed.yaml': Buffer.concat([Buffer.from('\ufeffa: ä\nb: \ufffd ü'), Buffer.from([0x96, 0x0a])]),
      'nul.yaml': `${pod('a')}---\nkind: "\u0000"\n`,
      'zip.yaml': Buffer.from('504b0304140000000800', 'hex'),
    });
    const { code, output } = lint(['.'], { cwd });
    expect(code).toBe(2);
    expect(output.problems.map(({ file, code: what, severity }) => [file, what, severity])).toEqual([
      ['binary.yaml', 'not-utf8', 'error'],
      ['latin1.yaml', 'not-utf8', 'error'],
      ['mixed.yaml', 'not-utf8', 'error'],
      ['nul.yaml', 'control-character', 'error'],
      ['zip.yaml', 'control-character', 'error'],
    ]);
    expect(output.problems.slice(1, 3)).toMatchObject([
      {
        message: 'Not in UTF-8: the byte 0xE9, "é" in Windows-1252, is no part of it here',
        range: { start: { line: 1, column: 10 }, end: { line: 1, column: 11 } },
      },
      {
        message: 'Not in UTF-8: the byte 0x96 is no part of it here',
        range: { start: { line: 2, column: 7 }, end: { line: 2, column: 8 } },
      },
    ]);
    expect(output.problems[3]?.range).toEqual({ start: { line: 10, column: 8 }, end: { line: 10, column: 9 } });
    expect(output.findings).toMatchObject([{ ...spec(5), file: 'nul.yaml' }]);
  });

  test('invalid UTF-8 on standard input', () => {
    const { code, output } = lint(['-'], { cwd: empty, input: Buffer.from(pod('caf\xe9'), 'latin1') });
    expect(output.problems).toMatchObject([{ file: 'stdin', code: 'not-utf8' }]);
    expect(code).toBe(2);
  });

  test('an alias that contains itself', () => {
    const { code, output } = lint(['-'], { cwd: empty, input: 'apiVersion: v1\nkind: Pod\nspec: &a\n  b: *a\n' });
    expect(code).toBe(2);
    expect(output.problems).toMatchObject([{ range: { start: { line: 4, column: 6 }, end: { line: 4, column: 8 } } }]);
  });
});

describe('hostile input ends quickly', () => {
  const deadline = 10_000;
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
  /** Nine levels of ten aliases each: a billion of what the first level holds. */
  const bomb = (first: string, level: (aliases: string[]) => string): string =>
    names
      .map((name, index) => {
        const before = names[index - 1];
        return `  - &${name} ${before === undefined ? first : level(Array<string>(10).fill(`*${before}`))}\n`;
      })
      .join('');
  const lists = bomb('[x]', (aliases) => `[${aliases.join(', ')}]`);
  const maps = bomb(
    '{name: x}',
    (aliases) => `{${aliases.map((alias, key) => `k${String(key)}: ${alias}`).join(', ')}}`,
  );
  const merges = bomb('{name: x}', (aliases) => `{<<: [${aliases.join(', ')}]}`);

  test.each([
    ['lists', lists],
    ['mappings', maps],
    ['merge keys', merges],
  ])('aliases of aliases: %s', (_what, levels) => {
    const places = [
      'args: *i',
      'env: *i',
      'command: [*i]',
      'envFrom: [*i]',
      'volumeMounts: [*i]',
      'securityContext: *i',
    ];
    const documents = [
      ...places.map((place) => `${pod('b')}      ${place}\n`),
      `${pod('b')}  volumes: [*i]\n  initContainers: *i\n`,
      `${pod('b')}  affinity: *i\n  ephemeralContainers: [*i]\n`,
    ].map((text) => text.replace('spec:\n', `x-levels:\n${levels}spec:\n`));
    const { code, output } = lint(['-'], { cwd: empty, input: documents.join('---\n'), timeout: deadline });
    expect(code).not.toBeNull();
    expect(output.findings.length).toBe(documents.length);
  });

  test('aliases of aliases: objects of lists', () => {
    const one = '{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: a, image: a}]}}';
    const levels = bomb(one, (aliases) => `{apiVersion: v1, kind: List, items: [${aliases.join(', ')}]}`);
    const input = `apiVersion: v1\nkind: List\nx-levels:\n${levels}items: [*i]\n`;
    expect(run(['-'], { cwd: empty, input, timeout: 3000 }).code).not.toBeNull();
  });

  const deep = 10_000;
  test.each([
    ['lists', `${'['.repeat(deep)}${']'.repeat(deep)}`],
    ['lists without an end', '['.repeat(deep)],
    ['mappings', `${'{a: '.repeat(deep)}1${'}'.repeat(deep)}`],
    ['list items', `\n  ${'- '.repeat(deep)}a`],
    ['keys', `\n${Array.from({ length: 2000 }, (_, depth) => `${' '.repeat(depth + 2)}a:\n`).join('')}`],
  ])('deep nesting: %s', (_what, value) => {
    const input = `apiVersion: v1\nkind: Pod\nx: ${value}\n---\n${pod('ok')}`;
    const { code, output } = lint(['-'], { cwd: empty, input, timeout: deadline });
    // Whether it can be read or not, nothing breaks, and the rest is linted.
    expect(code).toBe(output.problems.length > 0 ? 2 : 1);
    for (const problem of output.problems) expect(problem).toMatchObject({ severity: 'error' });
    expect(output.findings).toMatchObject([{ resource: { name: 'ok' } }]);
  });

  test('variables that multiply each other', () => {
    const variables = Array.from({ length: 40 }, (_, index) => {
      const before = `$(A${String(index - 1)})`;
      return { name: `A${String(index)}`, value: index === 0 ? 'x'.repeat(100) : before.repeat(3) };
    });
    const args = ['$(A39)', '$(A0)'.repeat(100_000)];
    const container = { name: 'c', image: 'acme/app', env: variables, args };
    const text = JSON.stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p' },
      spec: { containers: [container] },
    });
    const { code, stderr } = run(['a.json'], { cwd: folder({ 'a.json': text }) });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  });

  test('deep nesting is called so, not by an error of the runtime', () => {
    const input = `x: ${'['.repeat(deep)}${']'.repeat(deep)}`;
    const [problem] = lint(['-'], { cwd: empty, input }).output.problems;
    expect(problem?.message ?? 'Nested too deeply').toMatch(/nested/i);
  });

  test('what is nested too deeply is no template because it holds {{', () => {
    const input = `${pod('a')}  x: ${'['.repeat(deep)}"{{ $labels.x }}"${']'.repeat(deep)}\n`;
    expect(lint(['-'], { cwd: empty, input }).code).not.toBe(0);
  });

  test('a line of a megabyte', () => {
    const text = JSON.stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a', annotations: { x: 'y'.repeat(1 << 20) } },
      spec: { containers: [{ name: 'a', image: 'a' }] },
    });
    const { code, stdout } = run(['-'], { cwd: empty, input: text, timeout: deadline });
    expect(code).toBe(1);
    expect(stdout.length).toBeLessThan(2000);
  });
});

describe('what reads differently than it looks', () => {
  const twice = (first: boolean, second: boolean): string =>
    pod('one').replace(
      'spec:\n',
      `spec:\n  automountServiceAccountToken: ${String(first)}\n  automountServiceAccountToken: ${String(second)}\n`,
    );

  test.each([
    ['false, which has no finding', twice(true, false), 0, 0],
    ['true, which has one', twice(false, true), 1, 1],
  ])('of duplicate keys the last counts, and is said: %s', (_what, input, exit, count) => {
    const { code, output } = lint(['-'], { cwd: empty, input });
    expect(code).toBe(exit);
    expect(output.problems).toMatchObject([
      {
        code: 'duplicate-key',
        severity: 'warning',
        range: { start: { line: 7, column: 3 }, end: { line: 7, column: 31 } },
      },
    ]);
    expect(output.findings).toHaveLength(count);
  });

  test('of files that are no manifest, nothing is said of duplicate keys and of templates for others', () => {
    const files = {
      'config.yaml': 'title: a\ntitle: b\n',
      'docs.yaml': `{% raw %}\n${pod('a')}{% endraw %}\n`,
      'values.yaml': 'a: {{ .Values.b }}\n',
    };
    const { code, output } = lint(['.'], { cwd: folder(files) });
    expect(code).toBe(0);
    expect(output.problems).toMatchObject([
      { file: 'docs.yaml', code: 'unrendered-template', range: { start: { line: 1, column: 1 } } },
    ]);
    const twiceDrawn = { 'kustomization.yaml': 'resources: [a.yaml]\nresources: [a.yaml]\n', 'a.yaml': pod('a') };
    expect(lint(['.'], { cwd: folder(twiceDrawn) }).output.problems).toMatchObject([{ code: 'duplicate-key' }]);
  });

  test('settings that are no JSON are no manifest, whatever kinds they have', () => {
    const launch = '{\n  "args": ["a"] // All\n  "filter": { "kind": "lib" }\n}\n';
    const manifest = `{ "apiVersion": "v1",${launch.slice(1)}`;
    const cwd = folder({
      'launch.json': launch,
      'pod.json': manifest,
      'patch.json': `[{"op": "add"}, ${launch}]`,
      'cut.json': '{ "kind": "Pod",',
    });
    const { problems } = lint(['.'], { cwd }).output;
    expect(problems.map(({ file, code }) => [file, code])).toEqual([
      ['cut.json', 'yaml-syntax'],
      ['patch.json', 'yaml-syntax'],
      ['pod.json', 'yaml-syntax'],
    ]);
    const kindOnly = { 'a.json': '{ "kind": "Pod", "metadata": { "name": "a" } }' };
    expect(lint(['.'], { cwd: folder(kindOnly) }).output.problems).toMatchObject([{ code: 'incomplete-manifest' }]);
  });

  test('of files that are no manifest, nothing is said of what Kubernetes alone rejects', () => {
    const settings = 'exclude: "a\\/b"\n? [a, b]\n: c\n';
    const files = { 'hooks.yaml': `- repo: local\n  hooks: [{ exclude: "a\\/b" }]\n`, 'settings.yaml': settings };
    expect(lint(['.'], { cwd: folder(files) })).toMatchObject({ code: 0, output: { problems: [] } });
    const manifests = {
      'kustomization.yaml': settings,
      'patch.yaml': '- op: add\n  path: "\\/spec"\n',
      'pod.yaml': `${pod('a')}x-hook: "a\\/b"\n`,
    };
    const { code, output } = lint(['.'], { cwd: folder(manifests) });
    expect(code).toBe(2);
    expect(output.problems.map(({ file, code: what }) => [file, what])).toEqual([
      ['kustomization.yaml', 'yaml-unsupported'],
      ['kustomization.yaml', 'yaml-unsupported'],
      ['patch.yaml', 'yaml-unsupported'],
      ['pod.yaml', 'yaml-unsupported'],
    ]);
  });

  test('that pods are in charts, which Flux or Argo CD render, is said', () => {
    const release = (name: string): string =>
      `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: ${name} }\nspec: { values: { a: 1 } }\n`;
    const application = (source: string): string =>
      `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: a }\nspec: { sources: [${source}] }\n`;
    const files = {
      'a.yaml': release('a'),
      'b.yaml': release('b'),
      'c.yaml': application('{ chart: redis }'),
      'd.yaml': application('{ path: apps }'),
      'e.yaml': pod('e'),
    };
    const says = (...args: string[]): string => run(args, { cwd: folder(files) }).stderr;
    const words = 'The pods of 2 HelmReleases and 1 Application are in charts, which are not rendered here';
    expect(says('.')).toContain(words);
    expect(says('tokens', '.')).toContain(words);
    expect(says('a.yaml', 'e.yaml')).toContain('The pods of 1 HelmRelease are in charts');
    expect(says('.', '--quiet')).toBe('');
    expect(says('d.yaml', 'e.yaml')).toBe('');
    const set = `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: f }
spec: { generators: [{ list: { template: { spec: { source: { chart: redis } } } } }] }\n`;
    expect(run(['-'], { cwd: empty, input: set }).stderr).toContain('The pods of 1 ApplicationSet are in charts');
  });

  test('that workloads are not judged for what kustomizations make of them is said', () => {
    const image = (name: string): string =>
      `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name} }\nspec: { containers: [{ name: c, image: a }] }\n`;
    const files = {
      'base/kustomization.yaml': 'resources: [a.yaml, b.yaml]\n',
      'base/a.yaml': image('a'),
      'base/b.yaml': image('b'),
      'over/kustomization.yaml': 'resources: [../base]\npatches: [{ path: patch.yaml }]\n',
      'over/patch.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { serviceAccountName: other }\n',
    };
    const says = (...args: string[]): string => run(args, { cwd: folder(files) }).stderr;
    expect(says('.')).toBe(
      '1 workload may be changed by a kustomization (over/kustomization.yaml), so whether it uses its token is not known: lint what `kubectl kustomize` prints\n',
    );
    expect(says('.', '--quiet')).toBe('');
    expect(says('base')).toBe('');
  });

  test('a kustomization above finds what lies in the folder where the command runs', () => {
    const root = folder({
      'base/kustomization.yaml': 'resources: [a.yaml]\n',
      'base/a.yaml': pod('a'),
      'over/kustomization.yaml': 'resources: [../base]\n',
    });
    expect(lint(['.', '../over'], { cwd: join(root, 'base') }).output.problems).toEqual([]);
    expect(lint(['../over'], { cwd: join(root, 'base') }).output.problems).toMatchObject([
      { code: 'missing-resource', message: expect.stringContaining('`kubectl kustomize ../over | kube-token-lint') },
    ]);
    const own = folder({ 'kustomization.yaml': 'resources: [gone.yaml]\n' });
    expect(lint(['.'], { cwd: own }).output.problems[0]?.message).toContain('`kubectl kustomize . | kube-token-lint');
  });

  test('a template is one, too, into which a rendering was copied', () => {
    const input = `# Source: other/templates/a.yaml\n${pod('a')}{{- if .Values.on }}\n  more: [\n{{- end }}\n`;
    const { code, output } = lint(['-'], { cwd: empty, input });
    expect(code).toBe(0);
    expect(output.problems).toMatchObject([{ code: 'unrendered-template' }]);
  });

  test('unrendered templates are skipped and named', () => {
    const chart = {
      'templates/a.yaml': 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Release.Name }}\n',
      'templates/b.yaml': '{{- if .Values.on }}\napiVersion: v1\n{{- end }}\n',
      'templates/c.yaml': pod('x').replace('registry.example/a:1', '"{{ .Values.image }}"'),
    };
    const { code, output } = lint(['.'], { cwd: folder(chart) });
    expect(code).toBe(0);
    expect(output.findings).toEqual([]);
    expect(output.problems.map(({ file, code: what, severity }) => [file, what, severity])).toEqual(
      Object.keys(chart).map((file) => [file, 'unrendered-template', 'warning']),
    );
    expect(output.problems.map(({ range }) => range?.start)).toEqual([
      { line: 4, column: 9 },
      { line: 1, column: 1 },
      { line: 8, column: 15 },
    ]);
    expect(lint(['.'], { cwd: folder({ ...chart, 'pod.yaml': pod('a') }) }).code).toBe(1);
  });

  test.each(['pretty', 'markdown'])(
    'unrendered templates of a folder are told together by tokens --format %s',
    (format) => {
      const template = 'kind: Pod\nmetadata: { name: {{ .Release.Name }} }\n';
      const files = ['a', 'b', 'c', 'd'].map((name) => [`chart/templates/${name}.yaml`, template]);
      const cwd = folder({ ...Object.fromEntries(files), 'other/a.yaml': template, 'pod.yaml': pod('a') });
      const { stderr } = run(['tokens', '--format', format], { cwd });
      expect(stderr.trimEnd().split('\n')).toEqual([
        expect.stringMatching(/^other\/a\.yaml:2:19: warning: This document holds template expressions/),
        expect.stringMatching(
          /^chart\/templates: warning: a\.yaml, b\.yaml, c\.yaml and 1 more hold template expressions/,
        ),
      ]);
    },
  );

  test('unrendered templates of many charts are told in one block', () => {
    const template = 'kind: Pod\nmetadata: { name: {{ .Release.Name }} }\n';
    const charts = Array.from({ length: 12 }, (_, index) => `charts/c ${String(index + 10)}/templates`);
    const files = charts.flatMap((chart) => ['a', 'tests/b'].map((name) => [`${chart}/${name}.yaml`, template]));
    const cwd = folder({ ...Object.fromEntries(files), 'lone/templates/x.yaml': template, 'pod.yaml': pod('a') });
    const told = [
      /^Templates in 13 folders$/,
      /^$/,
      /^ {2}warning 25 files hold .* skipped: render each chart first, as in `helm template 'charts\/c 10' \| kube-token-lint -`/,
      /^ {4}charts\/c 10\/templates: a\.yaml, tests\/b\.yaml$/,
    ].map((line): unknown => expect.stringMatching(line));
    const lines = run(['.'], { cwd }).stdout.split('\n');
    const start = lines.indexOf('Templates in 13 folders');
    expect(lines.slice(start, start + 4)).toEqual(told);
    expect(lines.slice(start + 12, start + 15)).toEqual([
      '    charts/c 19/templates: a.yaml, tests/b.yaml',
      '    and 3 more',
      '',
    ]);
    expect(lint(['.'], { cwd }).output.problems).toHaveLength(25);
    expect(run(['tokens'], { cwd }).stderr.split('\n')).toHaveLength(13);
  });

  test.each([
    ['charts/shop/templates/a.yaml', 'charts/shop'],
    ['templates/deep/a.yaml', '.'],
    ["it's/templates/a.yaml", "'it'\\''s'"],
    ['docs/a.yaml', 'CHART'],
  ])('the chart of the template %s is named', (file, chart) => {
    const cwd = folder({ [file]: 'kind: Pod\nmetadata: { name: {{ .Release.Name }} }\n' });
    const command = `\`helm template ${chart} | kube-token-lint -\``;
    expect(lint(['.'], { cwd }).output.problems[0]?.message).toContain(`render the chart first, ${command}`);
    expect(run(['.'], { cwd }).stdout).toContain(command);
  });

  test('--quiet tells errors, and no warnings of what was left out', () => {
    const cwd = folder({
      'a/templates/a.yaml': '{{- if .X }}\n{{- end }}\n',
      'a/templates/b.yaml': '{{- if .X }}\n{{- end }}\n',
      'b.yaml': 'a: 1\na: 2\nkind: Pod\n',
    });
    for (const args of [['-q'], ['tokens', '-q']]) {
      expect(run(args, { cwd })).toMatchObject({ code: 0, stderr: '' });
      expect(run(args, { cwd }).stdout).not.toContain('warning');
    }
    const broken = folder({ 'b.yaml': 'a: b: c\n' });
    expect(run(['-q'], { cwd: broken })).toMatchObject({ code: 2, stdout: expect.stringContaining('yaml-syntax') });
    expect(run(['tokens', '-q'], { cwd: broken })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('b.yaml'),
    });
  });

  test.each([
    ['a list of values', 'args: [{{ .X }}]'],
    ['an item', 'args:\n    - {{ .X }}'],
  ])('unrendered templates: %s', (_name, args) => {
    const input = pod('a').replace('spec:', `spec:\n  ${args}`);
    expect(lint(['-'], { cwd: empty, input })).toMatchObject({
      code: 0,
      output: { problems: [{ code: 'unrendered-template', severity: 'warning' }] },
    });
  });

  test.each([
    ['in a block of text', '  annotations:\n    vault: |\n      {{- with secret "db" -}}\n      x\n      {{- end }}\n'],
    ['in quotes', '  annotations: {vault: "{{- with secret -}}"}\n'],
    ['in a comment', '  # {{- with secret }}\n'],
    ['in an item’s block of text', '  finalizers:\n    - |\n      {{ foo }}\n'],
    ['in a block of text with an anchor', '  annotations:\n    vault: &x !!str |\n      {{ foo }}\n'],
    ['in a text of several lines', '  annotations:\n    vault: "a\n      {{ with secret \\"a\\" }}\n      b"\n'],
  ])('braces %s excuse no broken YAML', (_name, metadata) => {
    const input = pod('a').replace('metadata:\n', `metadata:\n${metadata}`).replace('spec:', 'spec: ]');
    const { code, output } = lint(['-'], { cwd: empty, input });
    expect(output.problems).toMatchObject([{ code: 'yaml-syntax', severity: 'error' }]);
    expect(code).toBe(2);
  });

  test.each([
    ['a comment', '# {{ header }}\n'],
    ['a block of text', 'data: |\n  {{ header }}\n'],
  ])('a template is named at its first action, not at braces in %s', (_name, before) => {
    const input = `${before}${pod('a').replace('spec:', 'spec:\n  args: [{{ .X }}]')}`;
    const line = input.slice(0, input.indexOf('args')).split('\n').length;
    expect(lint(['-'], { cwd: empty, input }).output.problems).toMatchObject([
      { code: 'unrendered-template', range: { start: { line, column: 10 } } },
    ]);
  });

  test('a kustomization that draws in what the input does not hold', () => {
    const cwd = folder({
      'base/kustomization.yaml': 'resources: [pod.yaml, none.yaml]\n',
      'base/pod.yaml': pod('a'),
      'base/none.yaml': '',
      'prod/kustomization.yaml': 'resources:\n  - https://a.example/x.yaml\n  - ../base\n  - ../gone\n',
    });
    const problemsOf = (...paths: string[]): unknown[] =>
      lint(paths, { cwd }).output.problems.map(({ code, severity, range, message }) => [
        code,
        severity,
        range?.start,
        message.replace(/, which.*/, ''),
      ]);
    expect(problemsOf('base')).toEqual([]);
    expect(problemsOf('.')).toEqual([['missing-resource', 'warning', { line: 4, column: 5 }, 'It needs ../gone']]);
    expect(problemsOf('prod')).toEqual([
      ['missing-resource', 'warning', { line: 3, column: 5 }, 'It needs ../base and 1 more'],
    ]);
  });

  test('a kustomization lacks the file of a patch, which is no workload', () => {
    const cwd = folder({
      'base/kustomization.yaml': 'resources: [a.yaml]\n',
      'base/a.yaml': pod('a'),
      'prod/kustomization.yaml': 'resources: [../base]\npatches: [{ path: gone.yaml }, { path: here.yaml }]\n',
      'prod/here.yaml': pod('a'),
    });
    const { problems, summary } = lint(['.'], { cwd }).output;
    expect(problems.map(({ message }) => message.replace(/, which.*/, ''))).toEqual(['It needs gone.yaml']);
    expect(summary['workloads']).toBe(1);
  });

  test.each([
    ['user@a.example:owner/repository', []],
    ['git::https://a.example/owner/repository', []],
    ['HTTPS://a.example/x.yaml', []],
    ['GitHub.com/owner/repository//folder', []],
    ['gitlab.com/owner/repository', []],
    ['bitbucket.org/owner/repository', []],
    ['a.example/owner/repository', []],
    ['owner/repository//folder', []],
    ['base.d/pod.yaml', ['base.d/pod.yaml']],
    ['../base//pod', ['../base//pod']],
    ['a/b/c', ['a/b/c']],
  ])('a kustomization draws in a folder, or what is elsewhere: %s', (resource, missing) => {
    const cwd = folder({
      'prod/kustomization.yaml': `resources: [pod.yaml, "${resource}"]\n`,
      'prod/pod.yaml': pod('a'),
    });
    const { problems } = lint(['prod'], { cwd }).output;
    expect(problems.map(({ message }) => /^It needs (.*), which is not among the files/.exec(message)?.[1])).toEqual(
      missing,
    );
  });

  test('what others render charts with is no template', () => {
    const text =
      'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: a}\nspec: {values: {claim: "{{ .Release.Name }}"}}\n';
    expect(lint(['-'], { cwd: empty, input: text }).output.problems).toEqual([]);
  });

  test('templates of alerts and settings of other programs are no templates of helm', () => {
    const files = {
      'alerts.yaml':
        'apiVersion: monitoring.coreos.com/v1alpha1\nkind: AlertmanagerConfig\nmetadata: { name: a }\nspec: { receivers: [{ name: a, slackConfigs: [{ title: \'{{ template "title" . }}\' }] }] }\n',
      'hardened.yaml': 'configName: \'{{ include "app.name" . }}\'\n',
    };
    expect(lint(['.'], { cwd: folder(files) })).toMatchObject({ code: 0, output: { problems: [] } });
  });

  test('one text for a template leaves the other objects of a cluster to be read', () => {
    const item = (kind: string, rest: object): object => ({ apiVersion: 'v1', kind, metadata: { name: 'a' }, ...rest });
    const input = JSON.stringify({
      apiVersion: 'v1',
      kind: 'List',
      items: [
        item('ConfigMap', { data: { template: 'image: {{ .Values.image }}\n' } }),
        item('HelmRelease', { spec: { values: { claim: '{{ .Release.Name }}' } } }),
        item('Pod', { spec: { containers: [{ name: 'a', image: 'nginx:1' }] } }),
      ],
    });
    const { output } = lint(['-'], { cwd: empty, input });
    expect(output.problems).toEqual([]);
    expect(output.summary).toMatchObject({ workloads: 1 });
  });

  test('braces in rendered text are no templates', () => {
    const text = `${pod('a')}---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: alerts\ndata:\n  summary: Instance {{ $labels.instance }} is down\n  text: |\n    {{ .Values.x }}\n`;
    expect(lint(['-'], { cwd: empty, input: text }).output.problems).toEqual([]);
  });

  test('the notes of helm install --dry-run', () => {
    const text = `NAME: rel\nLAST DEPLOYED: Mon\nHOOKS:\nMANIFEST:\n---\n# Source: c/templates/p.yaml\n${pod('one')}\nNOTES:\n1. Get the URL: [it's here\n`;
    const { code, output } = lint(['-', '--rule', 'automount-unused=off'], { cwd: empty, input: text });
    expect(code).toBe(1);
    expect(output.problems).toMatchObject([
      { code: 'helm-notes', severity: 'warning', range: { start: { line: 16, column: 1 } } },
    ]);
    expect(output.findings).toContainEqual(expect.objectContaining(spec(11)));
  });

  test.each([
    ['a byte order mark', (text: string): string => `\ufeff${text}`],
    ['CRLF', (text: string): string => text.replaceAll('\n', '\r\n')],
    ['both', (text: string): string => `\ufeff${text.replaceAll('\n', '\r\n')}`],
  ])('%s moves nothing', (_what, change) => {
    const text = `# c\n---\n---\n${pod('one')}...\n`;
    const cwd = folder({ 'a.yaml': change(text) });
    for (const args of [['a.yaml'], ['-', '--stdin-filename', 'a.yaml']]) {
      const { output } = lint(args, { cwd, input: change(text) });
      expect(output.problems).toEqual([]);
      expect(output).toEqual(lint(args, { cwd: folder({ 'a.yaml': text }), input: text }).output);
      expect(output.findings).toMatchObject([spec(8)]);
    }
  });

  test('a byte order mark is no column, from a file as from standard input', () => {
    const text = '{"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a", "image": "a"}]}}';
    const cwd = folder({ 'a.json': `\ufeff${text}` });
    const column = text.indexOf('"spec"') + 1;
    expect(lint(['-'], { cwd, input: `\ufeff${text}` }).output.findings[0]?.range.start.column).toBe(column);
    expect(lint(['a.json'], { cwd }).output.findings[0]?.range.start.column).toBe(column);
  });

  test('JSON, with tabs and escapes', () => {
    const value = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { containers: [{ name: 'ü/😀' }] } };
    const text = JSON.stringify(value, undefined, '\t').replace('😀', '\\ud83d\\ude00').replace('/', '\\/');
    const { output } = lint(['.'], { cwd: folder({ 'a.json': text }) });
    expect(output.problems).toEqual([]);
    expect(output.findings).toMatchObject([{ ruleId: 'account-default', range: { start: { line: 7, column: 2 } } }]);
    expect(output.findings[0]?.message).toContain('"ü/😀"');
  });

  test.each([
    ['an empty file', ''],
    ['a line end', '\n'],
    ['a byte order mark', '\ufeff'],
    ['comments', '# nothing\n\n# at all\n'],
    ['separators', '---\n---\n# c\n...\n---\n'],
  ])('%s is no problem', (_what, text) => {
    const result = run(['a.yaml'], { cwd: folder({ 'a.yaml': text }) });
    expect(result).toMatchObject({ code: 0, stderr: 'No Kubernetes manifest found\n' });
    const { output } = lint(['.'], { cwd: folder({ 'a.yaml': text, 'b.yaml': pod('b') }) });
    expect(output.problems).toEqual([]);
    expect(output.findings).toMatchObject([{ file: 'b.yaml' }]);
  });
});

describe('folders', () => {
  test.each([
    ['UTF-16LE', ''],
    ['UTF-16BE', ''],
    ['UTF-16LE', '\ufeff'],
    ['UTF-16BE', '\ufeff'],
  ])('a file in %s: says what it is and what to do, with a byte order mark or without', (encoding, mark) => {
    const bytes = Buffer.from(mark + pod('a'), 'utf16le');
    const { code, output } = lint(['a.yaml'], {
      cwd: folder({ 'a.yaml': encoding === 'UTF-16LE' ? bytes : bytes.swap16() }),
    });
    const from = mark === '' ? encoding : 'UTF-16';
    const message = `In UTF-16, as it seems, and not in UTF-8: save it as UTF-8, as \`iconv -f ${from} -t UTF-8\` does`;
    expect([code, output.problems]).toMatchObject([2, [{ code: 'not-utf8', message }]]);
  });

  test('without manifests: says so', () => {
    const result = run(['.'], { cwd: folder({ 'readme.txt': 'hello' }) });
    expect(result.code).toBe(0);
    expect(result.stderr).toContain('No YAML or JSON file in .');
    expect(run(['.'], { cwd: folder({ 'values.yaml': 'a: 1\n' }) }).stderr).toContain('No Kubernetes manifest found');
  });

  test('without what `tokens` lists: says so', () => {
    const tokens = (files: Record<string, string>, ...args: string[]): string =>
      run(['tokens', ...args], { cwd: folder(files) }).stderr;
    expect(tokens({})).toBe('No YAML or JSON file in .\n');
    expect(tokens({ 'values.yaml': 'a: 1\n' })).toBe('No Kubernetes manifest found\n');
    const pods = { 'a.yaml': pod('a'), 'b.yaml': pod('b') };
    expect(tokens(pods)).toBe('');
    expect(tokens(pods, '--account', 'nope', '--verdict', 'used')).toBe(
      'None of 2 workloads fits --account nope --verdict used\n',
    );
  });

  test('a pipe that nobody reads is told, where nothing else was found', () => {
    const piped = (paths: string, files: Readonly<Record<string, string>>): string =>
      spawnSync('sh', ['-c', `echo | '${process.execPath}' '${cli}' ${paths}`], {
        cwd: folder(files),
        encoding: 'utf8',
      }).stderr;
    const told = 'The folder was read, not standard input: that is named -\n';
    expect(piped('', {})).toBe(`No YAML or JSON file in .\n${told}`);
    expect(piped('tokens', { 'role.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n' })).toBe(told);
    expect(piped('', { 'a.yaml': pod('a') })).toBe('');
    expect(piped('-', {})).not.toContain(told);
    expect(piped('.', {})).not.toContain(told);
  });

  test('leave out JSON that names no kind: an editor’s settings need not even be JSON', () => {
    const broken = '// settings\n{ "a": ] }\n';
    const cwd = folder({ '.vscode/settings.json': broken, 'a.yaml': pod('a') });
    expect(lint(['.'], { cwd })).toMatchObject({ code: 1, output: { problems: [] } });
    const manifest = folder({ 'a.json': broken.replace('"a"', '"apiVersion": "v1", "kind"') });
    expect(lint(['.'], { cwd: manifest })).toMatchObject({ code: 2, output: { problems: [{ code: 'yaml-syntax' }] } });
  });

  const repository = folder({
    '.gitignore': 'out/\n*.gen.yaml\n!keep.gen.yaml\n/k8s/anchored.yaml\n',
    'k8s/.gitignore': 'own.yaml\n',
    'k8s/a.yaml': pod('a'),
    'k8s/anchored.yaml': pod('anchored'),
    'k8s/keep.gen.yaml': pod('keep'),
    'k8s/own.yaml': pod('own'),
    'k8s/out/b.yaml': pod('b'),
    'k8s/x.gen.yaml': pod('x'),
    'node_modules/c.yaml': pod('c'),
  });
  execFileSync('git', ['init', '-q'], { cwd: repository });
  const filesOf = (args: readonly string[], cwd: string): string[] =>
    lint(args, { cwd }).output.findings.map(({ file }) => file);

  test('leave out what git ignores, also by a parent folder', () => {
    const kept = ['k8s/a.yaml', 'k8s/keep.gen.yaml'];
    expect(filesOf(['.'], repository)).toEqual(kept);
    expect(filesOf(['k8s'], repository)).toEqual(kept);
    expect(filesOf(['**/*.yaml'], repository)).toEqual(kept);
    expect(filesOf([], join(repository, 'k8s'))).toEqual(['a.yaml', 'keep.gen.yaml']);
    expect(filesOf(['..'], join(repository, 'k8s'))).toEqual(['a.yaml', 'keep.gen.yaml']);
    expect(filesOf([basename(repository)], dirname(repository)).map((file) => file.replace(/^[^/]*\//, ''))).toEqual(
      kept,
    );
  });

  test('in which git ignores all manifests: says so', () => {
    const cwd = folder({
      '.gitignore': 'out/\n',
      'out/a.yaml': pod('a'),
      'out/deep/b.yaml': pod('b'),
      'out/c.txt': '',
    });
    execFileSync('git', ['init', '-q'], { cwd });
    for (const command of [[], ['tokens']]) {
      const { code, stderr } = run(command, { cwd: join(cwd, 'out') });
      const left = '2 left out; name the files to lint them';
      expect({ code, stderr }).toEqual({
        code: 0,
        stderr: `No YAML or JSON file in . that git does not ignore (${left})\n`,
      });
      expect(run([...command, 'a.yaml'], { cwd: join(cwd, 'out') }).stdout).toContain('1 workload');
      expect(run([...command, 'out'], { cwd }).stdout).toContain('2 workloads');
    }
  });

  test('a pattern of which git ignores all files: says so', () => {
    const { code, output } = lint(['k8s/out/*.yaml', 'k8s/own.y*', 'k8s/*.nope'], { cwd: repository });
    expect([code, output.problems.map(({ file, message }) => `${file}: ${message}`)]).toEqual([
      2,
      [
        'k8s/out/*.yaml: No such file that git does not ignore (1 left out; name the files to lint them)',
        'k8s/own.y*: No such file that git does not ignore (1 left out; name the files to lint them)',
        'k8s/*.nope: No file fits this pattern',
      ],
    ]);
  });

  test('leave out what Go copies in of other projects, unless it is named', () => {
    const cwd = folder({ 'a.yaml': pod('a'), 'vendor/modules.txt': '', 'vendor/b.yaml': pod('b') });
    expect(filesOf(['.'], cwd)).toEqual(['a.yaml']);
    expect(filesOf(['vendor'], cwd)).toEqual(['vendor/b.yaml']);
    const other = folder({ 'vendor/b.yaml': pod('b') });
    expect(filesOf(['.'], other)).toEqual(['vendor/b.yaml']);
  });

  test('a file that is named is linted, be it ignored or not', () => {
    expect(filesOf(['k8s/out/b.yaml'], repository)).toEqual(['k8s/out/b.yaml']);
  });

  test('patterns, and files that several paths name', () => {
    const cwd = folder({ 'a.yaml': pod('a'), 'b/c.yml': pod('c'), 'b/d.json': '{}', 'b/e.txt': 'a: [' });
    expect(filesOf(['**/*.{yaml,yml}', 'a.yaml', './a.yaml', 'b', 'b/../a.yaml', join(cwd, 'a.yaml')], cwd)).toEqual([
      'a.yaml',
      'b/c.yml',
    ]);
    expect(filesOf(['?.yaml'], cwd)).toEqual(['a.yaml']);
    expect(run(['*.nope'], { cwd }).code).toBe(2);
  });

  test('a pattern with ! takes files away', () => {
    expect(filesOf(['*.yaml', '!b.yaml'], folder({ 'a.yaml': pod('a'), 'b.yaml': pod('b') }))).toEqual(['a.yaml']);
  });

  test('files that links name', () => {
    const cwd = folder({ 'real/a.yaml': pod('a') });
    mkdirSync(join(cwd, 'k8s'));
    symlinkSync('../real/a.yaml', join(cwd, 'k8s/a.yaml'));
    expect(filesOf(['k8s'], cwd)).toEqual(['k8s/a.yaml']);
  });

  test.each([['k8s'], ['k8s/*.yaml'], ['k8s/a.yaml', 'k8s/circle.yaml', 'k8s/b.yaml']])(
    'links that lead nowhere are said, and the rest of %s is linted',
    (...paths) => {
      const cwd = folder({ 'k8s/b.yaml': pod('b') });
      symlinkSync('../gone.yaml', join(cwd, 'k8s/a.yaml'));
      symlinkSync('circle.yaml', join(cwd, 'k8s/circle.yaml'));
      // As Emacs marks a file that somebody edits.
      symlinkSync('somebody@a-machine.1234:5678', join(cwd, 'k8s/.#b.yaml'));
      const { code, output } = lint(paths, { cwd });
      expect(code).toBe(2);
      expect(output.problems.map(({ file, code, message }) => `${file}: ${code}: ${message}`)).toEqual([
        'k8s/a.yaml: unreadable: Could not be read: it is a link that leads nowhere',
        'k8s/circle.yaml: unreadable: Could not be read: the link leads in a circle',
      ]);
      expect(filesOf(paths, cwd)).toEqual(['k8s/b.yaml']);
    },
  );

  test('names of all kinds, percent-encoded in SARIF', () => {
    const encoded = {
      'a b.yaml': 'a%20b.yaml',
      'c#d.yaml': 'c%23d.yaml',
      'e%20f.yaml': 'e%2520f.yaml',
      'g[1]{h}.yaml': 'g%5B1%5D%7Bh%7D.yaml',
      'k:l?.yaml': 'k%3Al%3F.yaml',
      'ü/日本.yaml': '%C3%BC/%E6%97%A5%E6%9C%AC.yaml',
    };
    const cwd = folder(Object.fromEntries(Object.keys(encoded).map((name) => [name, pod('a')])));
    expect(filesOf(['.'], cwd)).toEqual(Object.keys(encoded));
    expect(filesOf(Object.keys(encoded), cwd)).toEqual(Object.keys(encoded));
    const uris = run(['.', '--format', 'sarif'], { cwd }).stdout.matchAll(/"uri": "([^"]*)"/g);
    expect([...new Set([...uris].map((match) => match[1]))]).toEqual(Object.values(encoded));
  });

  test('standard input that is named twice is read once', () => {
    expect(lint(['-', '-'], { cwd: empty, input: pod('a') }).output.findings).toHaveLength(1);
  });

  test('a name for standard input hides no file of that name', () => {
    const cwd = folder({ 'a.yaml': pod('a') });
    const { output } = lint(['a.yaml', '-', '--stdin-filename', 'a.yaml'], { cwd, input: 'a: 1\n' });
    expect(output.findings).toHaveLength(1);
  });
});

describe('nothing of the input harms its reader', () => {
  /** What moves the cursor, hides or turns text; line ends apart. */
  const harmful = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

  test('no control character of a text reaches the terminal', () => {
    const escape = '\\e[31mred\\e[0m\\e]0;title\\a\\u202e\\x9b2J\\r\\n\\b';
    const text = `${pod(`"${escape}"`).replace('- name: a', `- name: "${escape}"`)}  "${escape}": 1\n  "${escape}": 2\n`;
    const { stdout } = run(['-', '--color=never'], { cwd: empty, input: text });
    expect(stdout).toContain('account-default');
    expect(stdout).toContain('duplicate-key');
    expect(stdout).not.toMatch(harmful);
    expect(stdout.split('\n').some((line) => line.startsWith('\b'))).toBe(false);
  });

  const name = '\u001b[31mred\u0007\r\u202e';
  test('nor one of a file’s name', () => {
    const cwd = folder({ [`${name}.yaml`]: pod('a'), 'b.yaml': 'a: [' });
    expect(run(['.', 'b.yaml'], { cwd }).stdout).not.toMatch(harmful);
    expect(run([`${name}.nope`], { cwd }).stdout).not.toMatch(harmful);
    expect(run(['-', '--stdin-filename', name], { cwd, input: pod('a') }).stdout).not.toMatch(harmful);
  });

  test.each([[[name]], [['--rule', `${name}=off`]], [[`--${name}`]]])('nor one of an argument: %j', (args) => {
    const cwd = folder({ [`${name}/readme.txt`]: '' });
    const { stderr } = run(args, { cwd });
    expect(stderr).toContain('red');
    expect(stderr).not.toMatch(harmful);
  });

  /** Reports that hold a piece of the token. */
  function leaks(text: string): string[] {
    const cwd = folder({ 'in/a.yaml': text });
    const formats = ['pretty', 'json', 'sarif'];
    const outputs = formats.flatMap((format) => ['--format', format, '--output', format]);
    const { code } = run(['in', ...outputs, '--preset', 'strict', '--fail-on', 'info'], { cwd });
    if (code === 0) throw new Error('there is nothing to report');
    return formats.filter((format) => {
      const report = readFileSync(join(cwd, format), 'utf8');
      return jwtPieces.some((piece) => report.includes(piece));
    });
  }
  const flow = (name: string, more: string): string =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: ${name}, image: a}]${more}}\n`;
  const secret = `{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s", "annotations": {"kubernetes.io/service-account.name": "${jwt}"}}, "data": {"token": "${Buffer.from(jwt).toString('base64')}"}, "type": "kubernetes.io/service-account-token"}\n`;
  const source = (fields: string): string =>
    flow('a', `, volumes: [{name: t, projected: {sources: [{serviceAccountToken: {${fields}}}]}}]`);

  test.each([
    ['a comment', flow('a', '').replace(/\n$/, ` # ${jwt}\n`)],
    ['an argument', flow('a', '').replace('image: a', `image: a, args: ["--token=${jwt}"]`)],
    ['a variable', flow('a', '').replace('image: a', `image: a, env: [{name: KUBE_TOKEN, value: "${jwt}"}]`)],
    ['a container’s name', flow(jwt, '')],
    ['an account', flow('a', `, serviceAccount: ${jwt}`)],
    ['a path', source(`path: ${jwt}`)],
    ['an audience', source(`path: t, audience: ${jwt}, expirationSeconds: 300`)],
    ['a number', source(`path: t, audience: a, expirationSeconds: ${jwt}`)],
    ['a boolean', flow('a', `, automountServiceAccountToken: ${jwt}`)],
    ['a Secret', secret],
    ['a Secret in lines', secret.replaceAll(', ', ',\n ')],
    ['broken YAML', `${flow('a', '')}---\na: ${jwt}: b\n---\na: "${jwt}\n---\n- ${jwt}\nb\n`],
  ])('tokens are never printed: %s', (_what, text) => {
    expect(leaks(text)).toEqual([]);
  });

  test('nor is the data of a Secret, on the line of what is at fault', () => {
    const secret = '{kind: Secret, apiVersion: v1, metadata: {name: s}, data: {p: aHVudGVyMg==}}';
    const account = '{kind: ServiceAccount, apiVersion: v1, automountServiceAccountToken: "no", metadata: {name: a}}';
    const list = (items: string): string => `kind: List\napiVersion: v1\nitems: [${items}]\n`;
    const pretty = (input: string): string => run(['-'], { cwd: empty, input }).stdout;
    expect(pretty(list(`${secret},\n ${account}`))).toContain(`| ${account}`.replace('| {', '|  {'));
    for (const end of ['\n', '\r\n']) {
      const shown = pretty(list(`${secret}, ${account.replace(', metadata', ',\n metadata')}`).replaceAll('\n', end));
      expect(shown).toContain('| "no"');
      expect(shown).not.toContain('aHVudGVyMg');
    }
  });

  test.each([
    ['a key that is there twice', flow('a', `, ${jwt}: 1, ${jwt}: 2`)],
    ['a value that its tag does not fit', flow('a', `, x: !!int ${jwt}`)],
    ['an alias', flow('a', `, x: *${jwt} `)],
    ['an object’s name', flow('a', '').replace('name: a', `name: ${jwt}`)],
    ['a template’s name', `# Source: ${jwt}\n${flow('a', '')}`],
  ])('tokens are never printed: %s', (_what, text) => {
    expect(leaks(text)).toEqual([]);
  });
});
