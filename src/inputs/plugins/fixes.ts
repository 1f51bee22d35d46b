import { Field } from '../../documents/field.ts';
import type { Fix } from '../../rule/rule.ts';

const changes = ['set', 'rename', 'remove'];

/** @throws Error that says what of a report's fixes cannot be applied. */
export function checkFixes(fixes: readonly Fix[]): void {
  for (const [at, { patches }] of fixes.entries()) {
    for (const [index, patch] of patches.entries()) {
      const name = `fixes[${String(at)}].patches[${String(index)}]`;
      if (!(patch.field instanceof Field)) throw new Error(`${name}.field must be a field of the facts`);
      const made = changes.filter((change) => Reflect.get(patch, change) !== undefined);
      if (made.length !== 1) throw new Error(`${name} must have one of ${changes.join(', ')}`);
      if ('set' in patch && !isJson(patch.set)) throw new Error(`${name}.set must be what JSON can say`);
    }
  }
}

/** More than any manifest has: what holds itself has no end. */
const deepest = 100;

function isJson(value: unknown, depth = 0): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || depth === deepest) return false;
  const isPlain = Array.isArray(value) || [Object.prototype, null].includes(Reflect.getPrototypeOf(value));
  return isPlain && Object.values(value).every((one) => isJson(one, depth + 1));
}
