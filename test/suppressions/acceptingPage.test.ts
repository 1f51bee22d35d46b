import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lintTexts } from '../../src/index.ts';

test('the example in docs/accepting.md suppresses what it names, and all of that is there', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/accepting.md'), 'utf8');
  const [, text = ''] = /\n## Suppressions\n.*?```yaml\n(.*?)```/s.exec(page) ?? [];
  const { findings, suppressed } = lintTexts([{ uri: 'a.yaml', text }]);
  expect(findings).toEqual([]);
  expect(suppressed.map(({ ruleId }) => ruleId).sort()).toEqual(
    [...text.matchAll(/kube-token-lint-disable\S* (\S+) -- /g)].map(([, id]) => id).sort(),
  );
});
