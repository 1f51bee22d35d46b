import { literalTokens } from '../../src/facts/tokens/literalTokens.ts';
import type { Jwt } from '../../src/facts/tokens/jwt.ts';
import { defineRule } from '../../src/rule/rule.ts';

export default defineRule({
  meta: {
    id: 'token-literal',
    description: 'A JSON Web Token is written in a manifest.',
    rationale: `A token in a manifest is in the repository and every clone of it, in its history after it was deleted, in the CI system's logs
and in the objects of the cluster, readable by whoever may read them. base64, as in a Secret's \`data\`, hides nothing. A token of a
ServiceAccount without expiry, as legacy Secrets hold it, works for everybody who ever saw it until the Secret is deleted.

Revoke it first: delete the Secret or the pod that it is bound to, or the account. Then project a token into the pod that needs it,
or have a secret manager put it there. Messages of this rule never show the token.`,
    severity: 'error',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 8.5,
    tags: ['MITRE-T1528', 'MITRE-T1552.001', 'CWE-798', 'CWE-312', 'CWE-522'],
    references: ['https://kubernetes.io/docs/concepts/security/secrets-good-practices/'],
    fixable: false,
    messages: {
      account: 'This holds a token of the ServiceAccount {account}, {expiry}: whoever reads the file can use it',
      other: 'This holds {token}, {expiry}: whoever reads the file can use it',
    },
  },
  *check({ facts }) {
    for (const resource of facts.resources) {
      for (const { jwt, field, others } of literalTokens(resource)) {
        const { account, issuer } = jwt;
        yield {
          messageId: account === undefined ? 'other' : 'account',
          data: {
            account: account ?? '',
            token: issuer === undefined ? 'a JSON Web Token' : `a JSON Web Token of the issuer "${issuer}"`,
            expiry: expiry(jwt),
          },
          location: field.partLocation(jwt.text),
          resource,
          // Those of others may be meant for everybody, as a licence or a demonstration's key.
          evidence: others.map((other) => ({
            message: 'It is written here, too',
            location: other.partLocation(jwt.text),
          })),
          confidence: account === undefined ? 'medium' : 'high',
        };
      }
    }
  },
});

function expiry({ expires }: Jwt): string {
  return expires === undefined
    ? 'which never expires'
    : `with its expiry on ${new Date(expires * 1000).toISOString().slice(0, 10)}`;
}
