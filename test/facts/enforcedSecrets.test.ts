import { expect, test } from 'vitest';
import { lintTexts } from '../../src/index.ts';

test('a long list of Secrets is read once for all pods of its account', { timeout: 20_000 }, () => {
  const account = (name: string, secrets: string): string =>
    `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: ${name}\n  annotations: { kubernetes.io/enforce-mountable-secrets: "true" }\nsecrets: [${secrets}]\n---\n`;
  const pod = (name: string): string =>
    `apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec:\n  serviceAccountName: ${name}\n  containers: [{ name: a, image: a }]\n  volumes: [{ name: s, secret: { secretName: s } }, { name: t, secret: { secretName: t } }]\n---\n`;
  const pods = Array.from({ length: 1000 }, (_, index) => pod(index % 2 === 0 ? 'a' : 'b')).join('');
  const long = `&s { name: s }${', *s'.repeat(60_000)}`;
  const { findings } = lintTexts([{ uri: 'a.yaml', text: account('a', long) + account('b', '{ name: t }') + pods }]);
  const refused = findings.filter(({ messageId }) => messageId === 'refused').map(({ message }) => message);
  expect(refused).toHaveLength(1000);
  expect(refused[0]).toContain('"t" is not allowed because service account a');
  expect(refused[1]).toContain('"s" is not allowed because service account b');
});

test.each([
  ['T', 1],
  ['True', 1],
  ['tRUE', 0],
  ['yes', 0],
  ['1.0', 0],
])('with the annotation %s, %i Secrets are refused', (annotation, refused) => {
  const account = `apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: a, annotations: { kubernetes.io/enforce-mountable-secrets: "${annotation}" } }\n`;
  const pod =
    'apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec: { serviceAccountName: a, containers: [{ name: a, image: a }], volumes: [{ name: s, secret: { secretName: s } }] }\n';
  const { findings } = lintTexts([{ uri: 'a.yaml', text: `${account}---\n${pod}` }]);
  expect(findings.filter(({ messageId }) => messageId === 'refused')).toHaveLength(refused);
});
