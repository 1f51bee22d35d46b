import { expect, test } from 'vitest';
import { rules } from '../../rules/registry.ts';
import { activeRules, type RuleSetting } from '../../src/config/activeRules.ts';
import { SourceFile } from '../../src/documents/document.ts';
import { lint } from '../../src/lint/lint.ts';

const pod = (expiration: string): string => `apiVersion: v1
kind: Pod
metadata:
  name: a
spec:
  containers:
    - name: a
      image: registry.example/a:1
      volumeMounts:
        - { name: token, mountPath: /token, readOnly: true }
  volumes:
    - name: token
      projected:
        sources:
          - serviceAccountToken:
              path: token
${expiration}`;

function expirationFindings(text: string, settings: readonly (readonly [string, RuleSetting])[] = []): string[] {
  const active = activeRules(rules, { presets: ['zero-trust'], settings: new Map(settings) });
  const { findings } = lint([new SourceFile('a.yaml', text)], { rules: active });
  return findings.filter(({ ruleId }) => ruleId.startsWith('token-expiration-')).map(({ ruleId }) => ruleId);
}

test('one fault is one finding: the rule that says more of it leaves the other out', () => {
  expect(expirationFindings(pod('              expirationSeconds: 3607\n'))).toEqual(['token-expiration-extended']);
  expect(expirationFindings(pod(''))).toEqual(['token-expiration-bounds']);
});

test('a rule that is off explains nothing', () => {
  const off = { level: 'off' } as const;
  const text = pod('              expirationSeconds: 3607\n');
  expect(expirationFindings(text, [['token-expiration-extended', off]])).toEqual(['token-expiration-bounds']);
  expect(expirationFindings(pod(''), [['token-expiration-bounds', off]])).toEqual(['token-expiration-implicit']);
});
