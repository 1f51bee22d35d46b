import { replacementAt } from '../../src/facts/workloads/defaultPathContent.ts';
import { defineRule } from '../../src/rule/rule.ts';
import { listWords } from '../../src/rule/words.ts';

export default defineRule({
  meta: {
    id: 'token-mount-default-path',
    description: 'Something else than an API token is mounted where clients look for one.',
    rationale: `Client libraries take whatever lies at \`/var/run/secrets/kubernetes.io/serviceaccount/token\` for the API token and send it to
the API server. A token for another service there is shown to the wrong receiver, which answers 401, and stands in its audit log's
way; a folder that holds no token makes in-cluster configuration fail with a message about a missing file. An empty folder that is
mounted to hide the token does so in this container alone: the next one that is added gets the token.

Mount tokens for other services elsewhere, and say \`automountServiceAccountToken: false\` where no token is wanted.`,
    severity: 'warning',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 3,
    tags: ['MITRE-T1528', 'CWE-668'],
    references: [
      'https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/#accessing-the-api-from-within-a-pod',
    ],
    fixable: false,
    messages: {
      audience: 'Clients take this for the API token, but it is for "{audience}": the API server will refuse it',
      file: 'Clients look for the API token here, in the file "token", but this volume holds only {files}',
      other:
        'Clients in this container find the {type} volume "{volume}" in place of the API token: they send whatever its file "token" holds to the API server, or fail where there is none',
    },
  },
  *check({ facts }) {
    for (const workload of facts.workloads) {
      for (const container of workload.containers) {
        for (const mount of container.mounts) {
          const replacement = replacementAt(mount, container, workload, facts.secretIndex);
          if (replacement === undefined) continue;
          const { content, volume } = replacement;
          const data =
            content.is === 'audience'
              ? { audience: content.audience }
              : content.is === 'file'
                ? { files: listWords(content.files) }
                : { type: volume.type, volume: volume.name };
          yield {
            messageId: content.is,
            data,
            location: mount.field.get('mountPath').valueLocation,
            resource: workload,
            ...(container.name === null ? {} : { container: container.name }),
            confidence: content.is === 'other' && volume.type !== 'emptyDir' ? 'medium' : 'high',
          };
        }
      }
    }
  },
});
