import type { Field } from '../documents/field.ts';
import type { Facts } from './facts.ts';
import { type Resource, apiGroup } from './objects/resource.ts';
import { objectRejections } from './validation/object.ts';
import type { Rejection } from './validation/rejection.ts';

/** A token that a CSI driver asks for, of the account of each pod that mounts its volumes. */
export interface DriverTokenRequest {
  readonly driver: Resource;
  readonly request: Field;
  /** Why the API server refuses the driver because of it. */
  readonly rejections: readonly Rejection[];
}

export function csiDrivers({ resources }: Pick<Facts, 'resources'>): Resource[] {
  return resources.filter((resource) => resource.kind === 'CSIDriver' && apiGroup(resource) === 'storage.k8s.io');
}

export function tokenRequestsOfDrivers(facts: Pick<Facts, 'resources'>): DriverTokenRequest[] {
  return csiDrivers(facts).flatMap((driver) => {
    const rejections = objectRejections(driver);
    const requests = driver.root.at('spec', 'tokenRequests').items();
    return requests.map((request, index) => ({
      driver,
      request,
      rejections: rejections.filter(({ field }) => field.parent?.segment === index),
    }));
  });
}
