import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Keeps the output that README.md shows real: the part of the example's report about one file, and the summary. */
export function writeReadme(root: string): void {
  const path = join(root, 'README.md');
  const output = lintExample(root);
  const blocks = output.split(/\n(?=examples\/)/);
  const shown = ['cart.yaml', 'search.yaml'].flatMap(
    (name) => blocks.find((block) => block.startsWith(`examples/shop/${name}`)) ?? [],
  );
  const summary = output.trimEnd().split('\n').at(-1) ?? '';
  const text = `${shown.join('\n').trimEnd()}\n\n…\n\n${summary}`;
  const readme = readFileSync(path, 'utf8');
  const example = /(\$ kube-token-lint examples\/shop\n)[\s\S]*?(?=\n```)/;
  writeFileSync(
    path,
    readme.replace(example, (_match, command: string) => command + text),
  );
}

function lintExample(root: string): string {
  const args = ['--import', 'tsx', 'src/cli/main.ts', 'examples/shop', '--fail-on', 'never'];
  return execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
}
