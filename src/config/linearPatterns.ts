import { RE2JS } from 're2js';
import type { KnowledgeData } from '../evidence/knowledge/knowledgeEntries.ts';
import { type Pattern, matcher } from '../evidence/knowledge/wordedPattern.ts';
import { ConfigError } from './configError.ts';
import type { ConfigText } from './configText.ts';

/**
 * Knowledge of the user's own with its patterns ready to use. They are matched by RE2, in linear time: nobody knows who
 * wrote a configuration that was found, and what it says must not make a run hang.
 * @throws ConfigError where RE2 does not read one.
 */
export function linearPatterns(evidence: Partial<KnowledgeData>, text: ConfigText): Partial<KnowledgeData> {
  const ready = <T extends object>(list: string, entries: readonly T[] = [], flags = 0): T[] =>
    entries.map((entry, index) => {
      const patterns = Object.entries(entry).flatMap(([name, value]): [string, Pattern][] =>
        patternNames.has(name) && typeof value === 'string'
          ? [[name, linearPattern(value, flags, ['evidence', list, index, name], text)]]
          : [],
      );
      checkExamples(new Map(Object.entries(entry)), new Map(patterns), ['evidence', list, index], text);
      return { ...entry, ...Object.fromEntries(patterns) };
    });
  return {
    images: ready('images', evidence.images),
    signs: ready('signs', evidence.signs, RE2JS.MULTILINE),
    injectors: ready('injectors', evidence.injectors),
  };
}

/** Longer ones are not looked at: a pattern may take long for each character. */
const longestExample = 500;

/** What an entry says that it matches, and what not, is so: it is there to tell a slip in the pattern. */
function checkExamples(
  entry: ReadonlyMap<string, unknown>,
  patterns: ReadonlyMap<string, Pattern>,
  path: readonly (string | number)[],
  text: ConfigText,
): void {
  const pattern = patterns.get('pattern') ?? patterns.get('annotation');
  if (pattern === undefined) return;
  const isShown = (example: string): boolean =>
    matcher(pattern).test(example) && !(patterns.has('unless') && matcher(patterns.get('unless') ?? '').test(example));
  for (const [key, wanted, why] of [
    ['matches', true, 'is not matched'],
    ['silent', false, 'is matched'],
  ] as const) {
    const examples = entry.get(key);
    for (const [index, example] of (Array.isArray(examples) ? examples : []).entries()) {
      if (typeof example !== 'string' || example.length > longestExample || isShown(example) === wanted) continue;
      const place = [...path, key, index];
      throw new ConfigError({ place: text.valuePlace(place), reason: `${place.join('.')} ${why} by the pattern` });
    }
  }
}

const patternNames = new Set(['namePattern', 'pattern', 'unless', 'annotation', 'unlessAnnotation']);

function linearPattern(source: string, flags: number, path: readonly (string | number)[], text: ConfigText): Pattern {
  try {
    return RE2JS.compile(RE2JS.translateRegExp(new RegExp(source).source), flags);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const why =
      error instanceof SyntaxError
        ? 'is no regular expression'
        : `cannot be matched in linear time (RE2: ${said.replace('error parsing regexp: ', '')}): look-around and back-references cannot`;
    throw new ConfigError({ place: text.valuePlace(path), reason: `${path.join('.')} ${why}` });
  }
}
