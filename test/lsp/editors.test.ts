import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ClientCapabilities, FileSystemWatcher } from 'vscode-languageserver-protocol/node';
import { folder } from '../support/command.ts';
import { LanguageClient, modern, uriOf } from '../support/languageClient.ts';
import { pod } from '../support/manifests.ts';
import { deployment, serverFor, start } from './support.ts';

const deleted = 3;

async function watched(client: LanguageClient, uris: readonly string[], type: number): Promise<void> {
  const changes = uris.map((uri) => ({ uri, type }));
  await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
}

test.each([
  ['refuses', () => Promise.reject(new Error('refused'))],
  ['does not answer', () => new Promise<null>(() => undefined)],
])('a client that %s what it is asked to register is told of folders that come', async (_, answer) => {
  const [one, two] = [folder({ 'a.yaml': pod('a') }), folder({ 'b.yaml': pod('b') })];
  const client = new LanguageClient(one);
  const registered: string[] = [];
  client.connection.onRequest(
    'client/registerCapability',
    ({ registrations }: { registrations: { method: string }[] }) => {
      registered.push(...registrations.map(({ method }) => method));
      return answer();
    },
  );
  try {
    await client.initialize([one], modern);
    const added = [{ uri: uriOf(two, ''), name: two }];
    await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event: { added, removed: [] } });
    await client.until('findings', () => client.codes(uriOf(two, 'b.yaml')).includes('account-default'));
    await client.until('findings', () => client.codes(uriOf(one, 'a.yaml')).includes('account-default'));
    expect(registered.sort()).toEqual(['workspace/didChangeConfiguration', 'workspace/didChangeWatchedFiles']);
  } finally {
    client.process.kill();
  }
});

test('of a folder that is deleted, the editor names the folder alone', async () => {
  const files = { 'here.yaml': pod('a'), 'gone/b.yaml': pod('b'), 'gone/deep/c.yaml': pod('c'), 'gone.txt': '' };
  const root = folder(files);
  const client = new LanguageClient(root);
  const watchers: FileSystemWatcher[] = [];
  client.connection.onRequest(
    'client/registerCapability',
    ({ registrations }: { registrations: { registerOptions: { watchers?: FileSystemWatcher[] } }[] }) => {
      watchers.push(...registrations.flatMap(({ registerOptions }) => registerOptions.watchers ?? []));
      return null;
    },
  );
  try {
    client.settings = { trace: 'messages' };
    await client.initialize([root], modern);
    await client.scanned();
    expect(watchers).toContainEqual({ globPattern: '**/*', kind: 4 });
    expect(client.codes(uriOf(root, 'gone/deep/c.yaml'))).toContain('account-default');
    // Of other files it says nothing, however many go.
    await client.until('a log', () => client.logs.length > 0);
    const logged = client.logs.length;
    await watched(client, [uriOf(root, 'gone.txt'), uriOf(root, 'dist'), uriOf(root, 'dist/a.js')], deleted);
    await client.connection.sendRequest('workspace/executeCommand', { command: 'kube-token-lint.show' });
    rmSync(join(root, 'gone/deep'), { recursive: true });
    await watched(client, [uriOf(root, 'gone/deep')], deleted);
    await client.until('no findings', () => client.codes(uriOf(root, 'gone/deep/c.yaml')).length === 0);
    expect(client.logs.slice(logged)).toHaveLength(1);
    rmSync(join(root, 'gone'), { recursive: true });
    await watched(client, [uriOf(root, 'gone')], deleted);
    await client.until('no findings', () => client.codes(uriOf(root, 'gone/b.yaml')).length === 0);
    expect(client.codes(uriOf(root, 'here.yaml'))).toContain('account-default');
  } finally {
    client.process.kill();
  }
});

test('a client that shows no Markdown gets hovers without its signs', async () => {
  const capabilities: ClientCapabilities = {
    ...modern,
    textDocument: { ...modern.textDocument, hover: { contentFormat: ['plaintext'] } },
  };
  const root = folder({ 'app.yaml': deployment.replace('name: cart', 'name: my_cart*') });
  const client = await start({ roots: [root], capabilities });
  await client.scanned();
  const app = await client.open(join(root, 'app.yaml'));
  const [kind, finding] = [
    await client.ask('hover', app, 'Deployment'),
    await client.ask('hover', app, 'expirationSeconds'),
  ];
  expect(kind).toMatchObject({
    contents: { kind: 'plaintext', value: expect.stringMatching(/^Deployment my_cart\*: account cart/) },
  });
  expect(JSON.stringify([kind, finding])).not.toMatch(/\*\*|\]\(|---\s*\||\\\\[_*]/);
  expect(finding).toMatchObject({
    contents: { value: expect.stringMatching(/^token-expiration-bounds \(https:.*\): /m) },
  });
});

test('any kind of action is what an empty kind asks for', async () => {
  const { client, root } = await serverFor({ 'app.yaml': deployment });
  const app = await client.open(join(root, 'app.yaml'));
  await client.until('findings', () => client.codes(app).includes('token-expiration-bounds'));
  const found = client.diagnostics.get(app)?.find(({ code }) => code === 'token-expiration-bounds');
  const all = await client.codeActions(app, found);
  expect(all.map(({ kind }) => kind)).toContain('source.fixAll.kube-token-lint');
  expect(await client.codeActions(app, found, [''])).toEqual(all);
});

test.each(['untitled:Untitled-1', 'git:/x/a.yaml?%7B%22ref%22%3A%22HEAD%22%7D', 'file:///c%3A/x/a.yaml'])(
  'what is said of %s is said and taken back by that name alone',
  async (uri) => {
    const { client } = await serverFor({});
    await client.open(uri, pod('a'));
    await client.until('findings', () => client.codes(uri).includes('account-default'));
    await client.close(uri);
    await client.until('no findings', () => client.codes(uri).length === 0);
    await client.connection.sendRequest('workspace/executeCommand', { command: 'kube-token-lint.show' });
    expect([...client.diagnostics.keys()]).toEqual([uri]);
  },
);

test('the old state of a file and a new text have nothing to do with each other', async () => {
  const { client } = await serverFor({});
  const app = await client.open('untitled:Untitled-1', deployment);
  await client.until('findings', () => client.codes(app).length > 0);
  const before = client.codes(app);
  const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: cart, namespace: shop }\n';
  const old = await client.open('git:/x/account.yaml?HEAD', `${account}automountServiceAccountToken: false\n`);
  await client.until('an answer', () => client.diagnostics.has(old));
  expect(JSON.stringify(await client.ask('hover', app, 'Deployment'))).toContain('automount on');
  expect(client.codes(app)).toEqual(before);
});

test('a client that names no folders, but a root, is served there', async () => {
  const root = folder({ 'a.yaml': pod('a') });
  const client = new LanguageClient(root);
  try {
    const params = { processId: null, capabilities: {}, workspaceFolders: [], rootUri: uriOf(root, '') };
    await client.connection.sendRequest('initialize', params);
    await client.connection.sendNotification('initialized', {});
    await client.until('findings', () => client.codes(uriOf(root, 'a.yaml')).includes('account-default'));
  } finally {
    client.process.kill();
  }
});
