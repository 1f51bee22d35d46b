import type { SourceDocument } from '../documents/document.ts';
import { Field } from '../documents/field.ts';
import { fieldAt } from '../documents/fieldAt.ts';
import { firstWhere } from '../lists/firstWhere.ts';
import type { Position } from '../text/position.ts';
import type { Resource } from '../facts/objects/resource.ts';
import type { Workload } from '../facts/workloads/workload.ts';
import type { Model } from '../rule/rule.ts';
import type { Folder } from './folder.ts';

/** What lies at a position: the field, the object, and the pods that it makes. */
export interface Target {
  /** The facts of its file. */
  readonly model: Model;
  readonly field: Field;
  readonly resource: Resource;
  readonly workloads: readonly Workload[];
}

/** The target at a position of the present text of a file. */
export function targetAt(folder: Folder, name: string, position: Position): Target | undefined {
  const place = folder.factPosition(name, position);
  const file = folder.file(name);
  if (place === undefined || file === undefined) return undefined;
  const model = folder.modelOf(name);
  if (model === undefined) return undefined;
  const { facts } = model;
  const offset = file.lines.offset(place);
  const document = documentAt(model, offset);
  const field = document === undefined ? undefined : fieldAt(document, offset);
  if (field === undefined) return undefined;
  const isAbove = ({ root }: Resource): boolean => upwards(field).some((one) => isSame(one, root));
  const resource = facts.resources.find((one) => one.document === document && isAbove(one));
  if (resource === undefined) return undefined;
  return {
    model,
    field,
    resource,
    workloads: facts.workloads.filter((one) => one.document === document && isAbove(one)),
  };
}

/** The document of objects that an offset of their file lies in. @param model of this file alone. */
export function documentAt({ facts }: Model, offset: number): SourceDocument | undefined {
  const index = firstWhere(facts.resources, ({ document }) => document.end >= offset);
  const document = facts.resources[index]?.document;
  return document !== undefined && document.start <= offset ? document : undefined;
}

/** A field, its parent, and so on to the root. */
export function upwards(field: Field): Field[] {
  return field.parent === undefined ? [field] : [field, ...upwards(field.parent)];
}

/** Whether two values are the same one of a text, which may have been read again meanwhile. */
export function isSame(a: Field | undefined, b: Field | undefined): boolean {
  return a !== undefined && b !== undefined && a.isSameAs(b);
}

/** Whether two fields, which may be unwritten, are the same place of a document. */
export function isSameField(a: Field, b: Field | undefined): boolean {
  return a.segment === b?.segment && isSame(a, b) && (a.parent === b?.parent || isSame(a.parent, b?.parent));
}
