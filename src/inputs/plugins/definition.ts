import { presets } from '../../config/activeRules.ts';
import type { Plugin } from '../../rule/plugin.ts';
import { compileSchema, schemaFault } from './schemaFault.ts';

const word = { type: 'string', pattern: '^[a-z0-9]+(?:-[a-z0-9]+)*$' };
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

const isPlugin = compileSchema<Plugin>({
  type: 'object',
  required: ['name', 'rules'],
  properties: {
    name: word,
    rules: { type: 'array', minItems: 1, items: { type: 'object', required: ['meta'], properties: { meta } } },
  },
});

/** @throws Error that says what of a default export is not what a plugin's is. */
export function readPlugin(value: unknown): Plugin {
  if (value === undefined) throw new Error('it has no default export: write `export default { name, rules }`');
  if (!isPlugin(value)) throw new Error(schemaFault(isPlugin.errors ?? [], 'the default export').reason);
  for (const [index, rule] of value.rules.entries()) {
    const name = `rules[${String(index)}]`;
    const { meta } = rule;
    if (typeof Reflect.get(rule, 'check') !== 'function') throw new Error(`${name}.check must be a function`);
    if (meta.options === undefined) continue;
    try {
      compileSchema(meta.options);
    } catch (error) {
      throw new Error(`${name}.meta.options is no JSON Schema: ${error instanceof Error ? error.message : ''}`, {
        cause: error,
      });
    }
  }
  return value;
}
