import { ownProjections } from '../../src/facts/workloads/projections.ts';
import type { TokenProjection } from '../../src/facts/pods/volume.ts';
import type { Workload } from '../../src/facts/workloads/workload.ts';
import { defineRule } from '../../src/rule/rule.ts';

export default defineRule({
  meta: {
    id: 'token-audience-allowed',
    description:
      'A projected token for an audience that the configuration does not allow, or does not allow beside another.',
    rationale: `An audience is a door: every service that accepts one is another place where a token of the cluster is worth something. A list
of those that an organisation runs turns a typing error (\`valut\`) and a token for somebody else's service into findings. Sets of
audiences that are kept apart say which doors one workload must not hold the keys to together: whoever takes over a workload
with a token for the payments service and one for the public metrics gateway has the payments.`,
    severity: 'warning',
    presets: ['zero-trust'],
    securitySeverity: 4,
    tags: ['MITRE-T1528', 'CWE-1220'],
    references: ['https://kubernetes.io/docs/concepts/storage/projected-volumes/#serviceaccounttoken'],
    fixable: false,
    messages: {
      notAllowed: 'The audience "{audience}" is not among those that the configuration allows',
      apart: 'This workload has a token for "{audience}" and one for "{other}", which the configuration keeps apart',
    },
    options: {
      type: 'object',
      additionalProperties: false,
      properties: {
        allowed: {
          type: 'array',
          items: { type: 'string' },
          default: [],
          description: 'Audiences that tokens may have; all are allowed where the list is empty.',
        },
        apart: {
          type: 'array',
          items: { type: 'array', items: { type: 'string' }, minItems: 2 },
          default: [],
          description: 'Sets of audiences of which one workload may have one only.',
        },
      },
    },
  },
  *check({ facts }, options) {
    const allowed = new Set(strings(options['allowed']));
    const apart = list(options['apart']).map((set) => new Set(strings(set)));
    if (allowed.size === 0 && apart.length === 0) return;
    const held = new Map<Workload, TokenProjection[]>();
    for (const { workload, projection } of ownProjections(facts.workloads)) {
      const { audience, field } = projection;
      // No audience is token-audience-missing's.
      if (audience === undefined) continue;
      const common = { location: field.get('audience').valueLocation, resource: workload, confidence: 'high' } as const;
      if (allowed.size > 0 && !allowed.has(audience)) yield { ...common, messageId: 'notAllowed', data: { audience } };
      const before = held.get(workload) ?? [];
      held.set(workload, [...before, projection]);
      const other = before.find((one) => one.audience !== audience && areApart(audience, one.audience, apart));
      if (other?.audience === undefined) continue;
      const evidence = [{ message: 'The other token is here', location: other.field.get('audience').valueLocation }];
      yield { ...common, messageId: 'apart', data: { audience, other: other.audience }, evidence };
    }
  },
});

function areApart(one: string, other: string | undefined, apart: readonly ReadonlySet<string>[]): boolean {
  return other !== undefined && apart.some((set) => set.has(one) && set.has(other));
}

function list(option: unknown): unknown[] {
  return Array.isArray(option) ? Array.from<unknown>(option) : [];
}

function strings(option: unknown): string[] {
  return list(option).filter((item) => typeof item === 'string');
}
