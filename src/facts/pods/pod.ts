import { accountReference } from './accountReference.ts';
import { type Container, containerFields } from './container.ts';
import { parseImage } from './image.ts';
import { podTemplatesOf } from './podTemplate.ts';
import type { Resource } from '../objects/resource.ts';
import { mapped } from '../../lists/mapped.ts';

/** A pod, or the template of one, before it is joined: to save memory, only what looking it up needs. */
export interface Pod {
  readonly resource: Resource;
  /** Which of the object's templates it is. */
  readonly index: number;
  readonly accountName: string;
  /** What its container runs; `undefined` where it has several, or none with an image. */
  readonly program: string | undefined;
  /** Whether a container names an image: beside a kustomization, a pod without any is taken for a patch. */
  readonly hasImages: boolean;
}

export function podsOf(resource: Resource): Pod[] {
  return mapped(podTemplatesOf(resource), ({ spec }, index) => {
    const containers = mapped(containerFields(spec), (field) => ({ field, image: field.stringAt('image') }));
    const [container] = containers;
    return {
      resource,
      index,
      accountName: accountReference(spec).name,
      program: container === undefined || containers.length > 1 ? undefined : programOf(container),
      hasImages: containers.some(({ image }) => image !== undefined),
    };
  });
}

/**
 * Images that bring a shell or an interpreter alone, and no entrypoint but what runs their arguments as a command: two
 * containers with such an image need not run the same program.
 */
const bareImages = new Set(
  (
    'alpine busybox ubuntu debian fedora centos almalinux rockylinux amazonlinux scratch bash python node ruby golang ' +
    'openjdk eclipse-temurin amazoncorretto php perl rust gcc buildpack-deps'
  )
    .split(' ')
    .flatMap((name) => [name, `library/${name}`]),
);

/**
 * Whether an image runs what it is told to, and nothing else. One of that name in a registry of somebody's own may have an
 * entrypoint, unless it is a copy of Docker's library.
 */
export function isBareImage(image: string): boolean {
  const { path, repository } = parseImage(image);
  const isDockers = path === repository || path.startsWith('docker.io/') || repository.startsWith('library/');
  return isDockers && bareImages.has(repository);
}

/**
 * A name for what a container runs: its image's repository and the first words of its command line that are no options;
 * `undefined` where that does not tell.
 */
export function programOf({ image, field }: Pick<Container, 'image' | 'field'>): string | undefined {
  if (image === undefined) return undefined;
  let program = parseImage(image).repository;
  // `FILLED BY THE OPERATOR`, `$IMAGE`, `<your image>`, `auto`: nobody knows what it stands for.
  if (bareImages.has(program) || /^(?:auto|controller)?$|[\s$<{]/.test(image.replace(/:latest$/, ''))) return undefined;
  let count = 0;
  for (const list of ['command', 'args']) {
    for (const item of field.itemsAt(list)) {
      const word = item.string;
      if (word === undefined || word.startsWith('-')) continue;
      program += ` ${word}`;
      count += 1;
      if (count === 2) return program;
    }
  }
  return program;
}
