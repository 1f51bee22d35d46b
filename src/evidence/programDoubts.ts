import type { WorkloadContainer } from '../facts/workloads/workload.ts';
import type { Command } from './shell/commandLine.ts';
import { containerWords } from './texts/containerTexts.ts';
import type { Evidence } from './evidence.ts';
import type { Knowledge } from './knowledge/knowledge.ts';
import { baseName } from './knowledge/programNames.ts';

/**
 * A command that is called as the program of an image which calls the API server, where nothing is known of the image:
 * mostly the same program, rebuilt. Another one may be called so, and it may be run for something else.
 */
export function programDoubts(
  container: WorkloadContainer,
  commands: readonly Command[],
  knowledge: Knowledge,
): Evidence[] {
  for (const { line = '', field } of commands) {
    const [program = ''] = line.split(/\s/, 1);
    const name = baseName(program);
    if (knowledge.imageNamed(name)?.use !== 'yes') continue;
    return [
      {
        kind: 'program',
        direction: 'used',
        strength: 'weak',
        message: `${containerWords(container)} runs "${name}": a program of this name calls the API server`,
        location: field.valueLocation,
      },
    ];
  }
  return [];
}
