import type { Field } from '../documents/field.ts';
import type { Workload } from '../facts/workload.ts';
import type { Injector, Knowledge } from './knowledge.ts';

/** Something that a webhook will put into the pod, as its annotations and labels ask for. */
export interface Injection {
  readonly name: string;
  /** Whether it reads the automatic token; `volume` where the pod names another token for it, `spared` where it is told to do without. */
  readonly needsToken: 'yes' | 'no' | 'depends' | 'volume' | 'spared';
  readonly meaning: string;
  readonly field: Field;
}

/** What is injected into a workload's pod, as far as it is known. */
export function injectionsOf(workload: Workload, knowledge: Knowledge): Injection[] {
  const fields = ['annotations', 'labels'].flatMap((key) => workload.pod.metadata.get(key).fields());
  const texts = fields.map(
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
    return [{ name: injector.name, needsToken: need(injector, texts), meaning: injector.meaning, field }];
  });
}

function need(
  { unlessAnnotation, volumeAnnotation, needsToken }: Injector,
  texts: readonly string[],
): Injection['needsToken'] {
  if (unlessAnnotation !== undefined && texts.some((text) => unlessAnnotation.test(text))) return 'spared';
  if (volumeAnnotation !== undefined && texts.some((text) => text.startsWith(`${volumeAnnotation}: `))) return 'volume';
  return needsToken === 'yes' || needsToken === 'no' ? needsToken : 'depends';
}
