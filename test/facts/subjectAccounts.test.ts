import { expect, test } from 'vitest';
import { SourceFile } from '../../src/documents/document.ts';
import { NodeCache } from '../../src/documents/nodeCache.ts';
import { NameIndex } from '../../src/facts/objects/nameIndex.ts';
import { Reads } from '../../src/facts/objects/reads.ts';
import { SubjectAccounts } from '../../src/facts/rbac/subjectAccounts.ts';
import { subjectLists } from '../../src/facts/rbac/subjects.ts';
import { analyzeFile } from '../../src/lint/analyze.ts';

const rbac = 'rbac.authorization.k8s.io';
const binding = (namespace: string): string => `apiVersion: ${rbac}/v1
kind: ClusterRoleBinding
metadata: { name: a }
roleRef: { apiGroup: ${rbac}, kind: ClusterRole, name: edit }
subjects: [{ kind: ServiceAccount, name: a, namespace: ${namespace} }]
`;
const account = (namespace: string): string =>
  `---\napiVersion: v1\nkind: ServiceAccount\nmetadata: { name: a, namespace: ${namespace} }\n`;

test('of many subjects of one name, those that mean another declared account are not looked at for each workload', () => {
  const files = Array.from({ length: 20 }, (_, index) => {
    const text = index < 18 ? binding('x') + account('x') : binding(index === 18 ? 'x' : 'other');
    // Beside the last two there is no account, and only for one of them is there any.
    const uri = `${index < 18 ? `folder${String(index)}/` : ''}a${String(index)}.yaml`;
    return analyzeFile(new SourceFile(uri, text), new NodeCache()).facts;
  });
  const accounts = files.flatMap((file) => file.accounts);
  const { named } = subjectLists(files.flatMap((file) => file.bindings));
  const reads = new Reads();
  const index = new SubjectAccounts(
    new NameIndex('subjects', () => named, reads),
    new NameIndex('accounts', () => accounts, reads),
    reads,
  );
  const placesFor = (namespace: string | null): (string | undefined)[] =>
    accounts
      .slice(0, 1)
      .flatMap((one) => index.perhapsMeaning('a', one, { document: one.document, namespace }))
      .map(({ document }) => document.uri);
  expect(placesFor('x')).toEqual(['folder0/a0.yaml', 'a18.yaml']);
  expect(placesFor(null)).toEqual(['folder0/a0.yaml', 'a18.yaml', 'a19.yaml']);
});
