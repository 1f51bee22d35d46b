import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Config, LocalFile, PluginSetting } from '../../config/config.ts';
import { ConfigError } from '../../config/configError.ts';
import type { Problem } from '../../documents/problem.ts';
import type { Plugin } from '../../rule/plugin.ts';
import type { Rule } from '../../rule/rule.ts';
import { suggestion } from '../../text/suggestion.ts';
import { noOptions, readPlugin } from './definition.ts';
import { ExitWatch } from './exitWatch.ts';
import { failureOf } from './failure.ts';
import { GuardedRule } from './guarded.ts';
import { compileSchema, schemaFault } from './schemaFault.ts';
import { property } from '../property.ts';

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
  const rules = new Map<string, GuardedRule>();
  const watch = new ExitWatch();
  // Configurations that extend one another may name the same.
  for (const file of new Map(plugins.map((one) => [one.path, one])).values()) {
    const plugin = await load(file, watch);
    for (const rule of plugin.rules) {
      const id = `${plugin.name}/${rule.meta.id}`;
      const other = rules.get(id)?.file.name;
      if (other !== undefined) {
        const reason = `the plugin "${file.name}" has a rule "${id}", and so has "${other}": give one of them another id`;
        throw new ConfigError({ place: file.place, reason });
      }
      rules.set(id, new GuardedRule(rule, id, file, watch, failures));
    }
  }
  for (const setting of pluginSettings) checkSetting(setting, rules);
  return { rules: [...rules.values()], failures };
}

async function load({ name, path, place }: LocalFile, watch: ExitWatch): Promise<Plugin> {
  if (!existsSync(path)) throw new ConfigError({ place, reason: `the plugin "${name}" is missing: no such file` });
  try {
    const module: unknown = await watch.load(name, () => import(pathToFileURL(path).href));
    return readPlugin(property(module, 'default'));
  } catch (error) {
    // Node tells the place of such an error to nobody but who runs the file.
    const where = error instanceof SyntaxError ? ` (\`node ${name}\` shows where)` : '';
    throw new ConfigError({ place, reason: `the plugin "${name}" could not be loaded: ${failureOf(error)}${where}` });
  }
}

function checkSetting({ id, options, place, optionPlace }: PluginSetting, rules: ReadonlyMap<string, Rule>): void {
  const known = rules.get(id);
  if (known === undefined) {
    throw new ConfigError({ place, reason: `no plugin has a rule "${id}"${suggestion(id, rules.keys())}` });
  }
  if (options === undefined) return;
  const isValid = compileSchema(known.meta.options ?? noOptions);
  if (isValid(options)) return;
  const { path, reason } = schemaFault(isValid.errors ?? [], 'the options');
  throw new ConfigError({ place: optionPlace(path), reason: `${id}: ${reason}` });
}
