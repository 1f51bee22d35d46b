import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** The layers, lowest first: a file imports from its own layer and from lower ones. */
const layers: readonly (readonly string[])[] = [
  ['src/text', 'src/lists', 'src/memo'],
  ['src/documents'],
  ['src/facts/objects'],
  ['src/facts/pods'],
  ['src/facts/accounts'],
  ['src/facts/kustomize', 'src/facts/tokens'],
  ['src/facts/validation'],
  ['src/facts/rbac'],
  ['src/facts/workloads'],
  ['src/facts/cluster'],
  ['src/facts'],
  ['src/evidence/evidence.ts'],
  ['src/evidence/knowledge'],
  ['src/evidence/shell'],
  ['src/evidence/texts'],
  ['src/evidence/programs'],
  ['src/evidence'],
  ['src/rule'],
  ['rules', 'src/config', 'src/suppressions', 'src/baseline', 'src/fixes'],
  ['src/lint'],
  ['src/compliance'],
  ['src/reporters'],
  ['src/inputs'],
  ['src/lsp', 'src/eslint', 'src/index.ts'],
  ['src/cli'],
];

const doors = layers.slice(-3).flat();
const ioModules =
  /^(?:node:)?(?:fs|fs\/promises|child_process|cluster|dgram|dns|dns\/promises|http|http2|https|module|net|process|tls|worker_threads|stream\/consumers|globby)$/;

type Imports = ReadonlyMap<string, readonly string[]>;

function files(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
    .sort();
}

/** What a file imports, by any form of import; relative ones as paths from the root. */
function importsOf(path: string, text: string): string[] {
  const names: string[] = [];
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  const visit = (node: ts.Node): void => {
    const specifier =
      ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
        ? node.moduleSpecifier
        : ts.isCallExpression(node) &&
            (node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText(file) === 'require')
          ? node.arguments[0]
          : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
            ? node.argument.literal
            : undefined;
    if (specifier !== undefined && ts.isStringLiteralLike(specifier)) names.push(specifier.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names.map((name) => (name.startsWith('.') ? posix.join(dirname(path), name) : name));
}

function layerOf(path: string): number {
  return layers.findIndex((group) => group.some((folder) => path === folder || path.startsWith(`${folder}/`)));
}

function folderOf(path: string): string | undefined {
  return layers.flat().find((folder) => path === folder || path.startsWith(`${folder}/`));
}

/** Every breach of the rules about imports, as `file → import: why`. */
function breaches(imports: Imports): string[] {
  const found: string[] = [];
  for (const [path, names] of imports) {
    for (const name of names) {
      const say = (why: string): unknown => found.push(`${path} → ${name}: ${why}`);
      const isDoor = doors.some((door) => path === door || path.startsWith(`${door}/`));
      if (!name.startsWith('src/') && !name.startsWith('rules/')) {
        if (ioModules.test(name) && !isDoor) say('only doors do I/O');
        if (/^(?:scripts|test|bench)\//.test(name)) say('the package does not import its own tooling');
        continue;
      }
      if (name === 'rules/registry.ts' && !isDoor) say('only doors choose the rules');
      if (layerOf(name) > layerOf(path)) say('imports go one way');
      const [from, to] = [folderOf(path), folderOf(name)];
      if (to === 'rules' && from !== 'rules' && !isDoor && name !== 'rules/registry.ts') say('rules are passed in');
      if (from === 'src/fixes' && /^src\/(?:facts|evidence)\b/.test(name)) say('fixes know only text and rules');
      if (path.startsWith('rules/') && name.startsWith('rules/') && path !== 'rules/registry.ts') {
        if (path.split('/')[1] !== name.split('/')[1]) say('rules do not import each other');
      } else if (layerOf(name) === layerOf(path) && from !== to && !isDoor) say('siblings do not import each other');
    }
  }
  return [...found, ...cycles(imports)];
}

function cycles(imports: Imports): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) found.push(`${[...trail.slice(trail.indexOf(path)), path].join(' → ')}: a cycle`);
    if (done.has(path) || trail.includes(path)) return;
    for (const name of imports.get(path) ?? []) visit(name, [...trail, path]);
    done.add(path);
  };
  for (const path of imports.keys()) visit(path, []);
  return found;
}

function isBarrel(text: string): boolean {
  const statements = ts.createSourceFile('x.ts', text, ts.ScriptTarget.Latest).statements;
  return (
    statements.some((statement) => ts.isExportDeclaration(statement)) &&
    statements.every((statement) => ts.isExportDeclaration(statement) || ts.isImportDeclaration(statement))
  );
}

const sources = [...files('src'), ...files('rules')];

test('imports go one way, only doors do I/O, and there are no cycles', () => {
  const imports = new Map(sources.map((path) => [path, importsOf(path, readFileSync(join(root, path), 'utf8'))]));
  expect(imports.size).toBeGreaterThan(30);
  expect(breaches(imports)).toEqual([]);
});

test('every source file belongs to a layer, and none only passes things on', () => {
  expect(sources.filter((path) => layerOf(path) === -1)).toEqual([]);
  expect(sources.filter((path) => path !== 'src/index.ts' && isBarrel(readFileSync(join(root, path), 'utf8')))).toEqual(
    [],
  );
});

test('the checks can fail', () => {
  const graph = (entries: Record<string, string>): string[] =>
    breaches(new Map(Object.entries(entries).map(([path, text]) => [path, importsOf(path, text)])));
  expect(graph({ 'src/text/a.ts': "import { x } from '../facts/b.ts';" })).toHaveLength(1);
  expect(graph({ 'src/text/a.ts': "const x = await import('../facts/b.ts');" })).toHaveLength(1);
  expect(graph({ 'src/text/a.ts': "type X = import('../facts/b.ts').B;" })).toHaveLength(1);
  expect(graph({ 'rules/a/rule.ts': "export * from '../b/rule.ts';" })).toHaveLength(1);
  expect(graph({ 'src/facts/a.ts': "import { readFileSync } from 'node:fs';" })).toHaveLength(1);
  expect(graph({ 'src/lint/a.ts': "import { rules } from '../../rules/registry.ts';" })).toHaveLength(1);
  expect(graph({ 'src/config/a.ts': "import { x } from '../fixes/b.ts';" })).toHaveLength(1);
  expect(graph({ 'src/facts/a.ts': "import './b.ts';", 'src/facts/b.ts': "import './a.ts';" })).toHaveLength(1);
  expect(graph({ 'src/lint/a.ts': "import x from '../../rules/x/rule.ts';" })).toHaveLength(1);
  expect(graph({ 'src/reporters/a.ts': "import x from '../../rules/x/rule.ts';" })).toHaveLength(1);
  expect(graph({ 'src/fixes/a.ts': "import { x } from '../facts/b.ts';" })).toHaveLength(1);
  expect(graph({ 'src/facts/a.ts': "import { x } from '../../scripts/b.ts';" })).toHaveLength(1);
  expect(graph({ 'src/facts/a.ts': "const fs = require('node:fs');" })).toHaveLength(1);
  expect(graph({ 'src/facts/a.ts': 'await import(`node:fs`);' })).toHaveLength(1);
  expect(graph({ 'src/facts/a.ts': "import { globby } from 'globby';" })).toHaveLength(1);
  expect(graph({ 'src/cli/a.ts': "import { rules } from '../../rules/registry.ts';" })).toEqual([]);
  expect(isBarrel("export * from './a.ts';")).toBe(true);
  expect(isBarrel("import { x } from './a.ts'; export { x };")).toBe(true);
  expect(isBarrel("import { x } from './a.ts'; export const y = x;")).toBe(false);
});
