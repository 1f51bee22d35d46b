import { nearnessToDefaultPath } from '../../src/facts/workloads/defaultPath.ts';
import { isBelow } from '../../src/facts/workloads/mountedPath.ts';
import { isForApiServer } from '../../src/facts/pods/volume.ts';
import { defineRule } from '../../src/rule/rule.ts';

export default defineRule({
  meta: {
    id: 'token-path-guessable',
    description: 'A token for another service lies in a well-known directory.',
    rationale: `Whoever can make an application read a file of his choice (a template, an upload's path, \`file://\` in a fetched URL) tries the
known places of tokens first: \`/var/run/secrets/tokens/vault\` is in every tutorial. A hole that shows one file, and lists no
folder, does not find a token whose path it must guess. It is one more wall, no replacement for the others.

Mount the token into a folder of the application's own, under a name that is not its service's.`,
    severity: 'info',
    presets: ['strict', 'zero-trust'],
    securitySeverity: 1.5,
    tags: ['MITRE-T1552.001', 'CWE-340'],
    references: ['https://attack.mitre.org/techniques/T1552/001/'],
    fixable: false,
    messages: {
      guessable: 'The token for "{audience}" lies below {directory}, where a thief who can read one file looks first',
    },
    options: {
      type: 'object',
      additionalProperties: false,
      properties: {
        directories: {
          type: 'array',
          items: { type: 'string', pattern: '^/' },
          default: ['/var/run/secrets'],
          description: 'Directories that everybody knows; `/run` and `/var/run` are the same.',
        },
      },
    },
  },
  *check({ facts }, options) {
    const directories = Array.isArray(options['directories']) ? options['directories'].map(String) : [];
    for (const workload of facts.workloads) {
      for (const container of workload.containers) {
        const seen = new Set<unknown>();
        for (const { kind, audience, mount } of container.tokens) {
          if (kind !== 'projected' || audience === null || isForApiServer(audience)) continue;
          if (mount === undefined || seen.has(mount)) continue;
          const directory = directories.find((known) => isBelow(mount.mountPath, known));
          const nearness = nearnessToDefaultPath(mount.mountPath);
          // Where clients look for the API token it is worse (token-mount-default-path, automount-shadow).
          if (directory === undefined || (nearness !== undefined && nearness !== 'around')) continue;
          seen.add(mount);
          yield {
            messageId: 'guessable',
            data: { audience, directory },
            location: mount.field.get('mountPath').valueLocation,
            resource: workload,
            ...(container.name === null ? {} : { container: container.name }),
            confidence: 'low',
          };
        }
      }
    }
  },
});
