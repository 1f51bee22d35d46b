import type { Compliance } from '../compliance/compliance.ts';
import { statusWords } from '../compliance/words.ts';

/** The controls of a framework with what the run says of each, a line for each; below it what of it is checked. */
export function formatControls({ name, controls }: Compliance): string {
  const width = Math.max(...controls.map(({ control }) => control.id.length));
  const results = controls.map((result) => statusWords(result));
  const middle = Math.max(...results.map((result) => result.length));
  const lines = controls.flatMap(({ control: { id, title, part }, status }, index) => {
    const line = `  ${id.padEnd(width)}  ${(results[index] ?? '').padEnd(middle)}  ${title}`;
    const isLooked = status === 'findings' || status === 'clear';
    return isLooked && part !== undefined ? [line, `${' '.repeat(width + middle + 6)}in part: ${part}`] : [line];
  });
  return `${name}\n\n${lines.join('\n')}\n`;
}
