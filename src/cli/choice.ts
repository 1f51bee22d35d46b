import { UsageError } from '../inputs/usageError.ts';
import { suggestion } from '../text/suggestion.ts';

/** @throws UsageError where a value is none of those that are allowed. */
export function oneOf<T extends string>(what: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined)
    throw new UsageError(`Unknown ${what} "${value}"${suggestion(value, allowed)}: one of ${allowed.join(', ')}`);
  return found;
}

/** Where nothing near a rule's name was found. */
export const seeRules = ': `kube-token-lint rules` lists them';
