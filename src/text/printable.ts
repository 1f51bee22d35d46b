/** A text of the input made fit for a terminal: no escape sequences, no control characters, none that reorder text. */
export function printable(text: string): string {
  // Only whole sequences go without a trace; what is cut or odd leaves its text.
  return text
    .replaceAll(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '')
    .replaceAll('\t', '  ')
    .replaceAll(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '�');
}
