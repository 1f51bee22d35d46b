import { readFile } from 'node:fs/promises';
import { SourceFile } from '../documents/document.ts';
import type { Problem, ProblemCode } from '../documents/problem.ts';

/** A file's text, or why there is none. */
export interface ReadInput {
  readonly file?: SourceFile;
  readonly problem?: Problem;
}

/** Reads a file. Never rejects. */
export async function readInput(path: string, uri: string): Promise<ReadInput> {
  try {
    return decode(await readFile(path), uri);
  } catch (error) {
    return { problem: unreadable(uri, 'unreadable', `Could not be read: ${reasonOf(error)}`) };
  }
}

/** A byte order mark is no part of the text: editors do not count it either. */
export function decode(bytes: Uint8Array, uri: string): ReadInput {
  try {
    return { file: new SourceFile(uri, new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch {
    const message = bytes.includes(0) ? 'A binary file, or one that is not in UTF-8' : 'Not in UTF-8';
    return { problem: unreadable(uri, 'not-utf8', message) };
  }
}

export function unreadable(uri: string, code: ProblemCode, message: string): Problem {
  return { uri, range: null, code, severity: 'error', message };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  const code = 'code' in error ? String(error.code) : '';
  const reasons: Record<string, string> = {
    EACCES: 'permission denied',
    EISDIR: 'it is a folder',
    EPERM: 'not permitted',
    ENOENT: 'it is gone',
  };
  return reasons[code] ?? (code === '' ? error.message : code);
}
