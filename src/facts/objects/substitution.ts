import type { Field } from '../../documents/field.ts';

/** Whether SOPS made a value unreadable. */
export function isEncrypted(text: string): boolean {
  return text.startsWith('ENC[AES256_GCM,');
}

/**
 * Whether a value has parts that others fill in before it is applied: envsubst, Flux, OpenShift, kustomize's variables,
 * operators; or is encrypted.
 */
export function isFilledIn(text: string): boolean {
  return isEncrypted(text) || /\$[({]|\$[A-Z][A-Z\d_]+|\{\{|<< ?inputs\./.test(text);
}

/** Whether two values may be the same once they are filled in. */
export function mayBeSame(one: string | undefined, other: string | undefined): boolean {
  return one === other || [one, other].some((text) => text !== undefined && isFilledIn(text));
}

const expression = /\$\{[^}]*\}|\$\([^)]*\)|\$[A-Z][A-Z\d_]+|\{\{[^}]*\}\}|<<[^>]*>>/;

/** Whether a value may become another once it is filled in, as far as what stands around the gap tells. */
export function mayBecome(value: string, other: string): boolean {
  const parts = value.split(expression);
  return parts.length > 1 && other.startsWith(parts[0] ?? '') && other.endsWith(parts.at(-1) ?? '');
}

const single = /^(?:[\w.-]|\$\{\{?[^{}]*\}\}?|\$\([^()]*\)|\$[A-Z][A-Z\d_]|\{\{[^{}]*\}\}|<<[^<>]*>>)+$/;

/** Whether a text that is no boolean, number or list may become one: what is filled in is all of it, or stands among digits. */
export function mayBecomeOther(text: string): boolean {
  return isEncrypted(text) || (isFilledIn(text) && single.test(text));
}

/** The same of a field. */
export function mayBecomeAnother({ string }: Field): boolean {
  return string !== undefined && mayBecomeOther(string);
}

/**
 * The texts of a list; what stands in its place and is filled in may be any. In a list Go reads `null` as the empty text:
 * `apiGroups: [~]` is the core group (facts.md §7).
 */
export function textsOf(list: Field): readonly string[] {
  const { string } = list;
  if (string !== undefined && mayBecomeOther(string)) return [string];
  const texts: string[] = [];
  for (const item of list.items()) {
    const text = item.set ? item.string : '';
    if (text !== undefined) texts.push(text);
  }
  return texts;
}
