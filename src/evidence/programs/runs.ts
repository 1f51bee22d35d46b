import { CommandReader } from './commandReader.ts';
import type { Runs, Surroundings } from './surroundings.ts';

/**
 * What a container runs. Without a command it is the image's own program, unless its arguments, which many an entrypoint
 * runs as a command, name another.
 * @param argv the words of `command` and `args`, with their `$(…)` expanded.
 */
export function runsOf(argv: readonly string[], surroundings: Surroundings): Runs {
  const found: Runs = { own: false, other: false, unseen: false, brought: false };
  const reader = new CommandReader(surroundings, found);
  reader.environment();
  if (surroundings.container.field.get('command').items().length > 0) reader.command(argv);
  else {
    reader.entrypoint();
    reader.argumentsOfEntrypoint(argv);
  }
  if (reader.waiting.isEntered && !found.own) found.unseen = true;
  return found;
}

/** Whether what the kubelet runs beside a container's program, a probe or a hook, is a program of its own that nobody shows. */
export function isBrought(argv: readonly string[], surroundings: Surroundings): boolean {
  const found: Runs = { own: false, other: false, unseen: false, brought: false };
  new CommandReader(surroundings, found).command(argv);
  return found.brought;
}
