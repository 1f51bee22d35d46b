import type { Field } from '../../documents/field.ts';
import { isMirrorPod } from '../accounts/automount.ts';
import type { PodTemplate } from '../pods/podTemplate.ts';
import { accountReference } from '../pods/accountReference.ts';
import { decodingFaults } from './decoding.ts';
import { podSpecType } from './goTypes.ts';
import { Findings } from './findings.ts';
import { type Rejection, apiPath, quoted, subdomainFault } from './rejection.ts';
import { validateMounts } from './mounts.ts';
import { secretReferences } from './secretReferences.ts';
import { validateVolumes } from './volumes.ts';

/**
 * Why the API server refuses a pod for what concerns tokens (facts.md §7). Consequences are left out: a mount of a
 * volume that is itself rejected is also "Not found".
 *
 * @param root the object that holds the pod: paths start there. The API server knows nothing of pods in custom
 *   resources; it refuses those that come of them, so there it is the pod template.
 * @param extraVolumes names of volumes that the pod gets from elsewhere; `undefined` where that is not known.
 */
export function podRejections(pod: PodTemplate, root: Field, extraVolumes: readonly string[] | undefined): Rejection[] {
  const undecodable = decodingFaults(pod.spec, podSpecType, () => apiPath(pod.spec, root).replaceAll(/\[\d+\]/g, ''));
  // What cannot be decoded is not validated.
  if (undecodable.length > 0) return undecodable;
  const found = new Findings(root);
  mirrorPod(pod, found);
  ephemeralContainers(pod.spec, found);
  if (pod.spec.parent?.stringAt('kind') !== 'Pod') accountName(pod.spec, found);
  validateVolumes(pod.spec, found);
  for (const list of ['initContainers', 'containers', 'ephemeralContainers']) {
    for (const container of pod.spec.itemsAt(list)) validateMounts(container, pod.spec, extraVolumes, found);
  }
  return found.rejections;
}

/** What a kubelet shows of a static pod has no account, and nothing that comes of one. */
function mirrorPod(pod: PodTemplate, found: Findings): void {
  if (!isMirrorPod(pod)) return;
  const { field } = accountReference(pod.spec);
  if ((field.string ?? '') !== '') found.say(field, 'a mirror pod may not reference service accounts');
  const sources = pod.spec.itemsAt('volumes').flatMap((volume) => volume.at('projected', 'sources').items());
  const projected = sources.flatMap((source) => source.setAt('secret') ?? []);
  const [secret] = [...Array.from(secretReferences(pod.spec), ({ field: name }) => name), ...projected];
  if (secret !== undefined) found.say(secret, 'a mirror pod may not reference secrets');
  for (const source of sources) {
    const token = source.get('serviceAccountToken');
    if (token.set) found.say(token, 'a mirror pod may not use ServiceAccountToken volume projections');
  }
}

/** Debug containers come later, through a subresource; a stored pod that shows some is no pod to create. */
function ephemeralContainers(spec: Field, found: Findings): void {
  if (spec.itemsAt('ephemeralContainers').length === 0) return;
  if (spec.parent?.at('metadata', 'uid').set === true) return;
  const isTemplate = spec.parent?.isSameAs(found.root) !== true;
  const fault = isTemplate ? 'ephemeral containers not allowed in pod template' : 'cannot be set on create';
  found.add(spec.get('ephemeralContainers'), `Forbidden: ${fault}`);
}

/** In a template the name is validated; of a Pod, admission looks for the account first (facts.md §7). */
function accountName(spec: Field, found: Findings): void {
  const { name, field } = accountReference(spec);
  const fault = subdomainFault(name);
  if (fault !== undefined) {
    found.add(field, `Invalid value: ${quoted(name)}: ${fault}`, () => found.path(spec.get('serviceAccountName')));
  }
}
