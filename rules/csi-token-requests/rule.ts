import { csiDrivers, tokenRequestsOfDrivers } from '../../src/facts/csiDriver.ts';
import { objectRejections } from '../../src/facts/validation/object.ts';
import { rejectionWords } from '../../src/facts/validation/rejection.ts';
import { expirationFault } from '../../src/facts/validation/volumes.ts';
import { defineRule } from '../../src/rule/rule.ts';

export default defineRule({
  meta: {
    id: 'csi-token-requests',
    description: 'A CSI driver that is handed tokens for the API server, or tokens whose lifetime is out of bounds.',
    rationale: `With \`tokenRequests\` the kubelet hands a token of each pod's account to the driver whenever it mounts a volume. A token
without audience is good for the API server: whoever takes over the driver on one node acts as every account whose pods use its
volumes there. With an audience of its own, the token is good for nothing but the service behind the driver.

The API server rejects a driver whose lifetimes are below 600 seconds or above 2^32, and one that names an audience twice. A
driver that cannot be created mounts no volume: pods wait in \`ContainerCreating\`.`,
    severity: 'warning',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 5,
    tags: ['NSA-CISA', 'MITRE-T1528', 'CWE-613', 'CWE-1220'],
    references: ['https://kubernetes-csi.github.io/docs/token-requests.html'],
    fixable: false,
    messages: {
      audience:
        'This token has no audience: the driver gets tokens for the API server of every account whose pods mount its volumes',
      rejected: 'The API server rejects the driver: {reason}',
      long: 'The driver gets tokens that live {seconds} s, more than the {maximum} s allowed here',
    },
    options: {
      type: 'object',
      additionalProperties: false,
      properties: {
        maximum: {
          type: 'integer',
          minimum: 600,
          maximum: 4294967296,
          default: 86400,
          description: 'Longest lifetime, in seconds.',
        },
      },
    },
    presetOptions: { strict: { maximum: 43200 }, 'zero-trust': { maximum: 3600 } },
  },
  *check({ facts }, options) {
    const maximum = Number(options['maximum']);
    for (const driver of csiDrivers(facts)) {
      for (const rejection of objectRejections(driver)) {
        const data = { reason: rejectionWords(rejection) };
        const location = rejection.field.valueLocation;
        yield { messageId: 'rejected', data, severity: 'error', location, resource: driver, confidence: 'high' };
      }
    }
    for (const { driver, request, rejections } of tokenRequestsOfDrivers(facts)) {
      const common = { resource: driver, confidence: 'high' } as const;
      const audience = request.get('audience');
      // Of two without one, the second is what the API server rejects.
      const isRejected = rejections.some(({ field }) => field.segment === 'audience');
      if ((audience.string ?? '') === '' && !isRejected) {
        yield {
          ...common,
          messageId: 'audience',
          location: audience.written ? audience.valueLocation : request.keyLocation,
        };
      }
      const expiration = request.get('expirationSeconds');
      const seconds = expiration.number;
      if (seconds !== undefined && expirationFault(seconds) === undefined && seconds > maximum) {
        yield { ...common, messageId: 'long', data: { seconds, maximum }, location: expiration.valueLocation };
      }
    }
  },
});
