import { tags } from '../../src/compliance/tags.ts';
import type { RuleMeta } from '../../src/rule/rule.ts';

/** What the catalogue's ids begin with. */
const groups = [
  'account',
  'automount',
  'cluster',
  'csi',
  'field',
  'injector',
  'legacy',
  'rbac',
  'suppression',
  'token',
];

/** What a rule says of itself that is not as the project wants it; nothing where all is well. */
export function metaFaults(meta: RuleMeta): string[] {
  const { id, description, rationale, presets, securitySeverity, references, messages, options } = meta;
  const checks: Readonly<Record<string, boolean>> = {
    'the id is of no group of the catalogue':
      groups.includes(id.split('-')[0] ?? '') && /^[a-z]+(?:-[a-z]+)+$/.test(id),
    'the description is no sentence of up to 200 characters': /^[A-Z][^\n]{20,198}\.$/.test(description),
    'the rationale is too short to tell a failure and what to do':
      rationale.length >= 150 && /[.:)]$/.test(rationale.trim()),
    'no preset turns it on': presets.length > 0 || options !== undefined,
    'a stricter preset leaves out what a laxer one has': stricter(presets),
    'the security severity is not from 0.1 to 10': securitySeverity >= 0.1 && securitySeverity <= 10,
    // What is about suppressions is about no control.
    'there is no tag': meta.tags.length > 0 || id.startsWith('suppression-'),
    'there is no reference': references.length > 0,
    'a tag or a reference repeats': isSet(meta.tags) && isSet(references),
    'there is no message': Object.keys(messages).length > 0,
  };
  return [
    ...Object.entries(checks).flatMap(([fault, holds]) => (holds ? [] : [fault])),
    ...meta.tags.filter((tag) => !tags.has(tag)).map((tag) => `tag ${tag} is not in src/compliance/tags.ts`),
    ...references.filter((reference) => !isAddress(reference)).map((reference) => `${reference} is no https address`),
    ...Object.entries(messages).flatMap(([name, text]) => messageFaults(name, text)),
    ...Object.entries(options?.properties ?? {}).flatMap(([name, { description: text }]) =>
      text.endsWith('.') ? [] : [`option ${name} is described by no sentence`],
    ),
  ];
}

function stricter(presets: readonly string[]): boolean {
  const has = (preset: string): boolean => presets.includes(preset);
  return (!has('recommended') || has('strict')) && (!has('strict') || has('zero-trust'));
}

function isSet(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

function isAddress(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'https:' && !/\s/.test(text);
}

function messageFaults(name: string, text: string): string[] {
  return /^["\w{].{15,}[^.\s]$/.test(text)
    ? []
    : [`message ${name} does not begin in a word, is short, or ends in a dot`];
}
