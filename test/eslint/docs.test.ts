import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Linter } from 'eslint';
import { expect, test } from 'vitest';
import plugin from '../../src/eslint/plugin.ts';

const folder = join(import.meta.dirname, '../../docs/eslint');
const blocks = readdirSync(folder).flatMap((page) =>
  [...readFileSync(join(folder, page), 'utf8').matchAll(/```[jt]s\n(.*?)```/gs)].map(
    ([, code = '']) => [page, code.split('\n', 1)[0] ?? '', code] as const,
  ),
);

test.each(blocks)('%s: %s', (page, start, code) => {
  const found = new Linter().verify(code, [plugin.configs.recommended]);
  const rules = new Set(found.map(({ ruleId, message }) => ruleId ?? message));
  const isReported = start.startsWith('// Reported');
  expect([...rules]).toEqual(isReported ? [`kube-token-lint/${page.replace('.md', '')}`] : []);
});

test('every rule has a block that is reported, and one that is not', () => {
  for (const rule of Object.keys(plugin.rules ?? {})) {
    const starts = blocks.filter(([page]) => page === `${rule}.md`).map(([, start]) => start.split(':', 1)[0]);
    expect(starts, rule).toEqual(expect.arrayContaining(['// Reported', '// Not reported']));
  }
});
