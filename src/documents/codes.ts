/** A text as UTF-16 code units, which are looked through many times faster than a string's characters. */
export type Codes = Uint16Array;

export const tab = 9;
export const newline = 10;
export const space = 32;
export const quote = 34;
export const hash = 35;
export const percent = 37;
export const apostrophe = 39;
export const plus = 43;
export const comma = 44;
export const dash = 45;
export const dot = 46;
export const digit0 = 48;
export const digit9 = 57;
export const colon = 58;
export const greater = 62;
export const openList = 91;
export const backslash = 92;
export const closeList = 93;
export const letterU = 117;
export const openMap = 123;
export const bar = 124;
export const closeMap = 125;
export const tilde = 126;

export const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
export const digits = '0123456789';

/** By its code, 1 for each of some characters of ASCII. */
export function tableOf(chars: string): Uint8Array {
  const table = new Uint8Array(128);
  for (let at = 0; at < chars.length; at += 1) table[chars.charCodeAt(at)] = 1;
  return table;
}

const roomToGrow = 16_384;
/** Longer documents are few: they get codes of their own, which are kept until the next one is read. */
const longest = 1_000_000;
let scratch = new Uint16Array(roomToGrow);
let scratchBytes = Buffer.from(scratch.buffer);

/** The code units of a text, and a line end behind them; what an earlier call gave may be written over. */
export function codesOf(text: string): Codes {
  const isLarger = text.length >= scratch.length;
  const codes = isLarger ? new Uint16Array(text.length + roomToGrow) : scratch;
  const bytes = isLarger ? Buffer.from(codes.buffer) : scratchBytes;
  if (isLarger && codes.length <= longest) [scratch, scratchBytes] = [codes, bytes];
  // On a machine that writes the higher byte first nothing is then recognized, and the library reads it.
  bytes.write(text, 'utf16le');
  codes[text.length] = newline;
  return codes;
}
