/**
 * How often the verdicts on API token use are right: `npm run bench:verdicts [-- CHARTS LABELS]`.
 *
 * CHARTS is a folder of rendered charts, LABELS a file of lines {file, namespace, kind, name, label} with the label
 * `used`, `unused` or `unclear`. Every automountServiceAccountToken is removed first, so that nobody's decision helps.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SourceFile } from '../src/documents/document.ts';
import type { ApiUse } from '../src/evidence/evidence.ts';
import { isEffective } from '../src/facts/rbac/grant.ts';
import type { Workload } from '../src/facts/workloads/workload.ts';
import { analyze } from '../src/lint/analyze.ts';

interface Label {
  readonly file: string;
  readonly namespace: string | null;
  readonly kind: string;
  readonly name: string;
  readonly label: 'used' | 'unused' | 'unclear';
  readonly source?: string;
}

type Verdict = ApiUse['verdict'];

interface Judged {
  readonly label: Label;
  readonly workload: Workload;
  readonly apiUse: ApiUse;
}

const [charts = '../shared/corpus/rendered', labelFile = '../shared/corpus/labels.jsonl'] = process.argv.slice(2);
if (!existsSync(charts) || !existsSync(labelFile)) {
  console.error(`No charts at ${charts} or no labels at ${labelFile}: npm run bench:verdicts -- CHARTS LABELS`);
  process.exit(2);
}

const labels = readLabels(labelFile);
const judged = [...groupByFile(labels)].flatMap(([file, own]) => judgeFile(file, own));
console.log(`${String(judged.length)} of ${String(labels.length)} labelled workloads found in ${charts}\n`);
console.log(row(['', 'unused: precision', 'recall', 'used: precision', 'recall', 'unknown']));
printScores('kube-token-lint', ({ apiUse }) => apiUse.verdict);
printScores('flag everything', () => 'unused');
printScores('flag what has no binding', ({ workload }) => (workload.grants.some(isEffective) ? 'used' : 'unused'));
for (const { label, apiUse } of judged) {
  if (label.label === 'unclear' || label.label === apiUse.verdict) continue;
  console.log(
    `\n${label.file} ${label.kind} ${label.name}: ${apiUse.verdict}, labelled ${label.label} (${label.source ?? 'no source'})`,
  );
  for (const { direction, strength, message } of apiUse.evidence)
    console.log(`    ${direction}, ${strength}: ${message}`);
}

function readLabels(path: string): Label[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map(parseLabel);
}

function parseLabel(line: string): Label {
  const value: Label = JSON.parse(line);
  return value;
}

/** (Map.groupBy needs Node 21.) */
function groupByFile(all: readonly Label[]): Map<string, Label[]> {
  const groups = new Map<string, Label[]>();
  for (const label of all) groups.set(label.file, [...(groups.get(label.file) ?? []), label]);
  return groups;
}

function judgeFile(file: string, own: readonly Label[]): Judged[] {
  const text = readFileSync(join(charts, file), 'utf8').replaceAll(/^ *automountServiceAccountToken:.*\n/gm, '');
  const { model } = analyze([new SourceFile(file, text)], {});
  return own.flatMap((label) => {
    const workload = model.facts.workloads.find(
      ({ kind, name, namespace }) =>
        kind === label.kind && name === label.name && (namespace === null || namespace === label.namespace),
    );
    return workload === undefined ? [] : [{ label, workload, apiUse: model.apiUse(workload) }];
  });
}

function printScores(name: string, verdictOf: (judged: Judged) => Verdict): void {
  const clear = judged.filter(({ label }) => label.label !== 'unclear');
  const count = (verdict?: Verdict, label?: Verdict): number =>
    clear.filter(
      (one) =>
        (verdict === undefined || verdictOf(one) === verdict) && (label === undefined || one.label.label === label),
    ).length;
  const share = (part: number, whole: number): string => (whole === 0 ? '–' : (part / whole).toFixed(3));
  console.log(
    row([
      name,
      share(count('unused', 'unused'), count('unused')),
      share(count('unused', 'unused'), count(undefined, 'unused')),
      share(count('used', 'used'), count('used')),
      share(count('used', 'used'), count(undefined, 'used')),
      share(count('unknown'), clear.length),
    ]),
  );
}

function row(cells: readonly string[]): string {
  const [first = '', ...rest] = cells;
  return [first.padEnd(26), ...rest.map((cell) => cell.padStart(18))].join('');
}
