import { type Resource, apiGroup } from './resource.ts';

/** Whether an object has a chart deployed, whose pods are not in the input: Flux, the Helm controller of k3s, Argo CD. */
export function deploysChart(resource: Resource): boolean {
  const { kind, root } = resource;
  const group = apiGroup(resource);
  if (kind === 'HelmRelease') return group === 'helm.toolkit.fluxcd.io';
  if (kind === 'HelmChart') return group === 'helm.cattle.io';
  if (group !== 'argoproj.io' || (kind !== 'Application' && kind !== 'ApplicationSet')) return false;
  const spec = kind === 'Application' ? root.get('spec') : root.at('spec', 'template', 'spec');
  return [spec.get('source'), ...spec.itemsAt('sources')].some((source) => source.setAt('chart') !== undefined);
}
