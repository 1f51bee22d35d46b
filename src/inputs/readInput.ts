import { constants, isAscii, isUtf8 } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';
import { SourceFile } from '../documents/document.ts';
import type { Problem, ProblemCode } from '../documents/problem.ts';
import { isLink } from './links.ts';
import { reasonOf } from './reason.ts';

/** A file's text, or why there is none. */
export interface ReadInput {
  readonly file?: SourceFile;
  readonly problem?: Problem;
}

/** Reads a file; of many small ones, waiting would cost more than reading. Never throws. */
export function readInput(path: string, uri: string): ReadInput {
  try {
    const bytes = bytesOf(path);
    return bytes === undefined ? tooLong(uri) : decode(bytes, uri);
  } catch (error) {
    const isDangling = error instanceof Error && 'code' in error && error.code === 'ENOENT' && isLink(path);
    const reason = isDangling ? 'it is a link that leads nowhere' : reasonOf(error);
    return { problem: unreadable(uri, 'unreadable', `Could not be read: ${reason}`) };
  }
}

let scratch: Buffer | undefined;

/** What most files fit into. */
const scratchSize = 65_536;

const chunkSize = 4 * scratchSize;

/** No text is longer than this; what never ends, as a device may, is read so far. */
const longestText = constants.MAX_STRING_LENGTH;

/** The content of a file, until the next one is read: of thousands, each would get memory of its own. */
function bytesOf(path: string): Uint8Array | undefined {
  scratch ??= Buffer.allocUnsafeSlow(scratchSize);
  const descriptor = openSync(path, 'r');
  try {
    const start = filled(scratch, descriptor);
    return start.length < scratchSize ? start : longContent(Buffer.from(start), descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function longContent(start: Uint8Array, descriptor: number): Uint8Array | undefined {
  const chunks = [start];
  for (let length = start.length; length <= longestText;) {
    const chunk = filled(Buffer.allocUnsafeSlow(chunkSize), descriptor);
    chunks.push(chunk);
    length += chunk.length;
    if (chunk.length < chunkSize) return Buffer.concat(chunks);
  }
  return undefined;
}

/** As much of a buffer as there is to read. */
function filled(buffer: Buffer, descriptor: number): Buffer {
  let length = 0;
  // A pipe may give less at once than there is.
  for (let count = -1; count !== 0 && length < buffer.length; length += count)
    count = readSync(descriptor, buffer, length, buffer.length - length, null);
  return buffer.subarray(0, length);
}

/** Reads a stream to its end. */
export async function readStream(stream: NodeJS.ReadableStream, uri: string): Promise<ReadInput> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    chunks.push(bytes);
    length += bytes.length;
    if (length > longestText) return tooLong(uri);
  }
  return decode(Buffer.concat(chunks), uri);
}

function tooLong(uri: string): ReadInput {
  return { problem: unreadable(uri, 'unreadable', 'Could not be read: it is larger than a text can be') };
}

let decoder: InstanceType<typeof TextDecoder> | undefined;

/** A byte order mark is no part of the text: editors do not count it either. */
export function decode(bytes: Uint8Array, uri: string): ReadInput {
  try {
    const other = utf16Name(bytes);
    if (other !== undefined) {
      const message = `In UTF-16, as it seems, and not in UTF-8: save it as UTF-8, as \`iconv -f ${other} -t UTF-8\` does`;
      return { problem: unreadable(uri, 'not-utf8', message) };
    }
    // Most manifests are, and copying their bytes takes a third of the time.
    if (isAscii(bytes)) return { file: new SourceFile(uri, textOfAscii(bytes), false) };
    decoder ??= new TextDecoder('utf-8', { fatal: true });
    const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    return { file: new SourceFile(uri, decoder.decode(bytes), hasMark) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_STRING_TOO_LONG') return tooLong(uri);
    if (bytes.includes(0))
      return { problem: unreadable(uri, 'not-utf8', 'A binary file, or one that is not in UTF-8') };
    return { problem: notUtf8(bytes, uri) };
  }
}

/** Where the first byte stands that is no part of UTF-8. */
function notUtf8(bytes: Uint8Array, uri: string): Problem {
  let start = 0;
  let own = bytes;
  let line = -1;
  do {
    line += 1;
    const newline = bytes.indexOf(10, start);
    own = bytes.subarray(start, newline === -1 ? bytes.length : newline);
    start += own.length + 1;
  } while (isUtf8(own) && start < bytes.length);
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(own);
  let at = text.indexOf(replacement);
  let offset = Buffer.byteLength(text.slice(0, at));
  // Somebody may have written the character itself.
  while (own[offset] === 0xef && own[offset + 1] === 0xbf && own[offset + 2] === 0xbd) {
    const next = text.indexOf(replacement, at + 1);
    offset += Buffer.byteLength(text.slice(at, next));
    at = next;
  }
  const character = at - (text.startsWith('\ufeff') ? 1 : 0);
  const range = { start: { line, character }, end: { line, character: character + 1 } };
  return { ...unreadable(uri, 'not-utf8', `Not in UTF-8: ${byteWords(own[offset] ?? 0)}`), range };
}

/** What a decoder writes for bytes that mean nothing to it. */
const replacement = '\ufffd';

/** From here on, Latin-1 and Windows-1252, in which such files mostly are, have the same letters, and Unicode too. */
const firstShared = 0xa0;

function byteWords(byte: number): string {
  const letter = byte < firstShared ? '' : `, "${String.fromCharCode(byte)}" in Windows-1252,`;
  return `the byte 0x${byte.toString(16).toUpperCase()}${letter} is no part of it here`;
}

/**
 * What iconv calls the encoding of a text in UTF-16: it begins with a byte order mark, or every other of its first bytes
 * is 0, as of ASCII in UTF-16, which would be ASCII with control characters.
 */
function utf16Name([first, second, third, fourth]: Uint8Array): string | undefined {
  const isMarked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  // A mark before two zeros is one of UTF-32.
  if (isMarked) return third === 0 && fourth === 0 ? undefined : 'UTF-16';
  if (fourth === undefined) return undefined;
  const [odd, even] = [first === 0 && third === 0, second === 0 && fourth === 0];
  if (odd === even) return undefined;
  return odd ? 'UTF-16BE' : 'UTF-16LE';
}

function textOfAscii(bytes: Uint8Array): string {
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return buffer.toString('latin1');
}

export function unreadable(uri: string, code: ProblemCode, message: string): Problem {
  return { uri, range: null, code, severity: 'error', message };
}
