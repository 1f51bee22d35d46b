import { property } from '../inputs/property.ts';

/** The environment variables that a project says to name files of projected tokens: `settings['kube-token-lint'].tokenVariables`. */
export function ownVariables(settings: Readonly<Record<string, unknown>>): ReadonlySet<string> {
  return new Set(textsIn(settings['kube-token-lint'], 'tokenVariables'));
}

/** A list of texts among settings that anyone may have written. */
export function textsIn(settings: unknown, key: string): string[] {
  const list = property(settings, key);
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}
