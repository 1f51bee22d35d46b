import { expect, test } from 'vitest';
import { rules } from '../../rules/registry.ts';
import { activeRules } from '../../src/config/activeRules.ts';
import { SourceFile } from '../../src/documents/document.ts';
import { lint } from '../../src/lint/lint.ts';

const head = (kind: string, name: string): string =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata: { name: ${name}, namespace: a }`;

const role = (name: string, padding = 0): string =>
  `${head('Role', name)}\nrules:\n  - apiGroups: [""]\n    resources: [secrets]\n    verbs: [list]\n${'# padding\n'.repeat(padding)}`;

const binding = (name: string, roleName: string): string => `${head('RoleBinding', name)}
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ${roleName} }
subjects:
  - { kind: ServiceAccount, name: ${name}, namespace: a }
`;

test('a role whose text has been let go of and read again is the same role', () => {
  const others = Array.from({ length: 40 }, (_, index) => `other-${String(index)}`);
  const documents = [
    role('shared'),
    binding('first', 'shared'),
    ...others.flatMap((name) => [role(name, 400), binding(name, name)]),
    binding('last', 'shared'),
  ];
  const active = activeRules(rules, { presets: ['recommended'], settings: new Map() });
  const { findings } = lint([new SourceFile('a.yaml', documents.join('---\n'))], { rules: active });
  const ofShared = findings.filter(
    ({ ruleId, resource }) => ruleId === 'rbac-secrets-read' && resource.name === 'shared',
  );
  expect(ofShared.map(({ evidence }) => evidence.length)).toEqual([2]);
});
