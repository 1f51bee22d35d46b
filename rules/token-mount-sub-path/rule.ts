import { expirationFault } from '../../src/facts/validation/volumes.ts';
import { defineRule } from '../../src/rule/rule.ts';

export default defineRule({
  meta: {
    id: 'token-mount-sub-path',
    description: 'A projected token is mounted through subPath: it is never rotated and dies at its expiry.',
    rationale: `The kubelet renews a projected token by writing a new folder and switching a symbolic link. A mount with \`subPath\` is bound
to the file that the link pointed to when the container started: it shows the first token for ever. The application works in
every test, and gets 401 when that token expires. A mount of \`..data\` fares worse: the folder is deleted at the first renewal.

Mount the folder without \`subPath\`, and point the application at the file in it.`,
    severity: 'error',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 4,
    tags: ['CWE-613', 'CWE-672'],
    references: ['https://kubernetes.io/docs/concepts/storage/projected-volumes/#serviceaccounttoken'],
    fixable: false,
    messages: {
      frozen:
        'A subPath mount shows the first token for ever: it is never renewed and stops working when it expires{after}',
      deleted:
        'The kubelet deletes this folder when it renews the token and writes a new one: the file disappears from this mount',
    },
  },
  *check({ facts }) {
    for (const workload of facts.workloads) {
      for (const container of workload.containers) {
        const mounts = new Set<unknown>();
        for (const { kind, mount, subPath, shows, lifetimeSeconds } of container.tokens) {
          if (kind === 'secret' || subPath === null || mount === undefined || mounts.has(mount)) continue;
          // A variable of unknown value chooses what is seen.
          if (shows === 'unknown') continue;
          mounts.add(mount);
          const written = mount.field.get('subPath');
          const field =
            written.string !== undefined && written.string !== '' ? written : mount.field.get('subPathExpr');
          yield {
            messageId: shows === 'folder' ? 'deleted' : 'frozen',
            data: { after: isValid(lifetimeSeconds) ? `, ${String(lifetimeSeconds)} s after it was issued` : '' },
            location: field.valueLocation,
            resource: workload,
            ...(container.name === null ? {} : { container: container.name }),
            confidence: 'high',
          };
        }
      }
    }
  },
});

/** Of a lifetime that the API server rejects, nothing can be said. */
function isValid(seconds: number | null): seconds is number {
  return seconds !== null && expirationFault(seconds) === undefined;
}
