import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { folder } from './support/command.ts';
import { relativeLinks } from './support/links.ts';
import { pod } from './support/manifests.ts';

const root = join(import.meta.dirname, '..');
const installing = 180_000;

const consumer = `import {
  type Finding, type Level, type LintResult, type LintSettings, type Location, type Problem, type Rule, type Summary, type Text, type TextEdit,
  lintFiles, lintTexts, rules, toJson, toSarif, version,
} from 'kube-token-lint';
import schema from 'kube-token-lint/schemas/output.schema.json' with { type: 'json' };

const off: Level = 'off';
const settings: LintSettings = { preset: 'strict', rules: { 'automount-unused': off } };
const texts: readonly Text[] = [{ uri: 'b.yaml', text: 'kind: Pod' }];
const ofTexts: LintResult = lintTexts(texts, settings);
const result: LintResult = await lintFiles(['a.yaml'], { ...settings, cwd: process.cwd() });
const found: Finding | undefined = result.findings.find((finding) => finding.ruleId === 'account-default');
const where: Location | undefined = found?.location;
const edits: readonly TextEdit[] = result.findings.flatMap((finding) => finding.fixes.flatMap((fix) => fix.edits));
const problems: readonly Problem[] = ofTexts.problems;
const summary: Summary = result.summary;
const first: Rule | undefined = rules[0];
const line: number | undefined = where?.range.start.line;
// @ts-expect-error: a level that does not exist
const wrong: LintSettings = { rules: { 'account-default': 'loud' } };
// @ts-expect-error: results are not for changing
summary.errors = 0;
console.log(JSON.stringify({
  version, line, schema: schema.title, rules: rules.length, id: typeof first?.meta.id, edits: Array.isArray(edits), problems: problems.length,
  json: toJson(result).length > 0, sarif: toSarif(result).length > 0, wrong: typeof wrong,
}));
`;

const compilerOptions = {
  strict: true,
  module: 'nodenext',
  target: 'es2023',
  skipLibCheck: false,
  exactOptionalPropertyTypes: true,
  resolveJsonModule: true,
  types: ['node'],
};

describe('the package', () => {
  const packed = folder({});
  let paths: string[] = [];
  const cwd = folder({
    'package.json': '{"name": "consumer", "private": true, "type": "module"}',
    'a.yaml': pod('a'),
    'consumer.ts': consumer,
    'tsconfig.json': JSON.stringify({ compilerOptions, files: ['consumer.ts'] }),
  });
  const npm = (args: string[], where: string): string =>
    execFileSync('npm', args, { cwd: where, encoding: 'utf8', stdio: 'pipe' });
  const node = (...args: string[]): string =>
    execFileSync(process.execPath, args, { cwd, encoding: 'utf8', stdio: 'pipe' });

  beforeAll(() => {
    const listing: unknown = JSON.parse(
      npm(['pack', '--json', '--ignore-scripts', '--pack-destination', packed], root),
    );
    const text = JSON.stringify(listing);
    paths = [...text.matchAll(/"path":"([^"]+)"/g)].map((match) => match[1] ?? '');
    const tarball = /"filename":"([^"]+)"/.exec(text)?.[1] ?? '';
    npm(['install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', join(packed, tarball)], cwd);
  }, installing);

  test('holds what it needs, and nothing else', () => {
    const own = ['README.md', 'LICENSE', 'package.json'];
    const isPage = (path: string): boolean => /^(?:docs|rules|editors|bench)\/.*\.md$|^examples\//.test(path);
    expect(paths.filter((path) => !/^(?:dist|schemas)\//.test(path) && !isPage(path)).sort()).toEqual(own.sort());
    expect(paths).toEqual(
      expect.arrayContaining([
        'dist/cli.cjs',
        'dist/index.js',
        'dist/types/src/index.d.ts',
        'schemas/output.schema.json',
      ]),
    );
    expect(paths.filter((path) => path.startsWith('dist/') && !/\.(?:c?js|d\.ts|map)$/.test(path))).toEqual([
      'dist/chunks/knowledge.txt',
    ]);
    expect(paths.filter((path) => /(?:test|fixture|oracle|corpus)/.test(path))).toEqual([]);
  });

  test('links nowhere that is not in it', () => {
    const home = join(cwd, 'node_modules/kube-token-lint');
    const broken = paths
      .filter((path) => path.endsWith('.md'))
      .flatMap((page) =>
        relativeLinks(readFileSync(join(home, page), 'utf8'))
          .filter(({ path }) => path !== '' && !existsSync(join(home, dirname(page), path)))
          .map(({ path }) => `${page}: ${path}`),
      );
    expect(broken).toEqual([]);
  });

  test('says nothing of the machine that built it', () => {
    const home = join(cwd, 'node_modules/kube-token-lint');
    const files = readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.(?:c?js|ts|json)$/.test(name),
    );
    expect(files.length).toBeGreaterThan(3);
    expect(files.filter((name) => readFileSync(join(home, name), 'utf8').includes(root))).toEqual([]);
  });

  test('brings only what it depends on', () => {
    const { dependencies } = Object(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
    for (const name of Object.keys(Object(dependencies)))
      expect(existsSync(join(cwd, 'node_modules', name))).toBe(true);
    for (const name of ['eslint', 'typescript', 'rolldown', 'vitest'])
      expect(existsSync(join(cwd, 'node_modules', name))).toBe(false);
  });

  test('has a command', () => {
    const npx = (...args: string[]): string => npm(['exec', '--offline', '--', 'kube-token-lint', ...args], cwd);
    const { version } = Object(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
    expect(npx('--version')).toBe(`${String(version)}\n`);
    expect(npx('a.yaml', '--fail-on', 'never')).toContain('account-default');
    expect(npx('.', '--fail-on', 'never', '--format', 'sarif')).toContain('"uri": "a.yaml"');
    expect(() => npx('a.yaml')).toThrow();
  });

  test(
    'has types that fit a strict consumer, which runs',
    () => {
      symlinkSync(join(root, 'node_modules/@types'), join(cwd, 'node_modules/@types'));
      symlinkSync(join(root, 'node_modules/undici-types'), join(cwd, 'node_modules/undici-types'));
      node(join(root, 'node_modules/typescript/bin/tsc'), '-p', '.');
      const said: unknown = JSON.parse(node('consumer.js'));
      expect(said).toEqual({
        version: expect.stringMatching(/^\d+\.\d+\.\d+/),
        line: 4,
        schema: expect.stringContaining('json'),
        rules: expect.any(Number),
        id: 'string',
        edits: true,
        problems: 0,
        json: true,
        sarif: true,
        wrong: 'object',
      });
    },
    installing,
  );

  test('gives modules and CommonJS alike the plugin for ESLint', () => {
    const kept = 'console.log(Object.keys(plugin.configs))';
    const required = node('--input-type=commonjs', '-e', `const plugin = require('kube-token-lint/eslint'); ${kept}`);
    const imported = node('--input-type=module', '-e', `import plugin from 'kube-token-lint/eslint'; ${kept}`);
    expect([required, imported]).toEqual(["[ 'recommended' ]\n", "[ 'recommended' ]\n"]);
  });

  test('keeps its insides to itself', () => {
    const imported = (path: string): string =>
      node('--input-type=module', '-e', `await import(${JSON.stringify(path)})`);
    expect(() => imported('kube-token-lint/dist/cli.cjs')).toThrow('ERR_PACKAGE_PATH_NOT_EXPORTED');
    expect(imported('kube-token-lint')).toBe('');
  });
});
