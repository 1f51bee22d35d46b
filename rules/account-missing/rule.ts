import type { Field } from '../../src/documents/field.ts';
import { isMirrorPod } from '../../src/facts/accounts/automount.ts';
import { isMissingAccount } from '../../src/facts/missing.ts';
import { isBuiltInWorkload } from '../../src/facts/pods/podTemplate.ts';
import type { Resource } from '../../src/facts/objects/resource.ts';
import { metadataRejections, objectRejections } from '../../src/facts/validation/object.ts';
import { type Rejection, labelFaults, rejectionWords, subdomainFault } from '../../src/facts/validation/rejection.ts';
import { quoteFixes } from '../../src/rule/quote.ts';
import type { Report } from '../../src/rule/rule.ts';
import { defineRule } from '../../src/rule/rule.ts';

type MessageId = 'missing' | 'rejected' | 'impossible';

export default defineRule<MessageId>({
  meta: {
    id: 'account-missing',
    description:
      'A workload names an account that does not exist, or an account has a name that none can have: it is refused.',
    rationale: `The API server takes a Deployment whatever account it names (201), and then refuses each of its pods with 403, whether or
not they would get a token. The rollout stands still, and only the ReplicaSet's events say why. After a rename of the account, or
with the old name in one overlay, this waits for the next restart of a pod.

A name that no account can have is refused at once (422): in a template of pods, and where an account is declared under it.
So is an account or a workload whose name or namespace is no text: \`n\`, \`on\` and \`12\` without quotes.

A name that is possible is reported where the input is known to hold all accounts: a dump of a cluster that has them, or
\`--complete\`. A chart may use an account that the cluster has already, so that charts are not judged. \`default\` exists in every
namespace.`,
    severity: 'warning',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 2,
    tags: ['CWE-671'],
    references: [
      'https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#serviceaccount-admission-controller',
    ],
    fixable: true,
    messages: {
      missing: '{what} with 403, serviceaccount "{account}" not found; the input is {reason}',
      rejected: 'The API server rejects this: {reason}',
      impossible: '{what} with 403, {reason}: no account can have this name',
    },
  },
  *check({ facts }) {
    for (const account of facts.accounts) {
      for (const rejection of [
        ...metadataRejections(account, facts.completeness.kustomized),
        ...objectRejections(account),
      ]) {
        if (isOfMetadata(rejection.field)) yield rejected(rejection, account);
      }
    }
    for (const workload of facts.workloads) {
      const { kind, serviceAccount, account, document } = workload;
      // Of a Pod, admission looks for the account first; a custom resource is taken, and its pods refused.
      const isTemplate = kind !== 'Pod' && isBuiltInWorkload(workload);
      const isMirror = isMirrorPod(workload.pod);
      for (const rejection of workload.rejections) {
        const { field } = rejection;
        if (isOfMetadata(field)) yield rejected(rejection, workload);
        if (!isAccountName(field)) continue;
        if (field.string === undefined || isMirror || (isTemplate && subdomainFault(field.string) !== undefined))
          yield rejected(rejection, workload);
      }
      if (account !== undefined || isMirror || !isBuiltInWorkload(workload) || kind === 'PodTemplate') continue;
      const { name, field } = serviceAccount;
      const impossible = name !== 'default' && subdomainFault(name) !== undefined;
      if (impossible && isTemplate) continue;
      if (!impossible && !isMissingAccount(facts.accountIndex, facts.completeness, name, workload)) continue;
      const ofName = workload.rejections.find((one) => isAccountName(one.field))?.reason ?? '';
      const what =
        kind === 'Pod' ? 'The API server refuses this pod' : `The API server refuses the pods of this ${kind}`;
      yield {
        messageId: impossible ? 'impossible' : 'missing',
        data: { what, account: name, reason: impossible ? ofName : facts.completeness.of(document).reason },
        location: field.valueLocation,
        resource: workload,
        confidence: 'high',
      };
    }
  },
});

function rejected(rejection: Rejection, resource: Resource): Report<MessageId> {
  const { field, unquoted = '' } = rejection;
  return {
    messageId: 'rejected',
    severity: 'error',
    data: { reason: rejectionWords(rejection) },
    location: field.valueLocation,
    resource,
    confidence: 'high',
    fixes: isSoundInQuotes(field, unquoted) ? quoteFixes(rejection) : [],
  };
}

/** In quotes, `Yes` is refused as well where a name is wanted; an annotation may say anything. */
function isSoundInQuotes({ segment, parent }: Field, unquoted: string): boolean {
  if (parent?.segment === 'annotations') return true;
  return segment === 'namespace' ? labelFaults(unquoted).length === 0 : subdomainFault(unquoted) === undefined;
}

/** Whether it is of what an account is found by, or of what else it has there. */
function isOfMetadata(field: Field): boolean {
  for (let at: Field | undefined = field; at !== undefined; at = at.parent) if (at.segment === 'metadata') return true;
  return false;
}

function isAccountName({ segment }: Field): boolean {
  return segment === 'serviceAccountName' || segment === 'serviceAccount';
}
