import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { symlinkSync } from 'node:fs';
import { folder } from './support/command.ts';

const root = join(import.meta.dirname, '..');

const consumer = `import { type Finding, type LintResult, lintFiles, lintTexts, rules, toSarif, version } from 'kube-token-lint';
const result: LintResult = lintTexts([{ uri: 'a.yaml', text: 'kind: Pod' }], { preset: 'strict', rules: { 'account-default': 'off' } });
const first: Finding | undefined = result.findings[0];
const place: number | undefined = first?.location.range.start.line;
const text: string = toSarif(await lintFiles(['.']));
console.log(rules.length, version, place, text.length);
// @ts-expect-error: a level that does not exist
lintTexts([], { rules: { 'account-default': 'loud' } });
`;

test('the package works where it is installed: command, API and types', () => {
  const packed = folder({});
  const listing: unknown = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', packed], {
      cwd: root,
      encoding: 'utf8',
    }),
  );
  const text = JSON.stringify(listing);
  const tarball = /"filename":"([^"]+)"/.exec(text)?.[1] ?? '';
  const paths = [...text.matchAll(/"path":"([^"]+)"/g)].map((match) => match[1] ?? '');
  expect(paths.filter((path) => !/^(?:dist\/|schemas\/|README\.md$|LICENSE$|package\.json$)/.test(path))).toEqual([]);
  expect(paths).toContain('dist/cli.js');

  const cwd = folder({
    'package.json': '{"name": "consumer", "private": true, "type": "module"}',
    'a.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: a}]}\n',
    'consumer.ts': consumer,
    'tsconfig.json':
      '{"compilerOptions": {"strict": true, "module": "nodenext", "target": "es2023", "noEmit": true, "types": ["node"]}}',
  });
  execFileSync('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', join(packed, tarball)], {
    cwd,
    stdio: 'pipe',
  });
  const bin = join(cwd, 'node_modules/.bin/kube-token-lint');
  expect(execFileSync(bin, ['--version'], { encoding: 'utf8' })).toMatch(/^\d/);
  expect(execFileSync(bin, ['.', '--fail-on', 'never'], { cwd, encoding: 'utf8' })).toContain('account-default');

  symlinkSync(join(root, 'node_modules/@types'), join(cwd, 'node_modules/@types'));
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.'], { cwd, stdio: 'pipe' });
}, 180_000);
