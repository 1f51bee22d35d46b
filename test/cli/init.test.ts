import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { starter } from '../../src/cli/initCommand.ts';
import { folder, run } from '../support/command.ts';

const name = 'kube-token-lint.config.yaml';

describe('init', () => {
  test('writes a configuration that changes nothing', () => {
    const cwd = folder({});
    const { code, stdout } = run(['init'], { cwd });
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `Wrote ${name}. What applies to a file: kube-token-lint --print-config FILE\n`,
    });
    const { configurations, ...printed } = printConfig(cwd, 'a.yaml');
    expect(configurations).toEqual([name]);
    expect({ configurations: [], ...printed }).toEqual(printConfig(folder({}), 'a.yaml'));
  });

  test('all that it suggests can be used', () => {
    const uncommented = starter.replaceAll(/^# ((?:rules|overrides|expiration|audiences|complete):| {2})/gm, '$1');
    expect(uncommented).not.toBe(starter);
    const printed = printConfig(folder({ [name]: uncommented }), 'a.yaml');
    expect(printed).toMatchObject({
      complete: true,
      rules: {
        'automount-unused': { severity: 'error' },
        'token-audience-allowed': { options: { allowed: ['https://vault.example.com'] } },
      },
      overrides: [
        { namespaces: ['kube-system'], rules: { 'account-default': { level: 'off' } } },
        { labels: { tier: 'payments' }, rules: { 'token-expiration-bounds': { atMost: { maximum: 600 } } } },
      ],
    });
  });

  test.each([name, 'kube-token-lint.config.yml', 'kube-token-lint.config.json'])('leaves %s as it is', (there) => {
    const cwd = folder({ [there]: '{}' });
    const { code, stderr } = run(['init'], { cwd });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `kube-token-lint: There is a configuration already: ${there}\n`,
    });
    expect(readFileSync(join(cwd, there), 'utf8')).toBe('{}');
  });

  test('says which configuration counted so far', () => {
    const cwd = join(folder({ [name]: '{}', 'k8s/deep/a.yaml': '' }), 'k8s/deep');
    expect(run(['init'], { cwd })).toMatchObject({
      code: 0,
      stderr: `Here, ../../${name} counts no more: write "extends: ../../${name}" to build on it\n`,
    });
  });

  test('takes no paths', () => {
    expect(run(['init', 'k8s'], { cwd: folder({}) })).toMatchObject({ code: 2 });
    expect(run(['init', '--config', 'my.yaml'], { cwd: folder({}) })).toMatchObject({ code: 2 });
  });
});

describe('--print-config', () => {
  test('says what applies to a file, and what to some of its objects', () => {
    const cwd = folder({
      [name]: `extends: ./base.yaml
rules: { automount-unused: error }
overrides:
  - files: [legacy/]
    rules: { automount-unused: off, token-expiration-bounds: [error, { maximum: 900 }] }
  - files: [legacy/]
    kinds: [Job]
    rules: { account-default: error }
  - files: [other/]
    rules: { account-missing: off }
`,
      'base.yaml':
        'extends: [strict]\nevidence: { images: [{ names: [x], use: "no", meaning: ours, strength: strong, source: us }] }\n',
    });
    const legacy = printConfig(cwd, 'legacy/a.yaml');
    expect(legacy).toMatchObject({
      file: 'legacy/a.yaml',
      configurations: ['base.yaml', name],
      presets: ['strict'],
      evidence: { images: 1 },
      rules: {
        'automount-unused': { severity: 'off' },
        'token-expiration-bounds': { severity: 'error', options: { maximum: 900 } },
        'account-missing': { severity: 'warning' },
      },
      overrides: [{ from: `${name}:6`, kinds: ['Job'], rules: { 'account-default': { level: 'error' } } }],
    });
    expect(printConfig(cwd, 'a.yaml')).toMatchObject({
      rules: { 'automount-unused': { severity: 'error' } },
      overrides: [],
    });
  });
});

function printConfig(cwd: string, file: string): Record<string, unknown> {
  const { code, stdout, stderr } = run(['--print-config', file], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: `There is no ${file}: this is what would apply to it\n` });
  return JSON.parse(stdout);
}
