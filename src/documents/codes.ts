/** A text as UTF-16 code units, which are looked through many times faster than a string's characters. */
export type Codes = Uint16Array;

/** Most documents are smaller. */
const usual = 16_384;
let scratch = new Uint16Array(usual);
let bytes = bytesOf(scratch);

/** The code units of a text, and a line end behind them; what the call before gave is written over. */
export function codesOf(text: string): Codes {
  if (text.length >= scratch.length) {
    scratch = new Uint16Array(text.length + usual);
    bytes = bytesOf(scratch);
  }
  bytes.write(text, 'utf16le');
  scratch[text.length] = 10;
  return scratch;
}

function bytesOf({ buffer }: Uint16Array<ArrayBuffer>): Buffer {
  return Buffer.from(buffer);
}
