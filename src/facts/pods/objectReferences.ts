import type { Field } from '../../documents/field.ts';
import { containerFields } from './container.ts';

/** A ConfigMap or Secret, as a pod names it. */
export interface ObjectReference {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
}

/** The ConfigMaps and Secrets that a pod mounts or takes variables from. */
export function objectsReadBy(podSpec: Field): ObjectReference[] {
  return objectsReadIn(containerFields(podSpec), podSpec.itemsAt('volumes'));
}

export function objectsReadIn(containers: readonly Field[], volumes: readonly Field[]): ObjectReference[] {
  return [
    ...volumes.flatMap((volume) => [
      ...named('ConfigMap', volume.at('configMap', 'name')),
      ...named('Secret', volume.at('secret', 'secretName')),
    ]),
    ...volumes.flatMap((volume) => volume.at('projected', 'sources').items()).flatMap((source) => both(source, '')),
    ...containers.flatMap((container) => container.itemsAt('envFrom')).flatMap((source) => both(source, 'Ref')),
    ...containers
      .flatMap((container) => container.itemsAt('env'))
      .flatMap((variable) => both(variable.get('valueFrom'), 'KeyRef')),
  ];
}

function both(source: Field, ending: string): ObjectReference[] {
  return [
    ...named('ConfigMap', source.at(`configMap${ending}`, 'name')),
    ...named('Secret', source.at(`secret${ending}`, 'name')),
  ];
}

function named(kind: ObjectReference['kind'], { string: name }: Field): ObjectReference[] {
  return name === undefined ? [] : [{ kind, name }];
}
