import { expect, test } from 'vitest';
import { SourceFile } from '../../src/documents/document.ts';
import { NodeCache } from '../../src/documents/nodeCache.ts';
import { analyzeFile } from '../../src/lint/analyze.ts';
import { directiveComments } from '../../src/suppressions/comments.ts';
import { Suppressor } from '../../src/suppressions/suppressor.ts';

const count = 800;
const comment = (name: string, index: number): string => `# kube-token-lint-disable${name} x -- r-${String(index)}`;
const secret = '- { apiVersion: v1, kind: Secret, metadata: { name: s, namespace: x } }';
const numbers = Array.from({ length: count }, (_, index) => index);

test.each([
  ['each object of a list', numbers.flatMap((index) => [comment('', index), secret])],
  ['one line', [...numbers.map((index) => comment('-next-line', index)), secret]],
])('of many comments for %s the first gives the reason, and all are of use', (_, lines) => {
  const file = new SourceFile('a.yaml', `apiVersion: v1\nkind: List\nitems:\n${lines.join('\n')}\n`);
  const { facts } = analyzeFile(file, new NodeCache());
  const [resource] = facts.resources;
  const location = facts.resources.at(-1)?.root.get('kind').keyLocation;
  if (resource === undefined || location === undefined) throw new Error('no object was read');
  const ids = new Set(['x']);
  const suppressor = new Suppressor([facts]);
  const reasons = new Set(numbers.map(() => suppressor.reasonFor({ ruleId: 'x', location, resource })));
  const all = suppressor.review(ids, ids);
  expect([...reasons]).toEqual(['r-0']);
  expect(all.flatMap(({ rules }) => rules).filter(({ state }) => state === 'used')).toHaveLength(count);
});

test.each([' ', '\t', ', ', '- ', '-- ', ': ', '# '])('a long comment of %j is read in time', (text) => {
  const file = new SourceFile('a.yaml', `kind: Pod # kube-token-lint-disable-line x${text.repeat(200_000)}y\n`);
  const { facts } = analyzeFile(file, new NodeCache());
  directiveComments(file, facts.documents);
});

test('many annotations are looked through once', () => {
  const annotations = numbers.map((index) => `kube-token-lint.io/ignore.r${String(index)}: r-${String(index)}`);
  const text = `apiVersion: v1\nkind: Secret\nmetadata: { name: s, annotations: { ${annotations.join(', ')} } }\n`;
  const { facts } = analyzeFile(new SourceFile('a.yaml', text), new NodeCache());
  const [resource] = facts.resources;
  if (resource === undefined) throw new Error('no object was read');
  const location = resource.root.get('kind').keyLocation;
  const suppressor = new Suppressor([facts]);
  const reasons = numbers.map((index) => suppressor.reasonFor({ ruleId: `r${String(index)}`, location, resource }));
  expect([reasons[0], reasons.at(-1)]).toEqual(['r-0', `r-${String(count - 1)}`]);
});
