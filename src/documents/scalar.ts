import { dash, digit0, digit9, dot, plus } from './codes.ts';
import type { ScalarValue } from './node.ts';

const words = new Map<string, ScalarValue>();
add('y Y yes Yes YES true True TRUE on On ON', true);
add('n N no No NO false False FALSE off Off OFF', false);
add(' ~ null Null NULL', null);
add('.inf .Inf .INF +.inf +.Inf +.INF', Infinity);
add('-.inf -.Inf -.INF', -Infinity);
add('.nan .NaN .NAN', NaN);

function add(spellings: string, value: ScalarValue): void {
  for (const spelling of spellings.split(' ')) words.set(spelling, value);
}

const longestWord = Math.max(...[...words.keys()].map((word) => word.length));

const firstOfWord = new Set([...words.keys()].map((word) => word.charCodeAt(0)));

/** Whether a scalar that starts with a character and is so long may be a word that is no string. */
export function mayBeWord(first: number, length: number): boolean {
  return length <= longestWord && firstOfWord.has(first);
}

const smallInteger = /^(?:0|[1-9][0-9]{0,14})$/;
const integer = /^[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

/**
 * The value of a plain (unquoted) scalar as Kubernetes reads it, which is neither YAML 1.1 nor 1.2:
 * `y`, `on` and `No` are booleans, `0400` is 256, `08` is 8, timestamps and base-60 numbers stay strings
 * (facts.md §7; sigs.k8s.io/yaml, goyaml.v2 `resolve`). `.inf` and `.nan` come back as numbers JSON cannot say.
 */
export function resolvePlainScalar(source: string): ScalarValue {
  // Most scalars are plain words, and most numbers are small: what comes first says so without a search.
  const first = source.charCodeAt(0);
  const isNumeric = (first >= digit0 && first <= digit9) || first === plus || first === dash || first === dot;
  if (source === '' || mayBeWord(first, source.length)) {
    const word = words.get(source);
    if (word !== undefined) return word;
  }
  if (!isNumeric) return source;
  // As options of commands are: `--verbose`.
  if ((first === dash || first === plus) && !/^.[\d._]/.test(source)) return source;
  if (smallInteger.test(source)) return Number(source);
  // Only numbers that start with a digit or a sign may hold underscores.
  const digits = source.startsWith('.') ? source : source.replaceAll('_', '');
  if (integer.test(digits)) return parseInteger(digits);
  if (!float.test(digits)) return source;
  const value = Number(digits);
  return Number.isFinite(value) ? value : source;
}

function parseInteger(digits: string): ScalarValue {
  const negative = digits.startsWith('-');
  const magnitude = digits.replace(/^[-+]/, '').replace(/^0[oO]?(?=[0-7])/, '0o');
  const exact = BigInt(magnitude);
  // Beyond 64 bits Go falls back to a float.
  if (exact > 0xffff_ffff_ffff_ffffn) return Number(digits);
  const value = negative ? -exact : exact;
  // Adding 0 turns -0 into 0.
  return exact <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) + 0 : value;
}
