import type { Range } from '../text/position.ts';

export type ProblemCode =
  | 'yaml-syntax'
  | 'yaml-unsupported'
  | 'too-deep'
  | 'control-character'
  | 'duplicate-key'
  | 'unrendered-template'
  | 'missing-resource'
  | 'helm-notes'
  | 'invalid-object'
  | 'configuration'
  | 'not-utf8'
  | 'not-found'
  | 'unreadable'
  | 'not-fixed';

/**
 * Why something could not be read as written. An `error` means that it, or part of it, was not linted;
 * a `warning` that it was read in a way its author may not expect.
 */
export interface Problem {
  readonly uri: string;
  readonly range: Range | null;
  readonly code: ProblemCode;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}
