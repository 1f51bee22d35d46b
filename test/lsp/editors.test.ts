import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pod } from '../support/manifests.ts';
import { deployment, serverFor } from './support.ts';

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
