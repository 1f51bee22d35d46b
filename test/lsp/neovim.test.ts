import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cli, folder } from '../support/command.ts';
import { account, binding, deployment } from './support.ts';

const found = spawnSync('nvim', ['--version'], { encoding: 'utf8', timeout: 10_000 }).status === 0;
const title = found ? 'shows diagnostics and applies a fix' : 'skipped: no nvim here (apt-get install neovim)';

test.skipIf(!found)(`Neovim, headless: ${title}`, () => {
  const root = folder({ 'account.yaml': account, 'binding.yaml': binding, 'app.yaml': deployment });
  const out = join(folder({}), 'seen.json');
  const env = {
    ...process.env,
    SERVER: JSON.stringify([process.execPath, cli, 'lsp', '--stdio']),
    ROOT: root,
    FILE: join(root, 'app.yaml'),
    OUT: out,
  };
  const script = join(import.meta.dirname, 'neovim.lua');
  const args = ['--headless', '--clean', '-c', `luafile ${script}`];
  spawnSync('nvim', args, { cwd: root, env, stdio: 'ignore', timeout: 50_000, killSignal: 'SIGKILL' });
  const seen: unknown = JSON.parse(readFileSync(out, 'utf8'));
  expect(seen).toMatchObject({
    before: [{ code: 'token-expiration-bounds', line: 25, source: 'kube-token-lint' }],
    applied: 'Set expirationSeconds: 600',
    text: deployment.replace('expirationSeconds: 300', 'expirationSeconds: 600').trimEnd(),
  });
  expect(seen).not.toHaveProperty('problem');
  expect(seen).toHaveProperty('after', []);
});
