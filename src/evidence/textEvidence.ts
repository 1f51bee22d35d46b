import { bringsKubeconfig } from '../facts/workloads/ownCredentials.ts';
import { type Image, isAtLeast, parseImage } from '../facts/pods/image.ts';
import type { Workload, WorkloadContainer } from '../facts/workloads/workload.ts';
import { type ContainerText, containerWords } from './texts/containerTexts.ts';
import { type Evidence, byWeight } from './evidence.ts';
import type { Knowledge, Sign } from './knowledge/knowledge.ts';
import { baseName } from './knowledge/programNames.ts';
import { concat } from '../lists/concat.ts';
import { mapped } from '../lists/mapped.ts';

/**
 * What the texts that reach a container show: its command line, variables and files.
 * @param isKnown whether anything is known of the image: of another, what a part of it does not do says nothing.
 */
export function textEvidence(
  texts: readonly ContainerText[],
  container: WorkloadContainer,
  workload: Workload,
  knowledge: Knowledge,
  isKnown: boolean,
): Evidence[] {
  const found = findSigns(container, texts, knowledge, isKnown);
  if (found.length === 0) return [];
  const overridden = new Set(found.flatMap(({ sign }) => sign.overrides));
  const telling = found.filter(
    ({ sign, text }) =>
      sign.use !== 'depends' &&
      !overridden.has(sign.id) &&
      (isKnown || !sign.partial) &&
      (!sign.kubeconfig || bringsKubeconfig(text.text, container, workload)),
  );
  return mapped(telling, ({ sign, text }) => ({
    kind: text.place,
    direction: sign.use === 'yes' ? 'used' : 'unused',
    strength: sign.strength,
    message: `${containerWords(container)}, ${text.what}: ${sign.meaning}`,
    location: text.field.key === undefined ? text.field.valueLocation : text.field.keyLocation,
  }));
}

interface FoundSign {
  readonly sign: Sign;
  readonly text: ContainerText;
}

/** The program that a container runs in place of its image's. */
function commandName({ field, commandLines: [[first]] }: WorkloadContainer): string | undefined {
  return field.get('command').set ? baseName(first?.string ?? '') : undefined;
}

/** Each sign at the first text that has it. What an image is of which nothing is known, its program says. */
function findSigns(
  container: WorkloadContainer,
  texts: readonly ContainerText[],
  knowledge: Knowledge,
  isKnown: boolean,
): readonly FoundSign[] {
  const shown = concat(texts, (text) => knowledge.signsIn(text.text, text.place).map((sign) => ({ sign, text })));
  if (shown.length === 0) return shown;
  const image = container.image === undefined ? undefined : parseImage(container.image);
  const program = isKnown ? undefined : commandName(container);
  const found = new Map<string, FoundSign>();
  for (const one of shown) {
    if (one.text.adds === true && one.sign.use === 'no') continue;
    if (!found.has(one.sign.id) && (isForImage(one.sign, image) || isForProgram(one.sign, program)))
      found.set(one.sign.id, one);
  }
  return strongestOfArguments([...found.values()]);
}

/** Of what one argument shows, the strongest sign is enough. */
function strongestOfArguments(all: readonly FoundSign[]): FoundSign[] {
  const found = [...all].sort((a, b) => byWeight(a.sign, b.sign));
  return found.filter(
    ({ sign, text }, index) =>
      text.place !== 'argument' ||
      found.findIndex((one) => isArgumentOf(text, one) && one.sign.use === sign.use) === index,
  );
}

function isArgumentOf({ field }: ContainerText, { text }: FoundSign): boolean {
  return text.place === 'argument' && text.field === field;
}

/** Only what shows use: of another program that is called so, the lack of such settings shows nothing. */
function isForProgram({ images, since, use }: Sign, program: string | undefined): boolean {
  return use === 'yes' && since === undefined && program !== undefined && images?.has(program) === true;
}

function isForImage({ images, since }: Sign, image: Image | undefined): boolean {
  if (images !== undefined && !images.has(image?.name ?? '')) return false;
  return since === undefined || isAtLeast(image?.tag, since);
}
