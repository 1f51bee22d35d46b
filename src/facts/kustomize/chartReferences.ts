import { applicationSources, applicationSpecs } from './argoSources.ts';
import { type Resource, apiGroup } from '../objects/resource.ts';

/** Whether an object has a chart deployed, whose pods are not in the input: Flux, the Helm controller of k3s, Argo CD. */
export function deploysChart(resource: Resource): boolean {
  const group = apiGroup(resource);
  if (resource.kind === 'HelmRelease') return group === 'helm.toolkit.fluxcd.io';
  if (resource.kind === 'HelmChart') return group === 'helm.cattle.io';
  return applicationSpecs(resource)
    .flatMap(applicationSources)
    .some((source) => source.setAt('chart') !== undefined);
}
