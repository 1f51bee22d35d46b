import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { suggestion } from '../../text/suggestion.ts';

const ajv = new Ajv2020({ strict: false, validateFormats: false, verbose: true });

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
  const allowed: unknown = error.params['allowedValues'];
  if (!Array.isArray(allowed)) return { path, reason: `${name} ${error.message ?? 'is not valid'}` };
  const values = allowed.map(String);
  const near = typeof error.data === 'string' ? suggestion(error.data, values) : '';
  return { path, reason: `${name} must be one of ${values.join(', ')}${near}` };
}

function step(segment: string): string {
  return /^\d+$/.test(segment) ? `[${segment}]` : `.${segment}`;
}
