import { invalidSinceLabel, tokenSecretType } from '../objects/constants.ts';
import type { NameIndex } from '../objects/nameIndex.ts';
import type { Resource } from '../objects/resource.ts';
import type { TokenObjects } from './tokenPaths.ts';

/** Looks the objects up that a workload's tokens depend on. */
export function tokenObjects(
  secrets: NameIndex<Resource>,
  configMaps: NameIndex<Resource>,
  workload: Resource,
): TokenObjects {
  return {
    isTokenSecret: (name) => isAcceptedToken(secrets.nearestOne(name, workload)),
    keysOf: (kind, name) => {
      const object = (kind === 'Secret' ? secrets : configMaps).nearestOne(name, workload);
      return object === undefined ? undefined : keysOf(object);
    },
  };
}

/** Whether a Secret holds a token that works: one whose Secret has the label is refused (facts.md §9). */
export function isAcceptedToken(secret: Resource | undefined): boolean {
  return (
    secret?.root.stringAt('type') === tokenSecretType &&
    !secret.root.at('metadata', 'labels', invalidSinceLabel).written
  );
}

function keysOf({ root }: Resource): string[] {
  const data = ['data', 'binaryData', 'stringData'].flatMap((key) => root.get(key).fields());
  return data.map(({ segment }) => String(segment));
}
