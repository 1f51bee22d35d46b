import { defaultTokenPath } from '../../src/facts/objects/constants.ts';
import type { VolumeMount } from '../../src/facts/pods/container.ts';
import {
  automaticContainers,
  namesNoVolume,
  nearnessToDefaultPath,
  takenOverVolume,
} from '../../src/facts/workloads/defaultPath.ts';
import { defineRule } from '../../src/rule/rule.ts';
import { containerWords } from '../../src/rule/words.ts';

export default defineRule({
  meta: {
    id: 'automount-shadow',
    description:
      'A mount that looks as if it kept the automatic token away and does not, or a volume that is taken for the token volume.',
    rationale: `Only a mount at exactly \`${defaultTokenPath}\` keeps the automatic token out of a container:
the API server compares the paths byte for byte. A slash at the end, \`/run\` instead of \`/var/run\`, a parent or a child of
that folder are other paths to it. Who mounted an empty folder or a token for another service there to hide the API token still
hands it out, and a program may find either of the two.

A volume whose name starts with \`kube-api-access-\` is taken for the token volume, whatever it holds: it is mounted at the
default path of every container without a mount there, so that a token that was meant for one container, or a folder of data, is
in all of them. Choose another name, and set \`automountServiceAccountToken: false\` to keep the token away.`,
    severity: 'warning',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 4,
    tags: ['CIS-5.1.6', 'NSA-CISA', 'MITRE-T1528', 'CWE-668'],
    references: [
      'https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#serviceaccount',
      'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting',
    ],
    fixable: false,
    messages: {
      spelling:
        'This mount does not keep the automatic token away: the API server compares paths byte for byte, and mounts the token at {path} as well',
      inside: 'This mount does not keep the automatic token away: that is mounted at {path}, around it',
      around: 'This mount does not keep the automatic token away: that is mounted below it, at {path}',
      takenOver:
        'By its name the API server takes the volume "{volume}" for the token volume: it mounts it at {path} in {containers}, and adds no other',
    },
  },
  *check({ facts }) {
    for (const workload of facts.workloads) {
      const containers = automaticContainers(workload);
      const volume = takenOverVolume(workload);
      if (volume !== undefined) {
        yield {
          messageId: 'takenOver',
          data: { volume: volume.name, path: defaultTokenPath, containers: containerWords(containers) },
          location: volume.field.get('name').valueLocation,
          resource: workload,
          confidence: 'high',
        };
      }
      for (const { name, mounts } of containers) {
        for (const mount of mounts) {
          const nearness = nearnessToDefaultPath(mount.mountPath);
          if (nearness === undefined || nearness === 'exact' || namesNoVolume(mount, workload)) continue;
          if (nearness === 'inside' && isOtherFile(mount)) continue;
          yield {
            messageId: nearness,
            data: { path: defaultTokenPath },
            location: mount.field.get('mountPath').valueLocation,
            resource: workload,
            ...(name === null ? {} : { container: name }),
            confidence: nearness === 'around' ? 'medium' : 'high',
          };
        }
      }
    }
  },
});

/** What lies beside the token; a mount of it means that file, not the token. */
function isOtherFile({ mountPath }: VolumeMount): boolean {
  return /\/(?:ca\.crt|namespace)\/*$/.test(mountPath);
}
