import { expect, test } from 'vitest';
import data from '../../src/evidence/knowledge/knowledge.json' with { type: 'json' };
import type { KnowledgeData } from '../../src/evidence/knowledge/knowledgeEntries.ts';
import { listedKnowledge } from '../../src/evidence/knowledge/knowledgeSource.ts';
import { readKnowledge, writeKnowledge } from '../../src/evidence/knowledge/writtenKnowledge.ts';

/** As runs need it. */
const entries: KnowledgeData = JSON.parse(
  JSON.stringify(data, (key, value: unknown) => (/^(?:source|matches|silent)$/.test(key) ? undefined : value)),
);
const listed = listedKnowledge(entries);
const written = readKnowledge(writeKnowledge(data));

test('each name finds what it finds in the list', () => {
  const names = entries.images.flatMap((image) => image.names ?? []);
  expect(names.length).toBeGreaterThan(1000);
  for (const name of names) expect(written.imagesNamed(name)).toEqual(listed.imagesNamed(name));
});

test('a part of a name, or more than one, finds nothing', () => {
  for (const name of ['', '\t', 'ngin', 'nginx\t', 'nginx\t1', 'zzz', '~', '0'])
    expect(written.imagesNamed(name)).toEqual([]);
});

test('each sign is what it is in the list', () => {
  const all = ({ signs }: typeof listed): unknown[] => signs.map((sign) => ({ ...sign, read: sign.read() }));
  expect(all(written)).toEqual(all(listed));
});

test('all else is there', () => {
  for (const list of ['idleCommands', 'injectors', 'trivialRules', 'builtInRoles', 'imagePatterns'] as const)
    expect(written[list]).toMatchObject(listed[list]);
});
