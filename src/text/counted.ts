/** `1 file`, `2 files`. @param noun whose plural ends in `s`. */
export function counted(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
}
