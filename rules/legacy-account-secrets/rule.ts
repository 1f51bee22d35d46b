import type { Field } from '../../src/documents/field.ts';
import type { ServiceAccount } from '../../src/facts/accounts/account.ts';
import { isMirrorPod } from '../../src/facts/accounts/automount.ts';
import type { Facts } from '../../src/facts/facts.ts';
import { accountRejections, enforceAnnotation, enforcedSecrets } from '../../src/facts/validation/admission.ts';
import { objectRejections } from '../../src/facts/validation/object.ts';
import { rejectionWords } from '../../src/facts/validation/rejection.ts';
import type { Workload } from '../../src/facts/workloads/workload.ts';
import { quoteFixes } from '../../src/rule/quote.ts';
import type { Fix, Report } from '../../src/rule/rule.ts';
import { defineRule } from '../../src/rule/rule.ts';

type MessageId = 'secrets' | 'enforced' | 'rejected' | 'refused';

export default defineRule<MessageId>({
  meta: {
    id: 'legacy-account-secrets',
    description:
      'An account lists Secrets, restricts its pods to those that it lists, or lists some in a way that the API server rejects.',
    rationale: `\`secrets\` on an account gives no pod anything. It is left from the time when the control plane made a token Secret for each
account and noted it there; a token Secret that is listed counts as generated to this day, so that it is deleted after a year without
use, in the middle of whatever needs it once a year.

The list only counts where the annotation \`${enforceAnnotation}\` is \`"true"\`: pods of the account are then
refused if they use another Secret. It is deprecated since Kubernetes 1.32, and no wall: a Secret in a projected volume passes.
Keep Secrets of different trust in different namespaces.

Other programs may read the list: Tekton takes credentials for git and registries from it. Nothing is said of an account that lists
such a Secret of the input, or lies beside objects of Tekton.

An item of \`secrets\` or \`imagePullSecrets\` is a mapping with a \`name\`. The API server rejects an account with a list of names.`,
    severity: 'info',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 1.5,
    tags: ['CWE-477'],
    references: [
      'https://kubernetes.io/docs/concepts/security/service-accounts/#enforce-mountable-secrets',
      'https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#legacy-serviceaccount-token-cleaner',
    ],
    fixable: true,
    messages: {
      secrets:
        'Kubernetes gives pods no Secret by this list and keeps none from them: only with an annotation that is deprecated would it count',
      enforced:
        'Deprecated since Kubernetes 1.32: pods of this account are refused if they use a Secret that it does not list, but one in a projected volume passes',
      rejected: 'The API server rejects this account: {reason}',
      refused: '{what} with 403: {reason}',
    },
  },
  *check({ facts }) {
    for (const account of facts.accounts) {
      yield* rejections(account);
      const report = check(account);
      if (report !== undefined && !(report.messageId === 'secrets' && isReadByOthers(account, facts))) yield report;
    }
    for (const workload of facts.workloads) yield* refusals(workload);
  },
});

/** What a pod uses though its account does not list it. */
function* refusals(workload: Workload): Generator<Report<MessageId>> {
  const { account, decidedElsewhere, kind, pod, serviceAccount } = workload;
  if (account === undefined || enforcedSecrets(account) === undefined || isMirrorPod(pod)) return;
  // What changes the account may list more of them.
  if (decidedElsewhere !== undefined) return;
  const what = kind === 'Pod' ? 'The API server refuses this pod' : `The API server refuses the pods of this ${kind}`;
  for (const { reason, field } of accountRejections(serviceAccount, account, pod.spec, false)) {
    const data = { what, reason };
    yield {
      messageId: 'refused',
      severity: 'error',
      data,
      location: field.valueLocation,
      resource: workload,
      confidence: 'high',
    };
  }
}

/** Credentials for git and registries that Tekton takes from the account of a run, as the type of a Secret tells. */
const credentialTypes: ReadonlySet<string> = new Set([
  'kubernetes.io/basic-auth',
  'kubernetes.io/ssh-auth',
  'kubernetes.io/dockercfg',
  'kubernetes.io/dockerconfigjson',
]);

const tekton = ['tekton.dev', 'triggers.tekton.dev'];

const lists: ReadonlySet<unknown> = new Set(['secrets', 'imagePullSecrets']);

/** What is wrong with many items of a list in the same way is one fault. */
function* rejections(account: ServiceAccount): Generator<Report<MessageId>> {
  const told = new Set<string>();
  for (const rejection of objectRejections(account)) {
    const { reason, field } = rejection;
    const list = ancestors(field).find(({ segment }) => lists.has(segment));
    if (list === undefined || told.has(reason)) continue;
    told.add(reason);
    yield {
      messageId: 'rejected',
      severity: 'error',
      data: { reason: rejectionWords(rejection) },
      location: field.valueLocation,
      resource: account,
      confidence: 'high',
      fixes: field.parent === list ? nameItems(list) : quoteFixes(rejection),
    };
  }
}

function ancestors(field: Field): Field[] {
  return field.parent === undefined ? [field] : [field, ...ancestors(field.parent)];
}

function nameItems(list: Field): Fix[] {
  const patches = list.items().flatMap((field) => {
    const name = field.string;
    return name === undefined ? [] : [{ field, set: { name } }];
  });
  return patches.length === 0 ? [] : [{ title: 'Write each as a mapping with a name', safety: 'safe', patches }];
}

function isReadByOthers(account: ServiceAccount, facts: Facts): boolean {
  if (tekton.some((group) => facts.holdsGroup(group, account.document))) return true;
  return account.root
    .get('secrets')
    .items()
    .some((item) => {
      const secret = facts.secretIndex.nearestOne(item.get('name').string ?? '', account);
      return credentialTypes.has(secret?.root.get('type').string ?? '');
    });
}

function check(account: ServiceAccount): Report<MessageId> | undefined {
  const common = { resource: account, confidence: 'high' } as const;
  const enforced = enforcedSecrets(account);
  // Where it holds, the list is of use.
  if (enforced !== undefined) {
    return {
      ...common,
      messageId: 'enforced',
      location: enforced.keyLocation,
      fixes: [{ title: 'Remove the annotation', safety: 'unsafe', patches: [{ field: enforced, remove: true }] }],
    };
  }
  const secrets = account.root.get('secrets');
  if (secrets.items().length === 0) return undefined;
  return {
    ...common,
    messageId: 'secrets',
    location: secrets.keyLocation,
    fixes: [{ title: 'Remove secrets', safety: 'unsafe', patches: [{ field: secrets, remove: true }] }],
  };
}
