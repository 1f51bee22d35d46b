import { tokenCopies } from '../../src/evidence/texts/tokenCopies.ts';
import { sharedVolumeAt } from '../../src/facts/workloads/sharedVolume.ts';
import { defineRule } from '../../src/rule/rule.ts';
import { containerWords } from '../../src/rule/words.ts';

export default defineRule({
  meta: {
    id: 'token-copied',
    description: 'A command copies a token to another file, into a URL or into an environment variable.',
    rationale: `The kubelet renews the token's file; a copy is the first token for ever. It works until that one expires, an hour later or,
as the automatic token lives longer than it says, months later, and then fails where nobody looks. Until then it lies where the token
should not be: in a volume that other containers read, in an environment that crash reports and child processes inherit, in a URL that
every proxy on the way writes to its log.

Point the program at the token's own file. Where it takes none, read the file for each request and pass it in a header.`,
    severity: 'warning',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 5,
    tags: ['MITRE-T1528', 'MITRE-T1552.001', 'CWE-522', 'CWE-598', 'CWE-526'],
    references: ['https://kubernetes.io/docs/concepts/storage/projected-volumes/#serviceaccounttoken'],
    fixable: false,
    messages: {
      shared:
        'This command copies the token {token} to {target}, in the volume "{volume}" that {containers} can read too; the copy is not renewed',
      file: 'This command copies the token {token} to {target}: the copy is not renewed, and stops working when the token expires',
      url: 'This command puts the token {token} into a URL, which servers and proxies write to their logs',
      environment:
        'This command puts the token {token} into the environment variable {target}: it is not renewed there, and every child process has it',
    },
  },
  *check({ facts }) {
    for (const workload of facts.workloads) {
      for (const container of workload.containers) {
        for (const { to, token, target, location } of tokenCopies(container, workload, facts)) {
          const shared = to === 'file' ? sharedVolumeAt(target, container, workload) : undefined;
          yield {
            messageId: shared === undefined ? to : 'shared',
            data: {
              token,
              target,
              ...(shared && { volume: shared.volume.name, containers: containerWords(shared.others) }),
            },
            location,
            resource: workload,
            ...(container.name === null ? {} : { container: container.name }),
            confidence: 'medium',
          };
        }
      }
    }
  },
});
