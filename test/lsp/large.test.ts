import { join } from 'node:path';
import { expect, test } from 'vitest';
import { workload } from '../../bench/inputs.ts';
import { folder } from '../support/command.ts';
import { start } from './support.ts';

const count = 5000;

test('a workspace of 5,000 manifests: the open file first, then all; typing changes what it must', async () => {
  const names = Array.from({ length: count }, (_, index) => `team-${String(index % 100)}/web-${String(index)}.yaml`);
  const root = folder(Object.fromEntries(names.map((name, index) => [name, workload(index)])));
  const begin = performance.now();
  const client = await start({ roots: [root] });
  const uri = await client.open(join(root, names[1235] ?? ''));
  await client.until('the open file', () => client.codes(uri).length > 0);
  const first = performance.now() - begin;
  await client.scanned();
  const all = performance.now() - begin;
  expect(client.diagnostics.size).toBeGreaterThan(count / 2);
  const before = client.diagnostics.get(uri);
  const others = client.diagnostics.size;
  const typed = performance.now();
  await client.replace(uri, 'apiVersion', '\napiVersion');
  await client.until('moved diagnostics', () => client.diagnostics.get(uri) !== before);
  const keystroke = performance.now() - typed;
  const line = (list: typeof before): number | undefined => list?.[0]?.range.start.line;
  expect(line(client.diagnostics.get(uri))).toBe((line(before) ?? 0) + 1);
  expect(client.diagnostics.size).toBe(others);
  console.log(`open file ${first.toFixed(0)} ms, all ${all.toFixed(0)} ms, keystroke ${keystroke.toFixed(0)} ms`);
});
