import type { Field } from '../../src/documents/field.ts';
import type { ServiceAccount } from '../../src/facts/accounts/account.ts';
import type { Facts } from '../../src/facts/facts.ts';
import { ineffectiveInAccount, leavesUndecided } from '../../src/facts/validation/ineffectiveAutomount.ts';
import { mayBelongTogether } from '../../src/facts/objects/scope.ts';
import { type Workload, automountedContainers } from '../../src/facts/workloads/workload.ts';
import type { ExplainedBy, Fix, Model, Report } from '../../src/rule/rule.ts';
import { defineRule } from '../../src/rule/rule.ts';
import { listWords } from '../../src/rule/words.ts';
import { titleOf } from '../../src/facts/objects/resource.ts';

type MessageId = 'default' | 'unneeded' | 'explicit';

export default defineRule<MessageId>({
  meta: {
    id: 'account-automount',
    description: 'An account gives its API token to every pod, asked for or not.',
    rationale: `\`automountServiceAccountToken: false\` on an account is the default for all pods that run as it, those of tomorrow
included; a pod that needs the token says \`true\` and so shows up in reviews. It matters most for \`default\`, which pods get
that name no account: the forgotten debug pod, the job from a tutorial, what an attacker starts.

Where \`automount-unused\` is on, it speaks of workloads that do not use the token, and this rule does not repeat it for their
account: one line on the workload, or on the account, mends both.`,
    severity: 'warning',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 4.5,
    tags: ['CIS-5.1.5', 'CIS-5.1.6', 'NSA-CISA', 'MITRE-T1528', 'CWE-250'],
    references: [
      'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting',
    ],
    fixable: true,
    messages: {
      default:
        'The account "default" does not turn the automount off: every pod of its namespace that names no account gets its API token',
      unneeded:
        'None of the workloads of this account shows use of the API token ({workloads}), and it does not turn the automount off',
      explicit:
        'The account gives its API token to every pod that does not say no; a pod that needs it can say so itself',
    },
  },
  *check(model) {
    for (const account of model.facts.accounts) {
      const report = check(account, model);
      if (report !== undefined) yield report;
    }
  },
});

function check(account: ServiceAccount, model: Model): Report<MessageId> | undefined {
  const field = account.root.get('automountServiceAccountToken');
  const common = { location: field.valueLocation, resource: account, confidence: 'high' } as const;
  if (account.automount?.value === false || account.automountToFillIn !== undefined) return undefined;
  // A failed attempt is a finding of its own (automount-ineffective).
  if (ineffectiveInAccount(account).some(leavesUndecided)) return undefined;
  const workloads = model.facts.workloadsOf(account);
  const others = model.facts.workloadsPerhapsOf(account);
  const fixes = others === undefined ? [] : [turnedOff(field, [...workloads, ...others], model)];
  if (account.name === 'default') return { ...common, messageId: 'default', fixes };
  // What runs as it elsewhere is not known.
  const isIdle = !isMentioned(account, model.facts) && workloads.every((one) => model.apiUse(one).verdict === 'unused');
  const given = workloads.filter((workload) => automountedContainers(workload).length > 0);
  const explainedBy = given
    .filter(({ ineffectiveAutomount }) => !ineffectiveAutomount.some(leavesUndecided))
    .map(unusedTokenOf);
  if (account.automount !== undefined) {
    const isTheirs = isIdle && given.every(({ automount }) => automount.decidedBy === 'serviceAccount');
    return { ...common, messageId: 'explicit', severity: 'info', fixes, ...(isTheirs ? { explainedBy } : {}) };
  }
  if (!isIdle || given.length === 0) return undefined;
  const names = workloads.map(titleOf);
  const sure = workloads.every((workload) => model.apiUse(workload).confidence === 'high');
  return {
    ...common,
    messageId: 'unneeded',
    data: { workloads: listWords(names) },
    confidence: sure ? 'high' : 'medium',
    explainedBy,
    fixes,
  };
}

const name = 'automountServiceAccountToken';

/** Pods that may use the token say so then: they had it from the account, and go on as they are. */
function turnedOff(field: Field, workloads: readonly Workload[], model: Model): Fix {
  const opted = workloads.filter(
    (one) => !decidesItself(one) && automountedContainers(one).length > 0 && model.apiUse(one).verdict !== 'unused',
  );
  return {
    title: `Set ${name}: false on the account${opted.length === 0 ? '' : ', and true on the pods that may use the token'}`,
    safety: 'unsafe',
    patches: [{ field, set: false }, ...opted.map(({ pod }) => ({ field: pod.spec.get(name), set: true }))],
  };
}

/** Whether a pod says something, be it filled in later or of a wrong type, or a no in a place where it does not count. */
function decidesItself({ pod, ineffectiveAutomount }: Workload): boolean {
  return pod.spec.get(name).set || ineffectiveAutomount.some(({ field }) => field.boolean === false);
}

/** The finding of a workload that gets a token it does not use: the same line on the account mends it. */
function unusedTokenOf(workload: Workload): ExplainedBy {
  return { ruleId: 'automount-unused', resource: workload };
}

/** Whether a custom resource runs pods as this account, or may. */
function isMentioned(account: ServiceAccount, { mentions }: Facts): boolean {
  return mentions
    .candidates(account.name ?? '', account.namespace)
    .some(({ document }) => mayBelongTogether(document, account.document));
}
