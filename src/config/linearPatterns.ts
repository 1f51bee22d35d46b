import { RE2JS } from 're2js';
import type { KnowledgeData } from '../evidence/knowledgeEntries.ts';
import type { Pattern } from '../evidence/wordedPattern.ts';
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
      return { ...entry, ...Object.fromEntries(patterns) };
    });
  return {
    images: ready('images', evidence.images),
    signs: ready('signs', evidence.signs, RE2JS.MULTILINE),
    injectors: ready('injectors', evidence.injectors),
  };
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
