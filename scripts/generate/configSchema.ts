import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import knowledge from '../../schemas/knowledge.schema.json' with { type: 'json' };
import { levels, presets } from '../../src/config/activeRules.ts';
import { tierSeconds } from '../../src/config/tiers.ts';
import type { Rule } from '../../src/rule/rule.ts';

/** Writes the schema of the configuration: the rules with their options, and knowledge as knowledge.schema.json has it. */
export async function writeConfigSchema(root: string): Promise<void> {
  const { rules } = await import('../../rules/registry.ts');
  writeFileSync(join(root, 'schemas/config.schema.json'), `${JSON.stringify(schema(rules), undefined, 2)}\n`);
}

type Schema = Readonly<Record<string, unknown>>;

/** Plugins' rules have names of their own: `plugin/rule`. */
const pluginRule = '^[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9-]*$';

function schema(rules: readonly Rule[]): Schema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://raw.githubusercontent.com/kube-token-lint/kube-token-lint/main/schemas/config.schema.json',
    title: 'Configuration of kube-token-lint',
    ...object(
      'What to look for, and where.',
      {
        $schema: { description: 'The address of this schema, for editors.', type: 'string' },
        extends: {
          description:
            'What to start from: presets, and other configurations by their path relative to this one (./base.yaml). Later ones win over earlier ones, and this one over all. Without a preset anywhere: recommended; an empty list: no preset.',
          anyOf: [{ $ref: '#/$defs/base' }, { type: 'array', items: { $ref: '#/$defs/base' } }],
        },
        exclude: strings(
          'What is left out of the folders and patterns that are linted, by patterns as in .gitignore, relative to this configuration (docs/, charts/*/templates/, *.example.yaml, !docs/live/). Files that are named one by one are linted all the same.',
        ),
        rules: { $ref: '#/$defs/rules' },
        overrides: {
          description:
            'Settings for some objects, chosen by file, namespace, kind or label. Of several that fit, later ones win.',
          type: 'array',
          items: object(
            'Settings for the objects for which every part that is given fits.',
            { ...selector(), rules: { $ref: '#/$defs/rules' } },
            { required: ['rules'], minProperties: 2 },
          ),
        },
        expiration: object('How long tokens may live.', {
          tiers: object(
            'Tiers of sensitivity: each lowers the bounds of token-expiration-bounds for the workloads that it chooses, and never raises them.',
            Object.fromEntries(tierSeconds.toReversed().map(([tier, seconds]) => [tier, tierSchema(tier, seconds)])),
          ),
        }),
        audiences: {
          description:
            'The audiences that tokens may have, for the rule token-audience-allowed, which this turns on: a list, or an object that also says which ones one workload may not have together.',
          anyOf: [
            { $ref: '#/$defs/audiences' },
            object('The audiences that tokens may have, and those to keep apart.', {
              allowed: { $ref: '#/$defs/audiences' },
              apart: {
                description: 'Sets of audiences, or services, of which one workload may have one only.',
                type: 'array',
                items: strings('Audiences, or services of the allowed audiences.', { minItems: 2 }),
              },
            }),
          ],
        },
        complete: {
          description:
            'Whether the input holds all roles and bindings that concern it. Unset: inferred from the input.',
          type: 'boolean',
        },
        evidence: object('Knowledge of your own programs; an entry comes before those of the package.', {
          images: list('image', 'Programs known by the name of their image.'),
          signs: list('sign', 'Texts in command lines, environment and configuration.'),
          injectors: list('injector', 'What webhooks put into pods.'),
        }),
        plugins: strings(
          'ES modules with rules of your own, by their path relative to this file. They are code, and are run only with --allow-plugins.',
        ),
      },
      {},
    ),
    $defs: {
      preset: { description: 'A collection of rules.', enum: presets },
      base: {
        description: 'A preset, or the path of another configuration.',
        anyOf: [{ $ref: '#/$defs/preset' }, { type: 'string' }],
      },
      level: { description: 'Off, or the severity of findings.', enum: levels },
      rules: {
        description: 'A level for a rule, or a list of a level and options.',
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(rules.map((rule) => [rule.meta.id, ruleSchema(rule)])),
        patternProperties: { [pluginRule]: ofPlugin },
        maxProperties: 500,
      },
      name: { description: 'A name; it may start or end in *.', type: 'string', pattern: '^\\*?[^*]*\\*?$' },
      selector: object('The objects for which every part that is given fits.', selector(), { minProperties: 1 }),
      audiences: {
        description: 'Audiences that tokens may have.',
        type: 'array',
        items: {
          description: 'An audience, alone or with the service that it belongs to.',
          anyOf: [
            { type: 'string', minLength: 1 },
            object(
              'An audience and its service.',
              {
                audience: { description: 'The audience as tokens have it.', type: 'string', minLength: 1 },
                service: { description: 'A name for the service that accepts it.', type: 'string', minLength: 1 },
              },
              { required: ['audience', 'service'] },
            ),
          ],
        },
      },
      ...knowledge.$defs,
    },
  };
}

const level = { $ref: '#/$defs/level' };

const ofPlugin: Schema = {
  description: 'A rule of a plugin.',
  anyOf: [level, withOptions({ type: 'object' })],
};

function ruleSchema({ meta }: Rule): Schema {
  if (meta.options === undefined) return { description: meta.description, ...level };
  return { description: meta.description, anyOf: [level, withOptions(meta.options)] };
}

function withOptions(options: object): Schema {
  return { type: 'array', prefixItems: [level, options], items: false, minItems: 2 };
}

function selector(): Schema {
  const names = { items: { $ref: '#/$defs/name' } };
  return {
    files: strings(
      'Files, by patterns as in .gitignore, relative to this configuration (charts/legacy/, *.prod.yaml, !charts/new/).',
    ),
    namespaces: strings(
      'Namespaces as the objects name them; a name may start or end in *. An empty name stands for objects that name none.',
      names,
    ),
    kinds: strings('Kinds: Deployment, CronJob, …'),
    labels: {
      description:
        'Labels of the object or, for a workload, of its pods: all must be there, each with one of its values; a value may start or end in *.',
      type: 'object',
      minProperties: 1,
      additionalProperties: {
        anyOf: [names.items, { type: 'array', minItems: 1, ...names }],
      },
    },
  };
}

function tierSchema(tier: string, seconds: number): Schema {
  return {
    description: `The workloads whose tokens live ${String(seconds)} seconds at most; several selectors where any of them fits.`,
    title: tier,
    anyOf: [{ $ref: '#/$defs/selector' }, { type: 'array', items: { $ref: '#/$defs/selector' } }],
  };
}

function object(description: string, properties: Schema, more: Schema = {}): Schema {
  return { description, type: 'object', additionalProperties: false, ...more, properties };
}

function strings(description: string, more: Schema = {}): Schema {
  return { description, type: 'array', minItems: 1, items: { type: 'string', minLength: 1 }, ...more };
}

function list(name: string, description: string): Schema {
  return { type: 'array', description, items: { $ref: `#/$defs/${name}` } };
}
