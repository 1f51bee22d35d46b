import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Log, Result } from 'sarif';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { lintTexts, toSarif } from '../../src/index.ts';
import { folder } from '../support/command.ts';

const root = join(import.meta.dirname, '../..');
const multitool = join(root, 'node_modules/@microsoft/sarif-multitool-linux');
const schema: unknown = JSON.parse(readFileSync(join(multitool, 'sarif-2.1.0.json'), 'utf8'));
const isLog = new Ajv2020({ strict: false, validateFormats: false }).compile<Log>(Object(schema));

interface Input {
  uri: string;
  text: string;
}

function inputsOf(path: string): Input[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => ({ uri: name, text: readFileSync(join(path, name), 'utf8') }));
}

function sarif(inputs: readonly Input[]): Log {
  const log: unknown = JSON.parse(toSarif(lintTexts(inputs, { preset: 'strict' })));
  if (!isLog(log)) throw new Error(JSON.stringify(isLog.errors?.slice(0, 3)));
  return log;
}

function resultsOf(log: Log): Result[] {
  return log.runs.flatMap((run) => run.results ?? []);
}

/** GitHub's limits and wishes, which the schema does not know. */
function githubProblems(log: Log, inputs: readonly Input[]): string[] {
  const problems: string[] = [];
  const check = (holds: boolean, what: string): unknown => holds || problems.push(what);
  const lines = new Map(inputs.map(({ uri, text }) => [uri, text.split(/\r\n|\r|\n/)]));
  for (const run of log.runs) {
    const { rules = [], semanticVersion, informationUri } = run.tool.driver;
    check(semanticVersion !== undefined && informationUri !== undefined, 'driver');
    check(run.automationDetails?.id?.includes('/') === true, 'category');
    for (const rule of rules) {
      const properties: Record<string, unknown> = rule.properties ?? {};
      const severity = properties['security-severity'];
      check(
        typeof severity === 'string' && Number(severity) > 0 && Number(severity) <= 10,
        `${rule.id} security-severity`,
      );
      check(
        (rule.properties?.tags ?? []).length <= 20 && (rule.properties?.tags ?? []).includes('security'),
        `${rule.id} tags`,
      );
      check(
        (rule.shortDescription?.text.length ?? 0) <= 1024 && (rule.fullDescription?.text.length ?? 0) <= 1024,
        `${rule.id} descriptions`,
      );
      check(
        (rule.name?.length ?? 0) <= 255 && rule.help?.markdown !== undefined && rule.helpUri !== undefined,
        `${rule.id} help`,
      );
    }
    const results = run.results ?? [];
    check(results.length <= 25_000, 'too many results');
    const fingerprints = results.map((result) => JSON.stringify(result.partialFingerprints));
    check(new Set(fingerprints).size === results.length, 'fingerprints repeat');
    for (const result of results) {
      check(rules[result.ruleIndex ?? -1]?.id === result.ruleId, `${result.ruleId ?? ''} index`);
      check(Object.keys(result.partialFingerprints ?? {}).length > 0, 'no fingerprint');
      for (const location of [...(result.locations ?? []), ...(result.relatedLocations ?? [])]) {
        const uri = location.physicalLocation?.artifactLocation?.uri ?? '';
        const { startLine = 0, startColumn = 0, endLine = 0, endColumn = 0 } = location.physicalLocation?.region ?? {};
        const text = lines.get(decodeURIComponent(uri));
        check(text !== undefined && !uri.includes('\\') && !/^(?:\/|[a-z]+:)/.test(uri), `uri ${uri}`);
        check(startLine >= 1 && startColumn >= 1 && endColumn >= 1 && endLine >= startLine, 'numbers');
        check(startColumn <= (text?.[startLine - 1]?.length ?? -1) + 1, `${uri}:${String(startLine)} start outside`);
        check(endColumn <= (text?.[endLine - 1]?.length ?? -1) + 1, `${uri}:${String(endLine)} end outside`);
      }
      const ids = new Set((result.relatedLocations ?? []).map(({ id }) => String(id)));
      check((result.relatedLocations ?? []).length < 1000, 'too many locations');
      for (const link of (result.message.text ?? '').matchAll(/(?<!\\)\]\((\d+)\)/g))
        check(ids.has(link[1] ?? ''), 'a dead link');
    }
  }
  return [...new Set(problems)];
}

const examples = inputsOf(join(root, 'examples'));
const odd = [{ uri: 'a b/ü#%.yaml', text: examples.map(({ text }) => text).join('\n---\n') }];

describe('SARIF', () => {
  test.each([
    ['the examples', examples],
    ['a file of an odd name', odd],
    ['nothing', []],
    ['what cannot be read', [{ uri: 'a.yaml', text: 'a: [' }]],
  ])('of %s is valid, and as GitHub wants it', (_name, inputs) => {
    expect(githubProblems(sarif(inputs), inputs)).toEqual([]);
  });

  test('of the examples has results with related locations, fixes and levels', () => {
    const results = resultsOf(sarif(examples));
    expect(results.some((result) => (result.relatedLocations ?? []).length > 0)).toBe(true);
    expect(results.some((result) => (result.fixes ?? []).length > 0)).toBe(true);
    expect(new Set(results.map((result) => result.level))).toEqual(new Set(['error', 'warning', 'note']));
  });

  test('fingerprints survive edits elsewhere and new indentation', () => {
    const text = examples.find(({ uri }) => uri.endsWith('payments.yaml'))?.text ?? '';
    const prints = (changed: string): unknown[] =>
      resultsOf(sarif([{ uri: 'payments.yaml', text: changed }])).map((result) => result.partialFingerprints);
    const before = prints(text);
    expect(before.length).toBeGreaterThan(2);
    expect(prints(`# new\n---\nkind: ConfigMap\napiVersion: v1\n---\n${text}`)).toEqual(before);
    const reformatted = parseAllDocuments(text).map((document) => document.toString({ indent: 4, indentSeq: false }));
    expect(prints(reformatted.join(''))).toEqual(before);
    expect(prints(text.replace('volumes:', 'volumes:\n        - name: first\n          emptyDir: {}'))).toEqual(before);
    expect(prints(text.replaceAll('vault.shop', 'other.shop'))).toEqual(before);
  });

  test('the official tool finds no error in it', () => {
    const cwd = folder({ 'x.sarif': toSarif(lintTexts(examples)) });
    const tool = (...args: string[]): string =>
      spawnSync(join(multitool, 'Sarif.Multitool'), args, {
        cwd,
        encoding: 'utf8',
        env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' },
      }).stdout;
    tool('export-validation-config', 'all.xml');
    const output = tool(
      'validate',
      'x.sarif',
      '--rule-kind',
      'Sarif;Gh',
      '--output',
      'report.sarif',
      '--log',
      'ForceOverwrite',
    );
    if (!existsSync(join(cwd, 'report.sarif'))) {
      console.warn(`The SARIF multitool does not run here: ${output}`);
      return;
    }
    const report: unknown = JSON.parse(readFileSync(join(cwd, 'report.sarif'), 'utf8'));
    writeFileSync(join(cwd, 'seen.json'), JSON.stringify(report));
    if (!isLog(report)) throw new Error('no log');
    expect(
      resultsOf(report)
        .filter((result) => result.level === 'error')
        .map((result) => result.ruleId),
    ).toEqual([]);
  });
});

const corpus = join(root, '../shared/corpus/rendered');
describe.skipIf(!existsSync(corpus))('SARIF of real charts (skipped where the corpus is absent)', () => {
  test('is valid, and as GitHub wants it', () => {
    const inputs = inputsOf(corpus);
    expect(inputs.length).toBeGreaterThan(150);
    expect(githubProblems(sarif(inputs), inputs)).toEqual([]);
  });
});
