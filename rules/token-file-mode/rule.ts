import { tokenFileMode, userWithoutAccess } from '../../src/facts/tokens/kubelet.ts';
import { ownProjections } from '../../src/facts/workloads/projections.ts';
import { defineRule } from '../../src/rule/rule.ts';
import { containerWords } from '../../src/rule/words.ts';

export default defineRule({
  meta: {
    id: 'token-file-mode',
    description:
      'A defaultMode that has no effect on the token’s file, or one that keeps a program without root from reading it.',
    rationale: `The kubelet decides the mode of a token's file: 0600 for the one user that all containers run as, 0640 where there is an
\`fsGroup\`. \`defaultMode\` counts only where there is neither. So \`defaultMode: 0400\` does nothing for a pod with a security
context, and in one without it the file is root's alone: an image whose user is not root cannot read its token.`,
    severity: 'warning',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 2,
    tags: ['CWE-732'],
    references: ['https://kubernetes.io/docs/concepts/storage/projected-volumes/#volume-projections-and-their-modes'],
    fixable: false,
    messages: {
      ignored: 'defaultMode has no effect on the token: the kubelet sets {mode} for {owner}',
      unreadable: 'The token’s file is {mode} and belongs to root: {user} cannot read it',
    },
  },
  *check({ facts }) {
    const seen = new Set<unknown>();
    for (const { workload, volume } of ownProjections(facts.workloads)) {
      const field = volume.field.at('projected', 'defaultMode');
      if (seen.has(volume) || field.number === undefined || field.number < 0 || field.number > 0o777) continue;
      seen.add(volume);
      const fileMode = tokenFileMode(workload.pod.spec, volume);
      const { mode, uid, gid, byDefaultMode } = fileMode;
      const common = { location: field.valueLocation, resource: workload } as const;
      // Other files of the volume do have the mode.
      const onlyTokens = volume.projections.every(({ type }) => type === 'token');
      if (!byDefaultMode && onlyTokens && field.number !== mode) {
        const owner = mode === 0o640 ? `the group ${String(gid)}` : `the user ${String(uid)}`;
        yield { ...common, messageId: 'ignored', data: { mode: octal(mode), owner }, confidence: 'high' };
      }
      if (!byDefaultMode) continue;
      for (const container of workload.containers) {
        if (!container.tokens.some((token) => token.volume === volume.name)) continue;
        const user = userWithoutAccess(container.field, workload.pod.spec, fileMode);
        if (user === undefined) continue;
        const who =
          user.uid === undefined
            ? `the user of ${containerWords([container])}, who is not root (runAsNonRoot),`
            : `the user ${String(user.uid)} of ${containerWords([container])}`;
        const confidence = user.reads === 'no' ? 'high' : 'medium';
        yield { ...common, messageId: 'unreadable', data: { mode: octal(mode), user: who }, confidence };
        break;
      }
    }
  },
});

function octal(mode: number): string {
  return `0${mode.toString(8).padStart(3, '0')}`;
}
