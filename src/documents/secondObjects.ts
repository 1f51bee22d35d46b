import type { ReadProblem } from './readProblem.ts';

/**
 * Where a line with `---` is missing, every key of the next object is there twice: that is one fault, where it begins.
 * @param text in which the problems are.
 */
export function withSecondObjects(text: string, problems: readonly ReadProblem[]): readonly ReadProblem[] {
  const isRootKey = ({ code, start }: ReadProblem): boolean =>
    code === 'duplicate-key' && (start === 0 || text[start - 1] === '\n');
  if (!problems.some(isRootKey)) return problems;
  const objects: { readonly first: ReadProblem; readonly keys: Map<string, ReadProblem> }[] = [];
  for (const problem of problems.filter(isRootKey)) {
    const key = text.slice(problem.start, problem.end);
    const last = objects.at(-1);
    if (last === undefined || last.keys.has(key)) objects.push({ first: problem, keys: new Map([[key, problem]]) });
    else last.keys.set(key, problem);
  }
  const told = new Map<ReadProblem, ReadProblem | undefined>();
  for (const { first, keys } of objects) {
    if (!keys.has('apiVersion') || !keys.has('kind')) continue;
    for (const problem of keys.values()) told.set(problem, problem === first ? { ...first, message } : undefined);
  }
  return problems.flatMap((problem) => (told.has(problem) ? (told.get(problem) ?? []) : [problem]));
}

const message =
  'Another object begins here, without a line with --- before it: kubectl makes one of both, with the last of each key, and a strict API server rejects it';
