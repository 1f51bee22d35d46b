import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { folder, runJson } from '../support/command.ts';
import { LanguageClient, uriOf } from '../support/languageClient.ts';

const project = join(import.meta.dirname, '../..');
const clients: LanguageClient[] = [];

async function start(root: string): Promise<LanguageClient> {
  const client = await LanguageClient.start({ roots: [root] });
  clients.push(client);
  return client;
}

afterEach(() => {
  for (const client of clients.splice(0)) client.process.kill();
});

const severities: Record<string, number> = { error: 1, warning: 2, info: 3 };

/** What the command reports, in the shape of diagnostics. */
function reportedByCommand(root: string): string[] {
  const { findings, problems } = runJson([], { cwd: root }).output;
  const place = (file: string, range: (typeof problems)[number]['range']): unknown[] => [
    uriOf(root, file),
    (range?.start.line ?? 1) - 1,
    (range?.start.column ?? 1) - 1,
    (range?.end.line ?? 1) - 1,
    (range?.end.column ?? 1) - 1,
  ];
  return [
    ...findings.map((one) => [...place(one.file, one.range), one.ruleId, severities[one.severity], one.message]),
    ...problems.map((one) => [
      ...place(one.file, one.range),
      one.code,
      one.code === 'unrendered-template' ? 4 : severities[one.severity],
      one.message,
    ]),
  ]
    .map((one) => JSON.stringify(one))
    .sort();
}

function reportedByServer(client: LanguageClient): string[] {
  return [...client.diagnostics]
    .flatMap(([uri, diagnostics]) =>
      diagnostics.map(({ range: { start, end }, code, severity, message }) =>
        JSON.stringify([uri, start.line, start.character, end.line, end.character, code, severity, message]),
      ),
    )
    .sort();
}

test.each(['examples', 'rules'])('the server finds in %s what the command finds', async (name) => {
  const root = join(project, name);
  const client = await start(root);
  await client.scanned();
  const expected = reportedByCommand(root);
  expect(expected.length).toBeGreaterThan(10);
  expect(reportedByServer(client)).toEqual(expected);
});

test('opening every file changes nothing', async () => {
  const root = join(project, 'examples/shop');
  const client = await start(root);
  for (const name of readdirSync(root).filter((file) => /\.(?:ya?ml|json)$/.test(file)))
    await client.open(join(root, name));
  await client.scanned();
  // What is open is looked at once more, a moment after the scan.
  await expect.poll(() => reportedByServer(client), { timeout: 10_000 }).toEqual(reportedByCommand(root));
});

test('hostile files: the same problems as the command’s', async () => {
  const root = folder({
    'broken.yaml': 'a: [\n',
    'duplicate.yaml': 'apiVersion: v1\nkind: Pod\nkind: Pod\n',
    'binary.yaml': Buffer.from([0xff, 0xfe, 0x00]),
    'control.yaml': 'a: \u0007\n',
    'templates/deployment.yaml': 'apiVersion: v1\nkind: Pod\n{{- if .Values.a }}\nspec: {}\n{{- end }}\n',
    'empty.yaml': '',
    '.gitignore': 'ignored\n',
    'ignored/pod.yaml':
      'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: a, image: a }] }\n',
    'bom.yaml':
      '\ufeffapiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: a, image: a }] }\n',
    'crlf.yaml':
      'apiVersion: v1\r\nkind: Pod\r\nmetadata: { name: a }\r\nspec: { containers: [{ name: a, image: a }] }\r\n',
  });
  const client = await start(root);
  await client.scanned();
  const expected = reportedByCommand(root);
  expect(expected.length).toBeGreaterThan(5);
  expect(reportedByServer(client)).toEqual(expected);
});
