import type { Field } from '../../documents/field.ts';

const projection = new Set(['audience', 'expirationSeconds', 'path']);
const mount = new Set([
  'mountPath',
  'mountPropagation',
  'name',
  'readOnly',
  'recursiveReadOnly',
  'subPath',
  'subPathExpr',
]);
const roleRef = new Set(['apiGroup', 'kind', 'name']);

/**
 * Fields that Kubernetes does not have, around tokens and in role references: a strict server, and so `kubectl apply`,
 * refuses the object, others lose the value (facts.md §7).
 *
 * @param field a PodSpec, or the root of a binding.
 */
export function unknownFields(field: Field): Field[] {
  const tokens = field
    .get('volumes')
    .items()
    .flatMap((volume) => [
      ...volume.fields().filter((entry) => entry.segment === 'serviceAccountToken'),
      ...volume
        .at('projected', 'sources')
        .items()
        .flatMap((source) => others(source.get('serviceAccountToken'), projection)),
    ]);
  const mounts = ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) =>
    field
      .get(list)
      .items()
      .flatMap((container) =>
        container
          .get('volumeMounts')
          .items()
          .flatMap((one) => others(one, mount)),
      ),
  );
  return [...tokens, ...mounts, ...others(field.get('roleRef'), roleRef)];
}

function others(field: Field, known: ReadonlySet<string>): Field[] {
  return field.fields().filter((entry) => !known.has(String(entry.segment)));
}
