import type { ResourceName } from './finding.ts';

/** `Deployment prod/storefront`; `?` where no name is written. */
export function objectWords({ kind, namespace, name }: Omit<ResourceName, 'apiVersion'>): string {
  return `${kind} ${namespace === null ? '' : `${namespace}/`}${name ?? '?'}`;
}
