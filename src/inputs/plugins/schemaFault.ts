import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { typeWords } from '../../config/typeWords.ts';
import { suggestion } from '../../text/suggestion.ts';

// Strict of keywords alone: a misspelt one would check nothing.
const ajv = new Ajv2020({
  strictSchema: true,
  strictTypes: false,
  strictTuples: false,
  validateFormats: false,
  verbose: true,
});

export const wordPattern = '^[a-z0-9]+(?:-[a-z0-9]+)*$';

/** @throws Error where the schema is none. */
export function compileSchema<T>(schema: object): ValidateFunction<T> {
  return ajv.compile<T>(schema);
}

/** What is wrong with a value, as a sentence about one key of it; `what` is the value's own name. */
export function schemaFault(errors: readonly ErrorObject[], what: string): { path: string[]; reason: string } {
  const [error] = errors;
  if (error === undefined) return { path: [], reason: `${what} is not valid` };
  const path = error.instancePath.split('/').slice(1);
  const name = path.length === 0 ? what : path.map(step).join('').replace(/^\./, '');
  const unknown: unknown = error.params['additionalProperty'];
  if (typeof unknown === 'string') {
    const properties: unknown = error.parentSchema?.['properties'];
    const known = typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
    return { path: [...path, unknown], reason: `unknown key "${unknown}" in ${name}${suggestion(unknown, known)}` };
  }
  return { path, reason: `${name} ${words(error)}` };
}

function words({ keyword, params, message, data }: ErrorObject): string {
  const missing: unknown = params['missingProperty'];
  if (typeof missing === 'string') return `has no "${missing}"`;
  if (params['pattern'] === wordPattern) return 'must be lower-case words joined by -';
  if (keyword === 'const') return `must be ${JSON.stringify(params['allowedValue'])}`;
  if (keyword === 'type') return `must be ${typeWords([params['type']].flat())}`;
  const allowed: unknown = params['allowedValues'];
  if (!Array.isArray(allowed)) return message ?? 'is not valid';
  const values = allowed.map(String);
  return `must be one of ${values.join(', ')}${typeof data === 'string' ? suggestion(data, values) : ''}`;
}

function step(segment: string): string {
  return /^\d+$/.test(segment) ? `[${segment}]` : `.${segment}`;
}
