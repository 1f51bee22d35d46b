import type { Field } from '../../documents/field.ts';
import { isBareImage } from '../../facts/pods/pod.ts';
import type { WorkloadContainer } from '../../facts/workloads/workload.ts';
import type { CommandLine } from '../shell/commandLine.ts';
import { containerWords } from '../texts/containerTexts.ts';
import type { Evidence } from '../evidence.ts';
import type { IdleCommand, Knowledge } from '../knowledge/knowledge.ts';

/** A command of the container's own, in place of its image's, that is known not to call the API server. */
export function idleProgram(
  container: WorkloadContainer,
  { argv, commands, scripts, whole, prints, loops }: CommandLine,
  knowledge: Knowledge,
): Evidence | undefined {
  const field = ownCommand(container);
  const shown = commands.flatMap(({ line }) => line ?? []);
  // Of a program's words, a line shows those that are no code.
  const lines = scripts.length === 0 && shown.length > 0 ? [argv.join(' ')] : shown;
  if (!whole || field.items().length === 0 || (lines.length === 0 && !prints)) return undefined;
  const known = lines.map((line) => knowledge.idleCommand(line));
  if (known.includes(undefined)) return undefined;
  const working = known.filter((command) => command?.waits === undefined);
  // What it prints is told where it does nothing else.
  if (prints && working.length === 0) working.push(knowledge.idleCommand('echo'));
  const waits = loops || known.some((command) => command?.waits === 'briefly');
  // A container that only waits is there for those who enter it, with what they bring.
  const isEntered = (working.length === 0 && waits) || known.some((command) => command?.waits === 'for-ever');
  if (isEntered && container.type === 'container') return undefined;
  return {
    kind: 'program',
    direction: 'unused',
    strength: 'strong',
    message: `${containerWords(container)}: ${together(working.length === 0 ? known.slice(0, 1) : working)}`,
    location: field.keyLocation,
  };
}

/** The command of a container, or what an image without a program of its own is given as arguments. */
function ownCommand({ field, image = '' }: WorkloadContainer): Field {
  const command = field.get('command');
  return command.items().length === 0 && isBareImage(image) ? field.get('args') : command;
}

/** What commands do: "its command only handles files and sets the node up". */
function together(commands: readonly (IdleCommand | undefined)[]): string {
  const [first = '', ...others] = new Set(commands.flatMap((command) => command?.meaning ?? []));
  const start = 'its command only ';
  return others.reduce(
    (text, meaning) =>
      text.startsWith(start) && meaning.startsWith(start)
        ? `${text} and ${meaning.slice(start.length)}`
        : `${text}; ${meaning}`,
    first,
  );
}

/** A script that does nothing but call usual tools. */
export function toolsAlone(container: WorkloadContainer): Evidence {
  return {
    kind: 'program',
    direction: 'unused',
    strength: 'medium',
    message: `${containerWords(container)}: its command runs only tools that do not call the API server by themselves`,
    location: container.field.get('command').keyLocation,
  };
}
