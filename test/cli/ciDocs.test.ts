import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folder, run } from '../support/command.ts';
import { pod } from '../support/manifests.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/ci.md'), 'utf8');
const commands = Array.from(page.matchAll(/kube-token-lint ((?:-[fo] \S+ )*k8s)\b/g), ([, args = '']) =>
  args.split(' '),
);

test('the commands that the page shows write what it says', () => {
  expect(commands).toHaveLength(3);
  for (const args of commands) {
    const cwd = folder({ 'k8s/a.yaml': pod('a') });
    expect(run(args, { cwd })).toMatchObject({ code: 1, stderr: '', stdout: expect.stringContaining('1 warning') });
    for (const [, file = ''] of args.join(' ').matchAll(/-o (\S+)/g)) {
      expect(page).toContain(`: ${file}\n`);
      expect(readFileSync(join(cwd, file), 'utf8')).toContain('account-default');
    }
  }
});
