import type { Range } from '../text/position.ts';

/** What a problem can be, in the order in which documentation names them. */
export const problemCodes = [
  'yaml-syntax',
  'yaml-unsupported',
  'too-deep',
  'control-character',
  'duplicate-key',
  'unrendered-template',
  'incomplete-manifest',
  'unknown-version',
  'encrypted',
  'missing-resource',
  'helm-notes',
  'configuration',
  'not-utf8',
  'not-found',
  'unreadable',
  'not-fixed',
] as const;

export type ProblemCode = (typeof problemCodes)[number];

export function isProblemCode(name: string): name is ProblemCode {
  return problemCodes.some((code) => code === name);
}

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
  /** Of templates of a chart: the command in the message, which prints what they are for. */
  readonly render?: string;
}
