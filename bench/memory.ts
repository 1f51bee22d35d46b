/**
 * How memory and time grow with the input: 25,000, 50,000 and 100,000 workloads in files of 100 each.
 *
 *     npm run bench:memory
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workloads } from './inputs.ts';
import { measure } from './measure.ts';

const perFile = 100;
const folder = mkdtempSync(join(tmpdir(), 'kube-token-lint-bench-'));
console.log('| workloads | files | s | peak MiB |\n| --- | --- | --- | --- |');
let files = 0;
for (const count of [25_000, 50_000, 100_000]) {
  for (; files < count / perFile; files += 1)
    writeFileSync(join(folder, `${String(files)}.yaml`), workloads(files * perFile, perFile));
  const run = await measure([process.execPath, 'dist/cli.cjs', '--format', 'sarif', folder]);
  const cells = [count, files, (run.milliseconds / 1000).toFixed(0), run.peakMemory?.toFixed(0) ?? '?'];
  console.log(`| ${cells.join(' | ')} |`);
}
rmSync(folder, { recursive: true });
