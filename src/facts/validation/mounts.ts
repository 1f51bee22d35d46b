import type { Field } from '../../documents/field.ts';
import { isFilledIn, mayBecomeAnother } from '../objects/substitution.ts';
import type { Findings } from './findings.ts';
import { quoted } from './rejection.ts';
import { pathFaults } from './volumes.ts';

/**
 * What the API server finds wrong with the mounts of a container.
 *
 * @param extraVolumes names of volumes that the pod gets from elsewhere; `undefined` where that is not known.
 */
export function validateMounts(
  container: Field,
  spec: Field,
  extraVolumes: readonly string[] | undefined,
  found: Findings,
): void {
  const mounts = container.itemsAt('volumeMounts');
  if (mounts.length === 0) return;
  const own = spec.itemsAt('volumes').map((volume) => volume.stringAt('name'));
  const volumeNames = new Set([...own, ...(extraVolumes ?? [])]);
  const isAnyFilledIn = own.some((name) => name !== undefined && isFilledIn(name));
  const devices = new Set(container.itemsAt('volumeDevices').map((device) => device.stringAt('devicePath')));
  const paths = new Set<string>();
  for (const mount of mounts) {
    const name = mount.get('name');
    const volume = name.string ?? '';
    if (
      !found.addMissing(name) &&
      extraVolumes !== undefined &&
      !volumeNames.has(volume) &&
      !isFilledIn(volume) &&
      !isAnyFilledIn
    )
      found.add(name, `Not found: ${quoted(volume)}`);
    const path = mount.get('mountPath');
    const text = path.string ?? '';
    if (!found.addMissing(path) && devices.has(text))
      found.addInvalid(path, ['must not already exist as a path in volumeDevices']);
    if (paths.has(text)) found.addInvalid(path, ['must be unique']);
    paths.add(text);
    subPaths(mount, container, found);
    propagation(mount, container, found);
    recursiveReadOnly(mount, container, found);
  }
}

/** Where the API server names no mount. */
function pathInMounts(name: string, container: Field, found: Findings): () => string {
  return () => `${found.path(container)}.volumeMounts.${name}`;
}

function subPaths(mount: Field, container: Field, found: Findings): void {
  const [text, other] = [mount.stringAt('subPath') ?? '', mount.stringAt('subPathExpr') ?? ''];
  if (text === '' && other === '') return;
  if (text !== '' && other !== '') {
    found.addInvalid(mount.get('subPathExpr'), ['subPathExpr and subPath are mutually exclusive']);
  }
  for (const name of ['subPath', 'subPathExpr']) {
    const field = mount.get(name);
    found.addInvalid(field, pathFaults(field), pathInMounts(name, container, found));
  }
}

const propagations = ['Bidirectional', 'HostToContainer', 'None'];

function propagation(mount: Field, container: Field, found: Findings): void {
  const mode = mount.stringAt('mountPropagation');
  if (mode === undefined || isFilledIn(mode)) return;
  const field = mount.get('mountPropagation');
  const at = pathInMounts('mountPropagation', container, found);
  if (!propagations.includes(mode)) found.addUnsupported(field, propagations, at);
  const privileged = container.at('securityContext', 'privileged');
  if (mode !== 'Bidirectional' || privileged.boolean === true || mayBecomeAnother(privileged)) return;
  found.add(field, 'Forbidden: Bidirectional mount propagation is available only to privileged containers', at);
}

const recursiveModes = ['Disabled', 'Enabled', 'IfPossible'];

function recursiveReadOnly(mount: Field, container: Field, found: Findings): void {
  const mode = mount.stringAt('recursiveReadOnly');
  if (mode === undefined || mode === 'Disabled' || isFilledIn(mode)) return;
  const field = mount.get('recursiveReadOnly');
  const at = pathInMounts('recursiveReadOnly', container, found);
  if (!recursiveModes.includes(mode)) {
    found.addUnsupported(field, recursiveModes, at);
    return;
  }
  const readOnly = mount.get('readOnly');
  if (readOnly.boolean !== true && !mayBecomeAnother(readOnly))
    found.add(field, 'Forbidden: may only be specified when readOnly is true', at);
  const propagated = mount.stringAt('mountPropagation') ?? 'None';
  if (propagated !== 'None' && !isFilledIn(propagated))
    found.add(field, 'Forbidden: may only be specified when mountPropagation is None or not specified', at);
}
