import { describe, expect, test } from 'vitest';
import { readYaml } from '../../src/documents/yamlReader.ts';

const nbsp = '\u00a0';
const deeper = 'This line is indented deeper than the key above it, which has a value already';
const less = 'This line is indented less than the line above it, and like none that it could belong to';
const noColon = 'This line has no ": " between a key and its value';
const glued = 'No space follows the colon of this key';
const oddSpace = 'Behind this colon stands a no-break space, which YAML takes for a letter';
const conflict = 'This line is of a Git conflict: resolve it first';
const tab = 'A tab in the indentation: YAML wants spaces there';
const dashless = 'This line stands in the column of the list items above it, but does not begin with "- "';
const quoteOpen = 'This quote was opened here and is not closed';
const quoteLate = 'This quote was opened here and is closed only on a later line, before more text';
const oddIndentation = 'In the indentation stands a no-break space, which YAML takes for a letter';
const threeDashes = 'The line between two documents is written with three dashes: ---';
const needsQuotes = 'This value holds ": ", as a key does: put it in quotes';

/** Texts in which « and » mark what is to be shown, and what is to be said of it. */
const causes = [
  ['spec:\n  «automountServiceAccountToken:false»\n  containers: []\n', glued],
  ['spec:\n  containers: []\n  «automountServiceAccountToken:false»\n', glued],
  ['a:\n  - «b:c»\n    d: e\n', glued],
  ['a:\n  «http://b»\n  c: d\n', noColon],
  ['spec:\n  «automountServiceAccountToken false»\n  containers: []\n', noColon],
  ['a:\n  description: b\n  «c d»\n  name: e\n', noColon],
  [`a:\n  b:«${nbsp}»false\n  c: d\n`, oddSpace],
  [`a: b\nc:«${nbsp}»\n  - d\n`, oddSpace],
  [`a: b\nc:«\u2003»\n  - d\n`, oddSpace.replace('a no-break space', 'no plain space')],

  ['a: b\n«<<<<<<< HEAD»\nc: d\n=======\nc: e\n>>>>>>> x\n', conflict],
  ['a: b\r\n«<<<<<<< HEAD»\r\nc: d\r\n=======\r\nc: e\r\n>>>>>>> x\r\n', conflict],
  ['a: b\n=======\nc: e\n«>>>>>>> x»\n', conflict],
  ['a: |\n  b\n«||||||| 1f2e3d4»\n  c\n=======\nd: e\n', conflict],

  ['a:\n  name: «"»b\n  c: d\ne: f\n', quoteOpen],
  ["a:\n  name: «'»b\n  c: d\ne: f\n", quoteOpen],
  ['a: [b, «"»c]\nd: e\n', quoteOpen],
  ['a:\n  name: «"»b\n  c: "d"\ne: f\n', quoteLate],
  ['a:\n  name: «"»b\n  c: d\ne: f\ng: "h"\n', quoteLate],
  ["a:\n  name: «'»b\n  c: d\ne: it's\n", quoteLate],
  ['a: {b: «"»c}\nd: "e"\n', quoteLate],
  ['{"a": «"»b,\n "c": "d"}', quoteLate],
  ['a: "b" «c»\n', 'Text follows the closing quote of this value'],
  ['a:\n  - [Tt]«ypos?»\n', 'Text follows the closing ] of this value'],
  ['a: {b} «c»\n', 'Text follows the closing } of this value'],

  ['a: «{»b: c\nd: e\n', 'This { was opened here and is not closed'],
  ['a: «{»b: c\nd: [{e: f}]\ng: h\n', 'This { was opened here and is not closed'],
  ["a: [b, c]\nd: «[»e,\n  f # it's }]\ng: h\n", 'This [ was opened here and is not closed'],
  ['a: {b: «[»c, d}\ne: f\n', 'This [ was opened here and is not closed before the next }'],
  ['{"a": "b", "c": «"»d', 'The JSON ends inside the string that was opened here'],
  ['{\n  "a": {"b": "c"},\n  "d": «{»"e": 1,\n', 'The JSON ends before this { is closed'],
  ['[{"a": 1}, «[»2', 'The JSON ends before this [ is closed'],

  ['a:\n  name: b\n   «c: d»\ne: f\n', deeper],
  ['a:\n  name: "b"\n   «c: d»\n', deeper],
  ['a:\n  name: b # why\n\n   «c:»\n     d: e\n', deeper],
  ['a:\n  - b: c\n     «d: e»\n', deeper],
  ['a: b\n  «c:»\n    d: e\n', deeper],
  ['a:\n  b:\n    c: d\n   «e: f»\n', less],
  ['a:\n  b: c\n «d: e»\n', less],
  ['a:\r\n  b: c\r\n «d: e»\r\n', less],
  ['a:\n  - b: c\n    d: e\n   «f: g»\n', less],
  ['a:\n    - b: c\n  «- d: e»\n', less],
  ['  a: b\n«c: d»\n', less],
  ['a:\n  - b: c\n   «- d: e»\n', 'This list item is indented deeper than the one above it'],
  ['a:\n  - b: c\n  «d: e»\n', dashless],
  ['a:\n  b: c\n  «- d: e»\n', 'This list item stands among the keys of a mapping'],
  ['a:\n«\t»b: c\n', tab],
  ['a:\n  b: c\n«\t»d: e\n', tab],

  ['a: «b: c»\n', needsQuotes],
  ['a:\n  - b: «c: d» # e\n    f: g\n', needsQuotes],
  ['a: «@»b\n', 'A text that begins with @ needs quotes'],

  [`a:\n«${nbsp}» b: c\n  d: e\n`, oddIndentation],
  [`a:\n  b: c\n «${nbsp}»d: e\n f: g\n`, oddIndentation],
  ['a: b\n«--»\nc: d\n', threeDashes],
  ['a:\n  b: c\n«-----»\nd: e\n', threeDashes],
  ['a: b\n«—»\nc: d\n', threeDashes],
  ['{"a": 1}\n«{»"b": 2}\n', 'Another text begins here, without a line with --- before it'],
  ['[1]\n«[»2]\n', 'Another text begins here, without a line with --- before it'],
  ['{"a": «1»\n "b": 2}\n', 'A comma is missing behind this'],
  ['{"a": "b"\n «"»c": "d"}', 'A comma is missing before this'],
  ['{"a" «1»}', 'A comma or a colon is missing before this'],
  ['{"a": 1}«}»', 'This } closes nothing that was opened'],
  ['a: [b, c]«]»\n', 'This ] closes nothing that was opened'],
  ['a: «-» b\n', 'A list begins on the line below its key'],
] as const;

describe('what is wrong with a text is told where it is', () => {
  test.each(causes)('%j: %s', (marked, message) => {
    const start = marked.indexOf('«');
    const end = marked.indexOf('»') - 1;
    const { root, problems } = readYaml(marked.replace('«', '').replace('»', ''), 100);
    expect(root).toBeUndefined();
    expect(problems).toEqual([{ start: 100 + start, end: 100 + end, code: 'yaml-syntax', severity: 'error', message }]);
  });

  test.each([['a: {b: c,, d}\n'], ['a: "b": c\n']])('of %j the parser has the word', (text) => {
    const [problem] = readYaml(text, 0).problems;
    expect(causes.map(([, message]) => message)).not.toContain(problem?.message);
    expect(problem).toMatchObject({ code: 'yaml-syntax', message: expect.stringMatching(/./) });
  });

  test('of lines within brackets it is told where they stand, not where the parser wants them', () => {
    const text = 'a: [b,\nc]\nd: "e\nf"\ng: h: i\n';
    const start = text.indexOf('h: i');
    expect(readYaml(text, 0).problems).toMatchObject([{ start, end: start + 4, message: needsQuotes }]);
  });
});

test('a long broken text is looked through a few times only', { timeout: 20_000 }, () => {
  const lines = Array.from({ length: 3000 }, (_, index) => `  k${String(index)}: [a, "b"] # it's\n`).join('');
  for (const end of [' c: d\n', '  c: {\n', '  c: "\n', `  c: d${' '.repeat(100_000)}: e\n`]) {
    expect(readYaml(`a:\n${lines}${end}b: c\n`, 0).problems).toMatchObject([{ code: 'yaml-syntax' }]);
  }
});
