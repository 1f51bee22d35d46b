import { accountNameAnnotation } from '../../src/facts/objects/constants.ts';
import { isAcceptedToken } from '../../src/facts/tokens/tokenObjects.ts';
import { objectRejections } from '../../src/facts/validation/object.ts';
import { rejectionWords } from '../../src/facts/validation/rejection.ts';
import { defineRule } from '../../src/rule/rule.ts';

export default defineRule({
  meta: {
    id: 'legacy-token-secret',
    description: 'A Secret of type kubernetes.io/service-account-token: a token without expiry and without audience.',
    rationale: `The control plane fills such a Secret with a token that never expires, is good for the API server, and is bound to no
pod. Whoever may read Secrets in the namespace, has a backup of etcd, or finds it in a CI variable, holds the account until the
Secret is deleted, or labelled \`kubernetes.io/legacy-token-invalid-since\`. Kubernetes itself cleans up only those that the account
lists in its \`secrets\`, after a year without use.

Inside the cluster, project a token into the pod that needs it. Outside of it, use \`kubectl create token\` or the TokenRequest
API, or an identity provider.`,
    severity: 'warning',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 7,
    tags: ['NSA-CISA', 'MITRE-T1528', 'MITRE-T1552.007', 'CWE-613', 'CWE-522'],
    references: ['https://kubernetes.io/docs/concepts/security/service-accounts/#get-a-token'],
    fixable: false,
    messages: {
      secret:
        'This Secret gets a token of account "{account}" that never expires and works at the API server from anywhere',
      rejected: 'The API server rejects this Secret: {reason}',
    },
  },
  *check({ facts }) {
    for (const secret of facts.secrets) {
      const account = secret.root.at('metadata', 'annotations', accountNameAnnotation).string ?? '';
      const common = { location: secret.root.get('type').valueLocation, resource: secret, confidence: 'high' } as const;
      const rejections = objectRejections(secret);
      for (const rejection of rejections) {
        const data = { reason: rejectionWords(rejection) };
        const location = rejection.field.valueLocation;
        yield { ...common, messageId: 'rejected', severity: 'error', data, location };
      }
      if (rejections.length === 0 && isAcceptedToken(secret))
        yield { ...common, messageId: 'secret', data: { account } };
    }
  },
});
