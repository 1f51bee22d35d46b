import { resolvePlainScalar } from '../../src/documents/scalar.ts';
import type { IneffectiveAutomount } from '../../src/facts/validation/ineffectiveAutomount.ts';
import { ineffectiveInAccount, leavesUndecided } from '../../src/facts/validation/ineffectiveAutomount.ts';
import type { Resource } from '../../src/facts/objects/resource.ts';
import { type Workload, hasOnlyAutomount } from '../../src/facts/workloads/workload.ts';
import type { Explained, Fix, Model, Report } from '../../src/rule/rule.ts';
import { defineRule } from '../../src/rule/rule.ts';

type MessageId = 'misplaced' | 'misspelt' | 'wrongType' | 'null';

export default defineRule<MessageId>({
  meta: {
    id: 'automount-ineffective',
    description: 'An automountServiceAccountToken that decides nothing: in the wrong place, misspelt, quoted or null.',
    rationale: `The field exists in two places only: in a pod's spec and at the top of a ServiceAccount. Anywhere else, or under
another spelling, \`kubectl apply\` refuses it as an unknown field, while clients that do not ask for strict validation (many
operators and deployment tools) lose it without a word: the manifest says that the token is off, the pod has it.

\`null\` is the same as absent, so the token is mounted. A quoted \`"false"\`, a \`0\` or a \`1\` is no boolean: the API server
rejects the whole object. (\`no\`, \`off\` and \`n\` without quotes are booleans to Kubernetes.)`,
    severity: 'error',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 5.5,
    tags: ['CIS-5.1.6', 'NSA-CISA', 'MITRE-T1528', 'CWE-250'],
    references: ['https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#security-context'],
    fixable: true,
    messages: {
      misplaced:
        'Kubernetes has no field automountServiceAccountToken in {where}: kubectl apply refuses it, other clients drop it; it decides nothing',
      misspelt:
        'Kubernetes has no field "{key}": kubectl apply refuses it, other clients drop it; it is spelt automountServiceAccountToken',
      wrongType: 'The API server rejects this: automountServiceAccountToken is {value}, which is no boolean',
      null: 'null is the same as unset: it does not turn the automount off',
    },
  },
  *check(model) {
    const { facts } = model;
    for (const workload of facts.workloads) {
      let first = true;
      for (const attempt of workload.ineffectiveAutomount) {
        // The account may have turned it off.
        if (attempt.fault === 'null' && !workload.automount.value) continue;
        const found = { ...report(attempt, workload), explains: toldWithLess(attempt, workload) };
        // One move is enough: two would write the field twice. After it, the others can go.
        const moves = (attempt.fault === 'misplaced' || attempt.fault === 'misspelt') && !attempt.home.written;
        // To turn off what is used is no repair.
        const breaks =
          meantValue(attempt) === false && leavesUndecided(attempt) && model.apiUse(workload).verdict === 'used';
        yield (first || !moves) && !breaks ? found : { ...found, fixes: [] };
        first = false;
      }
    }
    for (const account of facts.accounts) {
      const attempts = ineffectiveInAccount(account);
      const isUsed = attempts.length > 0 && model.facts.workloadsOf(account).some((one) => breaksWithout(one, model));
      for (const attempt of attempts) {
        const found = report(attempt, account);
        // It breaks what uses the token; with all fixes, each of those pods turns it on for itself.
        yield meantValue(attempt) === false && isUsed ? { ...found, fixes: found.fixes?.map(unsafe) ?? [] } : found;
      }
    }
  },
});

function unsafe(fix: Fix): Fix {
  return { ...fix, safety: 'unsafe' };
}

/** Whether a pod has the token by its account alone, and uses it. */
function breaksWithout(workload: Workload, model: Model): boolean {
  return workload.automount.decidedBy !== 'pod' && model.apiUse(workload).verdict === 'used';
}

/** Where it was meant to turn the token off, the account of the token is no second fault. */
function toldWithLess(attempt: IneffectiveAutomount, workload: Workload): Explained[] {
  if (meantValue(attempt) !== false || !leavesUndecided(attempt) || !hasOnlyAutomount(workload)) return [];
  return [{ ruleId: 'account-default', location: workload.serviceAccount.field.valueLocation }];
}

/** What it would say without its quotes. */
function meantValue({ field }: IneffectiveAutomount): unknown {
  return field.boolean ?? resolvePlainScalar(field.string?.trim() ?? '');
}

function report(attempt: IneffectiveAutomount, resource: Resource): Report<MessageId> {
  const { fault, field } = attempt;
  const common = { messageId: fault, resource, confidence: 'high' } as const;
  if (fault === 'wrongType') {
    return {
      ...common,
      data: { value: field.source },
      location: field.valueLocation,
      fixes: unquote(attempt.field.string),
    };
  }
  if (fault === 'null') return { ...common, location: field.valueLocation };
  return {
    ...common,
    data: { where: attempt.where, key: String(field.segment) },
    location: field.keyLocation,
    fixes: move(),
  };

  /** A text that would be a boolean without its quotes: `"False"`, `"no"`. */
  function unquote(text: string | undefined): Fix[] {
    const set = text === undefined ? undefined : resolvePlainScalar(text.trim());
    if (typeof set !== 'boolean') return [];
    const title = /^["'](?:true|false)["']$/.test(field.source) ? 'Remove the quotes' : `Write ${String(set)}`;
    return [{ title, safety: 'safe', patches: [{ field, set }] }];
  }

  function move(): Fix[] {
    const value = field.boolean;
    if (fault !== 'misplaced' && fault !== 'misspelt') return [];
    if (value === undefined) return [];
    const alone = field.parent?.fields().length === 1 ? field.parent : field;
    // Said twice, once in the right place. Which of two values was meant is not known; the right place decides already.
    if (!leavesUndecided(attempt)) {
      const safety = alone === field && attempt.home.boolean === value ? 'safe' : 'unsafe';
      return [{ title: 'Remove it', safety, patches: [{ field: alone, remove: true }] }];
    }
    if (attempt.home.written) return [];
    if (field.parent?.node === attempt.home.parent?.node) {
      return [
        {
          title: 'Spell it automountServiceAccountToken',
          safety: 'unsafe',
          patches: [{ field, rename: 'automountServiceAccountToken' }],
        },
      ];
    }
    return [
      {
        title: 'Move it to where it counts',
        safety: 'unsafe',
        patches: [
          { field: alone, remove: true },
          { field: attempt.home, set: value },
        ],
      },
    ];
  }
}
