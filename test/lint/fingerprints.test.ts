import { expect, test } from 'vitest';
import { type Document, Scalar, isMap, parseAllDocuments, visit } from 'yaml';
import { lintTexts } from '../../src/index.ts';
import { type Input, examples, inputsOf } from '../support/inputs.ts';

/** What findings are known by, sorted: in which order they come is no matter. */
function prints(inputs: readonly Input[]): string[] {
  const { findings } = lintTexts(inputs, { preset: 'strict' });
  const all = findings.map(
    ({ location, template, partialFingerprint, ruleId, messageId, resource }) =>
      `${location.uri} ${template?.file ?? ''} ${partialFingerprint} ${ruleId} ${messageId} ${resource.name ?? ''}`,
  );
  expect(new Set(all).size).toBe(all.length);
  return all.sort();
}

type Options = Parameters<Document['toString']>[0];

function reformatted(text: string, change: (document: Document.Parsed) => void, options: Options): string {
  const documents = parseAllDocuments(text);
  return documents
    .toReversed()
    .map((document) => {
      change(document);
      return `---\n${document.toString({ ...options, lineWidth: 0 })}\n\n`;
    })
    .join('');
}

/** Keys in the other order, unless an alias would come before its anchor. */
function reverseKeys(document: Document.Parsed): void {
  const aliases: unknown[] = [];
  visit(document, { Alias: (_key, alias) => void aliases.push(alias) });
  if (aliases.length === 0) visit(document, { Map: (_key, { items }) => void items.reverse() });
}

/**
 * Without comments but those that name helm's templates. In braces, Kubernetes takes no question mark and no colon at an end
 * without quotes, and the colon of a key only where something follows.
 */
function readyForBraces(document: Document.Parsed): void {
  visit(document, {
    Node: (_key, node) => {
      node.comment = null;
      node.commentBefore = /^ Source: .*$/m.exec(node.commentBefore ?? '')?.[0] ?? null;
    },
    Scalar: (_key, node) => {
      if (typeof node.value === 'string' && /\?|^:|:$/.test(node.value)) node.type = Scalar.QUOTE_DOUBLE;
      if (node.value === null) node.source = 'null';
    },
  });
}

/** Texts that say the same, on other lines, with the documents in the other order. */
const reformats: readonly (readonly [string, (text: string) => string])[] = [
  [
    'indentation, quotes, order of keys, line ends',
    (text) =>
      reformatted(text, reverseKeys, { indent: 4, indentSeq: false, singleQuote: true }).replaceAll('\n', '\r\n'),
  ],
  ['flow style, comments', (text) => reformatted(text, readyForBraces, { collectionStyle: 'flow' })],
];

/** Of what `yaml` refuses, there is no other form. */
function isReadable({ text }: Input): boolean {
  const documents = parseAllDocuments(text);
  return documents.every(({ errors, contents }) => errors.length === 0 && (contents === null || isMap(contents)));
}

const [rendered = [], plain = []] = ['rendered', 'plain'].map((name) => inputsOf('../shared/corpus', name));
const sets: readonly (readonly [string, readonly (readonly Input[])[]])[] = [
  ['the examples', [examples]],
  // Each chart is by itself.
  ['../shared/corpus', [...rendered, ...plain].filter(isReadable).map((input) => [input])],
];

/** To write a chart anew and lint it twice takes long: of many, each form has every second one. */
function shared(groups: readonly (readonly Input[])[], form: number): readonly (readonly Input[])[] {
  return groups.filter((_inputs, at) => groups.length === 1 || at % reformats.length === form);
}

test.each(
  sets.flatMap(([name, groups]) =>
    reformats.map(([what, reformat], form) => ({ name, what, groups: shared(groups, form), reformat })),
  ),
)(
  'fingerprints of $name stay with other $what (skipped where there is none)',
  { timeout: 120_000 },
  ({ groups, reformat }) => {
    let count = 0;
    for (const inputs of groups) {
      const before = prints(inputs);
      const changed = inputs.map(({ uri, text }) => ({ uri, text: reformat(text) }));
      expect(changed).not.toEqual(inputs);
      expect(prints(changed)).toEqual(before);
      count += before.length;
    }
    if (groups.length > 0) expect(count).toBeGreaterThan(20);
  },
);

const role = (rules: string): string =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: a }\nrules:\n${rules}---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: { name: a }\nroleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: a }\nsubjects: [{ kind: ServiceAccount, name: a, namespace: x }]\n---\napiVersion: v1\nkind: ServiceAccount\nmetadata: { name: a, namespace: x }\nautomountServiceAccountToken: false\n`;
const secrets = '  - { apiGroups: [""], resources: [secrets], verbs: [get] }\n';
const pods = '  - { apiGroups: [""], resources: [pods], verbs: [get] }\n';

test('an item of a list keeps its name when another comes before it', () => {
  const before = prints([{ uri: 'a.yaml', text: role(secrets) }]);
  expect(before).not.toEqual([]);
  expect(prints([{ uri: 'a.yaml', text: role(pods + secrets) }])).toEqual(before);
});

const twin =
  'apiVersion: v1\nkind: Pod\nmetadata: { generateName: a- }\nspec:\n  serviceAccount: a\n  automountServiceAccountToken: false\n  containers: [{ name: a, image: a }]\n';
const suppressedTwin = twin.replace('serviceAccount: a', '$& # kube-token-lint-disable-line legacy-account-field -- x');

test('the same fault twice has two fingerprints; to suppress one leaves the other its own', () => {
  const of = (...texts: string[]): string[] => prints([{ uri: 'a.yaml', text: texts.join('---\n') }]);
  const [one] = [of(twin)];
  expect(of(twin, twin)).toHaveLength(one.length * 2);
  expect(of(twin, twin)).toEqual(expect.arrayContaining(one));
  expect(of(suppressedTwin, twin)).toEqual(one);
  expect(of(twin, suppressedTwin)).toEqual(one);
});

test('a file has no part in it', () => {
  const of = (uri: string): unknown => lintTexts([{ uri, text: twin }]).findings.map((one) => one.partialFingerprint);
  expect(of('b/c.yaml')).toEqual(of('a.yaml'));
});

test('a hook whose name ends in something new is still itself, and another object is not', () => {
  const chart = (hook: string, suffix: string, image = 'nginx:1'): string[] =>
    prints([
      {
        uri: 'a.yaml',
        text: `# Source: a/templates/tests/a.yaml
apiVersion: v1
kind: Pod
metadata: { name: shop-test-${suffix}, annotations: { ${hook}: test } }
spec: { containers: [{ name: a, image: "${image}" }] }
`,
      },
    ]).map((one) => one.split(' ')[2] ?? '');
  expect(chart('helm.sh/hook', 'x7k2q')).toEqual(chart('helm.sh/hook', 'b0pd1'));
  expect(chart('helm.sh/hook', 'x7k2q')).toEqual(chart('helm.sh/hook', 'b0pd1', 'nginx:2'));
  expect(chart('helm.sh/hook', 'migrate')).not.toEqual(chart('helm.sh/hook', 'seed', 'redis:7'));
  expect(chart('other', 'x7k2q')).not.toEqual(chart('other', 'b0pd1'));
});
