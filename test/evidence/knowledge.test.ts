import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';

interface Stated {
  meaning: string;
  source: string;
}

interface Exampled {
  id: string;
  matches: string[];
  silent: string[];
}

interface Knowledge {
  images: (Stated & { names?: string[]; namePattern?: string; repositories?: string[] })[];
  signs: (Stated & Exampled & { pattern: string; unless?: string; overrides?: string[] })[];
  idleCommands: (Stated & Exampled & { pattern: string; unless?: string })[];
  injectors: (Stated & Exampled & { annotation: string; unlessAnnotation?: string })[];
  trivialRules: (Stated & { id: string })[];
  builtInRoles: (Stated & { name?: string; pattern?: string })[];
}

const root = join(import.meta.dirname, '../..');
const readJson = (path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8'));

const schema = readJson('schemas/knowledge.schema.json');
const validate = new Ajv2020({ strict: true, formats: { regex: isRegex } }).compile<Knowledge>(Object(schema));
const knowledge = readKnowledge();

function readKnowledge(): Knowledge {
  const value = readJson('src/evidence/knowledge/knowledge.json');
  if (!validate(value)) throw new Error(JSON.stringify(validate.errors?.slice(0, 3)));
  return value;
}

function isRegex(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether an unbounded quantifier stands inside of a group that is itself repeated. */
function hasNestedQuantifier(pattern: string): boolean {
  const bare = pattern.replace(/\\./g, 'a').replace(/\[\^?\]?[^\]]*\]/g, 'a');
  const repeatsInside: boolean[] = [];
  for (let index = 0; index < bare.length; index++) {
    const rest = bare.slice(index);
    if (rest.startsWith('(')) repeatsInside.push(false);
    const closes = rest.startsWith(')');
    const repeats = closes ? (repeatsInside.pop() ?? false) : false;
    const quantifier = /^\)?(?:[*+]|\{\d+(?:,\d*)?\})/.exec(rest)?.[0];
    if (repeats && quantifier !== undefined && quantifier.length > 1) return true;
    const outer = repeatsInside.length - 1;
    if (outer >= 0 && (repeats || /^[*+{]/.test(rest))) repeatsInside[outer] = true;
  }
  return false;
}

function patterns(): string[] {
  return [
    ...knowledge.images.map((image) => image.namePattern),
    ...knowledge.signs.flatMap((sign) => [sign.pattern, sign.unless]),
    ...knowledge.idleCommands.flatMap((command) => [command.pattern, command.unless]),
    ...knowledge.injectors.flatMap((injector) => [injector.annotation, injector.unlessAnnotation]),
    ...knowledge.builtInRoles.map((role) => role.pattern),
  ].filter((pattern) => pattern !== undefined);
}

function repeated(values: readonly string[]): string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

/** Schemas below a schema's properties that say nothing of what they are for. */
function undescribed(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]: [string, unknown]) => {
    const here = `${path}/${key}`;
    const silent = path.endsWith('/properties') && typeof child === 'object' && !('description' in Object(child));
    return key === 'oneOf' ? [] : [...(silent ? [here] : []), ...undescribed(child, here)];
  });
}

test('the schema describes every property', () => {
  expect(undescribed(schema, '')).toEqual([]);
});

test('every pattern is safe to run on long text', () => {
  expect(patterns().length).toBeGreaterThan(100);
  expect(patterns().filter(hasNestedQuantifier)).toEqual([]);
  expect(patterns().filter((pattern) => /^(?:\.|\\s|\[\^?\]?[^\]]*\])[*+]/.test(pattern))).toEqual([]);
  // Of a sign, `^` is the start of each line: those of white space alone would be read again from each of them.
  expect(knowledge.signs.filter(({ pattern, unless = '' }) => /\^\\s[*+]/.test(pattern + unless))).toEqual([]);
  const long = ['a', ' ', '\n', '\n ', '- ', '--a=', 'name: ', '{', '"a":'].map((text) => text.repeat(20_000));
  for (const pattern of patterns()) {
    const regex = new RegExp(pattern);
    for (const text of long) regex.test(text);
  }
});

test('the check for nested quantifiers can fail', () => {
  expect(
    ['(a+)+', '(?:a*b)*', '((a+)b)+', '(?:a{2,})*', '(?:x(?:a+)?)+', '(a|b+){3}'].filter(hasNestedQuantifier),
  ).toHaveLength(6);
  expect(['(?:a+)?', '(?:a|b)+', 'a+b+', '[(+]+', '\\(a+\\)+'].filter(hasNestedQuantifier)).toEqual([]);
});

test('nothing is said twice', () => {
  const { images, signs, idleCommands, injectors, trivialRules, builtInRoles } = knowledge;
  const names = images.flatMap(({ names = [], repositories = [''] }) =>
    repositories.flatMap((repository) => names.map((name) => `${name} ${repository}`)),
  );
  expect(repeated(names)).toEqual([]);
  expect(repeated(images.flatMap(({ namePattern }) => namePattern ?? []))).toEqual([]);
  for (const entries of [signs, idleCommands, injectors, trivialRules])
    expect(repeated(entries.map(({ id }) => id))).toEqual([]);
  expect(repeated(builtInRoles.map(({ name, pattern }) => name ?? pattern ?? ''))).toEqual([]);
});

test('every name ends a repository of its entry', () => {
  const stray = knowledge.images.filter(
    ({ names = [], repositories }) =>
      repositories !== undefined &&
      (!repositories.every((repository) => names.includes(repository.split('/').at(-1) ?? '')) ||
        !names.every((name) => repositories.some((repository) => repository.endsWith(`/${name}`)))),
  );
  expect(stray).toEqual([]);
});

test('every entry has a meaning and a source', () => {
  const { images, signs, idleCommands, injectors, trivialRules, builtInRoles } = knowledge;
  const entries: Stated[] = [...images, ...signs, ...idleCommands, ...injectors, ...trivialRules, ...builtInRoles];
  expect(entries.filter(({ meaning, source }) => meaning.trim() === '' || source.trim() === '')).toEqual([]);
  expect(entries.filter(({ meaning }) => meaning.endsWith('.'))).toEqual([]);
});

test('signs override signs that exist', () => {
  const ids = new Set(knowledge.signs.map(({ id }) => id));
  expect(knowledge.signs.flatMap(({ overrides = [] }) => overrides).filter((id) => !ids.has(id))).toEqual([]);
});

const exampled = [
  ...knowledge.signs.map((sign) => ({ ...sign, unless: sign.unless })),
  ...knowledge.idleCommands.map((command) => ({ ...command, unless: command.unless })),
  ...knowledge.injectors.map((injector) => ({
    ...injector,
    pattern: injector.annotation,
    unless: injector.unlessAnnotation,
  })),
];

test.each(exampled.map((entry) => [entry.id, entry] as const))('%s agrees with its examples', (_, entry) => {
  const found = (text: string): boolean =>
    new RegExp(entry.pattern).test(text) && !(entry.unless !== undefined && new RegExp(entry.unless).test(text));
  expect(entry.matches.length).toBeGreaterThan(0);
  expect(entry.silent.length).toBeGreaterThan(0);
  expect(entry.matches.filter((text) => !found(text))).toEqual([]);
  expect(entry.silent.filter(found)).toEqual([]);
});
