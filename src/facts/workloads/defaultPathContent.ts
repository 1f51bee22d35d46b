import { defaultTokenPath } from '../objects/constants.ts';
import type { VolumeMount } from '../pods/container.ts';
import { namesNoVolume, nearnessToDefaultPath } from './defaultPath.ts';
import { legacyTokenSecret } from './legacyToken.ts';
import { atPath, usualPath } from './mountedPath.ts';
import type { NameIndex } from '../objects/nameIndex.ts';
import type { Resource } from '../objects/resource.ts';
import { getsAutomount } from '../tokens/token.ts';
import { isOverwritten } from '../tokens/tokenPaths.ts';
import { type Volume, isForApiServer } from '../pods/volume.ts';
import type { Workload, WorkloadContainer } from './workload.ts';

/** What clients find in place of the API token: one for another audience, other files, or what cannot be known. */
export type Replacement =
  | { readonly is: 'audience'; readonly audience: string }
  | { readonly is: 'file'; readonly files: readonly string[] }
  | { readonly is: 'other' };

const tokenFile = `${defaultTokenPath}/token`;

/**
 * What a mount at the default path, or over the file `token` in it, puts there instead of an API token. Nothing where that
 * is a fault of another kind: a mount that the automatic one covers, one without a volume, a token that its volume loses, a
 * token through `subPath`, a legacy token.
 */
export function replacementAt(
  mount: VolumeMount,
  container: WorkloadContainer,
  workload: Workload,
  secrets: NameIndex<Resource>,
): { readonly content: Replacement; readonly volume: Volume } | undefined {
  const nearness = nearnessToDefaultPath(mount.mountPath);
  const covers = nearness === 'exact' || nearness === 'spelling' || usualPath(mount.mountPath) === tokenFile;
  if (!covers || getsAutomount(container, workload.automount.value) || namesNoVolume(mount, workload)) return undefined;
  const volume = workload.volumes.find(({ name }) => name === mount.volume);
  if (volume === undefined || isFaulty(volume, mount) || mayHoldLegacyToken(volume, workload, secrets))
    return undefined;
  const found = atPath(tokenFile, container, workload);
  if (found.found === 'unknown') return { content: { is: 'other' }, volume };
  if (found.found === 'other') {
    const files = found.files.filter((file) => file !== defaultTokenPath).map(nameIn);
    return files.length === 0 ? undefined : { content: { is: 'file', files }, volume };
  }
  if (found.found === 'nothing' || found.token.kind !== 'projected') return undefined;
  const { audience } = found.token;
  return audience === null || isForApiServer(audience) ? undefined : { content: { is: 'audience', audience }, volume };
}

function nameIn(file: string): string {
  return `"${file.startsWith(`${defaultTokenPath}/`) ? file.slice(defaultTokenPath.length + 1) : file}"`;
}

/** `projected: null`, or tokens of which another source or a `subPath` leaves nothing. */
function isFaulty({ field, projections }: Volume, { subPath }: VolumeMount): boolean {
  const projected = field.get('projected');
  if (projected.written && !projected.set) return true;
  return projections.some(
    (one, index) =>
      one.type === 'token' &&
      (subPath !== undefined || one.path === undefined || isOverwritten(one.path, projections.slice(index + 1))),
  );
}

function mayHoldLegacyToken({ projections }: Volume, workload: Workload, secrets: NameIndex<Resource>): boolean {
  return projections.some(
    (projection) =>
      projection.type === 'secret' &&
      projection.secretName !== undefined &&
      legacyTokenSecret(projection.secretName, workload, secrets) !== undefined,
  );
}
