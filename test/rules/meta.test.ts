import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/registry.ts';
import { isRuleId, ruleScaffold } from '../../scripts/newRule/scaffold.ts';
import { activeRules, presets } from '../../src/config/activeRules.ts';
import type { Rule, RuleMeta } from '../../src/rule/rule.ts';
import { metaFaults } from './standard.ts';

const root = join(import.meta.dirname, '../..');
const folders = readdirSync(join(root, 'rules'), { withFileTypes: true }).filter((entry) => entry.isDirectory());

test('each folder is a rule of its name, and the registry holds all of them', () => {
  expect(rules.map(({ meta }) => meta.id)).toEqual(folders.map(({ name }) => name).sort());
});

describe.each(rules.map((rule): [string, Rule] => [rule.meta.id, rule]))('%s', (id, { meta }) => {
  test('says all that the standard asks for', () => {
    expect(metaFaults(meta)).toEqual([]);
  });

  test('has a page, and a fixture that stays silent', () => {
    expect(readFileSync(join(root, 'rules', id, 'README.md'), 'utf8')).toContain(`# ${id}`);
    const good = join(root, 'rules', id, 'fixtures/good.yaml');
    expect(existsSync(good)).toBe(true);
    expect(readFileSync(good, 'utf8')).not.toContain('# expect:');
  });
});

test.each(presets)('the rules about suppressions are on in %s', (preset) => {
  const active = activeRules(rules, { presets: [preset], settings: new Map() }).map(({ rule }) => rule.meta.id);
  const about = rules.map(({ meta }) => meta.id).filter((id) => id.startsWith('suppression-'));
  expect(about).toHaveLength(3);
  expect(active).toEqual(expect.arrayContaining(about));
});

test('the standard can fail', () => {
  const [{ meta } = expect.fail('no rule')] = rules;
  const faulty: readonly Partial<RuleMeta>[] = [
    { id: 'thing-wrong' },
    { id: 'token_wrong' },
    { description: 'no sentence' },
    { rationale: 'Bad.' },
    { presets: ['recommended'] },
    { presets: ['strict'] },
    { securitySeverity: 11 },
    { tags: [] },
    { tags: ['CWE-1', 'CWE-613'] },
    { tags: ['CWE-613', 'CWE-613'] },
    { references: [] },
    { references: ['http://example.com'] },
    { references: ['https://exa mple.com'] },
    { messages: {} },
    { messages: { a: ': a message that begins odd' } },
    { messages: { a: 'A message that ends in a dot.' } },
  ];
  for (const change of faulty) expect(metaFaults({ ...meta, ...change }), JSON.stringify(change)).toHaveLength(1);
});

describe('npm run new-rule', () => {
  test('takes ids as the catalogue has them', () => {
    expect(['token-audience-missing', 'rbac-wildcard'].every(isRuleId)).toBe(true);
    expect(['token', 'Token-a', 'token_a', '../token-a', 'token-', ''].some(isRuleId)).toBe(false);
  });

  test('writes a rule that typechecks and that the standard refuses', async () => {
    const project = mkdtempSync(join(tmpdir(), 'kube-token-lint-'));
    symlinkSync(join(root, 'src'), join(project, 'src'));
    symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
    writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
    const folder = join(project, 'rules/token-example');
    for (const [path, text] of ruleScaffold('token-example')) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const config = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => readFileSync(path, 'utf8'));
    const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
    const file = join(folder, 'rule.ts');
    const program = ts.createProgram([file], options);
    expect(ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText)).toEqual([]);
    const module: { default: Rule } = await import(file);
    expect(metaFaults(module.default.meta)).toEqual(
      expect.arrayContaining(['there is no tag', 'there is no reference', 'no preset turns it on']),
    );
  });
});
