import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import knowledge from '../../schemas/knowledge.schema.json' with { type: 'json' };
import { levels, presets } from '../../src/config/activeRules.ts';
import type { Rule } from '../../src/rule/rule.ts';

/** Writes the schema of the configuration: the rules with their options, and knowledge as knowledge.schema.json has it. */
export async function writeConfigSchema(root: string): Promise<void> {
  const { rules } = await import('../../rules/registry.ts');
  writeFileSync(join(root, 'schemas/config.schema.json'), `${JSON.stringify(schema(rules), undefined, 2)}\n`);
}

function schema(rules: readonly Rule[]): object {
  const list = (name: string, description: string): object => ({
    type: 'array',
    description,
    items: { $ref: `#/$defs/${name}` },
  });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://raw.githubusercontent.com/kube-token-lint/kube-token-lint/main/schemas/config.schema.json',
    title: 'Configuration of kube-token-lint',
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      extends: {
        description: 'The preset to start from, or several; recommended where unset.',
        anyOf: [{ $ref: '#/$defs/preset' }, { type: 'array', items: { $ref: '#/$defs/preset' } }],
      },
      rules: {
        description: 'A level for a rule, or a level with options.',
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(rules.map((rule) => [rule.meta.id, ruleSchema(rule)])),
      },
      complete: {
        description: 'Whether the input holds all roles and bindings that concern it. Unset: inferred from the input.',
        type: 'boolean',
      },
      evidence: {
        description: 'Knowledge of your own programs; an entry comes before those of the package.',
        type: 'object',
        additionalProperties: false,
        properties: {
          images: list('image', 'Programs known by the name of their image.'),
          signs: list('sign', 'Texts in command lines, environment and configuration.'),
          injectors: list('injector', 'What webhooks put into pods.'),
        },
      },
    },
    $defs: {
      preset: { enum: presets },
      level: { enum: levels },
      ...knowledge.$defs,
    },
  };
}

function ruleSchema({ meta }: Rule): object {
  const level = { $ref: '#/$defs/level' };
  if (meta.options === undefined) return { description: meta.description, ...level };
  const withOptions = { type: 'array', prefixItems: [level, meta.options], items: false, minItems: 2 };
  return { description: meta.description, anyOf: [level, withOptions] };
}
