import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Keeps the output real that pages show: parts of the example's report, the tokens of one of its workloads, what would be
 * fixed in one of its files, and what a baseline accepts.
 */
export function writeShownOutput(root: string): void {
  rewrite(join(root, 'README.md'), (page) =>
    replaceOutput(
      page,
      'kube-token-lint examples/shop',
      partsOfReport(run(root, ['examples/shop', '--fail-on', 'never'])),
    ),
  );
  const tokens = ['tokens', 'examples/shop', '--account', 'payments'];
  const fix = ['--fix-dry-run', 'examples/shop/search.yaml'];
  rewrite(join(root, 'docs/usage.md'), (page) => {
    const withTokens = replaceOutput(page, `kube-token-lint ${tokens.join(' ')}`, run(root, tokens).trimEnd());
    return replaceOutput(withTokens, `kube-token-lint ${fix.join(' ')}`, screen(root, fix, root));
  });
  rewrite(join(root, 'docs/accepting.md'), (page) => withBaseline(page, root));
}

function rewrite(path: string, change: (page: string) => string): void {
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

/** In a copy of the example, as files are written. */
function withBaseline(page: string, root: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'kube-token-lint-'));
  cpSync(join(root, 'examples/shop'), join(copy, 'examples/shop'), { recursive: true });
  const runs = [
    ['--update-baseline', 'examples/shop'],
    ['--fix', 'examples/shop'],
  ];
  const shown = runs.reduce(
    (text, args) => replaceOutput(text, `kube-token-lint ${args.join(' ')}`, screen(root, args, copy)),
    page,
  );
  const baseline = readFileSync(join(copy, 'kube-token-lint.baseline.json'), 'utf8');
  rmSync(copy, { recursive: true });
  const entry = (/ {4}\{.*?\}/s.exec(baseline)?.[0] ?? '').replaceAll(/^ {4}/gm, '');
  return shown.replace(/(an update keeps it:\n\n```json\n)[^`]*/, (_match, start: string) => `${start}${entry}\n`);
}

/** The first findings of two files, so that it fits on a screen. */
function partsOfReport(output: string): string {
  const blocks = output.split(/\n(?=examples\/)/);
  const shown = ['catalog.yaml', 'search.yaml'].flatMap((name) => {
    const block = blocks.find((text) => text.startsWith(`examples/shop/${name}`)) ?? '';
    const [path = '', ...findings] = block.trimEnd().split('\n\n');
    return [path, ...findings.slice(0, 2), '…'];
  });
  const summary = output.trimEnd().split('\n\n').at(-1) ?? '';
  return [...shown, summary].join('\n\n');
}

function replaceOutput(page: string, command: string, output: string): string {
  const start = page.indexOf(`$ ${command}\n`) + command.length + 3;
  const end = page.indexOf('\n```', start);
  return page.slice(0, start) + output + page.slice(end);
}

/** All that a user sees. */
function screen(root: string, args: readonly string[], cwd: string): string {
  const { stdout, stderr } = spawnSync(process.execPath, command(root, args), { cwd, encoding: 'utf8' });
  return (stdout + stderr).trimEnd();
}

function run(root: string, args: readonly string[]): string {
  return execFileSync(process.execPath, command(root, args), { cwd: root, encoding: 'utf8' });
}

function command(root: string, args: readonly string[]): string[] {
  return ['--import', import.meta.resolve('tsx'), join(root, 'src/cli/start.ts'), ...args];
}
