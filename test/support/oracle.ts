import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SourceFile } from '../../src/documents/document.ts';
import { readDocuments } from '../../src/documents/read.ts';
import type { Facts } from '../../src/facts/facts.ts';
import { joinFacts } from '../../src/facts/joinFacts.ts';
import { FactsReader } from '../../src/facts/fileFacts.ts';
import type { Workload } from '../../src/facts/workloads/workload.ts';

/** The recorded answers of a real API server and kubelet, one a line. */
export function oracle<T>(name: string): T[] {
  const text = readFileSync(join(import.meta.dirname, '../oracle', `${name}.jsonl`), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** The facts of one text. */
export function factsOf(text: string, complete?: boolean): Facts {
  const reader = new FactsReader('case.yaml');
  for (const document of readDocuments(new SourceFile('case.yaml', text)).documents) reader.add(document);
  return joinFacts([reader], complete).all;
}

export function workloadOf(facts: Facts): Workload {
  const [workload] = facts.workloads;
  if (workload === undefined) throw new Error('no workload');
  return workload;
}
