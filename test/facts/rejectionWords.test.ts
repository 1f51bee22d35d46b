import { describe, expect, test } from 'vitest';
import { lintTexts } from '../../src/index.ts';

const ofMetadata = 'into Go struct field ObjectMeta.metadata.namespace of type string';

function rejected(namespace: string): (readonly [string, string | undefined])[] {
  const text = `apiVersion: v1\nkind: Pod\nmetadata: { name: p, namespace: ${namespace} }\nspec:\n  containers: [{ name: a, image: a }]\n`;
  return lintTexts([{ uri: 'a.yaml', text }])
    .findings.filter(({ messageId }) => messageId === 'rejected')
    .map(({ message, fixes }) => [message, fixes[0]?.edits[0]?.newText]);
}

describe('what the API server says of a text without quotes is explained, and can be fixed', () => {
  test.each([
    ['n', 'bool', 'n without quotes is the boolean false to YAML 1.1: write "n"', '"n"'],
    ['on', 'bool', 'on without quotes is the boolean true to YAML 1.1: write "on"', '"on"'],
    ['true', 'bool', 'true without quotes is the boolean true: write "true"', '"true"'],
    ['123', 'number', '123 without quotes is a number: write "123"', '"123"'],
    ['0400', 'number', '0400 without quotes is the number 256: write "0400"', '"0400"'],
    ['Yes', 'bool', 'Yes without quotes is the boolean true to YAML 1.1: write "Yes"', undefined],
  ])('%s', (namespace, type, meaning, fixed) => {
    const reason = `json: cannot unmarshal ${type} ${ofMetadata} (${meaning})`;
    expect(rejected(namespace)).toEqual([[`The API server rejects this: ${reason}`, fixed]]);
  });

  test.each([['!!int "12"'], ['[n]'], ['{n: n}']])('but not of %s', (namespace) => {
    const [finding] = rejected(namespace);
    expect(finding?.[0]).toMatch(new RegExp(`${ofMetadata}$`));
    expect(finding?.[1]).toBeUndefined();
  });
});
