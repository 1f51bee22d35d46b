import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Log, Result } from 'sarif';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { lintTexts, toSarif } from '../../src/index.ts';
import { folder, run } from '../support/command.ts';
import { githubProblems } from '../support/github.ts';
import { type Input, examples, inputSets, inputsOf } from '../support/inputs.ts';
import { pod } from '../support/manifests.ts';
import { haveMultitool, sarifSchema, validateSarif } from '../support/multitool.ts';

const isLog = new Ajv2020({ strict: false, validateFormats: false }).compile<Log>(Object(sarifSchema));

function read(text: string): Log {
  const log: unknown = JSON.parse(text);
  if (!isLog(log)) throw new Error(JSON.stringify(isLog.errors?.slice(0, 3)));
  return log;
}

function sarif(inputs: readonly Input[]): Log {
  return read(toSarif(lintTexts(inputs, { preset: 'strict' })));
}

function resultsOf(log: Log): Result[] {
  return log.runs.flatMap((one) => one.results ?? []);
}

describe('SARIF', () => {
  test.each(inputSets)('of %s is valid, and as GitHub wants it', (_name, inputs) => {
    expect(githubProblems(sarif(inputs), inputs)).toEqual([]);
  });

  test('the inputs above have results, related locations, fixes, links, levels and notifications', () => {
    const results = resultsOf(sarif(examples));
    expect(results.some((result) => (result.relatedLocations ?? []).length > 0)).toBe(true);
    expect(results.some((result) => (result.fixes ?? []).length > 0)).toBe(true);
    expect(results.some((result) => /\]\(1\)/.test(result.message.text ?? ''))).toBe(true);
    expect(new Set(results.map((result) => result.level))).toEqual(new Set(['error', 'warning', 'note']));
    const empty = inputSets.filter(([, inputs]) => resultsOf(sarif(inputs)).length === 0).map(([name]) => name);
    expect(empty).toEqual(['nothing', 'what cannot be read']);
    const unread = sarif(inputSets.find(([name]) => name === 'what cannot be read')?.[1] ?? []);
    const [invocation] = unread.runs[0]?.invocations ?? [];
    expect(invocation?.executionSuccessful).toBe(false);
    expect(invocation?.toolExecutionNotifications?.map(({ level }) => level)).toContain('error');
  });

  test('says in the message what it is about, as code scanning shows no more', () => {
    const text = `---\n# Source: shop/templates/web.yaml\n${pod('web').replace('metadata:', 'metadata:\n  namespace: shop')}`;
    const [first] = resultsOf(sarif([{ uri: 'stdin', text }]));
    expect(first?.message.text).toMatch(
      /^[^\n]* \(Pod shop\/web in template shop\/templates\/web\.yaml(?:, medium confidence)?\)\.$/m,
    );
  });

  test('of the command is that of the programmatic interface, with the rules that are on', () => {
    const cwd = folder(Object.fromEntries(examples.map(({ uri, text }) => [uri, text])));
    const args = ['.', '--preset', 'strict', '--format', 'sarif'];
    const log = read(run(args, { cwd }).stdout);
    expect(githubProblems(log, examples)).toEqual([]);
    expect(resultsOf(log).length).toBe(resultsOf(sarif(examples)).length);
    // Without the first rule, all indices are others.
    const [first] = log.runs[0]?.tool.driver.rules ?? [];
    const fewer = read(run([...args, '--rule', `${first?.id ?? ''}=off`], { cwd }).stdout);
    expect(githubProblems(fewer, examples)).toEqual([]);
    expect(fewer.runs[0]?.tool.driver.rules?.map(({ id }) => id)).not.toContain(first?.id);
    expect(resultsOf(fewer).map(({ partialFingerprints }) => partialFingerprints)).toEqual(
      resultsOf(log)
        .filter(({ ruleId }) => ruleId !== first?.id)
        .map(({ partialFingerprints }) => partialFingerprints),
    );
  });

  test.each([['a: ['], ['a: "x'], ['a: "x\n']])('of a problem at the end of %j lies in the file', (text) => {
    const inputs = [{ uri: 'a.yaml', text }];
    expect(githubProblems(sarif(inputs), inputs)).toEqual([]);
  });

  test('holds no more results than GitHub takes', () => {
    const text = Array.from({ length: 25_001 }, (_, index) => pod(`p${String(index)}`)).join('---\n');
    const inputs = [{ uri: 'a.yaml', text }];
    expect(githubProblems(sarif(inputs), inputs)).toEqual([]);
  });
});

describe('what GitHub would not take is seen', () => {
  const [log] = [sarif(examples)];
  const index = resultsOf(log).findIndex((result) => (result.relatedLocations ?? []).length > 0);

  /** The problems once one value of the log is another. */
  function broken(path: readonly (string | number)[], value: unknown): string {
    const copy: unknown = structuredClone(log);
    let at: Record<string | number, unknown> = Object(copy);
    for (const segment of path.slice(0, -1)) at = Object(at[segment]);
    at[path.at(-1) ?? ''] = value;
    return githubProblems(Object(copy), examples).join('; ');
  }
  const rule = ['runs', 0, 'tool', 'driver', 'rules', 0];
  const result = ['runs', 0, 'results', index];
  const place = [...result, 'locations', 0, 'physicalLocation'];

  test.each<[readonly (string | number)[], unknown, string]>([
    [['runs', 0, 'automationDetails'], undefined, 'no category'],
    [[...rule, 'properties', 'tags'], Array.from({ length: 21 }, String), 'more than 20 tags'],
    [[...rule, 'properties', 'security-severity'], '0.0', 'security-severity'],
    [[...rule, 'properties', 'security-severity'], '10.1', 'security-severity'],
    [[...rule, 'properties', 'security-severity'], 7.1, 'security-severity'],
    [[...rule, 'fullDescription', 'text'], 'x'.repeat(1025), 'a description is missing or too long'],
    [[...rule, 'name'], 'x'.repeat(256), 'a name is missing or too long'],
    [[...result, 'ruleIndex'], 999, 'ruleIndex is not of the rule'],
    [[...result, 'partialFingerprints'], undefined, 'a result without fingerprint'],
    [
      [...result, 'partialFingerprints'],
      resultsOf(log)[index === 0 ? 1 : 0]?.partialFingerprints,
      'a fingerprint repeats',
    ],
    [[...result, 'message', 'text'], 'see [this](7).', 'a link to no related location'],
    [[...result, 'relatedLocations', 0, 'id'], 99, 'a link to no related location'],
    [[...place, 'region', 'endColumn'], undefined, 'a region without its four numbers'],
    [[...place, 'region', 'endColumn'], 500, 'a region outside of the file'],
    [[...place, 'region', 'startLine'], 9999, 'a region that ends before it starts'],
    [[...place, 'region'], undefined, 'a place without region'],
    [[...place, 'artifactLocation', 'uri'], '/shop/cart.yaml', 'uri /shop'],
    [[...place, 'artifactLocation', 'uri'], 'file:///shop/cart.yaml', 'uri file:'],
    [[...place, 'artifactLocation', 'uri'], 'shop\\cart.yaml', 'uri shop\\'],
    [[...place, 'artifactLocation', 'uri'], 'shop/c art.yaml', 'uri shop/c art'],
    [[...place, 'artifactLocation', 'uri'], 'shop/carts.yaml', 'names no input'],
  ])('%j = %j', (path, value, problem) => {
    expect(broken(path, value)).toContain(problem);
  });
});

describe('fingerprints', () => {
  const text = examples.find(({ uri }) => uri.endsWith('payments.yaml'))?.text ?? '';
  const prints = (changed: string): unknown[] =>
    resultsOf(sarif([{ uri: 'payments.yaml', text: changed }])).map((result) => result.partialFingerprints);
  const before = prints(text);

  test('the example has some', () => {
    expect(before.length).toBeGreaterThan(2);
  });

  test.each([
    ['lines above', `# new\n\n---\nkind: ConfigMap\napiVersion: v1\n---\n${text}`],
    ['lines below', `${text}\n---\nkind: ConfigMap\napiVersion: v1\n# end\n`],
    ['lines between', text.replaceAll('\n', '\n\n')],
    ['CRLF', text.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\ufeff${text}`],
    [
      'other indentation',
      parseAllDocuments(text)
        .map((document) => document.toString({ indent: 4, indentSeq: false }))
        .join(''),
    ],
    [
      'JSON',
      parseAllDocuments(text)
        .map((document) => JSON.stringify(document, undefined, 1))
        .join('\n---\n'),
    ],
    ['another volume before', text.replace('volumes:', 'volumes:\n        - name: first\n          emptyDir: {}')],
    ['another audience', text.replaceAll('vault.shop', 'other.shop')],
  ])('survive %s', (_what, changed) => {
    expect(changed).not.toBe(text);
    expect(prints(changed)).toEqual(before);
  });

  test('differ between files, objects and rules', () => {
    const print = (uri: string, manifest: string): string =>
      JSON.stringify(resultsOf(sarif([{ uri, text: manifest }])).map((result) => result.partialFingerprints));
    const all = [print('a.yaml', pod('a')), print('b.yaml', pod('a')), print('a.yaml', pod('b'))];
    expect(new Set(all).size).toBe(3);
  });
});

describe.skipIf(!haveMultitool)('the official tool, GitHub’s rules on (skipped where it does not run)', () => {
  const found = (...logs: string[]): string[] =>
    resultsOf(read(JSON.stringify(validateSarif(logs)))).map(
      ({ ruleId, locations }) => `${ruleId ?? ''} ${locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? ''}`,
    );

  test('finds what is wrong, and nothing in SARIF of all the inputs above', () => {
    const log = sarif(examples);
    const [one, two] = resultsOf(log).flatMap(({ locations }) => locations?.[0]?.physicalLocation ?? []);
    if (one === undefined || two === undefined) throw new Error('too few results');
    one.artifactLocation = { uri: 'file:///shop/cart.yaml' };
    delete two.region;
    const wrong = JSON.stringify(log);
    const right = inputSets.map(([, inputs]) => toSarif(lintTexts(inputs, { preset: 'strict' })));
    expect(found(wrong, ...right).sort()).toEqual([
      expect.stringMatching(/^GH1003 .*\/0\.sarif$/),
      expect.stringMatching(/^GH1006 .*\/0\.sarif$/),
      expect.stringMatching(/^SARIF2017 .*\/0\.sarif$/),
    ]);
  });
});

const shared = ['corpus/rendered', 'corpus/plain', 'conformance'].map(
  (name) => [name, inputsOf('../shared', name)] as const,
);
describe.each(shared)('SARIF of ../shared/%s', (name, inputs) => {
  test.skipIf(inputs.length === 0)(
    `is valid, and as GitHub wants it (skipped where ../shared/${name} is absent)`,
    () => {
      const log = sarif(inputs);
      expect(resultsOf(log).length).toBeGreaterThan(20);
      expect(githubProblems(log, inputs)).toEqual([]);
    },
  );
});
