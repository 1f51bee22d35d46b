import { pathToFileURL } from 'node:url';
import type { Config, LocalFile, PluginSetting } from '../../config/config.ts';
import { ConfigError } from '../../config/configError.ts';
import type { Problem } from '../../documents/problem.ts';
import type { Plugin } from '../../rule/plugin.ts';
import type { Rule } from '../../rule/rule.ts';
import { suggestion } from '../../text/suggestion.ts';
import { reasonOf } from '../reason.ts';
import { readPlugin } from './definition.ts';
import { ExitWatch } from './exitWatch.ts';
import { GuardedRule } from './guarded.ts';
import { compileSchema, schemaFault } from './schemaFault.ts';

/** What plugins bring. */
export interface LoadedPlugins {
  readonly rules: readonly Rule[];
  /** Rules that failed, so that what they would have found is not known; filled while they run. */
  readonly failures: readonly Problem[];
}

/**
 * Runs the code of a configuration's plugins: only for a user who allowed it.
 * @throws ConfigError where one of them cannot be used, or a setting is for a rule that none of them has.
 */
export async function loadPlugins({ plugins, pluginSettings }: Config): Promise<LoadedPlugins> {
  const failures: Problem[] = [];
  const rules = new Map<string, Rule>();
  const watch = new ExitWatch();
  for (const file of plugins) {
    const plugin = await load(file, watch);
    for (const rule of plugin.rules) {
      const id = `${plugin.name}/${rule.meta.id}`;
      if (rules.has(id)) throw new ConfigError({ place: file.place, reason: `there are two rules "${id}"` });
      rules.set(id, new GuardedRule(rule, id, file, watch, failures));
    }
  }
  for (const setting of pluginSettings) checkSetting(setting, rules);
  return { rules: [...rules.values()], failures };
}

async function load({ name, path, place }: LocalFile, watch: ExitWatch): Promise<Plugin> {
  try {
    const module: unknown = await watch.load(name, () => import(pathToFileURL(path).href));
    const plugin: unknown = typeof module === 'object' && module !== null ? Reflect.get(module, 'default') : undefined;
    return readPlugin(plugin);
  } catch (error) {
    throw new ConfigError({ place, reason: `the plugin "${name}" could not be loaded: ${reasonOf(error)}` });
  }
}

function checkSetting({ id, options, place, optionPlace }: PluginSetting, rules: ReadonlyMap<string, Rule>): void {
  const known = rules.get(id);
  if (known === undefined) {
    throw new ConfigError({ place, reason: `no plugin has a rule "${id}"${suggestion(id, rules.keys())}` });
  }
  if (options === undefined) return;
  const isValid = compileSchema(known.meta.options ?? { additionalProperties: false, properties: {} });
  if (isValid(options)) return;
  const { path, reason } = schemaFault(isValid.errors ?? [], 'the options');
  throw new ConfigError({ place: optionPlace(path), reason: `${id}: ${reason}` });
}
