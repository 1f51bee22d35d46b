import { expect, test, vi } from 'vitest';
import { rules } from '../../rules/registry.ts';
import { activeRules } from '../../src/config/activeRules.ts';
import { SourceFile } from '../../src/documents/document.ts';
import { codeActions } from '../../src/lsp/codeActions.ts';
import { diagnosticsOf } from '../../src/lsp/diagnostics.ts';
import { Folder } from '../../src/lsp/folder.ts';
import { deployment } from './support.ts';

const count = 50;

test('of a whole file, each diagnostic is looked at once, and so is what there is to know of the file', () => {
  const active = activeRules(rules, { presets: ['recommended'], settings: new Map() });
  const folder = new Folder('/', { lint: { rules: active }, problems: [] });
  const texts = Array.from({ length: count }, (_, index) => deployment.replace('cart', `cart-${String(index)}`));
  folder.read('a.yaml', { file: new SourceFile('a.yaml', texts.join('---\n')) });
  const modelOf = vi.spyOn(folder, 'modelOf');
  let looks = 0;
  const diagnostics = diagnosticsOf(folder.resultIn('a.yaml'), folder, { relatedInformation: true, tags: true }).map(
    ({ data, ...diagnostic }) => ({
      ...diagnostic,
      get data() {
        looks += 1;
        return data;
      },
    }),
  );
  const start = { line: 0, character: 0 };
  const range = { start, end: { line: Number.MAX_SAFE_INTEGER, character: 0 } };
  const textDocument = { uri: folder.uriOf('a.yaml') };
  const actions = codeActions(folder, { textDocument, range, context: { diagnostics } }, true);
  expect(looks).toBe(diagnostics.length);
  expect(modelOf).toHaveBeenCalledTimes(1);
  const suppressions = actions.filter(({ title }) => title.startsWith('Suppress '));
  expect(suppressions.map((action) => action.diagnostics)).toEqual(diagnostics.map((one) => [one]));
  expect(diagnostics.length).toBeGreaterThan(count);
});
