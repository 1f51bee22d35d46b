import { expect, test } from 'vitest';
import { SourceFile } from '../../src/documents/document.ts';
import { NodeCache } from '../../src/documents/nodeCache.ts';
import { AccountReferences } from '../../src/facts/kustomize/accountReferences.ts';
import { KustomizationIndex } from '../../src/facts/kustomize/kustomizationIndex.ts';
import { Reads } from '../../src/facts/objects/reads.ts';
import { analyzeFile } from '../../src/lint/analyze.ts';

const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: app }\n';

test('workloads of one build whose accounts are named alike share the list of what these are called', () => {
  const texts: Readonly<Record<string, string>> = {
    'kustomization.yaml': 'namespace: shop\nresources: [a, b]\n',
    'a/kustomization.yaml': 'namePrefix: a-\nresources: [app.yaml]\n',
    'b/kustomization.yaml': 'namePrefix: b-\nresources: [app.yaml]\n',
    'a/app.yaml': account,
    'b/app.yaml': account,
  };
  const files = Object.entries(texts).map(
    ([uri, text]) => analyzeFile(new SourceFile(uri, text), new NodeCache()).facts,
  );
  const { names } = new KustomizationIndex(
    files.flatMap((file) => file.kustomizations),
    files,
  );
  const accounts = files.flatMap((file) => file.accounts);
  const references = new AccountReferences(() => accounts, names, new Reads());
  // A workload beside each account would be seen as the account itself is.
  const [[ownOfA, , ofRoot, all] = [], [ownOfB, , , same] = []] = accounts.map((one) => references.of('app', one));
  const called = (name: string, folder: string, namespace: string | null): object => ({ folder, name, namespace });
  expect(ownOfA).toEqual([called('app', 'a', null), called('a-app', 'a', null)]);
  expect(ownOfB).toEqual([called('app', 'b', null), called('b-app', 'b', null)]);
  expect(ofRoot).toEqual([called('app', '', 'shop'), called('a-app', '', 'shop')]);
  expect(all).toEqual([called('a-app', '', 'shop'), called('b-app', '', 'shop')]);
  expect(same).toBe(all);
});
