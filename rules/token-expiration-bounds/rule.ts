import { minimumExpirationSeconds } from '../../src/facts/objects/constants.ts';
import { ownProjections } from '../../src/facts/workloads/projections.ts';
import { expirationFault } from '../../src/facts/validation/volumes.ts';
import { isMisspelt } from '../../src/facts/validation/unknownFields.ts';
import type { Fix } from '../../src/rule/rule.ts';
import { defineRule } from '../../src/rule/rule.ts';

export default defineRule({
  meta: {
    id: 'token-expiration-bounds',
    description: 'A projected token’s lifetime is outside the allowed bounds, or one that the API server rejects.',
    rationale: `A stolen token is good until it expires. The API server accepts lifetimes from 600 seconds to 2^32 seconds (136 years)
and rejects the whole pod outside of that; it has no upper bound of a day. Kubelets replace a token's file after 80 % of its
life or 24 hours, whichever comes first, so that a longer life than a day serves only a thief, or a program that never reads the
file again.`,
    severity: 'warning',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 5,
    tags: ['NSA-CISA', 'MITRE-T1528', 'CWE-613'],
    references: ['https://kubernetes.io/docs/concepts/storage/projected-volumes/#serviceaccounttoken'],
    fixable: true,
    messages: {
      rejected: 'The API server rejects the pod: {reason} (here {seconds})',
      short: 'The token lives {seconds} s, less than the {minimum} s allowed here',
      long: 'The token lives {seconds} s, more than the {maximum} s allowed here',
      default: 'Without expirationSeconds the token lives 3600 s, {relation} than the {bound} s allowed here',
    },
    options: {
      type: 'object',
      additionalProperties: false,
      properties: {
        minimum: {
          type: 'integer',
          minimum: 600,
          maximum: 4294967296,
          default: 600,
          description: 'Shortest lifetime, in seconds.',
        },
        maximum: {
          type: 'integer',
          minimum: 600,
          maximum: 4294967296,
          default: 86400,
          description: 'Longest lifetime, in seconds; at least the minimum.',
        },
      },
    },
    presetOptions: { strict: { maximum: 43200 }, 'zero-trust': { maximum: 900 } },
  },
  *check({ facts }, options) {
    const minimum = Number(options['minimum']);
    // Who asks for a minimum means it, whatever the maximum of a preset is.
    const maximum = Math.max(Number(options['maximum']), minimum);
    for (const { workload, projection } of ownProjections(facts.workloads)) {
      const seconds = projection.expirationSeconds;
      if (seconds === undefined) continue;
      const field = projection.field.get('expirationSeconds');
      const common = { location: field.valueLocation, resource: workload, confidence: 'high' } as const;
      const clamp = (set: number, safety: Fix['safety']): Fix[] => [
        { title: `Set expirationSeconds: ${String(set)}`, safety, patches: [{ field, set }] },
      ];
      const reason = expirationFault(seconds);
      if (reason !== undefined) {
        const fixes = seconds < minimumExpirationSeconds ? clamp(minimum, 'safe') : clamp(maximum, 'unsafe');
        yield { ...common, messageId: 'rejected', data: { reason, seconds: field.source }, severity: 'error', fixes };
        continue;
      }
      if ((seconds >= minimum && seconds <= maximum) || isMisspelt(field, workload.unknownFields)) continue;
      const short = seconds < minimum;
      const fixes = clamp(short ? minimum : maximum, 'unsafe');
      if (!field.set) {
        const data = short ? { relation: 'less', bound: minimum } : { relation: 'more', bound: maximum };
        yield { ...common, messageId: 'default', data, fixes, explains: [{ ruleId: 'token-expiration-implicit' }] };
      } else {
        yield { ...common, messageId: short ? 'short' : 'long', data: { seconds, minimum, maximum }, fixes };
      }
    }
  },
});
