import type { Field } from '../../documents/field.ts';
import type { NameIndex } from '../objects/nameIndex.ts';
import type { Resource } from '../objects/resource.ts';
import type { Container } from '../pods/container.ts';
import { type TokenMount, tokensOf } from '../tokens/token.ts';
import { isAcceptedToken } from '../tokens/tokenObjects.ts';
import type { Volume } from '../pods/volume.ts';
import type { Workload } from './workload.ts';

/** The suffix that the control plane gave to the Secrets it made for each account, up to Kubernetes 1.23. */
const generatedName = /^.+-token-[bcdfghjklmnpqrstvwxz0-9]{5}$/;

/**
 * Whether a Secret holds a token without expiry: `declared` where the input says so by its type, `named` where the input does
 * not hold it and its name is like those that the control plane generated.
 */
export function legacyTokenSecret(
  name: string,
  workload: Resource,
  secrets: NameIndex<Resource>,
): 'declared' | 'named' | undefined {
  const candidates = secrets.candidates(name, workload.namespace);
  if (candidates.length === 0) return generatedName.test(name) ? 'named' : undefined;
  const declared = secrets.nearestOne(name, workload);
  return isAcceptedToken(declared) ? 'declared' : undefined;
}

/** A legacy token that reaches a container. */
export interface LegacyTokenUse {
  readonly token: TokenMount;
  readonly secretName: Field;
  readonly known: 'declared' | 'named';
}

/** The tokens without expiry that a container mounts or has in its environment. */
export function legacyTokensOf(
  container: Container,
  workload: Workload,
  secrets: NameIndex<Resource>,
): LegacyTokenUse[] {
  const mayBring = ({ projections }: Volume): boolean => projections.some(({ type }) => type === 'secret');
  if (container.secretReferences.length === 0 && !workload.volumes.some(mayBring)) return [];
  const kindOf = (name: string): LegacyTokenUse['known'] | undefined => legacyTokenSecret(name, workload, secrets);
  const isTokenSecret = (name: string): boolean => kindOf(name) !== undefined;
  const tokens = tokensOf(
    container,
    workload.volumes,
    { automount: false, stored: false },
    { isTokenSecret, keysOf: () => undefined },
  );
  return tokens.flatMap((token) => {
    if (token.kind !== 'secret' || token.source === undefined) return [];
    const { source } = token;
    const secretName = source.get('secretName').string === undefined ? source.get('name') : source.get('secretName');
    const known = kindOf(secretName.string ?? '');
    return known === undefined ? [] : [{ token, secretName, known }];
  });
}
