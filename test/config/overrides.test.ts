import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/registry.ts';
import { activeRules } from '../../src/config/activeRules.ts';
import { SourceFile } from '../../src/documents/document.ts';
import type { Resource } from '../../src/facts/objects/resource.ts';
import { lint } from '../../src/lint/lint.ts';
import { folder } from '../support/command.ts';
import { choiceIn, configName, found, tokenPod } from './support.ts';

const bounds = /^token-expiration-bounds$/;

function withConfig(config: string, pods: Readonly<Record<string, Omit<Parameters<typeof tokenPod>[0], 'name'>>>) {
  const files = Object.entries(pods).map(([path, pod]) => [path, tokenPod({ name: 'a', ...pod })] as const);
  return { [configName]: config, ...Object.fromEntries(files) };
}

const day = { seconds: 86_400 };

describe('an override', () => {
  test.each<[string, string, string[]]>([
    ['by folder', 'files: [legacy/]', ['legacy/b.yaml:15', 'legacy/deep/c.yaml:15']],
    ['by name anywhere', 'files: [c.yaml]', ['legacy/deep/c.yaml:15']],
    ['by path', 'files: [/c.yaml]', []],
    ['by path from here', 'files: [./legacy/]', ['legacy/b.yaml:15', 'legacy/deep/c.yaml:15']],
    ['by path from here alone', 'files: [./deep/, ./c.yaml]', []],
    ['by this folder', 'files: [./, "!./legacy/"]', ['a.yaml:15']],
    ['by this folder, as a shell calls it', 'files: [., "!legacy/"]', ['a.yaml:15']],
    ['by pattern with exceptions', 'files: ["*.yaml", "!b.yaml"]', ['a.yaml:15', 'legacy/deep/c.yaml:15']],
    ['by pattern across folders', 'files: ["legacy/**/?.yaml"]', ['legacy/b.yaml:15', 'legacy/deep/c.yaml:15']],
    ['by pattern of letters', 'files: ["**/[cd].yaml"]', ['legacy/deep/c.yaml:15']],
    ['by escaped pattern', 'files: ["lega\\\\cy/deep/"]', ['legacy/deep/c.yaml:15']],
    ['in its case', 'files: [LEGACY/]', []],
    ['by namespace', 'namespaces: [one]', ['a.yaml:15']],
    ['by part of a namespace', 'namespaces: ["o*"]', ['a.yaml:15']],
    ['by the end of a namespace', 'namespaces: ["*e"]', ['a.yaml:15']],
    ['by any written namespace', 'namespaces: ["*"]', ['a.yaml:15', 'legacy/b.yaml:15']],
    ['by a namespace that is not written', 'namespaces: [""]', ['legacy/deep/c.yaml:15']],
    ['by label', 'labels: { tier: high }', ['a.yaml:15']],
    ['by one of several values', 'labels: { tier: [high, low] }', ['a.yaml:15', 'legacy/b.yaml:15']],
    ['by all labels', 'labels: { tier: high, app: x }', []],
    ['by having a label', 'labels: { app: "*" }', ['legacy/b.yaml:15']],
    ['by kind', 'kinds: [Pod]', ['a.yaml:15', 'legacy/b.yaml:15', 'legacy/deep/c.yaml:15']],
    ['by another kind', 'kinds: [Job]', []],
    ['by everything that is given', 'files: [legacy/]\n    namespaces: [two]', ['legacy/b.yaml:15']],
  ])('%s', async (_name, selector, places) => {
    const config = `overrides:\n  - ${selector}\n    rules: { token-expiration-bounds: [error, { maximum: 900 }] }\n`;
    const files = withConfig(config, {
      'a.yaml': { ...day, namespace: 'one', labels: '{ tier: high }' },
      'legacy/b.yaml': { ...day, namespace: 'two', labels: '{ tier: low, app: x }' },
      'legacy/deep/c.yaml': day,
    });
    expect(await found(files, bounds)).toEqual(places.map((place) => `${place} token-expiration-bounds error 900`));
  });

  test('is compared with an object once, for all rules', () => {
    const files = [new SourceFile('a.yaml', tokenPod({ name: 'a', seconds: 60 }))];
    const asked: string[] = [];
    const settings = new Map(rules.map(({ meta }) => [meta.id, { level: 'error' } as const]));
    const matches = ({ name }: Resource): boolean => asked.push(String(name)) > 0;
    const active = activeRules(rules, {
      presets: ['recommended'],
      settings: new Map(),
      overrides: [{ matches, settings }],
    });
    expect(lint(files, { rules: active }).findings.map(({ severity }) => severity)).toContain('error');
    expect(asked).toEqual(['a']);
  });

  test('of many files that extend each other is undone once by each', async () => {
    const count = 40;
    const base =
      'rules: { account-default: error }\noverrides: [{ namespaces: [x], rules: { account-default: off } }]\n';
    const names = Array.from({ length: count }, (_, index) => `c${String(index)}.yaml`);
    const extended = `extends: [${names.map((name) => `./${name}`).join(', ')}]\n`;
    const { overrides } = await choiceIn(
      folder({ [configName]: extended, ...Object.fromEntries(names.map((name) => [name, base])) }),
    );
    expect(overrides).toHaveLength(2 * count - 1);
  });

  test('counts for the pods of a workload by their labels', async () => {
    const deployment = (name: string, label: string): string =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec:\n  template:\n    metadata: { labels: { tier: ${label} } }\n    spec:\n      serviceAccount: x\n      containers: [{ name: a, image: a }]\n`;
    const files = {
      [configName]: 'overrides:\n  - labels: { tier: high }\n    rules: { legacy-account-field: error }\n',
      'a.yaml': `${deployment('a', 'high')}---\n${deployment('b', 'low')}`,
    };
    expect(await found(files, /^legacy-account-field$/)).toEqual([
      'a.yaml:18 legacy-account-field info',
      'a.yaml:8 legacy-account-field error',
    ]);
  });

  test('of what is extended loses to the rules of what extends it, but for the rules that these leave alone', async () => {
    const base = 'overrides: [{ files: [legacy/], rules: { token-expiration-bounds: off, account-default: off } }]\n';
    const own = 'extends: ./base.yaml\nrules: { token-expiration-bounds: [error, { maximum: 900 }] }\n';
    const pods = { 'legacy/a.yaml': day, 'b.yaml': day };
    const files = { ...withConfig(own, pods), 'base.yaml': base };
    expect(await found(files, bounds)).toEqual(
      ['b.yaml:15', 'legacy/a.yaml:15'].map((place) => `${place} token-expiration-bounds error 900`),
    );
    const silent = {
      ...withConfig('extends: ./base.yaml\nrules: { account-default: error }\n', pods),
      'base.yaml': base,
    };
    expect(await found(silent, bounds)).toEqual([]);
  });

  test('turns rules off and on; of several, the last that fits wins', async () => {
    const config = [
      'rules: { token-expiration-bounds: off }',
      'overrides:',
      '  - files: ["*.yaml"]',
      '    rules: { token-expiration-bounds: [warning, { maximum: 900 }] }',
      '  - namespaces: [one]',
      '    rules: { token-expiration-bounds: error }',
      '  - namespaces: [two]',
      '    rules: { token-expiration-bounds: off }',
      '  - namespaces: [three]',
      '    rules: { token-expiration-bounds: [info, { maximum: 7200 }] }',
    ].join('\n');
    const pods = withConfig(config, {
      '1.yaml': { ...day, namespace: 'one' },
      '2.yaml': { ...day, namespace: 'two' },
      '3.yaml': { ...day, namespace: 'three' },
      '4.yaml': { ...day, namespace: 'four' },
    });
    const expected = [
      '1.yaml:15 token-expiration-bounds error 900',
      '3.yaml:15 token-expiration-bounds info 7200',
      '4.yaml:15 token-expiration-bounds warning 900',
    ];
    expect(await found(pods, bounds)).toEqual(expected);
    const pinned = { rules: new Map([['token-expiration-bounds', 'info' as const]]) };
    expect(await found(pods, bounds, pinned)).toEqual([
      '1.yaml:15 token-expiration-bounds info 900',
      '2.yaml:15 token-expiration-bounds info 900',
      '3.yaml:15 token-expiration-bounds info 7200',
      '4.yaml:15 token-expiration-bounds info 900',
    ]);
  });

  test('without a name, items of one list are told apart', async () => {
    const item = (label: string): string =>
      `  - apiVersion: v1\n    kind: Pod\n    metadata: { generateName: a-, labels: { tier: ${label} } }\n    spec: { serviceAccount: x, containers: [{ name: a, image: a }] }\n`;
    const files = {
      [configName]: 'overrides:\n  - labels: { tier: high }\n    rules: { legacy-account-field: off }\n',
      'a.yaml': `apiVersion: v1\nkind: List\nitems:\n${item('high')}${item('low')}`,
    };
    expect(await found(files, /^legacy-account-field$/)).toEqual(['a.yaml:11 legacy-account-field info']);
  });

  test('an object whose rule is off explains nothing away', async () => {
    const config =
      'rules: { token-expiration-implicit: info, token-expiration-bounds: [warning, { maximum: 900 }] }\noverrides:\n  - namespaces: [one]\n    rules: { token-expiration-bounds: off }\n';
    const withoutSeconds = tokenPod({ name: 'a', seconds: 1, namespace: 'one' }).replace(/.*expirationSeconds.*\n/, '');
    const files = {
      [configName]: config,
      'a.yaml': withoutSeconds,
      'b.yaml': withoutSeconds.replace('namespace: one', 'namespace: two'),
    };
    expect(await found(files, /^token-expiration-/)).toEqual([
      'a.yaml:13 token-expiration-implicit info',
      'b.yaml:13 token-expiration-bounds warning 900',
    ]);
  });
});

describe('tiers of expiration', () => {
  const tiers =
    'expiration:\n  tiers:\n    high: { namespaces: [payments] }\n    medium: [{ labels: { tier: medium } }, { files: [m/] }]\n    low: { namespaces: ["*"] }\n';
  const pods = {
    'a.yaml': { seconds: 3600, namespace: 'payments', labels: '{ tier: medium }' },
    'b.yaml': { seconds: 600, namespace: 'payments' },
    'c.yaml': { seconds: 7200, labels: '{ tier: medium }' },
    'd.yaml': { seconds: 86_400, namespace: 'web' },
    'e.yaml': { seconds: 86_400 },
    'm/f.yaml': { seconds: 3601 },
  };

  test('lower the bounds; of several, the shortest counts', async () => {
    expect(await found(withConfig(tiers, pods), bounds)).toEqual([
      'a.yaml:15 token-expiration-bounds warning 600',
      'c.yaml:15 token-expiration-bounds warning 3600',
      'd.yaml:15 token-expiration-bounds warning 43200',
      'm/f.yaml:15 token-expiration-bounds warning 3600',
    ]);
  });

  test('never raise them', async () => {
    const files = withConfig(`extends: zero-trust\n${tiers}`, { 'd.yaml': { seconds: 3600, namespace: 'web' } });
    expect(await found(files, bounds)).toEqual(['d.yaml:15 token-expiration-bounds warning 900']);
    const own = withConfig(
      `rules: { token-expiration-bounds: [error, { minimum: 1200, maximum: 1800 }] }\n${tiers}`,
      pods,
    );
    expect((await found(own, bounds)).filter((line) => line.startsWith('a') || line.startsWith('b'))).toEqual([
      'a.yaml:15 token-expiration-bounds error 600',
    ]);
  });

  test('hold in what extends them, whatever its rules and overrides say', async () => {
    const setting = '{ token-expiration-bounds: [error, { maximum: 86400 }] }';
    const raised = `extends: ./base.yaml\nrules: ${setting}\noverrides: [{ namespaces: [payments], rules: ${setting} }]\n`;
    const files = { ...withConfig(raised, { 'a.yaml': { seconds: 3600, namespace: 'payments' } }), 'base.yaml': tiers };
    expect(await found(files, bounds)).toEqual(['a.yaml:15 token-expiration-bounds error 600']);
    const off =
      'extends: ./base.yaml\noverrides: [{ namespaces: [payments], rules: { token-expiration-bounds: off } }]\n';
    expect(await found({ ...files, ...withConfig(off, {}) }, bounds)).toEqual([]);
  });
});

describe('audiences', () => {
  const allowed = /^token-audience-allowed$/;
  const pods = {
    'a.yaml': { seconds: 600, audience: 'a.example' },
    'b.yaml': { seconds: 600, audience: 'b.example' },
  };

  test('a list turns the rule on', async () => {
    expect(await found(withConfig('complete: true\n', pods), allowed)).toEqual([]);
    expect(await found(withConfig('audiences: [a.example]\n', pods), allowed)).toEqual([
      'b.yaml:16 token-audience-allowed warning',
    ]);
    expect(
      await found(withConfig('audiences: [a.example]\nrules: { token-audience-allowed: error }\n', pods), allowed),
    ).toEqual(['b.yaml:16 token-audience-allowed error']);
  });

  test('services that are kept apart', async () => {
    const two = tokenPod({ name: 'a', seconds: 600, audience: 'a1.example' }).concat(
      '          - serviceAccountToken: { path: u, expirationSeconds: 600, audience: b.example }\n          - serviceAccountToken: { path: v, expirationSeconds: 600, audience: a2.example }\n',
    );
    const lists = [
      'audiences:',
      '  allowed:',
      '    - { audience: a1.example, service: a }',
      '    - { audience: a2.example, service: a }',
      '    - b.example',
      '  apart: [[a, b.example]]',
    ].join('\n');
    expect(await found({ [configName]: lists, 'a.yaml': two }, allowed)).toEqual([
      'a.yaml:17 token-audience-allowed warning',
      'a.yaml:18 token-audience-allowed warning',
    ]);
  });
});
