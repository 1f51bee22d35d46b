import type { Field } from '../documents/field.ts';
import type { Workload } from '../facts/workloads/workload.ts';
import type { Injector, Knowledge } from './knowledge/knowledge.ts';
import { concat } from '../lists/concat.ts';
import { mapped } from '../lists/mapped.ts';

/** Something that a webhook will put into the pod, as its annotations and labels ask for. */
export interface Injection {
  readonly name: string;
  /** Whether it reads the automatic token; `volume` where the pod names another token for it, `spared` where it is told to do without. */
  readonly needsToken: 'yes' | 'no' | 'depends' | 'volume' | 'spared';
  readonly meaning: string;
  readonly field: Field;
  /** The annotation that names the volume of another token, for `volume`. */
  readonly volume: Field | undefined;
}

/** What is injected into a workload's pod, as far as it is known. */
export function injectionsOf(workload: Workload, knowledge: Knowledge): Injection[] {
  const fields = concat(['annotations', 'labels'], (key) => workload.pod.metadata.get(key).fields());
  const texts = mapped(
    fields,
    (field) => `${String(field.segment)}: ${field.node?.kind === 'scalar' ? String(field.node.value) : ''}`,
  );
  const asked = new Map<Injector, Field>();
  for (const [index, field] of fields.entries()) {
    for (const injector of knowledge.injectorsAskedBy(texts[index] ?? '')) {
      if (!asked.has(injector)) asked.set(injector, field);
    }
  }
  if (asked.size === 0) return [];
  return knowledge.injectors.flatMap((injector) => {
    const field = asked.get(injector);
    if (field === undefined) return [];
    // An empty name is none.
    const named = workload.pod.metadata.get('annotations').get(injector.volumeAnnotation ?? '');
    const volume = (named.string ?? '') === '' ? undefined : named;
    return [
      { name: injector.name, needsToken: need(injector, texts, volume), meaning: injector.meaning, field, volume },
    ];
  });
}

function need(
  { unlessAnnotation, needsToken }: Injector,
  texts: readonly string[],
  volume: Field | undefined,
): Injection['needsToken'] {
  if (unlessAnnotation !== undefined && texts.some((text) => unlessAnnotation.test(text))) return 'spared';
  if (volume !== undefined) return 'volume';
  return needsToken === 'yes' || needsToken === 'no' ? needsToken : 'depends';
}
