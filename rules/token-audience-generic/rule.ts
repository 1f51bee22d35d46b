import { ownProjections } from '../../src/facts/workloads/projections.ts';
import { defineRule } from '../../src/rule/rule.ts';

const generic = new Set([
  'api',
  'api-server',
  'apiserver',
  'app',
  'application',
  'audience',
  'aud',
  'cluster',
  'default',
  'internal',
  'k8s',
  'k8s-api',
  'kube-api',
  'kube-apiserver',
  'kubernetes',
  'kubernetes-api',
  'local',
  'service',
  'serviceaccount',
  'services',
  'test',
  'token',
  '*',
]);

const dnsName = /^(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/i;
/** Or without a scheme, as the default audiences of Google's workload identity federation are. */
const uri = /^(?:[a-z][a-z0-9+.-]*:|\/\/iam\.googleapis\.com\/)[^\s,*]+$/i;

export default defineRule({
  meta: {
    id: 'token-audience-generic',
    description: 'A projected token names an audience that is no service’s own.',
    rationale: `An audience says who may accept a token. \`api\`, \`kubernetes\` or \`default\` name nobody: two services that both settle on
such a word accept each other's tokens, so that one of them, once broken into, can act as its callers at the other. Nor does it
mean the API server: with its default settings a token for \`kubernetes\` or \`api\` gets 401 there.

Use the receiver's DNS name or URI, for instance \`https://vault.example.com\`.`,
    severity: 'warning',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 4,
    tags: ['MITRE-T1528', 'CWE-1220', 'CWE-287'],
    references: ['https://datatracker.ietf.org/doc/html/rfc7519#section-4.1.3'],
    fixable: false,
    messages: {
      generic: 'The audience {audience} names no service: any that chooses the same word accepts this token',
      form: 'The audience {audience} is neither a DNS name nor a URI{fault}',
    },
    options: {
      type: 'object',
      additionalProperties: false,
      properties: {
        requireName: {
          type: 'boolean',
          default: false,
          description: 'Also report audiences that are neither a DNS name nor a URI.',
        },
      },
    },
    presetOptions: { strict: { requireName: true }, 'zero-trust': { requireName: true } },
  },
  *check({ facts }, options) {
    for (const { workload, projection } of ownProjections(facts.workloads)) {
      const { audience } = projection;
      if (audience === undefined) continue;
      const isGeneric = generic.has(audience.trim().toLowerCase());
      // `${…}` is filled in before it is applied: envsubst, Flux.
      const isNamed = dnsName.test(audience) || uri.test(audience) || audience.includes('${');
      const badForm = options['requireName'] === true && !isNamed;
      if (!isGeneric && !badForm) continue;
      yield {
        messageId: isGeneric ? 'generic' : 'form',
        data: { audience: JSON.stringify(audience), fault: isGeneric ? '' : faultOf(audience) },
        location: projection.field.get('audience').valueLocation,
        resource: workload,
        confidence: isGeneric ? 'medium' : 'high',
      };
    }
  },
});

/** What is wrong where that is not seen at once; the API server takes an audience as it is. */
function faultOf(audience: string): string {
  if (audience.trim() === '') return ': it is made of spaces';
  if (audience !== audience.trim()) return ': it begins or ends with a space, which is a part of the name';
  if (audience.includes('$(')) return ': Kubernetes fills in no variables here';
  if (/[\s,]/.test(audience)) return ': a token has one audience, this is one name';
  return '';
}
