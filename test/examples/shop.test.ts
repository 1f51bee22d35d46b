import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type LintSettings, lintFiles } from '../../src/index.ts';

const cwd = join(import.meta.dirname, '../../examples');
const page = readFileSync(join(cwd, 'README.md'), 'utf8');

async function rulesByFile(settings: LintSettings = {}): Promise<ReadonlyMap<string, readonly string[]>> {
  const { findings } = await lintFiles(['shop'], { cwd, ...settings });
  const rules = new Map<string, string[]>();
  for (const { ruleId, location } of findings) {
    const file = location.uri.replace('shop/', '');
    rules.set(file, [...new Set([...(rules.get(file) ?? []), ruleId])].sort());
  }
  return rules;
}

test('the table names what is reported of each file of the shop', async () => {
  const rows = [...page.matchAll(/^\| `(\S+\.yaml)` \|.*\| (.*) \|$/gm)].map(([, file = '', rules = '']) => {
    const named = Array.from(rules.matchAll(/`([^`]+)`/g), ([, rule = '']) => rule);
    return [file, named.sort()] as const;
  });
  expect(new Map(rows.filter(([, rules]) => rules.length > 0))).toEqual(await rulesByFile());
  expect(rows.find(([file]) => file === 'orders-operator.yaml')).toEqual(['orders-operator.yaml', []]);
});

test('what would be reported without the rule that says most', async () => {
  const rules = await rulesByFile({ rules: { 'automount-unused': 'off' } });
  expect(rules.get('mailer.yaml')).toEqual(['automount-override']);
  expect(rules.get('storefront.yaml')).toEqual(['account-default']);
});
