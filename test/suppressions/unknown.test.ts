import { expect, test } from 'vitest';
import { lintTexts } from '../../src/index.ts';

const pod = (comment: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  serviceAccountName: a ${comment}\n  containers: [{ name: a, image: a }]\n`;

function unknown(text: string): { message: string; place: string }[] {
  return lintTexts([{ uri: 'a.yaml', text }], { preset: 'cis' })
    .findings.filter(({ ruleId }) => ruleId === 'suppression-unknown-rule')
    .map(({ message, location: { range } }) => ({
      message,
      place: [range.start, range.end].map((at) => `${String(at.line)}:${String(at.character)}`).join('-'),
    }));
}

const all = 'kube-token-lint-disable-next-line or kube-token-lint-disable-line or kube-token-lint-disable';

test.each([
  ['kube-token-lint-disabel-line x', '4:26-4:54', 'kube-token-lint-disable-line'],
  ['kube-token-lint-disable-nextline x', '4:26-4:58', 'kube-token-lint-disable-next-line'],
  ['kube-token-lint-dis', '4:26-4:45', 'kube-token-lint-disable-next-line'],
  ['kube-token-lint-disable: x', '4:26-4:50', 'kube-token-lint-disable'],
  ['kube-token-lint-disable-file x', '4:26-4:54', 'kube-token-lint-disable'],
  ['kube-token-lint-something', '4:26-4:51', all],
  ['kube-token-lint:disable-line x', '4:26-4:54', 'kube-token-lint-disable-line'],
  ['kube-token-lint: disable x', '4:26-4:50', 'kube-token-lint-disable'],
  ['kube-token-lint_disable x', '4:26-4:49', 'kube-token-lint-disable'],
  ['kube-token-lint:ignore x', '4:26-4:48', all],
])('# %s', (comment, place, meant) => {
  const name = comment.replace(/ x$/, '');
  const message = `There is no comment "${name}": this suppresses nothing; write ${meant}`;
  expect(unknown(pod(`# ${comment}`))).toEqual([{ message, place }]);
  expect(unknown(pod(`# ${comment}`).replaceAll('\n', '\r\n'))).toEqual([{ message, place }]);
});

test.each([['kube-token-lint: see the wiki'], ['kube-token-lint disables nothing here'], ['by kube-token-lint']])(
  '# %s is prose',
  (comment) => {
    expect(unknown(pod(`# ${comment}`))).toEqual([]);
  },
);

test.each([
  ['acount-default', ' (did you mean "account-default"?)'],
  ['automount', ' (did you mean "automount-implicit"?)'],
  ['something-else', ''],
  ['acme/owner', ''],
  ['kube-token-lint/account-default', ' (did you mean "account-default"?)'],
])('the rule that may be meant by %s', (id, hint) => {
  const message = `There is no rule "${id}"${hint}: this suppresses nothing`;
  const annotated = pod('').replace('name: a }', `name: a, annotations: { kube-token-lint.io/ignore.${id}: y } }`);
  expect(unknown(pod(`# kube-token-lint-disable-line ${id} -- y`)).map((one) => one.message)).toEqual([message]);
  expect(unknown(annotated).map((one) => one.message)).toEqual([message]);
});

test.each([
  ['disable.x', '2:36-2:64'],
  ['ignore.', '2:36-2:62'],
])('an annotation, at its key: %s', (name, place) => {
  const text = pod('').replace('name: a }', `name: a, annotations: { kube-token-lint.io/${name}: y } }`);
  const message = `There is no annotation "kube-token-lint.io/${name}": this suppresses nothing; write kube-token-lint.io/ignore.RULE`;
  expect(unknown(text)).toEqual([{ message, place }]);
});

test.each(['kube-token-lint/ignore.account-default', 'kube-token-lint.dev/ignore-account-default'])(
  'an annotation of another domain: %s',
  (name) => {
    const message = `There is no annotation "${name}": this suppresses nothing; write kube-token-lint.io/ignore.RULE`;
    const annotated = (key: string): string => pod('').replace('name: a }', `name: a, annotations: { ${key}: y } }`);
    expect(unknown(annotated(name))).toMatchObject([{ message }]);
    expect(unknown(annotated('acme.example/kube-token-lint'))).toEqual([]);
    expect(unknown(annotated('kube-token-lint.acme.example/owner'))).toEqual([]);
  },
);

test.each([
  ['account-default - why', '-', '4:71-4:72'],
  ['account-default – why -- it is', '–', '4:71-4:72'],
  ['account-default, account-shared: why', ':', '4:86-4:87'],
])('one hint for # kube-token-lint-disable-line %s', (rest, sign, place) => {
  const message = `The reason of a suppression stands behind "--", not behind "${sign}"`;
  expect(unknown(pod(`# kube-token-lint-disable-line ${rest}`))).toEqual([{ message, place }]);
});

test('what a reason behind another sign is for is suppressed', () => {
  const { suppressed } = lintTexts([
    {
      uri: 'a.yaml',
      text: pod('# kube-token-lint-disable-line account-default, legacy-account-field - why').replace('Name:', ':'),
    },
  ]);
  expect(suppressed.map(({ ruleId, suppressed: why }) => [ruleId, why])).toEqual([
    ['legacy-account-field', { kind: 'inSource', reason: 'why' }],
  ]);
});

test.each(['', 'reason'])('the placeholder is no reason: %j', (reason) => {
  const comment = pod(`# kube-token-lint-disable-line legacy-account-field -- ${reason}`);
  const annotation = `kube-token-lint.io/ignore.legacy-account-field: ${JSON.stringify(reason)}`;
  const annotated = pod('').replace('name: a }', `name: a, annotations: { ${annotation} } }`);
  for (const written of [comment, annotated]) {
    const text = written.replace('serviceAccountName', 'serviceAccount');
    const { findings, suppressed } = lintTexts([{ uri: 'a.yaml', text }]);
    expect(findings.map(({ ruleId }) => ruleId)).toContain('suppression-without-reason');
    expect(suppressed.map(({ suppressed: why }) => why)).toEqual([{ kind: 'inSource', reason: '' }]);
  }
});
