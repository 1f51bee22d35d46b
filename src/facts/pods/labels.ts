import type { Field } from '../../documents/field.ts';
import { podTemplatesOf } from './podTemplate.ts';
import type { Resource } from '../objects/resource.ts';

/** The values of a label: an object's own, and those that its pods get. */
export function labelValues(resource: Resource, name: string): string[] {
  const metadata: Field[] = [resource.root.get('metadata'), ...podTemplatesOf(resource).map((pod) => pod.metadata)];
  return metadata.flatMap((field) => field.at('labels', name).string ?? []);
}
