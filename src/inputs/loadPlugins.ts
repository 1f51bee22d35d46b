import { pathToFileURL } from 'node:url';
import type { Config, LocalFile } from '../config/config.ts';
import { ConfigError } from '../config/configError.ts';
import { suggestion } from '../text/suggestion.ts';
import type { Problem } from '../documents/problem.ts';
import type { Plugin } from '../rule/plugin.ts';
import type { Rule } from '../rule/rule.ts';
import { reasonOf } from './reason.ts';

/** What plugins bring. */
export interface LoadedPlugins {
  readonly rules: readonly Rule[];
  /** Rules that threw, so that what they would have found is not known; filled while they run. */
  readonly failures: readonly Problem[];
}

/**
 * Runs the code of a configuration's plugins: only for a user who allowed it.
 * @throws ConfigError where one of them cannot be used, or a setting is for a rule that none of them has.
 */
export async function loadPlugins({ plugins, pluginSettings }: Config): Promise<LoadedPlugins> {
  const failures: Problem[] = [];
  const rules = new Map<string, Rule>();
  for (const file of plugins) {
    const plugin = await load(file);
    for (const rule of plugin.rules) {
      const id = `${plugin.name}/${rule.meta.id}`;
      if (rules.has(id)) throw new ConfigError({ place: file.place, reason: `there are two rules "${id}"` });
      rules.set(id, guarded(rule, id, file, failures));
    }
  }
  for (const { id, options, place } of pluginSettings) {
    const known = rules.get(id);
    if (known === undefined) {
      throw new ConfigError({ place, reason: `no plugin has a rule "${id}"${suggestion(id, rules.keys())}` });
    }
    const names = Object.keys(known.meta.options?.properties ?? {});
    const unknown = Object.keys(options ?? {}).find((name) => !names.includes(name));
    if (unknown !== undefined) {
      throw new ConfigError({ place, reason: `the rule has no option "${unknown}"${suggestion(unknown, names)}` });
    }
  }
  return { rules: [...rules.values()], failures };
}

async function load({ name, path, place }: LocalFile): Promise<Plugin> {
  let module: unknown;
  try {
    module = await import(pathToFileURL(path).href);
  } catch (error) {
    throw new ConfigError({ place, reason: `the plugin "${name}" could not be loaded: ${reasonOf(error)}` });
  }
  const plugin = property(module, 'default');
  if (isPlugin(plugin)) return plugin;
  const reason = `"${name}" is no plugin: its default export must be { name, rules }, each rule with its meta and check`;
  throw new ConfigError({ place, reason });
}

/** Under the name it has for users; when it throws, that is said, and the other rules go on. */
function guarded(rule: Rule, id: string, { name, place: { uri } }: LocalFile, failures: Problem[]): Rule {
  let failed = false;
  return {
    meta: { ...rule.meta, id },
    *check(model, options) {
      if (failed) return;
      try {
        yield* rule.check(model, options);
      } catch (error) {
        failed = true;
        const message = `The rule "${id}" of the plugin "${name}" failed: ${reasonOf(error)}`;
        failures.push({ uri, range: null, code: 'configuration', severity: 'error', message });
      }
    },
  };
}

const word = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

function isPlugin(value: unknown): value is Plugin {
  const [name, rules] = [property(value, 'name'), property(value, 'rules')];
  return typeof name === 'string' && word.test(name) && Array.isArray(rules) && rules.every(isRule);
}

const texts = ['description', 'rationale'];
const lists = ['presets', 'tags', 'references'];

function isRule(value: unknown): value is Rule {
  const meta = property(value, 'meta');
  const id = property(meta, 'id');
  const severity = property(meta, 'severity');
  return (
    typeof property(value, 'check') === 'function' &&
    typeof id === 'string' &&
    word.test(id) &&
    (severity === 'error' || severity === 'warning' || severity === 'info') &&
    typeof property(meta, 'securitySeverity') === 'number' &&
    typeof property(meta, 'fixable') === 'boolean' &&
    typeof property(meta, 'messages') === 'object' &&
    texts.every((key) => typeof property(meta, key) === 'string') &&
    lists.every((key) => Array.isArray(property(meta, key)))
  );
}

function property(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const found: unknown = Reflect.get(value, key);
  return found;
}
