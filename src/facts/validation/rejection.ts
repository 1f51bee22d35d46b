import type { Field } from '../../documents/field.ts';
import { isFilledIn } from '../objects/substitution.ts';

/** Why the API server refuses an object, in its own words, and the field that it speaks of. */
export interface Rejection {
  readonly reason: string;
  readonly field: Field;
  /** The text that it would be in quotes, where a text is wanted: without them it is a boolean or a number. */
  readonly unquoted?: string;
}

/** The API server's words, and what they mean where nobody would guess: a plain `n` is a boolean. */
export function rejectionWords({ reason, field, unquoted }: Rejection): string {
  if (unquoted === undefined) return reason;
  const value = String(field.boolean ?? field.number);
  const isWord = field.boolean !== undefined;
  const type = isWord ? `the boolean ${value}` : value === unquoted ? 'a number' : `the number ${value}`;
  const reader = isWord && value !== unquoted.toLowerCase() ? ' to YAML 1.1' : '';
  return `${reason} (${unquoted} without quotes is ${type}${reader}: write ${quoted(unquoted)})`;
}

/** The path of a field as the API server writes it: `spec.volumes[0].projected`, from the object's root. */
export function apiPath(field: Field, root: Field): string {
  let path = '';
  for (const segment of field.path.slice(root.path.length)) {
    path += typeof segment === 'number' ? `[${String(segment)}]` : `${path === '' ? '' : '.'}${segment}`;
  }
  return path;
}

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomain = '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*';
const wholeLabel = new RegExp(`^${label}$`);
const wholeSubdomain = new RegExp(`^${subdomain}$`);

/** Why a name is no RFC 1123 subdomain, as accounts need one. */
export function subdomainFault(name: string): string | undefined {
  if (name.length > 253) return 'must be no more than 253 characters';
  if (wholeSubdomain.test(name) || isFilledIn(name)) return undefined;
  return `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '${subdomain}')`;
}

/** Why a name is no RFC 1123 label, as volumes need one. */
export function labelFaults(name: string): string[] {
  if ((name.length <= longestLabel && wholeLabel.test(name)) || isFilledIn(name)) return [];
  const faults = name.length > longestLabel ? [`must be no more than ${String(longestLabel)} characters`] : [];
  if (wholeLabel.test(name)) return faults;
  const wrong = wholeSubdomain.test(name)
    ? 'must not contain dots'
    : `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '${label}')`;
  return [...faults, wrong];
}

const longestLabel = 63;

/** Why a name can stand in no URL, as those of roles must, and of accounts that admission looks up. */
export function pathSegmentFaults(name: string): string[] {
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  const isWrong = name.includes('/') || name.includes('%');
  if (!isWrong || isFilledIn(name)) return [];
  return ['/', '%'].filter((one) => name.includes(one)).map((one) => `may not contain '${one}'`);
}

export function unsupported(value: string, supported: readonly string[]): string {
  return `Unsupported value: ${quoted(value)}: supported values: ${supported.map(quoted).join(', ')}`;
}

/** A string as Go's `%q` writes it. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}
