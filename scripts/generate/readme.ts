import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Keeps the output that README.md shows real: parts of the example's report, the tokens of one
 * of its workloads, and what would be fixed in one of its files.
 */
export function writeReadme(root: string): void {
  const path = join(root, 'README.md');
  const readme = readFileSync(path, 'utf8');
  const withReport = replaceOutput(
    readme,
    'kube-token-lint examples/shop',
    partsOfReport(run(root, ['examples/shop', '--fail-on', 'never'])),
  );
  const tokens = ['tokens', 'examples/shop', '--account', 'payments'];
  const withTokens = replaceOutput(withReport, `kube-token-lint ${tokens.join(' ')}`, run(root, tokens).trimEnd());
  const fix = ['--fix-dry-run', 'examples/shop/search.yaml'];
  const diff = run(root, [...fix, '--quiet', '--fail-on', 'never']).trimEnd();
  writeFileSync(path, replaceOutput(withTokens, `kube-token-lint ${fix.join(' ')}`, diff));
}

function partsOfReport(output: string): string {
  const blocks = output.split(/\n(?=examples\/)/);
  const shown = ['catalog.yaml', 'search.yaml'].flatMap(
    (name) => blocks.find((block) => block.startsWith(`examples/shop/${name}`)) ?? [],
  );
  const summary = output.trimEnd().split('\n').at(-1) ?? '';
  return `${shown.join('\n').trimEnd()}\n\n…\n\n${summary}`;
}

function replaceOutput(readme: string, command: string, output: string): string {
  const start = readme.indexOf(`$ ${command}\n`) + command.length + 3;
  const end = readme.indexOf('\n```', start);
  return readme.slice(0, start) + output + readme.slice(end);
}

function run(root: string, args: readonly string[]): string {
  const all = ['--import', 'tsx', 'src/cli/main.ts', ...args];
  return execFileSync(process.execPath, all, { cwd: root, encoding: 'utf8' });
}
