import type { Field } from '../../src/documents/field.ts';
import { isOfCluster } from '../../src/facts/rbac/grant.ts';
import { type IneffectiveItem, ineffectiveItems } from '../../src/facts/rbac/ineffectiveRule.ts';
import { isMissingNamespace, isRbac, subjectsWithoutEffect } from '../../src/facts/rbac/rbac.ts';
import type { Resource } from '../../src/facts/objects/resource.ts';
import { metadataRejections, objectRejections } from '../../src/facts/validation/object.ts';
import { type Rejection, rejectionWords } from '../../src/facts/validation/rejection.ts';
import { isMisspelt, unknownInObject } from '../../src/facts/validation/unknownFields.ts';
import { quoteFixes } from '../../src/rule/quote.ts';
import type { Fix, Report } from '../../src/rule/rule.ts';
import { defineRule } from '../../src/rule/rule.ts';

type MessageId = 'rejected' | 'subject' | IneffectiveItem['reason'];

export default defineRule<MessageId>({
  meta: {
    id: 'rbac-ineffective',
    description: 'A part of a role or a binding that grants nothing, or that the API server rejects.',
    rationale: `The API server takes roles that match no request: the group \`core\` (the core group is \`""\`), the resource \`Pods\`, the verbs \`Get\` and \`post\`, \`bind\` on \`rolebindings\`,
\`pods/*\`, \`deployments\` in the core group, \`nodes\` in a Role, \`*\` among \`resourceNames\`. The program gets 403, and the usual
answer is a role with \`*\`, or \`cluster-admin\`, that works. Or nobody notices, and the line stays as a permission that reviewers
believe in.

Other mistakes are refused: a ClusterRoleBinding to an account without its namespace, an account with an \`apiGroup\`. \`helm upgrade\`
stops half-way there.`,
    severity: 'warning',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 3,
    tags: ['CWE-671', 'CWE-732'],
    references: ['https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources'],
    fixable: true,
    messages: {
      rejected: 'The API server rejects this {kind}: {reason}',
      subject: 'This {kind} is nobody: {reason}',
      verb: 'No request has the verb "{item}", so that it grants nothing: {meant}',
      asked: 'The API server asks "{item}" of {meant} only: of what this rule names it grants nothing',
      group: 'No API group is called "{item}", so that the rule grants nothing there; {meant}',
      resource:
        'No resource of this group is called "{item}", so that it grants nothing: resources are lower case and plural, {meant}',
      subresource:
        '"{item}" matches no request: * stands for all resources, or for the resource before a subresource (*/scale), not after it',
      otherGroup: '"{item}" is not in this API group and grants nothing here; it is in {meant}',
      clusterScoped:
        '"{item}" has no namespace, and a Role grants in its namespace only: this grants nothing; it takes a ClusterRole and a ClusterRoleBinding',
      named:
        '"{item}" cannot be limited by resourceNames: the usual request names no object, so that this does not allow it',
      pattern: '"{item}" is taken for a name, not for a pattern, and no such object has this name: it grants nothing',
    },
  },
  *check({ facts }) {
    const { kustomized } = facts.completeness;
    for (const resource of facts.resources.filter(isRbac)) {
      const fields = new Set<unknown>();
      const unknown = unknownInObject(resource);
      for (const rejection of [...metadataRejections(resource, kustomized), ...objectRejections(resource)]) {
        const { field } = rejection;
        if (isMisspelt(field, unknown)) continue;
        if (isMissingNamespace(rejection) && kustomized.includes(resource.document.uri)) continue;
        const { lacking, name } = missing(field);
        const fault = field.node ?? `${String(lacking?.node?.start)} ${name}`;
        if (fields.has(fault)) continue;
        fields.add(fault);
        yield { ...rejected(resource, rejection), severity: 'error' };
      }
    }
    for (const binding of facts.bindings) {
      for (const { subject, reason } of subjectsWithoutEffect(binding)) {
        yield report('subject', subject.field.get(subject.kind === 'ServiceAccount' ? 'namespace' : 'name'), binding, {
          kind: subject.kind,
          reason,
        });
      }
    }
    for (const role of facts.roles) {
      if (isOfCluster(role) || objectRejections(role).length > 0) continue;
      for (const item of ineffectiveItems(role)) yield ineffective(item, role);
    }
  },
});

/** The nearest mapping that is written, and what it lacks: of a `roleRef` that is not there, the `roleRef`. */
function missing(field: Field): { readonly lacking: Field | undefined; readonly name: string } {
  let lost = field;
  while (lost.parent?.written === false) lost = lost.parent;
  return { lacking: lost.parent, name: String(lost.segment) };
}

function report(
  messageId: MessageId,
  field: Field,
  resource: Resource,
  data: Record<string, string>,
  fixes: readonly Fix[] = [],
): Report<MessageId> {
  return { messageId, data, location: field.valueLocation, resource, confidence: 'high', fixes };
}

/** An account is in the core group: any other `apiGroup` beside it can only go. */
function rejected(resource: Resource, rejection: Rejection): Report<MessageId> {
  const { field } = rejection;
  const ofAccount = field.segment === 'apiGroup' && field.parent?.get('kind').string === 'ServiceAccount';
  const fixes: Fix[] = ofAccount
    ? [{ title: 'Remove apiGroup', safety: 'safe', patches: [{ field, remove: true }] }]
    : [];
  const data = { kind: resource.kind, reason: rejectionWords(rejection) };
  return report('rejected', field, resource, data, [...fixes, ...quoteFixes(rejection)]);
}

function ineffective({ reason, item, field, meant }: IneffectiveItem, role: Resource): Report<MessageId> {
  const isOne = reason === 'group' || reason === 'resource' || (reason === 'verb' && meant?.includes(',') === false);
  const fixable = isOne && meant !== undefined;
  const fixes: Fix[] = fixable
    ? [{ title: `Write "${meant}"`, safety: 'unsafe', patches: [{ field, set: meant }] }]
    : [];
  return report(reason, field, role, { item, meant: wordsFor(reason, meant) }, fixes);
}

function wordsFor(reason: IneffectiveItem['reason'], meant: string | undefined): string {
  if (reason === 'verb') {
    const quoted = `"${(meant ?? '').replaceAll(', ', '", "')}"`;
    return meant?.includes(',') === true ? `the verbs are ${quoted}` : `the verb is ${quoted}`;
  }
  if (reason === 'asked') return (meant ?? '').replace(/, (?=[^,]*$)/, ' and ');
  if (reason === 'group') return meant === '' ? 'the core group is ""' : `without the version it is "${meant ?? ''}"`;
  if (reason === 'resource') return meant === undefined ? 'such as "pods"' : `"${meant}"`;
  return meant === '' ? 'the core group, ""' : `"${(meant ?? '').replace(', ', '" and "')}"`;
}
