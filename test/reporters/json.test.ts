import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { lintTexts, rules, toJson, toSarif } from '../../src/index.ts';
import { folder, runJson } from '../support/command.ts';
import { type Input, examples, inputSets, inputsOf } from '../support/inputs.ts';
import { type JsonOutput, type JsonRange, readOutput } from '../support/jsonOutput.ts';
import { pod } from '../support/manifests.ts';

const schema: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../../schemas/output.schema.json'), 'utf8'));

function json(inputs: readonly Input[]): JsonOutput {
  return readOutput(toJson(lintTexts(inputs, { preset: 'strict' })));
}

describe('the schema of JSON output', () => {
  /** Every schema in it, with its path. */
  function parts(value: unknown, path = ''): [string, Record<string, unknown>][] {
    if (typeof value !== 'object' || value === null) return [];
    const own: Record<string, unknown> = Object(value);
    const below = Object.entries(own).flatMap(([name, part]) => parts(part, `${path}/${name}`));
    return [[path, own], ...below];
  }

  test('is one of draft 2020-12', () => {
    expect(schema).toHaveProperty('$schema', 'https://json-schema.org/draft/2020-12/schema');
    const ajv = new Ajv2020();
    expect(ajv.validateSchema(Object(schema)), JSON.stringify(ajv.errors)).toBe(true);
  });

  test('allows no unknown field and describes all that it allows', () => {
    const objects = parts(schema).filter(([, part]) => part['type'] === 'object');
    expect(objects.length).toBeGreaterThan(8);
    for (const [path, part] of objects) {
      expect(part['additionalProperties'], path).toBe(false);
      for (const [name, field] of Object.entries(Object(part['properties'])))
        expect(field, `${path}/${name}`).toHaveProperty('description', expect.stringMatching(/./));
    }
  });

  const [example] = [json(examples)];
  const finding = ['findings', example.findings.findIndex(({ fixes }) => fixes.length > 0)];
  test.each<[readonly (string | number)[], unknown]>([
    [['version'], 2],
    [['more'], 1],
    [['problems'], undefined],
    [['summary', 'files'], -1],
    [['summary', 'more'], 1],
    [[...finding, 'more'], 1],
    [[...finding, 'severity'], 'note'],
    [[...finding, 'confidence'], 'sure'],
    [[...finding, 'fingerprint'], ''],
    [[...finding, 'range', 'start', 'line'], 0],
    [[...finding, 'range', 'end'], undefined],
    [[...finding, 'resource', 'name'], 1],
    [[...finding, 'template'], { range: null }],
    [[...finding, 'fixes', 0, 'safety'], 'sure'],
    [[...finding, 'fixes', 0, 'edits', 0, 'newText'], undefined],
    [['problems', 0], { file: 'a', range: null, message: 'm', code: 'c' }],
  ])('refuses %j = %j', (path, value) => {
    const copy: unknown = structuredClone(example);
    let at: Record<string | number, unknown> = Object(copy);
    for (const segment of path.slice(0, -1)) at = Object(at[segment]);
    at[path.at(-1) ?? ''] = value;
    expect(() => readOutput(JSON.stringify(copy))).toThrow('schemaPath');
  });
});

describe('JSON output', () => {
  /** What a range covers, by lines and columns from 1. */
  function covered(inputs: readonly Input[], file: string | null, { start, end }: JsonRange): string {
    const lines = inputs.find(({ uri }) => uri === file)?.text.split(/\r\n|\r|\n/) ?? [];
    expect(end.line).toBe(start.line);
    return lines[start.line - 1]?.slice(start.column - 1, end.column - 1) ?? '';
  }

  test.each(inputSets)('of %s follows the schema, and its places cover single words', (_name, inputs) => {
    const { findings, problems, summary } = json(inputs);
    for (const { file, range, evidence } of findings) {
      expect(covered(inputs, file, range)).toMatch(/^\S(?:.*\S)?$/);
      for (const one of evidence) {
        if (one.range !== null) expect(covered(inputs, one.file, one.range)).toMatch(/^\S(?:.*\S)?$/);
      }
    }
    const count = (severity: string): number => findings.filter((one) => one.severity === severity).length;
    expect(summary).toMatchObject({
      files: inputs.length,
      errors: count('error'),
      warnings: count('warning'),
      infos: count('info'),
    });
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(findings.length);
    const ids = rules.map(({ meta }) => meta.id);
    expect(findings.filter(({ ruleId }) => !ids.includes(ruleId))).toEqual([]);
    for (const { range, severity } of problems) expect([range === null, severity]).not.toEqual([true, 'warning']);
  });

  test.each(inputSets)('of %s says what SARIF says', (_name, inputs) => {
    const log: unknown = JSON.parse(toSarif(lintTexts(inputs, { preset: 'strict' })));
    expect(log).toMatchObject({
      runs: [
        {
          results: json(inputs).findings.map(({ ruleId, file, range, fingerprint }) => ({
            ruleId,
            partialFingerprints: { 'kubeTokenLint/v1': fingerprint },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/') },
                  region: {
                    startLine: range.start.line,
                    startColumn: range.start.column,
                    endLine: range.end.line,
                    endColumn: range.end.column,
                  },
                },
              },
            ],
          })),
        },
      ],
    });
  });

  test('of the command is that of the programmatic interface', () => {
    const cwd = folder(Object.fromEntries(examples.map(({ uri, text }) => [uri, text])));
    const { output } = runJson(['.', '--preset', 'strict'], { cwd });
    expect(output.findings.length).toBeGreaterThan(10);
    expect(output.findings).toEqual(json(examples).findings);
  });

  test('names the template of rendered text, and only there', () => {
    const text = `${pod('a')}---\n# Source: web/charts/db/templates/a b.yaml\n${pod('b')}`;
    const { findings } = json([{ uri: 'stdin', text }]);
    expect(findings.find(({ resource }) => resource.name === 'a')).not.toHaveProperty('template');
    expect(findings.find(({ resource }) => resource.name === 'b')).toMatchObject({
      file: 'stdin',
      template: { file: 'web/charts/db/templates/a b.yaml' },
    });
  });

  test('names objects as they are written', () => {
    const unnamed = pod('a').replace('  name: a\n', '  generateName: a\n');
    const named = pod('a').replace('  name: a\n', '  name: a\n  namespace: shop\n');
    const resources = json([{ uri: 'a.yaml', text: `${unnamed}---\n${named}` }])
      .findings.filter(({ ruleId }) => ruleId === 'account-default')
      .map(({ resource }) => resource);
    expect(resources).toEqual([
      { apiVersion: 'v1', kind: 'Pod', namespace: null, name: null },
      { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'a' },
    ]);
  });

  const shared = ['corpus/rendered', 'corpus/plain', 'conformance'].map(
    (name) => [name, inputsOf('../shared', name)] as const,
  );
  test.each(shared.filter(([, inputs]) => inputs.length > 0))('of ../shared/%s follows the schema', (_name, inputs) => {
    expect(json(inputs).findings.length).toBeGreaterThan(20);
  });
});
