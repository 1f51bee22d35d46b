import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lintTexts } from '../src/index.ts';

const shared = join(import.meta.dirname, '../../shared');
const folders = ['corpus/rendered', 'corpus/plain', 'conformance'].map((name) => join(shared, name));

describe.skipIf(!folders.every((path) => existsSync(path)))(
  'real manifests (skipped where the corpus is absent)',
  () => {
    test.each(folders)('%s: every finding has an exact range', (path) => {
      const texts = readdirSync(path, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(?:ya?ml|json)$/.test(name))
        .map((name) => ({ uri: name, text: readFileSync(join(path, name), 'utf8') }));
      const byUri = new Map(texts.map(({ uri, text }) => [uri, text.split(/\r\n|\r|\n/)]));
      const { findings, summary } = lintTexts(texts, { preset: 'strict' });
      expect(summary.workloads).toBeGreaterThan(50);
      expect(findings.length).toBeGreaterThan(20);
      for (const { location, evidence, ruleId } of findings) {
        for (const { uri, range } of [location, ...evidence.flatMap((one) => one.location ?? [])]) {
          const line = byUri.get(uri)?.[range.start.line] ?? '';
          const text = line.slice(range.start.character, range.end.character);
          expect(range.end.line, `${uri}:${String(range.start.line + 1)} ${ruleId}`).toBe(range.start.line);
          expect(text.trim(), `${uri}:${String(range.start.line + 1)} ${ruleId}`).toBe(text);
          expect(text).not.toBe('');
        }
      }
    });
  },
);
