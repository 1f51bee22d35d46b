import { Field } from '../documents/field.ts';
import { fieldAt } from '../documents/fieldAt.ts';
import type { Position } from '../text/position.ts';
import type { Resource } from '../facts/resource.ts';
import type { Workload } from '../facts/workload.ts';
import type { Folder } from './folder.ts';

/** What lies at a position: the field, the object, and the pods that it makes. */
export interface Target {
  readonly field: Field;
  readonly resource: Resource;
  readonly workloads: readonly Workload[];
}

/** The target at a position of the present text of a file. */
export function targetAt(folder: Folder, name: string, position: Position): Target | undefined {
  const place = folder.factPosition(name, position);
  const file = folder.file(name);
  if (place === undefined || file === undefined) return undefined;
  const { facts } = folder.model;
  const offset = file.lines.offset(place);
  const document = facts.documents.find((one) => one.uri === name && one.start <= offset && offset <= one.end);
  const field = document === undefined ? undefined : fieldAt(document, offset);
  if (field === undefined) return undefined;
  const isAbove = ({ root }: Resource): boolean => upwards(field).some(({ node }) => node === root.node);
  const resource = facts.resources.find((one) => one.document === document && isAbove(one));
  if (resource === undefined) return undefined;
  return { field, resource, workloads: facts.workloads.filter((one) => one.document === document && isAbove(one)) };
}

/** A field, its parent, and so on to the root. */
export function upwards(field: Field): Field[] {
  return field.parent === undefined ? [field] : [field, ...upwards(field.parent)];
}

/** Whether two fields are the same place of a document. */
export function isSameField(a: Field, b: Field | undefined): boolean {
  return b !== undefined && a.segment === b.segment && a.node === b.node && a.parent?.node === b.parent?.node;
}
