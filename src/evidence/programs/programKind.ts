import { type ImageNames, isInterpreted, isInterpreter, isOwnName, isTool } from '../knowledge/programNames.ts';

/**
 * What a program is that no volume and no script brought: the image's own, a tool of any image, or neither.
 * @param hasMounts whether a file of that name may be a volume's, in a folder that is not written.
 */
export function programKind(
  program: string,
  words: readonly string[],
  names: ImageNames,
  hasMounts: boolean,
): 'own' | 'unseen' | 'tool' | undefined {
  const own = isOwnName(program, names) ? program : isInterpreter(program) ? ownCode(words, names) : undefined;
  if (own === undefined) return isTool(program, words) ? 'tool' : undefined;
  return hasMounts && isInterpreted(own) && !own.startsWith('/') ? 'unseen' : 'own';
}

/** What an interpreter is given that is named as the image; what follows a file of code are the code's arguments. */
function ownCode(words: readonly string[], names: ImageNames): string | undefined {
  const file = words.findIndex((word) => isInterpreted(word));
  return words
    .slice(0, file === -1 ? words.length : file + 1)
    .find((word) => /^[./\w]\S*$/.test(word) && isOwnName(word, names));
}
