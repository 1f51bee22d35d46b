import type { Field } from '../../documents/field.ts';
import { type Rejection, apiPath, quoted, unsupported } from './rejection.ts';

/** What is found wrong with a pod, in the words of the API server. */
export class Findings {
  readonly rejections: Rejection[] = [];
  readonly root: Field;

  /** @param root the object from which paths count. */
  constructor(root: Field) {
    this.root = root;
  }

  /** @param path the place as the server names it, where that is not the field's own. */
  add(field: Field, fault: string, path = (): string => this.path(field)): void {
    this.rejections.push({ reason: `${path()}: ${fault}`, field });
  }

  addInvalid(field: Field, faults: readonly string[], path?: () => string): void {
    for (const fault of faults) this.add(field, `Invalid value: ${quoted(field.string ?? '')}: ${fault}`, path);
  }

  addUnsupported(field: Field, supported: readonly string[], path?: () => string): void {
    this.add(field, unsupported(field.string ?? '', supported), path);
  }

  /** Adds what a text lacks that may not be empty, and tells whether it does. */
  addMissing(field: Field, path?: () => string): boolean {
    const isMissing = (field.string ?? '') === '';
    if (isMissing) this.add(field, 'Required value', path);
    return isMissing;
  }

  path(field: Field): string {
    return apiPath(field, this.root);
  }

  say(field: Field, reason: string): void {
    this.rejections.push({ reason, field });
  }
}
