import { isMisspelt } from '../../src/facts/validation/unknownFields.ts';
import { defineRule } from '../../src/rule/rule.ts';

export default defineRule({
  meta: {
    id: 'token-mount-read-only',
    description: 'A mount of a token volume does not say readOnly: true.',
    rationale: `The kubelet mounts projected and Secret volumes read-only whatever the manifest says, so nothing can be written here either
way. The line states the intent to readers, and satisfies policies and auditors that look for it.`,
    severity: 'info',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 1,
    tags: ['CWE-732'],
    references: ['https://kubernetes.io/docs/concepts/storage/projected-volumes/'],
    fixable: true,
    messages: {
      notReadOnly:
        'The mount of the token volume "{volume}" does not say readOnly: true; the kubelet mounts it read-only all the same',
    },
  },
  *check({ facts }) {
    for (const workload of facts.workloads) {
      const rejected = new Set(workload.rejections.map(({ field }) => field.node));
      for (const container of workload.containers) {
        const mounts = new Set(container.tokens.flatMap(({ mount }) => mount ?? []));
        for (const mount of mounts) {
          const field = mount.field.get('readOnly');
          if (mount.readOnly || (field.set && field.boolean === undefined)) continue;
          if (isMisspelt(field, workload.unknownFields)) continue;
          // Without readOnly, the API server rejects it (token-projection-invalid).
          if (rejected.has(mount.field.get('recursiveReadOnly').node)) continue;
          yield {
            messageId: 'notReadOnly',
            data: { volume: mount.volume },
            location: field.valueLocation,
            resource: workload,
            ...(container.name === null ? {} : { container: container.name }),
            confidence: 'high',
            fixes: [{ title: 'Set readOnly: true', safety: 'safe', patches: [{ field, set: true }] }],
          };
        }
      }
    }
  },
});
