import { type Settings, readSettings } from '../inputs/settings.ts';
import type { Args } from './args.ts';
import type { Terminal } from './terminal.ts';

/**
 * Reads what holds for a run, and says what has no say.
 * @throws UsageError or ConfigError where the configuration cannot be read or used.
 */
export async function readRunSettings(args: Args, terminal: Terminal): Promise<Settings> {
  const settings = await readSettings(args, terminal);
  const used = settings.config?.files.at(-1) ?? '';
  for (const file of settings.unread) terminal.warn(`${file} is not read: ${used} lies beside it\n`);
  return settings;
}
