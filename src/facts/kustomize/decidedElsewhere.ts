import type { Location } from '../../documents/document.ts';
import type { ServiceAccount } from '../accounts/account.ts';
import { accountReference } from '../pods/accountReference.ts';
import { automountToFillIn } from '../accounts/automount.ts';
import type { KustomizationIndex } from './kustomizationIndex.ts';
import type { Changed, PatchedContainer } from './patchedFields.ts';
import { objectsReadBy } from '../pods/objectReferences.ts';
import {
  type PodTemplate,
  grantedByPackage,
  isBuiltInWorkload,
  isPackage,
  mayChooseAccount,
} from '../pods/podTemplate.ts';
import type { Resource } from '../objects/resource.ts';

/** Who else decides about a pod's account, its automount or what its containers run. */
export interface DecidedElsewhere {
  readonly message: string;
  /** Whether what a kustomization builds shows the decision. */
  readonly isBuilt: boolean;
  readonly location: Location;
  readonly changed: Changed;
}

/** Who else decides about a pod of an object; `undefined` where it is what it is written to be. */
export function decidedElsewhere(
  resource: Resource,
  pod: PodTemplate,
  account: ServiceAccount | undefined,
  containers: readonly PatchedContainer[],
  kustomized: KustomizationIndex,
): DecidedElsewhere | undefined {
  const own = kustomized.changeOf(resource, containers, () => objectsReadBy(pod.spec));
  if (own?.changed === 'access')
    return { message: 'A kustomization may change its account, its automount or what it runs', isBuilt: true, ...own };
  const ofAccount = account && kustomized.changeOf(account);
  if (ofAccount !== undefined)
    return { message: 'A kustomization may change its account', isBuilt: true, ...ofAccount };
  const open = automountToFillIn(pod, account);
  if (open !== undefined) {
    const message = 'Its automount is filled in elsewhere';
    return { message, isBuilt: false, location: open.valueLocation, changed: 'access' };
  }
  if (own !== undefined)
    return { message: 'A kustomization may change what its containers run', isBuilt: true, ...own };
  return isBuiltInWorkload(resource) ? undefined : decidedByController(resource, pod, account);
}

function decidedByController(
  resource: Resource,
  pod: PodTemplate,
  account: ServiceAccount | undefined,
): DecidedElsewhere | undefined {
  const { field, name } = accountReference(pod.spec);
  const granted = grantedByPackage(resource, name);
  if (granted !== undefined) {
    const message = 'OLM grants its account what the package says';
    return { message, isBuilt: false, location: granted.valueLocation, changed: 'program' };
  }
  if (!mayChooseAccount(resource)) return undefined;
  if (field.set) {
    if (account !== undefined || name === 'default' || isPackage(resource)) return undefined;
    const message = `The account "${name}" is not in the input: the ${resource.kind} may bring it, and what it is granted`;
    return { message, isBuilt: false, location: field.valueLocation, changed: 'program' };
  }
  const message = `It names no account, and the controller of a ${resource.kind} may choose one`;
  return { message, isBuilt: false, location: resource.root.get('kind').valueLocation, changed: 'access' };
}
