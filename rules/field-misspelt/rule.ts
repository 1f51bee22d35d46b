import { isMisspelt, isOfPod, unknownInObject } from '../../src/facts/validation/unknownFields.ts';
import type { UnknownField } from '../../src/facts/validation/unknownFields.ts';
import type { Resource } from '../../src/facts/objects/resource.ts';
import type { Fix, Report } from '../../src/rule/rule.ts';
import { defineRule } from '../../src/rule/rule.ts';

type MessageId = 'misspelt' | 'misplaced' | 'ofPod' | 'unknown';

export default defineRule<MessageId>({
  meta: {
    id: 'field-misspelt',
    description: 'A field around tokens, accounts or bindings that Kubernetes does not have.',
    rationale: `\`expirationseconds\`, \`readonly\`, \`audiences\`, \`serviceAccountname\`: names of fields are case-sensitive. \`kubectl apply\`
refuses the object. Clients that do not ask for strict validation, many operators and deployment tools among them, drop the field
without a word: the token lives an hour instead of ten minutes, opens the API server instead of Vault, or the pod runs as the
account \`default\`.

Other rules do not call a field missing that is here under a wrong name, so that there is one finding to mend.
(automount-ineffective speaks of \`automountServiceAccountToken\`.)`,
    severity: 'error',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 4,
    tags: ['MITRE-T1528', 'CWE-20'],
    references: ['https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation'],
    fixable: true,
    messages: {
      misspelt:
        'Kubernetes has no field "{key}" here: kubectl apply refuses it, other clients drop it; the field is called {meant}',
      misplaced:
        'Kubernetes has no field "{key}" here: kubectl apply refuses it, other clients drop it; it is a field of {below}: indent it below that',
      ofPod:
        'Kubernetes has no field "{key}" here: kubectl apply refuses it, other clients drop it; it belongs in the spec of the pod',
      unknown: 'Kubernetes has no field "{key}" here: kubectl apply refuses it, other clients drop it',
    },
  },
  *check({ facts }) {
    for (const workload of facts.workloads) yield* reports(workload.unknownFields, workload);
    for (const resource of facts.resources) yield* reports(unknownInObject(resource), resource);
  },
});

function* reports(unknown: readonly UnknownField[], resource: Resource): Generator<Report<MessageId>> {
  for (const [index, one] of unknown.entries()) {
    const { field, meant } = one;
    // Of two, one can have the name.
    const free = meant !== undefined && !meant.written && !isMisspelt(meant, unknown.slice(0, index));
    yield {
      messageId: messageFor(one),
      data: { key: String(field.segment), meant: String(meant?.segment), below: one.below ?? '' },
      location: field.keyLocation,
      resource,
      confidence: 'high',
      fixes: free ? spell(one, String(meant.segment)) : [],
    };
  }
}

function messageFor(one: UnknownField): MessageId {
  if (isOfPod(one)) return 'ofPod';
  if (one.meant !== undefined) return 'misspelt';
  return one.below === undefined ? 'unknown' : 'misplaced';
}

/** A lenient client drops the field now: a running workload gets something else. */
function spell(one: UnknownField, name: string): Fix[] {
  const { field, meant } = one;
  if (isOfPod(one)) return move(one);
  const fix = (patches: Fix['patches']): Fix[] => [{ title: `Write it as ${name}`, safety: 'unsafe', patches }];
  const [item, ...others] = field.items();
  // A list of audiences is none.
  if (name !== 'audience' || item === undefined || meant === undefined) return fix([{ field, rename: name }]);
  if (item.string === undefined || others.length > 0) return [];
  return fix([
    { field, remove: true },
    { field: meant, set: item.string },
  ]);
}

function move({ field, meant }: UnknownField): Fix[] {
  if (field.string === undefined || meant === undefined) return [];
  const patches = [
    { field, remove: true },
    { field: meant, set: field.string },
  ] as const;
  return [{ title: 'Move it to the spec of the pod', safety: 'unsafe', patches }];
}
