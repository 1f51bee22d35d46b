import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lintFiles } from '../../src/index.ts';

const cwd = join(import.meta.dirname, '../../examples/patterns');
const folders = readdirSync(cwd, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const clean = folders.map((name) => (name === 'migration' ? 'migration/after' : name));

describe('patterns', () => {
  test.each(clean)('%s passes the strict preset', async (name) => {
    const { findings, problems, summary } = await lintFiles([name], { cwd, preset: 'strict' });
    expect(findings.map(({ ruleId, location, message }) => [ruleId, location.uri, location.range.start.line + 1, message])).toEqual([]);
    expect(problems).toEqual([]);
    expect(summary.documents).toBeGreaterThan(0);
  });

  test('what the migration starts from is reported', async () => {
    const { findings } = await lintFiles(['migration/before'], { cwd, preset: 'strict' });
    expect(findings.map(({ ruleId }) => ruleId)).toEqual(
      expect.arrayContaining(['legacy-token-secret', 'legacy-account-field']),
    );
  });

  test('the index names every folder, and each has a page', () => {
    const index = readFileSync(join(cwd, 'README.md'), 'utf8');
    for (const name of folders) {
      expect(index).toContain(`| [${name}](${name}) |`);
      expect(readFileSync(join(cwd, name, 'README.md'), 'utf8')).toMatch(/^# [A-Z]/);
    }
  });
});
