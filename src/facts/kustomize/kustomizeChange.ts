import { type Location, type SourceDocument, SourceFile } from '../../documents/document.ts';
import { Field } from '../../documents/field.ts';
import { readDocuments } from '../../documents/read.ts';
import { type ImageNames, namesIn } from './imageNames.ts';
import type { ObjectReference } from '../pods/objectReferences.ts';
import { isHarmlessSetting, mayAskForInjection, mayConcernTokens } from './harmless.ts';
import {
  type Changed,
  type PatchedContainer,
  changedAt,
  changedByMerge,
  changedByOperation,
  most,
  programOf,
} from './patchedFields.ts';

/** What a kustomization changes in objects that others declare, as far as it may decide about tokens. */
export interface KustomizeChange {
  /** What it is for; a part that is not known may be any. */
  readonly kind: string | undefined;
  readonly name: string | undefined;
  /** Where the kustomization says so. */
  readonly location: Location;
  /** What it may change of such an object. @param containers of a workload. */
  changes(kind: string, containers: readonly PatchedContainer[]): Changed | undefined;
  /** What it writes; `undefined` where that is not known. */
  readonly written?: Field;
  /** Whether it may bring volumes or mounts of volumes into a workload. */
  readonly bringsVolumes: boolean;
}

/** A patch as a kustomization lists it. */
export interface KustomizePatch {
  /** Where it stands, or the name of its file does. */
  readonly field: Field;
  /** Its file, as the input names it; `undefined` where the patch itself stands there. */
  readonly path: string | undefined;
  /** What it is for, where that is written beside it. */
  readonly target: Field | undefined;
}

/** @param documents of its file; `undefined` where the input does not hold that. */
export function changesOfPatch(
  { field, path, target }: KustomizePatch,
  documents: readonly SourceDocument[] | undefined,
): KustomizeChange[] {
  const location = field.valueLocation;
  const aim = target && aimOf(target);
  const read = path === undefined ? documentsIn(field) : documents;
  // Of what could not be read, nobody knows what it changes.
  if (read === undefined || read.length === 0 || read.some(({ isUnread }) => isUnread))
    return [{ ...(aim ?? any), location, changes: () => 'access', bringsVolumes: true }];
  const renames = field.parent?.get('options').get('allowNameChange').boolean === true;
  return read
    .flatMap((document) => objectsIn(Field.root(document)))
    .map((root) => ({
      ...(aim ?? { kind: root.stringAt('kind'), name: root.get('metadata').stringAt('name') }),
      location,
      written: root,
      bringsVolumes: mentionsVolumes(root.source),
      changes: (kind, containers) =>
        root.node?.kind === 'sequence'
          ? most(root.items().map((operation) => changedByOperation(operation, kind, containers)))
          : renames && kind === 'ServiceAccount'
            ? 'access'
            : changedByMerge(root, kind, containers),
    }));
}

/** An entry of a kustomization's `replacements`: one with its targets, or a file with several. */
export function changesOfReplacement(
  { field, path }: Omit<KustomizePatch, 'target'>,
  documents: readonly SourceDocument[] | undefined,
): KustomizeChange[] {
  const location = field.keyLocation;
  if (path === undefined) return replaced(field, location);
  if (documents === undefined) return [{ ...any, location, changes: () => 'access', bringsVolumes: true }];
  const roots = documents.map((document) => Field.root(document));
  const all = roots.flatMap((root) => (root.node?.kind === 'sequence' ? root.items() : [root]));
  return all.flatMap((replacement) => replaced(replacement, location));
}

function replaced(replacement: Field, location: Location): KustomizeChange[] {
  return replacement.itemsAt('targets').map((target) => {
    const pointers = target.get('fieldPaths').strings.map(pointerOf);
    return {
      ...aimOf(target.get('select')),
      location,
      bringsVolumes: pointers.some(mentionsVolumes),
      changes: (kind, containers) => most(pointers.map((pointer) => changedAt(pointer, undefined, kind, containers))),
    };
  });
}

/** `a.b\\.c.[d=e]` as `/a/b.c/[d=e]`. */
function pointerOf(path: string): string {
  return `/${path.replaceAll(/\\\.|\./g, (dot) => (dot === '.' ? '/' : '.'))}`;
}

/** @param image an entry of a kustomization's `images`. */
export function changeOfImage(image: Field, called: ImageNames): KustomizeChange {
  const { name = '', newName } = namesIn(image);
  return {
    ...any,
    location: image.setAt('newName')?.valueLocation ?? image.valueLocation,
    bringsVolumes: false,
    changes: (_kind, containers) =>
      newName !== undefined &&
      containers.some(
        ({ image: before = '' }) => called.of(before).has(name) && programOf(newName) !== programOf(before),
      )
        ? 'program'
        : undefined,
  };
}

/** @param list labels or annotations that go into all pod templates. */
export function changesOfMetadata(list: Field): KustomizeChange[] {
  if (!list.names.some(mayAskForInjection)) return [];
  return [
    {
      ...any,
      location: list.keyLocation,
      bringsVolumes: false,
      changes: (_kind, containers) => (containers.length > 0 ? 'program' : undefined),
    },
  ];
}

/** What a transformer does may be anything. */
export function changeOfTransformer(transformer: Field): KustomizeChange {
  return { ...any, location: transformer.valueLocation, changes: () => 'access', bringsVolumes: true };
}

/** @param generator of a ConfigMap or Secret; one that merges or replaces changes what others declare. */
export function changesOfGenerator(generator: Field): KustomizeChange[] {
  if (!/^(?:merge|replace)$/.test(generator.stringAt('behavior') ?? '')) return [];
  const isOther =
    ['files', 'envs', 'env'].some((name) => generator.get(name).set) ||
    generator.get('literals').strings.some((literal) => !isHarmlessLiteral(literal));
  if (!isOther) return [];
  return [
    {
      kind: kindOf(generator),
      name: generator.stringAt('name'),
      location: generator.keyLocation,
      changes: () => 'program',
      bringsVolumes: false,
    },
  ];
}

/** A ConfigMap or Secret that a kustomization makes of files, whose content nobody reads here. */
export interface GeneratedObject extends ObjectReference {
  readonly location: Location;
  /** Whether what it is made of are scripts, or settings that may have to do with tokens, as their names say. */
  readonly telling: boolean;
}

/** @param generator of a ConfigMap or Secret. */
export function generatedObjects(generator: Field): GeneratedObject[] {
  const name = generator.stringAt('name');
  const files = ['files', 'envs'].flatMap((key) => generator.get(key).strings);
  const isTelling = (file: string): boolean => isScriptName(file) || mayConcernTokens(file);
  const telling = files.some(isTelling) || generator.get('literals').strings.some(mayConcernTokens);
  if (name === undefined || (files.length === 0 && !telling)) return [];
  return [{ kind: kindOf(generator), name, location: generator.keyLocation, telling }];
}

function isScriptName(file: string): boolean {
  return /\.(?:(?:ba|da|k|z)?sh|py|js|mjs|rb|pl|php)$/.test(file);
}

function kindOf(generator: Field): GeneratedObject['kind'] {
  return generator.parent?.segment === 'secretGenerator' ? 'Secret' : 'ConfigMap';
}

function isHarmlessLiteral(literal: string): boolean {
  const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(literal) ?? [];
  return isHarmlessSetting(name, value.replace(/^(["'])(.*)\1$/s, '$2'));
}

/** A list of volumes or mounts, or what holds one as a whole. */
function mentionsVolumes(text: string): boolean {
  return /volume|^\/?spec$|\/(?:spec|template|jobTemplate|(?:initC|c)ontainers)(?:\/[^/]*)?$/i.test(text);
}

const any = { kind: undefined, name: undefined };

function aimOf(target: Field): Pick<KustomizeChange, 'kind' | 'name'> {
  return { kind: plain(target.stringAt('kind')), name: plain(target.stringAt('name')) };
}

/** kustomize takes both for regular expressions, of which any may fit; an empty one is none. */
function plain(wanted: string | undefined): string | undefined {
  return wanted !== undefined && /^[\w-]+$/.test(wanted) ? wanted : undefined;
}

/** A patch that stands in a kustomization, in whatever style it is written. */
function documentsIn({ string = '' }: Field): readonly SourceDocument[] {
  return readDocuments(new SourceFile('', string)).documents;
}

/** A file of patches may hold them as a List. */
function objectsIn(root: Field): readonly Field[] {
  return root.stringAt('kind') === 'List' ? root.itemsAt('items') : [root];
}
