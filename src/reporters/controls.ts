import type { Compliance } from '../compliance/compliance.ts';
import { statusWords } from '../compliance/words.ts';

/** The controls of a framework with what the run says of each, a line for each. */
export function formatControls({ name, controls }: Compliance): string {
  const width = Math.max(...controls.map(({ control }) => control.id.length));
  const results = controls.map((result) => statusWords(result));
  const middle = Math.max(...results.map((result) => result.length));
  const lines = controls.map(
    ({ control }, index) => `  ${control.id.padEnd(width)}  ${(results[index] ?? '').padEnd(middle)}  ${control.title}`,
  );
  return `${name}\n\n${lines.join('\n')}\n`;
}
