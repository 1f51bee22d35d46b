import { expect, test } from 'vitest';
import { SourceFile } from '../../src/documents/document.ts';
import { NodeCache } from '../../src/documents/nodeCache.ts';
import { NameIndex } from '../../src/facts/objects/nameIndex.ts';
import { Reads } from '../../src/facts/objects/reads.ts';
import type { Resource } from '../../src/facts/objects/resource.ts';
import { nearest, onlyOne } from '../../src/facts/objects/scope.ts';
import { analyzeFile } from '../../src/lint/analyze.ts';

const uris = [
  'a.yaml',
  'x/a.yaml',
  'x/b.yaml',
  'x/y/a.yaml',
  'x/y/z/a.yaml',
  'x/yy/a.yaml',
  'z/y/a.yaml',
  'z/y/b.yaml',
  '/x/a.yaml',
  '/y/a.yaml',
];
const headers = ['', '# Source: one/templates/a.yaml\n', '# Source: two/templates/a.yaml\n'];
const namespaces = ['', ', namespace: a', ', namespace: b'];

/** ConfigMaps of one name: in each file two, of each rendering and namespace that the index of the file chooses. */
const objects = uris.flatMap(objectsOf);
/** Some that are looked from, and not at. */
const elsewhere = objectsOf('/z/a.yaml', 0);

function objectsOf(uri: string, index: number): readonly Resource[] {
  const documents = [index, index * 2 + 1].map(
    (number) =>
      `---\n${headers[number % 3] ?? ''}apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a${namespaces[number % 4] ?? ''} }\n`,
  );
  return analyzeFile(new SourceFile(uri, documents.join('')), new NodeCache()).facts.resources;
}

test('of many objects of one name the index finds those that a look at each finds', () => {
  const index = new NameIndex('objects', () => objects, new Reads(false));
  expect(objects).toHaveLength(20);
  for (const document of [...objects, ...elsewhere].map((one) => one.document)) {
    for (const namespace of [null, 'a', 'b', 'c']) {
      const found = nearest(objects, { document, namespace });
      expect(index.nearest('a', { document, namespace })).toEqual(found);
      expect(index.nearestOne('a', { document, namespace })).toBe(onlyOne(found));
    }
  }
});

test('where objects without a namespace lie is noted once, not for each namespace in which they are looked for', () => {
  let asked = 0;
  const documents = Array.from(
    { length: 100 },
    (_, index) => analyzeFile(new SourceFile(`${String(index)}/a.yaml`, 'a: b'), new NodeCache()).facts.documents[0],
  ).filter((document) => document !== undefined);
  const unplaced = documents.map((document) => ({
    name: 'a',
    namespace: null,
    get document() {
      asked += 1;
      return document;
    },
  }));
  const index = new NameIndex('objects', () => unplaced, new Reads(false));
  for (const [number, document] of documents.entries())
    expect(index.nearestOne('a', { document, namespace: `n${String(number)}` })).toBe(unplaced[number]);
  expect(asked).toBeLessThan(10 * documents.length);
});
