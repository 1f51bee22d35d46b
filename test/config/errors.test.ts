import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import schema from '../../schemas/config.schema.json' with { type: 'json' };
import { folder } from '../support/command.ts';
import { configName, errorOf, rulesIn } from './support.ts';

describe('what is wrong is named with its place and the nearest valid name', () => {
  test.each<[string, string]>([
    ['rulez: {}', '1:1: unknown key "rulez" (did you mean "rules"?)'],
    ['extends: strict\n rules: {}\n', '2:2: This line is indented deeper than the key above it'],
    ['rules: {\n', '1:8: This { was opened here and is not closed'],
    ['rules:\n\taccount-default: off\n', '2:1: A tab in the indentation: YAML wants spaces there'],
    ['ignorePatterns: [docs]', '1:1: unknown key "ignorePatterns" (did you mean "exclude"?)'],
    ['exclude: [a, ../docs]', `1:14: "../docs" leads out of the configuration's folder`],
    ['exclude: ["!docs"]', '1:11: "!docs" only takes files out of those that other patterns mean'],
    [
      'overrides: [{ files: [a], exclude: [b] }]',
      '1:27: unknown key "exclude": one of files, namespaces, kinds, labels, rules',
    ],
    ['preset: strict', '1:1: unknown key "preset": one of '],
    ['rules:\n  automount-unusd: off', '2:3: unknown rule "automount-unusd" (did you mean "automount-unused"?)'],
    [
      'rules: { kube-token-lint/automount-unused: off }',
      '1:10: unknown rule "kube-token-lint/automount-unused" (did you mean "automount-unused"?)',
    ],
    ['rules: { duplicate-key: error }', '1:10: unknown rule "duplicate-key": it is a problem, which has no level'],
    ['rules: { acme/owner: error }', '1:10: unknown rule "acme/owner": no plugin is configured that may have it'],
    ['overrides: [{ files: [a], rules: { x/y: off } }]', '1:36: unknown rule "x/y"'],
    [
      'rules:\n  automount-unused: of',
      '2:21: rules.automount-unused must be one of off, info, warning, error (did you mean "off"?)',
    ],
    ['rules:\n  account-default: [error]', 'must be one of off, info, warning, error, alone: the rule has no options'],
    [
      'rules:\n  automount-unused: [error]',
      '2:21: rules.automount-unused must be one of off, info, warning, error, or a list',
    ],
    [
      'rules:\n  token-expiration-bounds: [error, { maximun: 1 }]',
      '2:38: unknown option "maximun" (did you mean "maximum"?)',
    ],
    [
      'rules: { token-expiration-bounds: [error, { maximum: 5 }] }',
      '1:54: rules.token-expiration-bounds.1.maximum must be >= 600',
    ],
    [
      'rules: { token-expiration-bounds: [eror, {}] }',
      '1:36: rules.token-expiration-bounds.0 must be one of off, info, warning, error (did you mean "error"?)',
    ],
    ['extends: [strict, zerotrust]', '1:19: unknown preset "zerotrust" (did you mean "zero-trust"?)'],
    ['extends: https://example.com/base.yaml', '1:10: "https://example.com/base.yaml": only presets and local files'],
    ['overrides:\n  - lables: { a: b }\n    rules: {}', '2:5: unknown key "lables" (did you mean "labels"?)'],
    ['overrides:\n  - rules: {}', '2:5: overrides.0 chooses nothing: give it files, namespaces, kinds or labels'],
    ['overrides:\n  - files: [a]', '2:5: overrides.0 lacks "rules"'],
    ['overrides:\n  - namespaces: [a*b]\n    rules: {}', '2:18: overrides.0.namespaces.0 may hold * only at its start'],
    ['overrides:\n  - { files: [a], rules: { x: off } }', '2:28: unknown rule "x": `kube-token-lint rules` lists them'],
    ['expiration: { tiers: { hihg: {} } }', '1:24: unknown key "hihg" (did you mean "high"?)'],
    ['expiration: { tiers: { high: {} } }', '1:24: expiration.tiers.high chooses nothing'],
    ['audiences: { alowed: [] }', '1:14: unknown key "alowed" (did you mean "allowed"?)'],
    ['audiences: { allowed: [vault], apart: [[vault, valt]] }', '1:48: "valt" is neither an allowed audience'],
    ['evidence: { signs: [{ pattern: "(" }] }', 'evidence.signs.0 lacks "id", "where", "use", "strength", "meaning"'],
    ['evidence: { images: [{ names: [a], use: "no" }] }', ': evidence.images.0 lacks "strength", "meaning", "source"'],
    [
      'evidence: { images: [{ namePattern: "(", use: "yes", strength: strong, meaning: m, source: s }] }',
      '1:37: evidence.images.0.namePattern is no regular expression',
    ],
    [
      'evidence: { images: [{ namePattern: "a(?=b)", use: "yes", strength: strong, meaning: m, source: s }] }',
      '1:37: evidence.images.0.namePattern cannot be matched in linear time (RE2: invalid or unsupported Perl syntax: `(?=`)',
    ],
    [
      'evidence: { signs: [{ id: a, where: argument, pattern: ^--a$, use: "yes", strength: weak, meaning: m, source: s, matches: [--a, --b], silent: [c] }] }',
      ': evidence.signs.0.matches.1 is not matched by the pattern',
    ],
    [
      'evidence: { signs: [{ id: a, where: argument, pattern: a, unless: b, use: "yes", strength: weak, meaning: m, source: s, matches: [a], silent: [ab, a2] }] }',
      ': evidence.signs.0.silent.1 is matched by the pattern',
    ],
    [
      'rules: { token-expiration-bounds: [error, { minimum: 7200, maximum: 3600 }] }',
      '1:10: the minimum, 7200, is above the maximum, 3600',
    ],
    [
      'overrides: [{ kinds: [Rollout, deployments], rules: { account-default: off } }]',
      '1:32: "deployments" is no kind (did you mean "Deployment"?)',
    ],
    ['overrides: [{ kinds: [Deploymnt], rules: { account-default: off } }]', 'did you mean "Deployment"?'],
    ['overrides: [{ kinds: [StatefulSte], rules: { account-default: off } }]', 'did you mean "StatefulSet"?'],
    ['expiration: { tiers: { high: { kinds: [cronjob] } } }', 'did you mean "CronJob"?'],
    ['complete: 1', '1:11: complete must be true or false'],
    ['audiences: vault', '1:12: audiences must be a list or an object'],
    ['rules: [off]', '1:8: rules must be an object'],
    ['overrides: [{ labels: { a: 1 }, rules: {} }]', '1:28: overrides.0.labels.a must be a string'],
    [
      'evidence: { images: [{ names: [acme/billing:1], use: "yes", strength: strong, meaning: m, source: s }] }',
      "1:32: evidence.images.0.names.0 is not valid: The last part of an image's path, in lower case, without registry and tag",
    ],
    [
      'evidence: { signs: [{ id: A b, where: argument, pattern: a, use: "yes", strength: weak, meaning: m, source: s, matches: [a] }] }',
      '1:27: evidence.signs.0.id is not valid: Names the sign, in lower-case words joined by -.',
    ],
    ['[]', '1:1: the configuration must be an object'],
    ['just text', '1:1: the configuration must be an object'],
    ['rules: {}\nrules: {}', '2:1: "rules" is written twice'],
    ['rules:\n  a: off\n  a: off', '3:3: "a" is written twice'],
    ['rules: {}\n---\nrules: {}', '2:1: There is more after this ---: one document is all that is read'],
    ['rules: !!js/function x', '1:8: Unresolved tag'],
    ['rules: *x', ': an alias names no anchor before it'],
    ['a: b: c', '1:'],
    ['\u0000', ''],
    ['token: eyJhbGciOiJSUzI1NiIsImtpZCI6IngifQ', ': unknown key "token"'],
    ['eyJhbGciOiJSUzI1NiIsImtpZCI6IngifQ: 1', 'unknown key "eyJh…(redacted)"'],
  ])('%j', async (config, message) => {
    const error = await errorOf(config);
    expect(error).toMatch(/^ConfigError: /);
    expect(error).toContain(
      `${configName}${message.startsWith('1') || message.startsWith('2') || message.startsWith('3') ? `:${message}` : ''}`,
    );
    expect(error).toContain(message);
  });

  test('all that is wrong, in the order of the text', async () => {
    const error = await errorOf('complete: 1\nrulez: {}\nrules: { x: off, automount-unused: loud }\n');
    expect(error.split('\n').map((line) => /:(\d+:\d+):/.exec(line)?.[1])).toEqual(['1:11', '2:1', '3:10', '3:36']);
  });

  test('in JSON and in package.json too', async () => {
    expect(await errorOf({ 'kube-token-lint.config.json': '{\n  "rulez": {}\n}' })).toContain(
      'config.json:2:3: unknown',
    );
    expect(await errorOf({ 'package.json': '{\n  "kube-token-lint": { "rulez": {} }\n}' })).toContain(
      'package.json:2:24: unknown key "rulez"',
    );
  });
});

test('what may be an item of a list is no list', async () => {
  expect(await errorOf('audiences: { allowed: vault }')).toMatch(/:1:23: audiences\.allowed must be a list$/);
});

test('patterns of files that lead elsewhere, or begin at the root of the file system', async () => {
  const rules = 'rules: { account-default: off }';
  expect(await errorOf(`overrides:\n  - files: [./a, ../k8s/]\n    ${rules}`)).toContain(
    `${configName}:2:18: "../k8s/" leads out of the configuration's folder`,
  );
  expect(await errorOf('expiration: { tiers: { high: [{ files: [a, "!a/../b"] }] } }')).toContain(
    `${configName}:1:44: "!a/../b" leads out of`,
  );
  expect(await errorOf(`overrides:\n  - files: ["!/test/", "!x"]\n    ${rules}`)).toContain(
    `${configName}:2:13: "!/test/" only takes files out of those that other patterns mean: write "*" before it`,
  );
  const cwd = folder({ [configName]: '' });
  writeFileSync(join(cwd, configName), `overrides:\n  - files: [${cwd}/k8s/]\n    ${rules}`);
  await expect(rulesIn(cwd)).rejects.toThrow('must be relative to the configuration: write "/k8s/"');
});

test('rules of plugins are taken from whoever names them, where there is a plugin', async () => {
  const rules = 'rules: { acme/owner: error, acme/pod: [error, { a: 1 }] }\n';
  expect(await errorOf(`plugins: [./acme.mjs]\n${rules}`)).toBe('');
  expect(await errorOf({ [configName]: 'extends: ./base.yaml\nplugins: [./acme.mjs]', 'base.yaml': rules })).toBe('');
  const lines = (await errorOf({ [configName]: 'extends: ./base.yaml', 'base.yaml': rules })).split('\n');
  expect(lines.map((line) => /base.yaml:\S+ unknown rule "\S+"/.exec(line)?.[0])).toEqual([
    'base.yaml:1:10: unknown rule "acme/owner"',
    'base.yaml:1:29: unknown rule "acme/pod"',
  ]);
});

describe('nothing is wrong with', () => {
  test.each([
    '',
    '# nothing\n',
    '{}',
    'extends: []',
    '---\nrules: {}\n',
    '\ufeffrules: {}',
    'rules: {}\r\ncomplete: true\r\n',
  ])('%j', async (config) => {
    expect(await errorOf(config)).toBe('');
  });

  test.each(['{"name": "x"}', '{"kube-token-lint": {}}', 'not JSON "kube-token-lint"', '["kube-token-lint"]'])(
    'package.json with %j',
    async (text) => {
      expect(await errorOf({ 'package.json': text })).toBe('');
    },
  );
});

describe('hostile text is refused, in no time', () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 12; level += 1) {
    const [own, before] = [level, level - 1].map((index) => String.fromCharCode(97 + index));
    bomb.push(
      `${own ?? ''}: &${own ?? ''} [${Array<string>(9)
        .fill(`*${before ?? ''}`)
        .join(', ')}]`,
    );
  }
  const keys = Array.from({ length: 20_000 }, (_, index) => `k${String(index)}: 1`).join('\n');
  const scalars = Array.from({ length: 90_000 }, () => '- error\n').join('');
  test.each<[string, string, string]>([
    ['aliases that multiply', bomb.join('\n'), 'aliases repeat too much'],
    ['deep lists', '['.repeat(100_000), 'ConfigError'],
    ['deep mappings', 'a: {'.repeat(50_000), 'ConfigError'],
    ['deep blocks', Array.from({ length: 1300 }, (_, level) => `${' '.repeat(level)}a:`).join('\n'), 'ConfigError'],
    ['much text', `# ${'x'.repeat(1_000_001)}`, 'larger than 1 MB'],
    ['many keys', keys, 'unknown key "k0"'],
    ['many items', `extends:\n${scalars}`, 'unknown preset "error"'],
    ['an alias of itself', 'rules: &a\n  automount-unused: *a\n', 'ConfigError'],
    ['a prototype', '__proto__: { rules: {} }\n', 'unknown key "__proto__"'],
    ['a merge key', 'rules: { <<: { automount-unused: off } }\n', 'unknown rule "<<"'],
  ])('%s', async (_name, config, message) => {
    expect(await errorOf(config)).toContain(message);
  });
});

describe('extending', () => {
  test('what is not there', async () => {
    expect(await errorOf('extends:\n  - strict\n  - ./base.yaml\n')).toContain(
      `${configName}:3:5: "./base.yaml" could not be read: no such file`,
    );
    expect(await errorOf({ [configName]: 'extends: ./base.yaml', 'base.yaml/x': '' })).toContain('it is a folder');
  });

  test('what is wrong itself: at its own place', async () => {
    const files = { [configName]: 'extends: ./more/base.yaml', 'more/base.yaml': 'rules:\n  x: off\n' };
    expect(await errorOf(files)).toContain('ConfigError: more/base.yaml:2:3: unknown rule "x"');
  });

  test('in circles', async () => {
    expect(await errorOf({ [configName]: `extends: ./${configName}` })).toContain(
      `${configName}:1:10: "./${configName}"`,
    );
    const files = {
      [configName]: 'extends: a.yaml',
      'a.yaml': 'extends: [b.yaml]',
      'b.yaml': 'complete: true\nextends: ./a.yaml',
    };
    expect(await errorOf(files)).toContain('b.yaml:2:10: "./a.yaml" extends itself');
  });

  test('without end', async () => {
    const files = Array.from({ length: 40 }, (_, index) => {
      const next = `${String(index + 1)}.yaml`;
      return [index === 0 ? configName : `${String(index)}.yaml`, `extends: [${next}, ${next}]`] as const;
    });
    expect(await errorOf({ ...Object.fromEntries(files), '40.yaml': '' })).toContain('more than 100 files');
  });
});

describe('the schema', () => {
  test('is one, and says of every key what it is for', () => {
    expect(new Ajv2020({ strict: false }).validateSchema(schema)).toBe(true);
    for (const [key, value] of [
      ...Object.entries(schema.properties),
      ...Object.entries(schema.$defs.rules.properties),
    ]) {
      expect(JSON.stringify(value), key).toMatch(/"description"|\$defs\/rules/);
    }
  });

  test('accepts the configurations that README.md and docs/verdicts.md show', async () => {
    const root = join(import.meta.dirname, '../..');
    const pages = ['README.md', 'docs/verdicts.md'].map((name) => readFileSync(join(root, name), 'utf8')).join('');
    const shown = [...pages.matchAll(/```yaml\n((?:extends|evidence):[^`]*)```/g)].map((match) => match[1] ?? '');
    expect(shown.length).toBe(2);
    for (const config of shown) expect(await errorOf(config.replaceAll(/ - \.\/.*\n/g, ''))).toBe('');
  });
});
