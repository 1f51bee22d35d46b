import type { Field } from '../../documents/field.ts';

/** Where a pod says the name of a Secret, and what admission calls the place. */
export interface SecretReference {
  readonly field: Field;
  readonly name: string;
  readonly place: string;
}

/** The Secrets that a pod refers to by volumes, environment and `imagePullSecrets`, in the order of admission. */
export function* secretReferences(spec: Field): Generator<SecretReference> {
  for (const volume of spec.itemsAt('volumes')) {
    const secret = volume.setAt('secret');
    if (secret !== undefined) yield reference(secret.get('secretName'), 'volume with secret.secretName');
  }
  for (const [list, kind] of containerKinds) {
    for (const container of spec.itemsAt(list)) {
      const who = `${kind} ${container.stringAt('name') ?? ''}`;
      for (const variable of container.itemsAt('env')) {
        const secret = variable.setAt('valueFrom')?.setAt('secretKeyRef');
        const where = `${who} with envVar ${variable.stringAt('name') ?? ''}`;
        if (secret !== undefined) yield reference(secret.get('name'), `${where} referencing secret.secretName`);
      }
      for (const source of container.itemsAt('envFrom')) {
        const secret = source.setAt('secretRef');
        if (secret !== undefined)
          yield reference(secret.get('name'), `${who} with envFrom referencing secret.secretName`);
      }
    }
  }
  for (const [index, secret] of spec.itemsAt('imagePullSecrets').entries())
    yield reference(secret.get('name'), `imagePullSecrets[${String(index)}].name`);
}

const containerKinds = [
  ['initContainers', 'init container'],
  ['containers', 'container'],
] as const;

function reference(field: Field, place: string): SecretReference {
  return { field, name: field.string ?? '', place };
}
