import type { Field } from '../../documents/field.ts';
import { TextLook } from '../../documents/textLook.ts';
import { groupBy } from '../../lists/groupBy.ts';
import { type Jwt, fromBase64, jwtsInEncoded } from './jwt.ts';
import type { Resource } from '../objects/resource.ts';

/** A token that a manifest spells out. */
export interface LiteralToken {
  readonly jwt: Jwt;
  readonly field: Field;
  /** Where else in the object it is written. */
  readonly others: readonly Field[];
}

/** The tokens written in an object, each once; copies of the whole object that `kubectl apply` keeps come last. */
export function literalTokens(resource: Resource): LiteralToken[] {
  const isBase64 = holdsBase64(resource);
  if (!isBase64 && !tokenStarts.in(resource.document)) return [];
  const found = [...search(resource.root, new Set(), isBase64)];
  const isCopy = ({ field }: Place): boolean => field.segment === lastApplied;
  const ordered = [...found.filter((one) => !isCopy(one)), ...found.filter(isCopy)];
  return [...groupBy(ordered, ({ jwt }) => jwt.text).values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ ...first, others: others.map(({ field }) => field) }],
  );
}

type Place = Omit<LiteralToken, 'others'>;

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

function holdsBase64(resource: Resource): boolean {
  const { kind, apiVersion } = resource;
  const name = kind === 'Secret' ? 'data' : kind === 'ConfigMap' ? 'binaryData' : undefined;
  return name !== undefined && apiVersion === 'v1' && resource.root.get(name).set;
}

const tokenStarts = new TextLook((text) => text.includes('eyJ') || text.includes('ZXlK'));

/** @param seen nodes that were searched: aliases and merge keys can repeat one without end. */
function* search(field: Field, seen: Set<unknown>, isBase64: boolean): Generator<Place> {
  if (field.node === undefined || seen.has(field.node)) return;
  seen.add(field.node);
  const text = field.string;
  if (text === undefined) {
    for (const child of [...field.fields(), ...field.items()]) yield* search(child, seen, isBase64);
    return;
  }
  const plain = jwtsInEncoded(text);
  const jwts = plain.length === 0 && isBase64 && isData(field) ? jwtsInEncoded(fromBase64(text)) : plain;
  // A text that repeats one is still one place.
  for (const jwt of new Map(jwts.map((one) => [one.text, one])).values()) yield { jwt, field };
}

function isData({ parent }: Field): boolean {
  const isTop = parent?.parent?.parent === undefined || parent.parent.get('kind').written;
  return isTop && (parent?.segment === 'data' || parent?.segment === 'binaryData');
}
