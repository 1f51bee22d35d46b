import {
  audienceSettings,
  expectedAudiences,
  isVerifier,
  tokenReferences,
} from '../../src/evidence/texts/tokenReferences.ts';
import { atPath } from '../../src/facts/workloads/mountedPath.ts';
import { defineRule } from '../../src/rule/rule.ts';
import { listWords } from '../../src/rule/words.ts';

export default defineRule({
  meta: {
    id: 'token-audience-mismatch',
    description: 'A container presents a token whose audience is not the one that its settings name.',
    rationale: `The receiver compares the token's audience with its own name and refuses any other. Where the projection and the program's
settings disagree, one of them is wrong: logins fail, or the token is good for a service that should never see it.`,
    severity: 'warning',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 3,
    tags: ['MITRE-T1528', 'CWE-287', 'CWE-1220'],
    references: [
      'https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#bound-service-account-tokens',
    ],
    fixable: false,
    messages: {
      setting: 'The {what} wants the audience "{wanted}", but the token of this container is for "{audience}"',
      receiver: 'The {what} names a token for {audience}, but its receiver accepts only {wanted}',
    },
  },
  *check({ facts }) {
    for (const workload of facts.workloads) {
      for (const container of workload.containers) {
        const common = { resource: workload, ...(container.name === null ? {} : { container: container.name }) };
        const projected = container.tokens.filter(({ kind }) => kind === 'projected');
        const references = tokenReferences(container);
        for (const { audience: wanted, what, ambiguous, field } of audienceSettings(container)) {
          const [token, ...others] = projected;
          if (token?.audience == null || others.length > 0 || token.audience === wanted) continue;
          // The token that a program checks as a server is another's.
          const reads = references.some(({ path }) => atPath(path, container, workload).found === 'token');
          if (ambiguous && (!reads || isVerifier(container))) continue;
          const evidence =
            token.source === undefined
              ? []
              : [{ message: 'The token is projected here', location: token.source.get('audience').valueLocation }];
          yield {
            ...common,
            messageId: 'setting',
            data: { what, wanted, audience: token.audience },
            location: field.valueLocation,
            confidence: 'medium',
            evidence,
          };
        }
        for (const reference of references) {
          const wanted = expectedAudiences(reference, container);
          const at = atPath(reference.path, container, workload);
          if (wanted === undefined || at.found !== 'token' || wanted.includes(at.token.audience ?? '')) continue;
          const audience = at.token.audience === null ? 'the API server' : `"${at.token.audience}"`;
          const source = at.token.source?.get('audience').valueLocation;
          yield {
            ...common,
            messageId: 'receiver',
            data: { what: reference.what, audience, wanted: listWords(wanted.map((one) => `"${one}"`)) },
            location: reference.field.valueLocation,
            confidence: 'high',
            evidence: source === undefined ? [] : [{ message: 'The token is projected here', location: source }],
            explains: source === undefined ? [] : [{ ruleId: 'token-audience-missing', location: source }],
          };
        }
      }
    }
  },
});
