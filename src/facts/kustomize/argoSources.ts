import type { Field } from '../../documents/field.ts';
import { type Resource, apiGroup } from '../objects/resource.ts';

/** What an Argo CD Application is to be: its own `spec`, or of an ApplicationSet those of its template and its generators'. */
export function applicationSpecs(resource: Resource): Field[] {
  if (apiGroup(resource) !== 'argoproj.io') return [];
  const spec = resource.root.get('spec');
  if (resource.kind === 'Application') return [spec];
  if (resource.kind !== 'ApplicationSet') return [];
  return [spec.at('template', 'spec'), ...generatorTemplates(spec).map((template) => template.get('spec'))];
}

/** Where an Application has something from: charts, folders of repositories, values for others. */
export function applicationSources(spec: Field): Field[] {
  return [spec.get('source'), spec.at('sourceHydrator', 'drySource'), ...spec.itemsAt('sources')];
}

/** The templates of generators, and of those that these take together. @param seen lists, which aliases can repeat. */
function generatorTemplates(holder: Field, isInner = false, seen = new Set<unknown>()): Field[] {
  const { node } = holder.get('generators');
  if (node === undefined || seen.has(node)) return [];
  seen.add(node);
  const generators = holder.itemsAt('generators').flatMap((generator) => generator.fields());
  const inner = isInner ? [] : generators.flatMap((generator) => generatorTemplates(generator, true, seen));
  return [...generators.flatMap((generator) => generator.setAt('template') ?? []), ...inner];
}
