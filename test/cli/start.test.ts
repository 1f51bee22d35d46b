import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { Linter } from 'eslint';
import { describe, expect, test } from 'vitest';
import { boundUser, cli, folder } from '../support/command.ts';
import { pod } from '../support/manifests.ts';

const cwd = folder({ 'a.yaml': pod('a'), 'b.json': '{"kind": "Pod",' });
const linting = ['a.yaml', '--format', 'json'];

/** A package of its own, which nothing has been compiled of. */
function installed(): string {
  const home = mkdtempSync(join(tmpdir(), 'kube-token-lint-'));
  const root = dirname(dirname(cli));
  cpSync(join(root, 'dist'), join(home, 'dist'), { recursive: true, filter: (path) => !path.includes('.v8') });
  cpSync(join(root, 'package.json'), join(home, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(home, 'node_modules'));
  return home;
}

function run(home: string, args: readonly string[], options: object = {}): unknown {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(home, 'dist/cli.cjs'), ...args], {
    cwd,
    encoding: 'utf8',
    ...options,
  });
  return { status, stdout, stderr };
}

function compiledIn(home: string): string[] {
  const chunks = join(home, 'dist/chunks');
  return readdirSync(chunks)
    .filter((name) => name.includes('.v8'))
    .map((name) => join(chunks, name));
}

describe('compiled code', () => {
  test('is left by the first lint, beside the code, and changes nothing', () => {
    const home = installed();
    run(home, ['--version']);
    run(home, ['explain', 'automount-unused']);
    expect(compiledIn(home)).toEqual([]);
    const first = run(home, linting);
    const [compiled = '', ...others] = compiledIn(home);
    expect(others).toEqual([]);
    const bytes = readFileSync(compiled);
    expect(first).toMatchObject({ status: 1, stderr: '' });
    expect(run(home, linting)).toEqual(first);
    expect(run(home, ['.'])).toMatchObject({ status: 2, stdout: expect.stringContaining('b.json') });
    expect(readFileSync(compiled).equals(bytes)).toBe(true);
  });

  test('is mended where it is damaged', () => {
    const home = installed();
    const first = run(home, linting);
    const [compiled = ''] = compiledIn(home);
    const bytes = readFileSync(compiled);
    for (const from of [100, 4096, bytes.length / 4, bytes.length / 2, bytes.length - 1]) {
      const damaged = Buffer.concat([bytes.subarray(0, from), Buffer.alloc(bytes.length - from, 7)]);
      writeFileSync(compiled, damaged);
      expect(run(home, linting)).toEqual(first);
      expect(readFileSync(compiled).equals(damaged)).toBe(false);
    }
  });

  test('is not left by a run that had nothing to lint', () => {
    const home = installed();
    run(home, ['-'], { input: '' });
    expect(compiledIn(home)).toEqual([]);
  });

  test.skipIf(process.platform === 'win32')(
    'is as safe as the code, whatever new files are (skipped on Windows)',
    () => {
      const home = installed();
      spawnSync('sh', ['-c', `umask 0; "${process.execPath}" "${join(home, 'dist/cli.cjs')}" a.yaml`], { cwd });
      const [compiled = ''] = compiledIn(home);
      expect((statSync(compiled).mode & 0o777).toString(8)).toBe('644');
    },
  );

  test('is not used for code that was changed later, even to the same length', () => {
    const home = installed();
    run(home, ['a.yaml']);
    const core = readdirSync(join(home, 'dist/chunks')).find((name) => /^core-.*\.cjs$/.test(name)) ?? '';
    const path = join(home, 'dist/chunks', core);
    writeFileSync(path, readFileSync(path, 'latin1').replaceAll('No findings', 'Ko findings'), 'latin1');
    expect(run(home, ['-'], { input: '' })).toMatchObject({ stdout: expect.stringContaining('Ko findings') });
  });

  test('of a long run, for which the engine was set otherwise, serves until a short one leaves its own', () => {
    const home = installed();
    const pods = Array.from({ length: 120 }, (_, index) => pod(`pod-${String(index)}`));
    const many = { cwd: folder({ 'a.yaml': pods.join('---\n') }) };
    const first = run(home, linting, many);
    const [long = '', ...others] = compiledIn(home);
    expect(others).toEqual([]);
    const bytes = readFileSync(long);
    expect(run(home, linting, many)).toEqual(first);
    run(home, linting);
    expect(compiledIn(home)).toEqual([long, long.replace('.long.', '.short.')]);
    expect(run(home, linting, many)).toEqual(first);
    expect(readFileSync(long).equals(bytes)).toBe(true);
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['half of it', undefined],
    ['something else', Buffer.from('{"kind": "Pod"}'.repeat(1000))],
  ])('is made again where the file holds %s', (_name, content) => {
    const home = installed();
    const first = run(home, linting);
    const [compiled = ''] = compiledIn(home);
    const whole = readFileSync(compiled);
    writeFileSync(compiled, content ?? whole.subarray(0, whole.length / 2));
    expect(run(home, linting)).toEqual(first);
    expect(readFileSync(compiled).length).toBeGreaterThan(whole.length / 2 + 1);
  });

  const user = boundUser();
  test.skipIf(user === undefined)('is not kept where nothing may be written (skipped without another user)', () => {
    const home = installed();
    spawnSync('chmod', ['-R', 'a+rX,a-w', home, cwd]);
    expect(run(home, linting, user)).toMatchObject({ status: 1, stderr: '' });
    expect(compiledIn(home)).toEqual([]);
  });
});

test('a slow reader gets everything', async () => {
  const pods = Array.from({ length: 500 }, (_, index) => pod(`pod-${String(index)}`)).join('---\n');
  const many = folder({ 'many.yaml': pods });
  const child = spawn(process.execPath, [cli, '--format', 'json', 'many.yaml'], { cwd: many });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const said = await text(child.stdout);
  if (child.exitCode === null) await once(child, 'exit');
  expect(child.exitCode).toBe(1);
  const report: unknown = JSON.parse(said);
  expect(report).toHaveProperty('findings.length', 500);
});

describe('a Node that is too old', () => {
  test.each(['12.22.12', '18.20.8', '20.18.3'])('is told, and that is all: %s', (node) => {
    const versions = `{ ...process.versions, node: '${node}' }`;
    const older = folder({
      'older.cjs': `Object.defineProperty(process, 'versions', { value: ${versions} });`,
    });
    const { status, stdout, stderr } = spawnSync(process.execPath, ['-r', join(older, 'older.cjs'), cli, 'a.yaml'], {
      cwd,
      encoding: 'utf8',
    });
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr: `kube-token-lint needs Node 20.19 or later (this is ${node})\n`,
    });
  });

  test('reads the file that tells it', () => {
    const code = readFileSync(cli, 'utf8');
    const languageOptions = { ecmaVersion: 2018, sourceType: 'commonjs' } as const;
    expect(new Linter().verify(code, { languageOptions })).toEqual([]);
    expect(code).not.toContain('node:');
  });
});
