import { dirname } from 'node:path';
import type { Config, LocalFile } from '../config/config.ts';
import { mergeConfigs, presetConfig } from '../config/mergeConfigs.ts';
import { readConfig } from '../config/readConfig.ts';
import { ConfigError } from '../config/configError.ts';
import { ConfigText } from '../config/configText.ts';
import { type ConfigSource, readConfigSource, whyUnread } from './findConfig.ts';

/** More than anyone keeps apart; files that extend others twice each would be read without end. */
const maximumFiles = 100;

/**
 * Reads a configuration and those that it extends.
 * @throws ConfigError where one of them cannot be used.
 */
export async function loadConfig(source: ConfigSource, cwd: string): Promise<Config> {
  const config = await new ConfigLoader(cwd).load(source, []);
  const [first, ...others] = config.plugins.length > 0 ? [] : config.pluginSettings;
  if (first === undefined) return config;
  const { withoutPlugin } = await import('../config/faults.ts');
  throw new ConfigError(withoutPlugin(first), ...others.slice(0, 9).map(withoutPlugin));
}

class ConfigLoader {
  readonly #cwd: string;
  #count = 0;

  constructor(cwd: string) {
    this.#cwd = cwd;
  }

  /** @param trail the files on the way to this one. */
  async load({ path, file, root }: ConfigSource, trail: readonly string[]): Promise<Config> {
    const text = new ConfigText(file, root);
    const part = await readConfig(text, { config: dirname(path), cwd: this.#cwd });
    // `extends: []` says that no preset is wanted.
    const bases: Config[] = part.extends?.length === 0 ? [presetConfig([])] : [];
    for (const base of part.extends ?? []) {
      bases.push(typeof base === 'string' ? presetConfig([base]) : await this.#extended(base, [...trail, path]));
    }
    return mergeConfigs([...bases, part.own]);
  }

  async #extended({ name, path, place }: LocalFile, trail: readonly string[]): Promise<Config> {
    this.#count += 1;
    if (trail.includes(path)) throw new ConfigError({ place, reason: `"${name}" extends itself by way of this file` });
    if (this.#count > maximumFiles) throw new ConfigError({ place, reason: 'more than 100 files are extended' });
    let source: ConfigSource;
    try {
      source = readConfigSource(path, this.#cwd);
    } catch (error) {
      throw new ConfigError({ place, reason: `"${name}" could not be read: ${whyUnread(error)}` });
    }
    return this.load(source, trail);
  }
}
