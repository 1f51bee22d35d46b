import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Document, isCollection, isMap, isNode, visit } from 'yaml';
import { lintTexts } from '../../src/index.ts';
import { expectSoundFixes } from '../support/fixes.ts';

const automount = fc.constantFrom(undefined, null, true, 'false', 0);

const podSpec = fc.record(
  {
    automountServiceAccountToken: automount,
    automountserviceaccounttoken: fc.boolean(),
    serviceAccount: fc.constantFrom('old', 'app'),
    serviceAccountName: fc.constantFrom('app', null, ''),
    containers: fc.array(
      fc.record({
        name: fc.constantFrom('a', 'b'),
        image: fc.constantFrom('nginx:1.27', 'redis:7', 'registry.example/a:1'),
        volumeMounts: fc.array(
          fc.record(
            {
              name: fc.constantFrom('t', 'u'),
              mountPath: fc.constantFrom('/t', '/u'),
              readOnly: fc.constantFrom(false, null, true),
            },
            { requiredKeys: ['name', 'mountPath'] },
          ),
          { maxLength: 2 },
        ),
      }),
      { minLength: 1, maxLength: 2 },
    ),
    volumes: fc
      .constantFrom('t', 'u')
      .map((name) => [name])
      .chain(([name]) =>
        fc
          .array(
            fc.record(
              {
                path: fc.constant('token'),
                audience: fc.constantFrom('vault', ''),
                expirationSeconds: fc.constantFrom(300, 3607, 90_000, null, '3600'),
              },
              { requiredKeys: ['path'] },
            ),
            { minLength: 1, maxLength: 2 },
          )
          .map((tokens) => [
            { name, projected: { sources: tokens.map((serviceAccountToken) => ({ serviceAccountToken })) } },
          ]),
      ),
  },
  { requiredKeys: ['containers'] },
);

const metadata = { name: 'app', labels: { 'a/b': 'c' } };
const object = fc.oneof(
  podSpec.map((spec) => ({ apiVersion: 'v1', kind: 'Pod', metadata, spec })),
  fc.tuple(podSpec, automount).map(([spec, misplaced]) => ({
    kind: 'Deployment',
    spec: {
      ...(misplaced === undefined ? {} : { automountServiceAccountToken: misplaced }),
      template: { metadata, spec },
    },
    apiVersion: 'apps/v1',
    metadata,
  })),
  fc.tuple(fc.constantFrom('app', 'default'), automount).map(([name, value]) => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name },
    ...(value === undefined ? {} : { automountServiceAccountToken: value }),
  })),
);

interface Style {
  readonly json: 'no' | 'pretty' | 'compact';
  readonly indent: number;
  readonly indentSeq: boolean;
  readonly quotes: 'PLAIN' | 'QUOTE_SINGLE' | 'QUOTE_DOUBLE';
  readonly keyQuotes: 'PLAIN' | 'QUOTE_SINGLE' | 'QUOTE_DOUBLE';
  readonly padding: boolean;
  readonly lineEnd: string;
  readonly lastLineEnd: boolean;
  readonly mark: boolean;
  readonly dice: readonly number[];
}

const quotes = fc.constantFrom('PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE');
const style: fc.Arbitrary<Style> = fc.record({
  json: fc.constantFrom('no', 'no', 'no', 'no', 'pretty', 'compact'),
  indent: fc.integer({ min: 2, max: 5 }),
  indentSeq: fc.boolean(),
  quotes,
  keyQuotes: quotes,
  padding: fc.boolean(),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  lastLineEnd: fc.boolean(),
  mark: fc.boolean(),
  dice: fc.array(fc.nat({ max: 20 }), { minLength: 30, maxLength: 60 }),
});

/** An object as a text in some style, with comments, blank lines, flow collections and empty values here and there. */
function write(value: unknown, how: Style): string {
  if (how.json !== 'no') return JSON.stringify(value, undefined, how.json === 'pretty' ? '\t' : undefined);
  const document = new Document(value, { version: '1.1', aliasDuplicateObjects: false });
  let roll = 0;
  visit(document, {
    Node(_key, node) {
      const die = how.dice[(roll += 1) % how.dice.length];
      if (isCollection(node) && node !== document.contents && die === 1) node.flow = true;
      if (die === 2 && node !== document.contents) node.comment = ` about ${String(roll)}`;
      if (die === 3 && node !== document.contents) node.commentBefore = ` above ${String(roll)}`;
      if (die === 4) node.spaceBefore = true;
    },
    Pair(_key, pair) {
      // Behind a comment, the library writes keys with a question mark.
      if (isNode(pair.key)) delete pair.key.comment;
    },
  });
  if (isMap(document.contents)) delete document.contents.comment;
  return document.toString({
    indent: how.indent,
    indentSeq: how.indentSeq,
    defaultStringType: how.quotes,
    defaultKeyType: how.keyQuotes,
    flowCollectionPadding: how.padding,
    nullStr: how.padding ? '~' : '',
  });
}

test('fixes of generated manifests in odd formats are sound', () => {
  let count = 0;
  const runs = Number(process.env['FIX_FUZZ'] ?? 100);
  fc.assert(
    fc.property(fc.array(object, { minLength: 1, maxLength: 3 }), style, (objects, how) => {
      const text = objects.map((one) => write(one, how).trimEnd()).join('\n---\n');
      const ended = (how.lastLineEnd ? `${text}\n` : text).replaceAll('\n', how.lineEnd);
      const marked = how.mark ? `\ufeff${ended}` : ended;
      // Not everything that the library writes with comments is YAML.
      fc.pre(lintTexts([{ uri: 'a.yaml', text: marked }]).problems.length === 0);
      // Where the library writes an empty value so, Kubernetes reads the colon as a part of the key.
      fc.pre(!/:[,}\]]/.test(marked));
      count += expectSoundFixes('a.yaml', marked);
    }),
    { numRuns: runs, seed: Number(process.env['FIX_FUZZ_SEED'] ?? 1) },
  );
  expect(count).toBeGreaterThan(runs);
}, 600_000);
