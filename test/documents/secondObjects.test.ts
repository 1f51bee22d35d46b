import { expect, test } from 'vitest';
import { lintTexts } from '../../src/index.ts';

const object = (kind: string): string => `apiVersion: v1\nkind: ${kind}\nmetadata: { name: a }\nspec: {}\n`;

/** The lines that something is said of, and what. */
const told = (text: string): [number, string][] =>
  lintTexts([{ uri: 'a.yaml', text }]).problems.map(({ range, message }) => [
    (range?.start.line ?? -1) + 1,
    message.split(/[,:]/)[0] ?? '',
  ]);

test('a line with --- that is missing is told once, where the next object begins', () => {
  const another = 'Another object begins here';
  expect(told(`${object('Service')}${object('ConfigMap')}${object('PodDisruptionBudget')}`)).toEqual([
    [5, another],
    [9, another],
  ]);
  expect(told(`kind: Service\napiVersion: v1\n${object('ConfigMap')}`)).toEqual([[3, another]]);
  expect(told(`a: 1\n---\n${object('Service')}${object('ConfigMap')}`)).toEqual([[7, another]]);
});

test('keys that are there twice within an object are told one by one', () => {
  const twice = (key: string): string => `The key "${key}" is already set`;
  expect(told(`${object('Service')}metadata: {}\nspec: {}\n`)).toEqual([
    [5, twice('metadata')],
    [6, twice('spec')],
  ]);
  expect(told(`${object('Service')}data:\n  kind: a\n  kind: b\n  apiVersion: a\n  apiVersion: b\n`)).toEqual([
    [7, twice('kind')],
    [9, twice('apiVersion')],
  ]);
});

test('problems of what helm rendered name the template', () => {
  const rendered = (text: string): string => `---\n# Source: shop/templates/a.yaml\n${text}`;
  const messages = (text: string): string[] =>
    lintTexts([{ uri: 'stdin', text: rendered(text) }]).problems.map(({ message }) => message);
  for (const text of [
    'kind: Pod\nkind: Pod\n',
    'kind: {\n',
    'apiVersion: apps/v1\nkind: Deployment\nspec: { template: { spec: [] } }\n',
  ])
    expect(messages(text)).toEqual([expect.stringContaining(' (in template shop/templates/a.yaml)')]);
});
