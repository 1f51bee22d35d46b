import { describe, expect, test } from 'vitest';
import { readBlockYaml } from '../../src/documents/blockReader.ts';
import { entryOf, namesOf } from '../../src/documents/outlinedNode.ts';
import type { MapNode } from '../../src/documents/node.ts';

function mapOf(text: string): MapNode {
  const root = readBlockYaml(text, 0, text.length)?.root;
  if (root?.kind !== 'map') throw new Error('No mapping was read');
  return root;
}

function valueIn(map: MapNode, name: string): unknown {
  const value = entryOf(map, name)?.value;
  return value?.kind === 'scalar' ? value.value : undefined;
}

describe('names of keys', () => {
  const long = 'a.name/that-is-longer-than-sixty-characters-and-goes-without-a-number';

  test('are found however long they are', () => {
    const map = mapOf(`${long}: one\n${long}s: two\n"quoted": three\nname: four\n`);
    expect(namesOf(map, 0)).toEqual([long, `${long}s`, 'quoted', 'name']);
    expect(
      [long, `${long}s`, 'quoted', 'name', `${long}t`, 'nam', 'names', ''].map((name) => valueIn(map, name)),
    ).toEqual(['one', 'two', 'three', 'four', undefined, undefined, undefined, undefined]);
  });

  test('of objects are names as any other', () => {
    const map = mapOf('__proto__: one\nconstructor: two\n"7": three\n"": four\n');
    expect(['__proto__', 'constructor', '7', '', 'toString'].map((name) => valueIn(map, name))).toEqual([
      'one',
      'two',
      'three',
      'four',
      undefined,
    ]);
  });

  test('that come twice leave a doubt, the long ones too', () => {
    for (const name of ['name', long, `"${long}"`]) {
      const text = `${name}: one\nother: two\n${name}: three\n`;
      expect(readBlockYaml(text, 0, text.length)).toBeUndefined();
    }
  });

  test('are told apart where their hashes are the same', () => {
    // "Aa" and "BB" have the same hash.
    const names = Array.from({ length: 4096 }, (_, index) =>
      index.toString(2).padStart(12, '0').replaceAll('0', 'Aa').replaceAll('1', 'BB'),
    );
    const map = mapOf(names.map((name, index) => `${name}: v${String(index)}\n`).join(''));
    expect(namesOf(map, 0)).toEqual(names);
    expect(names.map((name) => valueIn(map, name))).toEqual(names.map((_, index) => `v${String(index)}`));
    const twice = `${names[4000] ?? ''}: one\n${names[4000] ?? ''}: two\n`;
    expect(readBlockYaml(twice, 0, twice.length)).toBeUndefined();
  });

  // After this one, no further name gets a number here.
  test('are told apart when there are more than have numbers', () => {
    const names = Array.from({ length: 9000 }, (_, index) => `key-${String(index * 7919)}`);
    for (let start = 0; start < names.length; start += 10) {
      const some = names.slice(start, start + 10);
      const map = mapOf(some.map((name, index) => `${name}: v${String(index)}\n`).join(''));
      expect(namesOf(map, 0)).toEqual(some);
      expect(some.map((name) => valueIn(map, name))).toEqual(some.map((_, index) => `v${String(index)}`));
      expect(valueIn(map, names[(start + 5000) % names.length] ?? '')).toBeUndefined();
    }
    const [late = ''] = names.slice(-1);
    for (const count of [1, 30]) {
      const others = Array.from({ length: count }, (_, index) => `late-${String(index)}: x\n`).join('');
      const text = `${late}: one\n${others}${late}: two\n`;
      expect(readBlockYaml(text, 0, text.length)).toBeUndefined();
    }
  });
});
