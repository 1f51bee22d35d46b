import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import { expect, test } from 'vitest';
import plugin from '../../src/eslint/plugin.ts';
import { folder } from '../support/command.ts';

const root = join(import.meta.dirname, '../..');

const bad = `import { readFileSync } from 'node:fs';

const token: string = readFileSync('/var/run/secrets/kubernetes.io/serviceaccount/token', 'utf8');

export async function pay(amount: number): Promise<void> {
  console.log('paying', token);
  await fetch(\`https://payments.example.com/pay?token=\${token}\`, { headers: { Authorization: \`Bearer \${token}\` } });
}
`;
const good = `import { readFile } from 'node:fs/promises';

export async function pay(amount: number): Promise<void> {
  const token = await readFile(process.env['TOKEN_PATH'] ?? '/var/run/secrets/payments/token', 'utf8');
  console.log('paying', amount);
  await fetch('https://payments.example.com/pay', { headers: { Authorization: \`Bearer \${token.trim()}\` } });
}
`;

test('the recommended configuration works in a project of TypeScript', async () => {
  const cwd = folder({
    'package.json': '{ "type": "module" }',
    'eslint.config.js': `import parser from '@typescript-eslint/parser';
import kubeTokenLint from 'kube-token-lint/eslint';
export default [{ files: ['**/*.ts'], languageOptions: { parser } }, kubeTokenLint.configs.recommended];
`,
    'src/bad.ts': bad,
    'src/good.ts': good,
    'src/example.ts': readFileSync(join(root, 'examples/patterns/token-path/client.ts')),
    'node_modules/kube-token-lint/package.json': readFileSync(join(root, 'package.json')),
  });
  symlinkSync(join(root, 'dist'), join(cwd, 'node_modules/kube-token-lint/dist'));
  symlinkSync(join(root, 'node_modules/@typescript-eslint'), join(cwd, 'node_modules/@typescript-eslint'));
  const results = await new ESLint({ cwd }).lintFiles(['src']);
  const found = results.flatMap(({ filePath, messages }) =>
    messages.map(({ ruleId, line, message }) => [filePath.slice(cwd.length + 1), line, ruleId ?? message]),
  );
  expect(found).toEqual([
    ['src/bad.ts', 3, 'kube-token-lint/no-cached-token'],
    ['src/bad.ts', 6, 'kube-token-lint/no-token-logging'],
    ['src/bad.ts', 7, 'kube-token-lint/no-default-token-path'],
    ['src/bad.ts', 7, 'kube-token-lint/no-token-in-url'],
  ]);
});

test('every rule is recommended, described, and has its page', () => {
  const rules = Object.entries(plugin.rules ?? {});
  expect(rules).toHaveLength(4);
  expect(Object.keys(plugin.configs.recommended.rules ?? {})).toEqual(rules.map(([name]) => `kube-token-lint/${name}`));
  for (const [name, rule] of rules) {
    expect(rule).toHaveProperty('meta.docs.description', expect.stringMatching(/^Disallow /));
    const page = join(root, 'docs/eslint', `${name}.md`);
    expect(rule).toHaveProperty('meta.docs.url', expect.stringContaining(`docs/eslint/${name}.md`));
    expect(existsSync(page)).toBe(true);
    expect(readFileSync(page, 'utf8')).toContain(`# ${name}`);
  }
});
