import { describe, expect, test } from 'vitest';
import { readBlockYaml } from '../../src/documents/blockReader.ts';
import { readYaml } from '../../src/documents/yamlReader.ts';
import { jsonOf } from '../support/nodes.ts';

// What sigs.k8s.io/yaml 1.6 reads in each was compared with its own answer.
describe('where a scalar without quotes ends in a flow collection', () => {
  test.each([
    ['[cat, -]', ['cat', '-']],
    ['[-, -b, [-]]', ['-', '-b', ['-']]],
    ['[localhost:, b]', ['localhost:', 'b']],
    ['[a:, b: ]', ['a:', { b: null }]],
    ['{ a:, b: -, "c":, d:e: f }', { 'a:': null, b: '-', c: null, 'd:e': 'f' }],
    ['[a :, b  :, c : ]', ['a :', 'b  :', { c: null }]],
    ['{ a :, b: [c :] }', { 'a :': null, b: ['c :'] }],
    ['[{}, {a: []}, b:]', [{}, { a: [] }, 'b:']],
    ['[a, "b:"]# why', ['a', 'b:']],
    ['"a"# why', 'a'],
    ['- a\n- "[-]"\n- b-, -]', ['a', '[-]', 'b-, -]']],
  ])('%s', (text, value) => {
    const { root, problems } = readYaml(`${text}\n`, 0);
    expect(problems).toEqual([]);
    expect(jsonOf(root)).toEqual(value);
  });

  test.each([
    ['{ path: /healthz?full=true }', '?'],
    ['[a, ?b]', '?'],
    ['{ listen: :8080 }', ':'],
  ])('%s is refused', (text, mark) => {
    const { root, problems } = readYaml(text, 10);
    expect(root).toBeUndefined();
    const message = `Kubernetes reads this "${mark}" as no part of the value: put the value in quotes`;
    expect(problems).toMatchObject([{ code: 'yaml-unsupported', start: 10 + text.lastIndexOf(mark), message }]);
  });

  test.each(['path: /healthz?full=true', '- :8080', '[a, "b?", \'?c\']'])('%s is read', (text) => {
    expect(readYaml(`${text}\n`, 0).problems).toEqual([]);
  });

  test('a dash with a space behind it is the mark of an item', () => {
    expect(readYaml('[ - ]\n', 0).problems).toMatchObject([{ code: 'yaml-syntax' }]);
  });
});

test('a carriage return alone ends a line', () => {
  const { root, problems } = readYaml('a: 1\rb:\r  - c # d\r  - "e\r    f"\r\ng: |\r  h\r\n\r', 0);
  expect(problems).toEqual([]);
  expect(jsonOf(root)).toEqual({ a: 1, b: ['c', 'e f'], g: 'h\n' });
});

describe('tags', () => {
  test.each([
    ['k: !tag', { k: '' }],
    ['k: !!str\nb: !', { k: '', b: '' }],
    ['k: &a !tag\nb: *a', { k: '', b: '' }],
    ['- !tag\n- !!null', ['', null]],
    ['{ a: !tag , b: ! 1 }', { a: '', b: '1' }],
    ['k: !!binary aGk=', { k: 'hi' }],
    [
      'k: !!timestamp 2001-1-1\nb: !!timestamp "2000-02-29 1:2:3.5"\nc: !!timestamp 2001-01-01t01:02:03+01:00',
      { k: '2001-1-1', b: '2000-02-29 1:2:3.5', c: '2001-01-01t01:02:03+01:00' },
    ],
    ['k: !!timestamp 0000-02-29T1:2:3+24:60', { k: '0000-02-29T1:2:3+24:60' }],
    ['k: !!int 0xE1\nb: !!int 1_000\nc: !!float 1', { k: 225, b: 1000, c: 1 }],
  ])('%s', (text, value) => {
    const { root, problems } = readYaml(text, 0);
    expect(problems).toEqual([]);
    expect(jsonOf(root)).toEqual(value);
  });

  test.each([
    'k: !!int 1.5',
    'k: !!int 1.0',
    'k: !!int 1e3',
    'k: !!int',
    'k: !!float .inf',
    'k: !!binary aGk',
    'k: !!timestamp x',
    'k: !!timestamp',
    'k: !!timestamp 2001-02-29',
    'k: !!timestamp 0100-02-29',
    'k: !!timestamp 2001-01-01T01:02:03',
    '[!tag]',
    '[a, !tag]',
    '{ a: !tag}',
    '{ a: !tag, b: c }',
  ])('%s is refused', (text) => {
    const { root, problems } = readYaml(text, 0);
    expect(root).toBeUndefined();
    expect(problems).toMatchObject([{ code: 'yaml-unsupported' }]);
  });
});

describe('a key within braces and its colon stand on one line', () => {
  test.each(['{\n  /* why */\n  "a": 1\n}', '{ "a\n b": c }', '{ a: b, // why\n  c: d }', 'k: { a\n  : c }'])(
    '%j is refused',
    (text) => {
      const { root, problems } = readYaml(text, 0);
      expect(root).toBeUndefined();
      expect(problems).toMatchObject([{ code: 'yaml-syntax' }]);
    },
  );

  test.each([
    ['{ ? a\n b : c }', { 'a b': 'c' }],
    ['{ "a"\n : 1 }', { a: 1 }],
    ['{\n  a: b\n   c,\n  d: \n  e }', { a: 'b c', d: 'e' }],
  ])('%j is read', (text, value) => {
    expect(jsonOf(readYaml(text, 0).root)).toEqual(value);
  });
});

test.each([
  ['k: |\n  text', 'text'],
  ['k: |+\n  text', 'text'],
  ['k: >\n  a\n  b', 'a b'],
  ['k: |1\n  text', ' text'],
  ['k: |\r\n  text', 'text'],
  ['k: |+\n  text\n  ', 'text\n'],
  ['k: |\n  text\n\n', 'text\n'],
])('a block scalar ends in a line break only where the text does: %j', (text, value) => {
  expect(jsonOf(readYaml(text, 0).root)).toEqual({ k: value });
  const block = readBlockYaml(text, 0, text.length);
  if (block !== undefined) expect(jsonOf(block.root)).toEqual({ k: value });
});

test.each([
  ['a: 1\nk:\n|\n  text: |\n   b\nc: d\n', { a: 1, k: 'text: |\n b\n', c: 'd' }],
  ['a:\n  k: &a # why\n\n  # why\n  >-\n   b\n   c\n  d: |\n   e\n', { a: { k: 'b c', d: 'e\n' } }],
  ['k:\n|\n  b\nc: [\n]\n', { k: 'b\n', c: [] }],
])('a block scalar may begin in the column of its key: %j', (text, value) => {
  const { root, problems } = readYaml(text, 0);
  expect(problems).toEqual([]);
  expect(jsonOf(root)).toEqual(value);
});

test.each(['a: b\n|\n  c\n', 'a:\n  k:\n|\n  c\n', '- a:\n|\n  b\n', 'k: |\ntext\n'])('%j is no such one', (text) => {
  expect(readYaml(text, 0).problems).toMatchObject([{ code: 'yaml-syntax' }]);
});
