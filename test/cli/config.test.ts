import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder, run, runJson } from '../support/command.ts';

const chart = `---
# Source: c/templates/a.yaml
apiVersion: v1
kind: ServiceAccount
metadata: { name: a, namespace: x }
automountServiceAccountToken: false
---
# Source: c/templates/a.yaml
apiVersion: v1
kind: Pod
metadata: { name: a, namespace: x }
spec:
  serviceAccountName: a
  automountServiceAccountToken: true
  containers: [{ name: a, image: registry.example/team/billing:1, args: [--talk-to-kube] }]
`;

function withConfig(config: string, name = 'kube-token-lint.config.yaml'): string {
  return folder({ [name]: config, 'k8s/a.yaml': chart });
}

function ids(cwd: string, ...args: string[]): string[] {
  return runJson(['k8s', ...args], { cwd }).output.findings.map(({ ruleId, severity }) => `${ruleId} ${severity}`);
}

describe('the configuration', () => {
  test('without one, the recommended rules', () => {
    expect(ids(folder({ 'k8s/a.yaml': chart }))).toEqual(['automount-unused warning']);
  });

  test('is one of several in a folder: the others are named', () => {
    const [one, other] = ['kube-token-lint.config.yaml', 'kube-token-lint.config.json'];
    const cwd = folder({ [one]: 'rules: { automount-unused: off }', [other]: '{', 'k8s/a.yaml': chart });
    const said = `${other} is not read: ${one} lies beside it\n`;
    expect(run(['k8s', '--fail-on', 'error'], { cwd })).toMatchObject({ code: 0, stderr: said });
    expect(run(['tokens', 'k8s'], { cwd }).stderr).toBe(said);
    expect(run(['--print-config', 'k8s/a.yaml'], { cwd }).stderr).toBe(said);
    expect(run(['k8s', '--config', one], { cwd }).stderr).toBe('');
  });

  test('sets levels; the command line wins', () => {
    const cwd = withConfig('rules:\n  automount-unused: error\n  automount-override: off\n');
    expect(ids(cwd)).toEqual(['automount-unused error']);
    expect(ids(cwd, '--rule', 'automount-unused=info')).toEqual(['automount-unused info']);
  });

  test('is found upwards, as YAML or JSON, or named', () => {
    const cwd = withConfig(
      '{"rules": {"automount-unused": "off", "automount-override": "off"}}',
      'kube-token-lint.config.json',
    );
    mkdirSync(join(cwd, 'k8s/deep'));
    expect(runJson(['..'], { cwd: join(cwd, 'k8s/deep') }).output.findings).toEqual([]);
    const named = folder({ 'my.yaml': 'rules: { automount-unused: off }\n', 'k8s/a.yaml': chart });
    expect(ids(named, '--config', 'my.yaml')).toEqual(['automount-override info']);
  });

  test('sets options and presets', () => {
    const pod =
      'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  automountServiceAccountToken: false\n  serviceAccountName: a\n  containers: [{ name: a, image: a, volumeMounts: [{ name: t, mountPath: /t, readOnly: true }] }]\n  volumes: [{ name: t, projected: { sources: [{ serviceAccountToken: { path: t, audience: a.example, expirationSeconds: 1800 } }] } }]\n';
    const cwd = folder({
      'kube-token-lint.config.yaml':
        'extends: [strict]\nrules:\n  token-expiration-bounds: [error, { maximum: 900 }]\n',
      'a.yaml': pod,
    });
    expect(runJson(['a.yaml'], { cwd }).output.findings).toMatchObject([
      { ruleId: 'token-expiration-bounds', severity: 'error' },
    ]);
    expect(
      runJson(['a.yaml', '--config', 'none.yaml'], {
        cwd: folder({ 'none.yaml': 'extends: recommended\n', 'a.yaml': pod }),
      }).output.findings,
    ).toEqual([]);
  });

  test('says whether the input is complete', () => {
    expect(ids(withConfig('complete: false\n'))).toEqual(['automount-override info']);
  });

  test('holds patterns that no text makes slow', () => {
    const sign = `{ id: a, where: argument, pattern: '^(a+)+$', use: yes, strength: strong, meaning: m, source: s, matches: [a], silent: [b] }`;
    const pod = `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: c, image: x, args: ["${'a'.repeat(60)}!"]}]}\n`;
    const cwd = folder({ 'kube-token-lint.config.yaml': `evidence: { signs: [${sign}] }`, 'a.yaml': pod });
    expect(run(['a.yaml'], { cwd, timeout: 20_000 }).code).toBe(1);
  });

  test('adds knowledge of one’s own programs', () => {
    const image =
      'evidence:\n  images:\n    - { names: [billing], use: "yes", strength: strong, meaning: billing watches ConfigMaps, source: our wiki }\n';
    expect(ids(withConfig(image))).toEqual([]);
    const sign =
      'evidence:\n  signs:\n    - { id: talk, where: argument, pattern: ^--talk-to-kube$, use: "yes", strength: strong, meaning: it talks to the API server, source: our wiki, matches: [--talk-to-kube], silent: [--talk] }\n';
    expect(ids(withConfig(sign))).toEqual([]);
  });

  test.each([
    ['rulez: {}\n', '1:1: unknown key "rulez" (did you mean "rules"?)'],
    ['rules:\n  automount-unusd: error\n', '2:3: unknown rule "automount-unusd" (did you mean "automount-unused"?)'],
    ['rules:\n  automount-unused: loud\n', '2:21: rules.automount-unused must be one of off, info, warning, error'],
    ['extends: strikt\n', '1:10: unknown preset "strikt" (did you mean "strict"?)'],
    ['complete: "yes"\n', '1:11: complete must be true or false'],
    ['rules: [\n', ':1:8: This [ was opened here and is not closed'],
    [
      'evidence:\n  images:\n    - { names: [a], use: maybe, strength: strong, meaning: m, source: s }\n',
      '3:26: evidence.images.0.use',
    ],
  ])('%j is refused with its place', (config, message) => {
    const result = run(['k8s'], { cwd: withConfig(config) });
    expect(result.code).toBe(2);
    expect(result.stdout).toBe('');
    expect(result.stderr).toContain(message);
    expect(result.stderr).not.toContain('    at ');
  });

  test('a named one that is not there', () => {
    const result = run(['k8s', '--config', 'nope.yaml'], { cwd: withConfig('') });
    expect(result.code).toBe(2);
    expect(result.stderr).toContain('Could not read nope.yaml');
  });
});
