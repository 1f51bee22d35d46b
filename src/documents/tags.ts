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
    default:
      return text;
  }
}

/** `1.0` and `1e3` are none to Go. */
function isInteger(value: ScalarValue, text: string): boolean {
  return typeof value === 'bigint' || (Number.isSafeInteger(value) && /^[-+]?(?:0[xX]\w+|[^.eE]+)$/.test(text));
}

function decoded(text: string): string | undefined {
  const base64 = text.replace(/[\r\n]/g, '');
  const isWhole = base64.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(base64);
  return isWhole ? Buffer.from(base64, 'base64').toString('utf8') : undefined;
}
