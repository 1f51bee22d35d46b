import type { Facts } from '../facts/facts.ts';
import type { Workload, WorkloadContainer } from '../facts/workload.ts';
import { containerTexts } from './containerTexts.ts';
import type { Evidence } from './evidence.ts';
import { parseImage } from './image.ts';
import type { Knowledge } from './knowledge.ts';

/** What one container shows. */
export interface ContainerUse {
  readonly container: WorkloadContainer;
  readonly verdict: 'used' | 'unused' | 'unknown';
  readonly evidence: readonly Evidence[];
}

/** Signs of one container: its image, command line, environment and mounted configuration. */
export function containerUse(
  container: WorkloadContainer,
  workload: Workload,
  facts: Facts,
  knowledge: Knowledge,
): ContainerUse {
  const evidence = [...imageEvidence(container, knowledge), ...textEvidence(container, workload, facts, knowledge)];
  return { container, verdict: verdictOf(evidence), evidence };
}

/**
 * How a program is run says more than what it is: a strong sign in its settings decides, one of use before one of none.
 * Then a strong sign of use wins over all; against a strong sign of none, a medium one does not stand.
 */
function verdictOf(evidence: readonly Evidence[]): ContainerUse['verdict'] {
  const has = (direction: Evidence['direction'], ...strengths: Evidence['strength'][]): boolean =>
    evidence.some((one) => one.direction === direction && strengths.includes(one.strength));
  const settings = evidence.filter(({ kind, strength }) => strength === 'strong' && !kind.startsWith('image'));
  if (settings.some(({ direction }) => direction === 'used')) return 'used';
  if (settings.length > 0) return 'unused';
  if (has('used', 'strong')) return 'used';
  if (has('unused', 'strong')) return 'unused';
  if (has('used', 'medium')) return 'used';
  return has('unused', 'medium') ? 'unused' : 'unknown';
}

function* imageEvidence(container: WorkloadContainer, knowledge: Knowledge): Generator<Evidence> {
  if (container.image === undefined) return;
  const known = knowledge.image(parseImage(container.image));
  if (known === undefined || known.use === 'depends') return;
  yield {
    kind: known.named ? 'image' : 'imagePattern',
    direction: known.use === 'yes' ? 'used' : 'unused',
    strength: known.strength,
    message: `${nameOf(container)}: ${known.meaning}`,
    location: container.field.get('image').valueLocation,
  };
}

function nameOf(container: WorkloadContainer): string {
  return `Container "${container.name ?? '?'}"`;
}

function* textEvidence(
  container: WorkloadContainer,
  workload: Workload,
  facts: Facts,
  knowledge: Knowledge,
): Generator<Evidence> {
  const image = container.image === undefined ? '' : parseImage(container.image).name;
  const seen = new Set<string>();
  for (const { place, text, what, field } of containerTexts(container, workload, facts)) {
    for (const sign of knowledge.signs(place)) {
      if (sign.use === 'depends' || seen.has(sign.id)) continue;
      if (sign.images !== undefined && !sign.images.has(image)) continue;
      if (!sign.pattern.test(text) || sign.unless?.test(text) === true) continue;
      seen.add(sign.id);
      yield {
        kind: place,
        direction: sign.use === 'yes' ? 'used' : 'unused',
        strength: sign.strength,
        message: `${nameOf(container)}, ${what}: ${sign.meaning}`,
        location: field.key === undefined ? field.valueLocation : field.keyLocation,
      };
    }
  }
}
