/**
 * Times the language server in a workspace of 5,000 manifests, as an editor feels it: from the start to the diagnostics
 * of the open file, from a keystroke to the diagnostics that it changes (median and worst of many), and memory.
 *
 *     npm run bench:lsp [-- COUNT]
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LanguageClient } from '../test/support/languageClient.ts';
import { workload } from './inputs.ts';

const count = Number(process.argv[2] ?? 5000);
const root = mkdtempSync(join(tmpdir(), 'kube-token-lint-bench-'));
for (let index = 0; index < count; index += 1) {
  const path = join(root, nameOf(index));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, workload(index));
}

const opened = Math.floor(count / 2) + 1;
const start = performance.now();
const client = await LanguageClient.start({ roots: [root] });
const initialized = since(start);
const uri = await client.open(join(root, nameOf(opened)));
await client.until('diagnostics of the open file', () => client.codes(uri).length > 0);
const first = since(start);
await client.scanned();
const all = since(start);
console.log(`initialized after ${initialized}, open file after ${first}, all ${String(count)} files after ${all}`);

const name = `web-${String(opened)}`;
const times: number[] = [];
for (let index = 0; index < 20; index += 1) {
  const before = client.diagnostics.get(uri);
  const typed = performance.now();
  // A line more at the top moves all of the file's findings.
  await client.replace(uri, 'apiVersion', '\napiVersion');
  await client.until('diagnostics of the changed text', () => client.diagnostics.get(uri) !== before);
  times.push(performance.now() - typed);
}
const sorted = times.sort((a, b) => a - b);
console.log(`keystroke in ${name}: median ${ms(sorted[10] ?? 0)}, worst ${ms(sorted.at(-1) ?? 0)}`);
const asked = performance.now();
await client.ask('hover', uri, 'Deployment');
console.log(`hover: ${since(asked)}; memory ${memory(client.process.pid)}`);
await client.stop();
rmSync(root, { recursive: true, force: true });

function nameOf(index: number): string {
  return `team-${String(index % 100)}/web-${String(index)}.yaml`;
}

function since(time: number): string {
  return ms(performance.now() - time);
}

function ms(time: number): string {
  return `${time.toFixed(0)} ms`;
}

/** Resident and peak memory, where the system tells. */
function memory(pid: number | undefined): string {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
    const [now, peak] = ['VmRSS', 'VmHWM'].map(
      (key) => Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(status)?.[1]) / 1024,
    );
    return `${(now ?? 0).toFixed(0)} MiB, at most ${(peak ?? 0).toFixed(0)} MiB`;
  } catch {
    return 'unknown';
  }
}
