import { join } from 'node:path';
import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { folder, run } from '../support/command.ts';
import { pod } from '../support/manifests.ts';

const { version } = packageJson;
const inferred = 'all in the input where that is a rendered chart, a kustomization or a dump of a cluster (inferred)';
const outside = folder({ 'policy.yaml': 'extends: strict\ncomplete: true\n', 'b.yaml': pod('b') });

const cwd = folder({ 'k8s/a.yaml': pod('a') });
const configured = folder({
  'k8s/a.yaml': pod('a'),
  'base.yaml': 'extends: zero-trust\n',
  'kube-token-lint.config.yaml': 'extends: ./base.yaml\ncomplete: false\n',
});

/** The list that a report begins with. */
function headOf(args: readonly string[], where = cwd): string[] {
  const { stdout } = run([...args, '--format', 'markdown'], { cwd: where, input: pod('stdin') });
  const lines = stdout.replaceAll('\\', '').split('\n');
  const start = lines.findIndex((line) => line.startsWith('- '));
  return lines.slice(start, lines.indexOf('', start)).map((line) => line.slice(2));
}

test.each([
  [
    ['k8s'],
    cwd,
    [
      `kube-token-lint ${version}`,
      'Input: k8s',
      'Presets: recommended',
      'Configuration: none',
      `Roles and bindings: ${inferred}`,
      'Baseline: none',
    ],
  ],
  [
    ['--compliance', 'cis', '--rule', 'account-default=off', '--complete', '-q', '--fail-on', 'error'],
    configured,
    [
      `kube-token-lint ${version}`,
      'Input: .',
      'Presets: zero-trust, cis',
      'Levels of the command line: account-default=off',
      'Configuration: base.yaml, kube-token-lint.config.yaml',
      'Roles and bindings: all in the input (by --complete)',
      'Baseline: none',
      'Only findings that count for --fail-on error are listed; all are counted',
    ],
  ],
  [
    ['tokens', '-', join(outside, 'b.yaml'), '--config', join(outside, 'policy.yaml'), '--verdict', 'unknown'],
    cwd,
    [
      `kube-token-lint ${version}`,
      'Input: stdin, b.yaml',
      'Configuration: policy.yaml',
      'Roles and bindings: all in the input (by the configuration)',
      'Only --verdict unknown',
    ],
  ],
  [
    ['tokens', join(configured, 'k8s'), '--no-complete'],
    configured,
    [
      `kube-token-lint ${version}`,
      'Input: k8s',
      'Configuration: base.yaml, kube-token-lint.config.yaml',
      'Roles and bindings: perhaps not all in the input (by --no-complete)',
    ],
  ],
])('%j in Markdown says where it comes from, and nothing of the machine', (args, where, expected) => {
  expect(headOf(args, where)).toEqual(expected);
});

test('what was accepted and what was not seen is said at the start', () => {
  const release = 'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: a }\n';
  const where = folder({ 'a.yaml': pod('a'), 'b.yaml': release, 'c.yaml': 'kind: Pod\na: {\n' });
  run(['a.yaml', 'b.yaml', '--update-baseline', '--rule', 'automount-implicit=warning'], { cwd: where });
  const args = ['--rule', 'automount-implicit=warning', '--format', 'markdown'];
  const { stdout } = run(args, { cwd: where });
  expect(stdout).toMatch(/^# ServiceAccount tokens: No findings, 1 problem, \d accepted\n/);
  const [list = ''] = /(?:^- .*\n)+/m.exec(stdout.replaceAll('\\', '')) ?? [];
  expect(list).toContain('- Baseline: kube-token-lint.baseline.json\n');
  expect(list).toContain('- Not seen: The pods of 1 HelmRelease are in charts');
});

test('HTML says where it comes from', () => {
  const { stdout } = run(['k8s', '--format', 'html'], { cwd });
  expect(stdout).toContain(`<small>kube-token-lint ${version}<br>\nInput: k8s<br>\n`);
});
