import { tokenReferences } from '../../src/evidence/texts/tokenReferences.ts';
import { comesFromWebhook } from '../../src/evidence/texts/webhookMounts.ts';
import { atPath } from '../../src/facts/workloads/mountedPath.ts';
import { defineRule } from '../../src/rule/rule.ts';
import { listWords } from '../../src/rule/words.ts';

export default defineRule({
  meta: {
    id: 'token-path-unresolved',
    description: 'A container is told to read a token from a path where none of its mounts puts one.',
    rationale: `A projected token lies at the mount's path plus the source's \`path\`. A program that is told another one finds no file, and
fails at its first request, or falls back to the automatic API token and sends that to a service it was never meant for.`,
    severity: 'warning',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 3,
    tags: ['MITRE-T1528', 'CWE-671'],
    references: ['https://kubernetes.io/docs/concepts/storage/projected-volumes/#serviceaccounttoken'],
    fixable: false,
    messages: {
      nothing: 'The {what} names {path}, but no volume of this container is mounted there',
      file: 'The {what} names {path}, but the token volume there holds only {files}',
    },
  },
  *check({ facts }) {
    for (const workload of facts.workloads) {
      if (workload.mountsElsewhere) continue;
      for (const container of workload.containers) {
        for (const { path, what, field } of tokenReferences(container)) {
          // Variables in a path, and folders that webhooks mount, are not to be seen here.
          if (path.includes('$(') || comesFromWebhook(path, container, workload)) continue;
          const at = atPath(path, container, workload);
          // A path of the image's own may well exist; below the runtime's folder only mounts bring files.
          const isReported =
            at.found === 'other' || (at.found === 'nothing' && /^\/(?:var\/)?run\/secrets\//.test(path));
          // The default path is another matter: automount-missing.
          if (!isReported || /^\/(?:var\/)?run\/secrets\/kubernetes\.io\/serviceaccount\//.test(path)) continue;
          yield {
            messageId: at.found === 'other' ? 'file' : 'nothing',
            data: { what, path, files: at.found === 'other' ? listWords(at.files) : '' },
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
