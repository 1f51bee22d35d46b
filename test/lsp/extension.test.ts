import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folder } from '../support/command.ts';
import { uriOf } from '../support/languageClient.ts';
import { pod } from '../support/manifests.ts';
import { start } from './support.ts';

const extension = join(import.meta.dirname, '../../editors/vscode');

test('the extension for VS Code brings a server that runs by itself, and what its manifest names', async () => {
  execFileSync(process.execPath, ['build.mjs'], { cwd: extension, stdio: 'pipe' });
  const manifest = readFileSync(join(extension, 'package.json'), 'utf8');
  const named = [...manifest.matchAll(/"(\.\/[^"]+)"/g)].map((match) => match[1] ?? '');
  expect(named).toContain('./dist/extension.cjs');
  expect(named.filter((path) => !existsSync(join(extension, path)))).toEqual([]);
  const root = folder({ 'a.yaml': pod('a'), 'kube-token-lint.config.yaml': 'rules: {}\n' });
  const server = readFileSync(join(extension, 'dist/server.mjs'), 'utf8');
  const alone = join(folder({ 'server.mjs': server }), 'server.mjs');
  const client = await start({ roots: [root], program: alone });
  await client.scanned();
  expect(client.codes(uriOf(root, 'a.yaml'))).toContain('account-default');
  expect(client.messages).toEqual([]);
});
