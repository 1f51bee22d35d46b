import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import schema from '../../schemas/config.schema.json' with { type: 'json' };
import type { SourceFile } from '../documents/document.ts';
import { Field } from '../documents/field.ts';
import type { Problem } from '../documents/problem.ts';
import { readDocuments } from '../documents/read.ts';
import type { KnowledgeData } from '../evidence/knowledge.ts';
import type { Options, Preset } from '../rule/rule.ts';
import type { Level, RuleSetting } from './activeRules.ts';
import { suggestion } from './suggestion.ts';

/** What a configuration file says (schemas/config.schema.json). */
export interface Config {
  readonly presets: readonly Preset[] | undefined;
  readonly rules: ReadonlyMap<string, RuleSetting>;
  /** Whether the input holds all roles and bindings that concern it; inferred where unset. */
  readonly complete: boolean | undefined;
  /** Knowledge of the user's own, which comes before the package's. */
  readonly evidence: Partial<KnowledgeData>;
}

/** A configuration that cannot be used; the message names the place. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly place: Place;
  readonly reason: string;

  constructor(place: Place, reason: string) {
    super(`${placeWords(place)}: ${reason}`);
    this.place = place;
    this.reason = reason;
  }
}

/** A place in a file, or the file. */
type Place = Pick<Problem, 'uri' | 'range'>;

interface ConfigFile {
  readonly extends?: Preset | readonly Preset[];
  readonly rules?: Readonly<Record<string, Level | readonly [Level, Options]>>;
  readonly complete?: boolean;
  readonly evidence?: Partial<KnowledgeData>;
}

/**
 * Reads a configuration in YAML or JSON.
 * @throws ConfigError where it is not what its schema wants.
 */
export function readConfig(file: SourceFile): Config {
  const { documents, problems } = readDocuments(file);
  const [problem] = problems;
  if (problem !== undefined) throw new ConfigError(problem, problem.message);
  const [document] = documents;
  const root = document === undefined ? undefined : Field.root(document);
  // YAML 1.2: in a configuration, `off` is a level and not a boolean.
  const value: unknown = parse(file.text) ?? {};
  const validate = new Ajv2020({ allErrors: true, strict: false }).compile<ConfigFile>(schema);
  if (!validate(value)) throw describe(validate.errors ?? [], root, file.uri);
  const { extends: presets, rules = {}, complete, evidence = {} } = value;
  return {
    presets: presets === undefined || Array.isArray(presets) ? presets : [presets],
    rules: new Map(Object.entries(rules).map(([id, setting]) => [id, ruleSetting(setting)])),
    complete,
    evidence,
  };
}

function ruleSetting(setting: Level | readonly [Level, Options]): RuleSetting {
  if (typeof setting === 'string') return { level: setting };
  const [level, options] = setting;
  return { level, options };
}

/** The error that says most: one about a key or a value, not one that only sums others up. */
function describe(errors: readonly ErrorObject[], root: Field | undefined, uri: string): ConfigError {
  const plain = errors.filter(({ keyword }) => !['anyOf', 'oneOf', 'if', 'not'].includes(keyword));
  const deepest = [...(plain.length > 0 ? plain : errors)].sort((a, b) => depth(b) - depth(a))[0];
  if (deepest === undefined || root === undefined)
    return new ConfigError({ uri, range: null }, 'not a valid configuration');
  const path = deepest.instancePath.split('/').slice(1).map(unescaped);
  const field = path.reduce(
    (at, segment) => (/^\d+$/.test(segment) ? at.item(Number(segment)) : at.get(segment)),
    root,
  );
  const unknown: unknown = deepest.params['additionalProperty'];
  if (typeof unknown === 'string') {
    const known = Object.keys(propertiesAt(deepest.schemaPath));
    return new ConfigError(field.get(unknown).keyLocation, `unknown key "${unknown}"${suggestion(unknown, known)}`);
  }
  const allowed: unknown = deepest.params['allowedValues'];
  const values = Array.isArray(allowed) ? allowed.map(String) : [];
  const hint = values.length === 0 ? '' : `: ${values.join(', ')}${suggestion(field.string ?? '', values)}`;
  const subject = path.join('.') || 'the configuration';
  return new ConfigError(field.valueLocation, `${subject} ${deepest.message ?? 'is not valid'}${hint}`);
}

function depth({ instancePath, keyword }: ErrorObject): number {
  return instancePath.split('/').length * 2 + (keyword === 'additionalProperties' ? 1 : 0);
}

function unescaped(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** The properties beside the keyword that failed: `#/properties/rules/additionalProperties`. */
function propertiesAt(schemaPath: string): object {
  const path = schemaPath.replace(/^#\//, '').split('/').slice(0, -1);
  let at: unknown = schema;
  for (const segment of [...path, 'properties']) at = isRecord(at) ? at[unescaped(segment)] : undefined;
  return isRecord(at) ? at : {};
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function placeWords({ uri, range }: Place): string {
  return range === null ? uri : `${uri}:${String(range.start.line + 1)}:${String(range.start.character + 1)}`;
}
