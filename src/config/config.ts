import type { Path } from '../documents/document.ts';
import type { KnowledgeData } from '../evidence/knowledge/knowledgeEntries.ts';
import type { Options, Preset } from '../rule/rule.ts';
import type { Override, RuleSetting } from './activeRules.ts';
import type { Place } from './configError.ts';
import type { Folders, MeansPath } from './filePatterns.ts';
import type { SelectorData } from './selector.ts';

/** What configurations say together. */
export interface Config {
  /** `undefined` where none is named. */
  readonly presets: readonly Preset[] | undefined;
  readonly rules: ReadonlyMap<string, RuleSetting>;
  readonly overrides: readonly ConfigOverride[];
  /** What is not looked for in folders, by the patterns of each file. */
  readonly exclusions: readonly Exclusion[];
  /** Whether the input holds all roles and bindings that concern it; inferred where unset. */
  readonly complete: boolean | undefined;
  /** Knowledge of the user's own, which comes before the package's. */
  readonly evidence: Partial<KnowledgeData>;
  readonly plugins: readonly LocalFile[];
  /** What is said of the plugins' rules: they are known only when the plugins are loaded. */
  readonly pluginSettings: readonly PluginSetting[];
  /** The files that were read, those that others extend first. */
  readonly files: readonly string[];
}

export interface ConfigOverride extends Override {
  readonly selector: SelectorData;
  readonly folders: Folders;
  readonly place: Place;
  /** Whether it is a tier, which lowers what all others say. */
  readonly isTier: boolean;
}

/** What a configuration leaves out. */
export interface Exclusion {
  /** As written. */
  readonly patterns: readonly string[];
  readonly means: MeansPath;
}

/** A file that a configuration names. */
export interface LocalFile {
  /** As written. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly place: Place;
}

/** What a configuration says of a plugin's rule. */
export interface PluginSetting {
  readonly id: string;
  readonly options: Options | undefined;
  readonly place: Place;
  /** Where one of its options is written. */
  readonly optionPlace: (path: Path) => Place;
}

/** One configuration, and what it extends, in its order. */
export interface ConfigPart {
  readonly extends: readonly (Preset | LocalFile)[] | undefined;
  /** What it says itself. */
  readonly own: Config;
}
