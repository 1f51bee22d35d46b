import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SourceFile } from '../../src/documents/document.ts';
import type { Facts } from '../../src/facts/facts.ts';
import { analyze } from '../../src/lint/analyze.ts';
import { pod } from './manifests.ts';

export interface Input {
  readonly uri: string;
  readonly text: string;
}

const root = join(import.meta.dirname, '../..');

/** The manifests below a folder of the project, or of what lies beside it; none where it is absent. */
export function inputsOf(...path: string[]): Input[] {
  const folder = join(root, ...path);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:ya?ml|json)$/.test(name))
    .sort()
    .map((name) => ({ uri: name, text: readFileSync(join(folder, name), 'utf8') }));
}

export function factsOf(inputs: readonly Input[]): Facts {
  const files = inputs.map(({ uri, text }) => new SourceFile(uri, text));
  return analyze(files, {}).model.facts;
}

export const examples = inputsOf('examples');
const allExamples = examples.map(({ text }) => text).join('\n---\n');

const json = {
  apiVersion: 'v1',
  kind: 'List',
  items: [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a' },
      spec: { serviceAccount: 'a', containers: [{ name: 'a' }] },
    },
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, type: 'kubernetes.io/service-account-token' },
  ],
};

/** Sets of inputs that reports must cope with, by name. */
export const inputSets: readonly (readonly [string, readonly Input[]])[] = [
  ['the examples', examples],
  ['a file of an odd name', [{ uri: 'a b/ü#%?:.yaml', text: allExamples }]],
  ['CRLF', examples.map(({ uri, text }) => ({ uri, text: text.replaceAll('\n', '\r\n') }))],
  ['byte order marks', examples.map(({ uri, text }) => ({ uri, text: `\ufeff${text}` }))],
  ['a rendered chart', [{ uri: 'stdin', text: `---\n# Source: c/templates/a b.yaml\n${allExamples}` }]],
  ['JSON', [{ uri: 'a.json', text: JSON.stringify(json, undefined, '\t') }]],
  ['JSON in one line', [{ uri: 'a.json', text: JSON.stringify(json) }]],
  ['the same object many times', [{ uri: 'a.yaml', text: Array<string>(30).fill(pod('a')).join('---\n') }]],
  [
    'names with brackets',
    [{ uri: 'a.yaml', text: pod('a').replace('- name: a', '- name: "[a](1) \\\\[b](https://x)"') }],
  ],
  ['nothing', []],
  [
    'what cannot be read',
    [
      { uri: 'a b.yaml', text: 'a: b: c\n' },
      { uri: 'c.yaml', text: 'a: 1\na: {{ .Values.x }}\n---\na: 1\na: 2\n---\na: "\u0000"\n' },
      { uri: 'd.yaml', text: 'a: [1\n---\nb: *x\n---\n- a\nb\n' },
    ],
  ],
];
