import { presets } from '../../config/activeRules.ts';
import type { Plugin } from '../../rule/plugin.ts';
import type { Rule, RuleMeta } from '../../rule/rule.ts';
import { failureOf } from './failure.ts';
import { compileSchema, schemaFault, wordPattern } from './schemaFault.ts';
import { property } from '../property.ts';

const word = { type: 'string', pattern: wordPattern };
const text = { type: 'string', minLength: 1 };
const texts = { type: 'array', items: text };
const severity = { enum: ['error', 'warning', 'info'] };
// Which rules `cis` holds is a matter of tags.
const preset = { enum: presets.filter((name) => name !== 'cis') };

const option = { type: 'object', required: ['description', 'default'], properties: { description: text } };
const options = {
  type: 'object',
  required: ['type', 'additionalProperties', 'properties'],
  additionalProperties: false,
  properties: {
    type: { const: 'object' },
    additionalProperties: { const: false },
    properties: { type: 'object', additionalProperties: option },
  },
};

const meta = {
  type: 'object',
  required: [
    'id',
    'description',
    'rationale',
    'severity',
    'presets',
    'securitySeverity',
    'tags',
    'references',
    'fixable',
    'messages',
  ],
  additionalProperties: false,
  properties: {
    id: word,
    description: text,
    rationale: text,
    severity,
    presets: { type: 'array', items: preset },
    securitySeverity: { type: 'number', minimum: 0.1, maximum: 10 },
    tags: texts,
    references: texts,
    fixable: { type: 'boolean' },
    messages: { type: 'object', minProperties: 1, additionalProperties: text },
    options,
    presetSeverity: { type: 'object', propertyNames: { enum: presets }, additionalProperties: severity },
    presetOptions: { type: 'object', propertyNames: { enum: presets }, additionalProperties: { type: 'object' } },
  },
};

const isPlugin = compileSchema<Omit<Plugin, 'rules'> & { readonly rules: readonly unknown[] }>({
  type: 'object',
  required: ['name', 'rules'],
  properties: { name: word, rules: { type: 'array', minItems: 1 } },
});

const isRule = compileSchema<Rule>({
  type: 'object',
  required: ['meta', 'check'],
  additionalProperties: false,
  properties: { meta, check: {} },
});

/** @throws Error that says what of a default export is not what a plugin's is. */
export function readPlugin(value: unknown): Plugin {
  if (value === undefined) throw new Error('it has no default export: write `export default { name, rules }`');
  if (!isPlugin(value)) throw new Error(schemaFault(isPlugin.errors ?? [], 'the default export').reason);
  return { name: value.name, rules: value.rules.map(readRule) };
}

function readRule(value: unknown, index: number): Rule {
  const name = nameOf(value, index);
  if (!isRule(value)) throw new Error(`${name}: ${schemaFault(isRule.errors ?? [], 'a rule').reason}`);
  if (typeof Reflect.get(value, 'check') !== 'function') throw new Error(`${name}: check must be a function`);
  checkOptions(value.meta, name);
  return value;
}

/** By its id where it has one. */
function nameOf(value: unknown, index: number): string {
  const id = property(property(value, 'meta'), 'id');
  return typeof id === 'string' ? `rule "${id}"` : `rules[${String(index)}]`;
}

/** What a rule without options says of them. */
export const noOptions = { type: 'object', additionalProperties: false, properties: {} } as const;

/** @throws Error where the options are described by what is no schema, or its defaults and presets do not fit it. */
function checkOptions({ options = noOptions, presetOptions = {} }: RuleMeta, name: string): void {
  const isValid = compiled(options, name);
  const defaults = Object.entries(options.properties).map(([key, schema]) => [key, schema.default] as const);
  const ofPresets = Object.entries(presetOptions).map(
    ([preset, set]) => [`meta.presetOptions.${preset}`, set] as const,
  );
  for (const [what, set] of [['the defaults of meta.options', Object.fromEntries(defaults)] as const, ...ofPresets]) {
    if (isValid(set)) continue;
    throw new Error(`${name}: ${what}: ${schemaFault(isValid.errors ?? [], 'the options').reason}`);
  }
}

function compiled(options: object, name: string): ReturnType<typeof compileSchema> {
  try {
    return compileSchema(options);
  } catch (error) {
    throw new Error(`${name}: meta.options is no JSON Schema: ${failureOf(error)}`, { cause: error });
  }
}
