/**
 * How fast the command is, as whole processes run in turns: `npm run bench [-- RUNS [CHARTS]]`, where CHARTS is a folder of
 * rendered charts.
 *
 * Prints the table of bench/README.md. Times of a busy machine drift: trust the ratios, which come from the same turns.
 * Peers are measured where they are on the PATH.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { cpus } from 'node:os';
import { type BenchInput, benchInputs } from './inputs.ts';
import { type Run, measure, median } from './measure.ts';

interface Contestant {
  readonly name: string;
  /** Where it is not what the name says. */
  readonly program?: string;
  command(input: BenchInput): readonly string[];
}

const node = process.execPath;
const readYaml = `const { readdirSync, readFileSync, statSync } = require('node:fs'), { join } = require('node:path');
const [, path] = process.argv;
const files = statSync(path).isFile() ? [''] : readdirSync(path, { recursive: true }).filter((file) => file.endsWith('.yaml'));
for (const file of files) readFileSync(join(path, file), 'utf8');`;

const own: Contestant = {
  name: 'kube-token-lint',
  command: ({ path }) => [node, 'dist/cli.cjs', '--format', 'sarif', path],
};
const emptyNode: Contestant = { name: 'an empty Node', command: () => [node, '-e', '0'] };
/** Reading and decoding the bytes is what no linter can do without. */
const reading: Contestant = { name: 'reading the bytes', command: ({ path }) => [node, '-e', readYaml, path] };

// kubeconform without its schemas, which it would fetch for minutes where there is no network: it then only parses.
const noSchema = 'no-schemas/{{ .ResourceKind }}.json';
const peers: readonly Contestant[] = [
  { name: 'kube-linter', command: ({ path }) => ['kube-linter', 'lint', path] },
  { name: 'kube-score', command: ({ files }) => ['kube-score', 'score', ...files] },
  { name: 'polaris', command: ({ path }) => ['polaris', 'audit', '--audit-path', path, '--format', 'json'] },
  {
    name: 'kubeconform, parsing alone',
    program: 'kubeconform',
    command: ({ path }) => ['kubeconform', '-schema-location', noSchema, '-ignore-missing-schemas', path],
  },
];

const runs = Number(process.argv[2] ?? 5);
if (!Number.isInteger(runs) || runs < 1) {
  console.error(`npm run bench [-- RUNS [CHARTS]]: RUNS is a number from 1, not ${String(process.argv[2])}`);
  process.exit(2);
}
const inputs = benchInputs('bench/inputs', process.argv[3] ?? '../shared/corpus/rendered');
const isThere = ({ name, program = name }: Contestant): boolean => isInstalled(program);
const contestants = [own, emptyNode, reading, ...peers.filter(isThere)];
const others = contestants.slice(1);
const missing = peers.filter((peer) => !isThere(peer)).map(({ name }) => name);
console.log(
  `Node ${process.versions.node}, ${String(cpus().length)} × ${cpus()[0]?.model ?? '?'}, medians of ${String(runs)} runs in turns`,
);
console.log(missing.length === 0 ? '' : `Not on the PATH, so not measured: ${missing.join(', ')}\n`);
const heads = [
  'input',
  'MB',
  'ms',
  'MB/s',
  'documents/s',
  'peak MiB',
  ...others.map(({ name }) => `${name}: ms (ratio)`),
];
console.log(row(heads));
console.log(row(heads.map(() => '---')));
for (const input of inputs) console.log(row(await measureInput(input)));

async function measureInput(input: BenchInput): Promise<string[]> {
  const results = new Map<Contestant, Run[]>(contestants.map((contestant) => [contestant, []]));
  for (let turn = -1; turn < runs; turn += 1) {
    for (const [contestant, done] of results) {
      const run = await measure(contestant.command(input));
      if (contestant === own && run.exitCode !== 0 && run.exitCode !== 1)
        throw new Error(`Not all of ${input.name} was read`);
      // The first turn warms the disk's cache.
      if (turn >= 0) done.push(run);
    }
  }
  const runsOf = (contestant: Contestant): readonly Run[] => results.get(contestant) ?? [];
  const time = (contestant: Contestant): number => median(runsOf(contestant).map(({ milliseconds }) => milliseconds));
  const megabytes = input.files.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6;
  return [
    input.name,
    megabytes.toFixed(megabytes < 1 ? 3 : 1),
    time(own).toFixed(0),
    ((megabytes / time(own)) * 1000).toFixed(1),
    ((documentsIn(input) / time(own)) * 1000).toFixed(0),
    median(runsOf(own).flatMap(({ peakMemory }) => peakMemory ?? [])).toFixed(0),
    ...others.map((other) => {
      const failed = runsOf(other).some(({ exitCode }) => exitCode === null || exitCode > 2);
      return failed ? 'fails' : `${time(other).toFixed(0)} (${(time(own) / time(other)).toFixed(2)})`;
    }),
  ];
}

function documentsIn(input: BenchInput): number {
  const texts = input.files.map((file) => readFileSync(file, 'utf8'));
  return texts.reduce((count, text) => count + (text.match(/^(?:- )?apiVersion:/gm)?.length ?? 0), 0);
}

function isInstalled(program: string): boolean {
  try {
    execFileSync('which', [program], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
