import { resolve } from 'node:path';
import type { Path } from '../documents/document.ts';
import type { Preset } from '../rule/rule.ts';
import { type RuleSetting, presets as presetNames } from './activeRules.ts';
import { audienceNames, audienceRule, audienceSetting } from './audiences.ts';
import { ConfigError, type Place } from './configError.ts';
import type { AudienceLists, ConfigFile, RuleEntries } from './configFile.ts';
import type { ConfigText } from './configText.ts';
import { type Folders, patternFaults, pathMatcher } from './filePatterns.ts';
import { type SelectorData, matcherOf, selectorFaults } from './selector.ts';
import { suggestion } from '../text/suggestion.ts';
import { checkBounds, expirationRule, tierSeconds, tierSetting } from './tiers.ts';
import { validateConfig } from './validator.ts';
import type { Config, ConfigOverride, Exclusion, LocalFile, PluginSetting, ConfigPart } from './config.ts';
import { mergeSettings } from './mergeConfigs.ts';

/**
 * Reads one configuration.
 * @throws ConfigError where it is not what its schema wants.
 */
export async function readConfig(text: ConfigText, folders: Folders): Promise<ConfigPart> {
  const { value } = text;
  if (!validateConfig(value)) {
    // Only who needs the schema's names loads it.
    const { faultsOf } = await import('./faults.ts');
    const [first, ...others] = faultsOf(validateConfig.errors ?? [], text);
    throw new ConfigError(first ?? { place: text.valuePlace([]), reason: 'not a valid configuration' }, ...others);
  }
  const { evidence } = value;
  // Few configurations have patterns: what matches them is loaded for those.
  const ready = evidence && (await import('./linearPatterns.ts')).linearPatterns(evidence, text);
  return new Reader(text, value, ready ?? {}, folders);
}

class Reader implements ConfigPart {
  readonly own: Config;
  readonly extends: readonly (Preset | LocalFile)[] | undefined;
  readonly #pluginSettings: PluginSetting[] = [];
  readonly #text: ConfigText;
  readonly #folders: Folders;

  constructor(text: ConfigText, file: ConfigFile, evidence: Config['evidence'], folders: Folders) {
    this.#text = text;
    this.#folders = folders;
    this.extends = this.#extended(file.extends);
    const audiences = file.audiences === undefined ? [] : [[audienceRule, this.#audiences(file.audiences)] as const];
    this.own = {
      presets: undefined,
      rules: mergeSettings(new Map(audiences), this.#settings(file.rules ?? {}, ['rules'])),
      overrides: [...this.#overrides(file.overrides ?? []), ...this.#tiers(file.expiration ?? {})],
      exclusions: file.exclude === undefined ? [] : [this.#exclusion(file.exclude)],
      complete: file.complete,
      evidence,
      plugins: (file.plugins ?? []).map((name, index) => this.#localFile(name, text.valuePlace(['plugins', index]))),
      pluginSettings: this.#pluginSettings,
      files: [text.file.uri],
    };
  }

  #extended(names: ConfigFile['extends']): (Preset | LocalFile)[] | undefined {
    if (typeof names === 'string') return [this.#extendedOne(names, ['extends'])];
    return names?.map((name, index) => this.#extendedOne(name, ['extends', index]));
  }

  #extendedOne(name: string, path: Path): Preset | LocalFile {
    const place = this.#text.valuePlace(path);
    const preset = presetNames.find((one) => one === name);
    if (preset !== undefined) return preset;
    if (/^[a-z][a-z0-9+.-]+:/i.test(name)) {
      throw new ConfigError({ place, reason: `"${name}": only presets and local files can be extended` });
    }
    if (/\.(?:ya?ml|json)$/.test(name)) return this.#localFile(name, place);
    const reason = `unknown preset "${name}"${suggestion(name, presetNames)}: one of ${presetNames.join(', ')}, or a file (./${name}.yaml)`;
    throw new ConfigError({ place, reason });
  }

  #localFile(name: string, place: Place): LocalFile {
    return { name, path: resolve(this.#folders.config, name), place };
  }

  #settings(entries: RuleEntries, path: Path): Map<string, RuleSetting> {
    return new Map(
      Object.entries(entries).map(([id, entry]): [string, RuleSetting] => {
        const [level, options] = typeof entry === 'string' ? [entry] : entry;
        const place = this.#text.keyPlace([...path, id]);
        if (id === expirationRule) checkBounds(options, place);
        const optionPlace = (within: Path): Place => this.#text.valuePlace([...path, id, 1, ...within]);
        if (id.includes('/')) this.#pluginSettings.push({ id, options, place, optionPlace });
        return [id, { level, ...(options === undefined ? {} : { options }) }];
      }),
    );
  }

  #overrides(entries: NonNullable<ConfigFile['overrides']>): ConfigOverride[] {
    return entries.map(({ rules, ...selector }, index) => {
      const path = ['overrides', index];
      return this.#override(selector, path, this.#settings(rules, [...path, 'rules']));
    });
  }

  #tiers({ tiers = {} }: NonNullable<ConfigFile['expiration']>): ConfigOverride[] {
    return tierSeconds.flatMap(([tier, seconds]) => {
      const selectors = tiers[tier] ?? [];
      const path = ['expiration', 'tiers', tier];
      const settings = new Map([[expirationRule, tierSetting(seconds)]]);
      return isList(selectors)
        ? selectors.map((selector, index) => this.#override(selector, [...path, index], settings, true))
        : [this.#override(selectors, path, settings, true)];
    });
  }

  #override(
    selector: SelectorData,
    path: Path,
    settings: ReadonlyMap<string, RuleSetting>,
    isTier = false,
  ): ConfigOverride {
    const folders = this.#folders;
    const place = this.#text.keyPlace(path);
    const [fault] = selectorFaults(selector, folders);
    if (fault !== undefined) {
      throw new ConfigError({ place: this.#text.valuePlace([...path, ...fault.path]), reason: fault.reason });
    }
    return { selector, folders, place, matches: matcherOf(selector, folders), settings, isTier };
  }

  #exclusion(patterns: readonly string[]): Exclusion {
    const folder = this.#folders.config;
    for (const { index, reason } of patternFaults(patterns, folder))
      throw new ConfigError({ place: this.#text.valuePlace(['exclude', index]), reason });
    return { patterns, means: pathMatcher(patterns, folder) };
  }

  #audiences(entry: NonNullable<ConfigFile['audiences']>): RuleSetting {
    const lists: AudienceLists = isList(entry) ? { allowed: entry } : entry;
    const { allowed = [], apart = [] } = lists;
    const names = audienceNames(allowed);
    for (const [index, set] of apart.entries()) {
      for (const [at, name] of set.entries()) {
        if (allowed.length === 0 || names.has(name)) continue;
        const place = this.#text.valuePlace(['audiences', 'apart', index, at]);
        const reason = `"${name}" is neither an allowed audience nor a service of one${suggestion(name, names)}`;
        throw new ConfigError({ place, reason });
      }
    }
    return audienceSetting(lists);
  }
}

function isList<T>(value: T | readonly T[] | object): value is readonly T[] {
  return Array.isArray(value);
}
