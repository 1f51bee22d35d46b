import type { ScalarStyle, ScalarValue } from './node.ts';
import { resolvePlainScalar } from './scalar.ts';

/** The value of a scalar with its tag, if it has one, as Kubernetes reads it (goyaml.v2 `resolve`); nothing where the two do not fit. */
export function taggedValue(text: string, style: ScalarStyle, tag: string | undefined): ScalarValue | undefined {
  if (tag === undefined) return style === 'plain' ? resolvePlainScalar(text) : style === 'empty' ? null : text;
  const resolved = resolvePlainScalar(text);
  switch (tag) {
    case 'tag:yaml.org,2002:bool':
      return typeof resolved === 'boolean' ? resolved : undefined;
    case 'tag:yaml.org,2002:int':
      return isInteger(resolved, text) ? resolved : undefined;
    case 'tag:yaml.org,2002:float':
      return typeof resolved === 'number' || typeof resolved === 'bigint' ? resolved : undefined;
    case 'tag:yaml.org,2002:null':
      return resolved === null ? null : undefined;
    case 'tag:yaml.org,2002:binary':
      return decoded(text);
    case 'tag:yaml.org,2002:timestamp':
      return isTimestamp(text) ? text : undefined;
    default:
      return text;
  }
}

/** `1.0` and `1e3` are none to Go. */
function isInteger(value: ScalarValue, text: string): boolean {
  return typeof value === 'bigint' || (Number.isSafeInteger(value) && /^[-+]?(?:0[xX]\w+|[^.eE]+)$/.test(text));
}

const time = String.raw`(?:1?\d|0\d|2[0-3]):[0-5]?\d:[0-5]?\d(?:[.,]\d+)?`;
const zone = String.raw`(?:Z|[-+](?:[01]\d|2[0-4]):(?:[0-5]\d|60))`;
const timestamp = new RegExp(`^(\\d{4})-(\\d{1,2})-(\\d{1,2})(?:[Tt]${time}${zone}| +${time})?$`);

/** As Go's time.Parse reads it: with a `T` and a zone, or with neither. */
function isTimestamp(text: string): boolean {
  const [year, month = 0, day = 0] = timestamp.exec(text)?.slice(1).map(Number) ?? [];
  if (year === undefined) return false;
  // The calendar repeats after 400 years, and JavaScript takes 99 for 1999.
  const date = new Date(Date.UTC(2000 + (year % 400), month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function decoded(text: string): string | undefined {
  const base64 = text.replace(/[\r\n]/g, '');
  const isWhole = base64.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(base64);
  return isWhole ? Buffer.from(base64, 'base64').toString('utf8') : undefined;
}
