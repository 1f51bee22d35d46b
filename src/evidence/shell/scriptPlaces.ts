/** What ends the quotes and substitutions around a place; `text` is a here-document, of which only substitutions count. */
export type End = "'" | '"' | "$'" | '`' | ')' | '(' | '}' | ']' | 'text';

/** `$((1 + $x))`, in whose brackets no command runs: not `$((a); (b))`, which is one of a script in brackets. */
export const arithmetic = /\$\(\((?:[^()`;'"\\\n$]|\$(?!\()|\((?:[^()`;'"\\\n$]|\$(?!\())*\))*\)\)/y;
export const calculation = /\(\((?:[^()`\n$]|\$(?!\()|\((?:[^()`\n$]|\$(?!\()){0,500}\)){0,500}\)\)/y;

/** Up to what may mean something, by what is around. */
export const plainRuns = {
  command: /[^\\'"`$#\n;&|()<]+/y,
  quoted: /[^\\"`$]+/y,
  expansion: /[^\\'"`$}]+/y,
  sum: /[^\\`$\]]+/y,
  text: /[^\\`$]+/y,
};

export function placeOf(around: End | undefined): keyof typeof plainRuns {
  if (around === '"') return 'quoted';
  if (around === '}') return 'expansion';
  if (around === ']') return 'sum';
  return around === 'text' ? 'text' : 'command';
}
