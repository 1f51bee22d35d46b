import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CodeAction } from 'vscode-languageserver-protocol/node';
import { runJson, run } from '../support/command.ts';
import { type LanguageClient, uriOf } from '../support/languageClient.ts';
import { jwt, jwtPieces } from '../support/manifests.ts';
import { account, binding, deployment, serverFor } from './support.ts';

const shop = { 'account.yaml': account, 'binding.yaml': binding, 'app/deployment.yaml': deployment };

/** Its container surely never calls the API server. */
const idleShop = { ...shop, 'app/deployment.yaml': deployment.replace('registry.example/cart:1', 'postgres:16') };

async function openShop(): Promise<{ client: LanguageClient; root: string; app: string }> {
  const { client, root } = await serverFor(shop);
  return { client, root, app: await client.open(join(root, 'app/deployment.yaml')) };
}

test('a diagnostic has its code, the rule’s page, its evidence with places, and no more', async () => {
  const { client, app } = await openShop();
  const found = client.diagnostics.get(app)?.find(({ code }) => code === 'token-expiration-bounds');
  expect(found).toMatchObject({
    range: { start: { line: 25, character: 37 }, end: { line: 25, character: 40 } },
    severity: 1,
    source: 'kube-token-lint',
    codeDescription: { href: expect.stringContaining('rules/token-expiration-bounds/README.md') },
  });
});

test('evidence in another file is related information', async () => {
  const { client, root } = await serverFor({ ...idleShop, 'binding.yaml': binding.replace('pods', 'secrets') });
  const app = uriOf(root, 'app/deployment.yaml');
  const related = client.diagnostics.get(app)?.flatMap(({ relatedInformation = [] }) => relatedInformation) ?? [];
  expect(related.map(({ location }) => location.uri)).toContain(uriOf(root, 'binding.yaml'));
  expect(related.map(({ location }) => location.uri)).toContain(app);
  for (const { location, message } of related) {
    expect(location.range.start.line).toBeGreaterThanOrEqual(0);
    expect(message).not.toBe('');
  }
});

test('a fix is offered, is preferred where safe, and mends the finding', async () => {
  const { client, app } = await openShop();
  const before = client.diagnostics.get(app)?.find(({ code }) => code === 'token-expiration-bounds');
  const actions = await client.codeActions(app, before);
  const fix = actions.find(({ isPreferred }) => isPreferred);
  expect(fix).toMatchObject({ title: 'Set expirationSeconds: 600', kind: 'quickfix', diagnostics: [before] });
  expect(fix?.edit?.documentChanges).toHaveLength(1);
  await client.apply(app, fix?.edit);
  expect(client.text(app)).toContain('expirationSeconds: 600');
  await client.until('the fixed finding to go', () => !client.codes(app).includes('token-expiration-bounds'));
});

test('an unsafe fix says so and is not preferred; a suppression can be inserted', async () => {
  const { client, root } = await serverFor(idleShop);
  const app = await client.open(join(root, 'app/deployment.yaml'));
  const unused = client.diagnostics.get(app)?.find(({ code }) => String(code).startsWith('automount-'));
  const actions = await client.codeActions(app, unused);
  expect(actions.filter(({ title }) => title.includes('unsafe')).map(({ isPreferred }) => isPreferred)).not.toContain(
    true,
  );
  const suppress = actions.find(({ title }) => title.startsWith('Suppress'));
  await client.apply(app, suppress?.edit);
  expect(client.text(app)).toContain(
    `    # kube-token-lint-disable-next-line ${String(unused?.code)} -- reason\n    spec:\n      serviceAccountName`,
  );
});

test('fixes are offered anywhere on the line of a diagnostic that the client shows there', async () => {
  const { client, app } = await openShop();
  const found = client.diagnostics.get(app)?.find(({ code }) => code === 'token-expiration-bounds');
  const start = { line: found?.range.start.line ?? 0, character: 0 };
  const titles = async (diagnostics: unknown[]): Promise<string[]> => {
    const context = { diagnostics, only: ['quickfix'] };
    const params = { textDocument: { uri: app }, range: { start, end: start }, context };
    const actions = await client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', params);
    return actions.map(({ title }) => title);
  };
  expect(await titles([found])).toContain('Set expirationSeconds: 600');
  expect(await titles([])).toEqual([]);
});

test('within a script nothing is inserted: its document is what the suppression is for', async () => {
  const text = `kind: ConfigMap\r\napiVersion: v1\r\nmetadata: { name: a }\r\ndata:\r\n  run.sh: |\r\n    set -e\r\n    echo ${jwt}\r\n`;
  const { client, root } = await serverFor({ 'a.yaml': `a: 1\r\n---\r\n${text}` });
  const uri = await client.open(join(root, 'a.yaml'));
  const found = client.diagnostics.get(uri)?.find(({ code }) => code === 'token-literal');
  const actions = await client.codeActions(uri, found, ['quickfix']);
  const suppress = actions.find(({ title }) => title.startsWith('Suppress token-literal'));
  await client.apply(uri, suppress?.edit);
  expect(client.text(uri)).toBe(`a: 1\r\n---\r\n# kube-token-lint-disable token-literal -- reason\r\n${text}`);
  // Its reason is still to be written.
  await client.until('the suppressed finding to go', () => client.codes(uri).join() === 'suppression-without-reason');
});

test('fix all takes the safe fixes alone, as the source action that was asked for', async () => {
  const { client, app } = await openShop();
  const only = ['source.fixAll.kube-token-lint'];
  const [all, ...more] = await client.codeActions(app, undefined, only);
  expect(more).toEqual([]);
  expect(all?.kind).toBe(only[0]);
  await client.apply(app, all?.edit);
  expect(client.text(app)).toBe(deployment.replace('expirationSeconds: 300', 'expirationSeconds: 600'));
  expect(await client.codeActions(app, undefined, ['refactor'])).toEqual([]);
});

test('fix all leaves what helm rendered, as the command does; single fixes are offered', async () => {
  const { client, root } = await serverFor({ 'a.yaml': `# Source: cart/templates/a.yaml\n${deployment}` });
  const app = await client.open(join(root, 'a.yaml'));
  const found = client.diagnostics.get(app)?.find(({ code }) => code === 'token-expiration-bounds');
  expect(await client.codeActions(app, undefined, ['source.fixAll.kube-token-lint'])).toEqual([]);
  expect((await client.codeActions(app, found)).map(({ title }) => title)).toContain('Set expirationSeconds: 600');
});

test.each([
  ['serviceAccountName', ['account cart', 'automount on, by default', 'may: Role cart in shop']],
  [
    'name: web',
    ['| web | automount | API server | 1 y (asked: 3607 s) | default path |', '| web | projected | vault | 5 min |'],
  ],
  ['mountPath', ['| web | projected | vault | 5 min | /var/run/secrets/vault/token |']],
  ['audience: vault', ['| web | projected | vault']],
  ['300', ['token-expiration-bounds](https://']],
  ['expirationSeconds', ['token-expiration-bounds](https://']],
  ['Deployment', ['automount on, by default']],
])('hover on %s says what the container gets', async (marker, said) => {
  const { client, app } = await openShop();
  const text = JSON.stringify(await client.ask('hover', app, marker)).replaceAll('\\\\', '');
  for (const words of said) expect(text).toContain(words);
});

test('hover on a mount speaks of its tokens alone, and elsewhere of nothing', async () => {
  const { client, app } = await openShop();
  expect(JSON.stringify(await client.ask('hover', app, 'mountPath'))).not.toContain('| automount |');
  expect(await client.ask('hover', app, 'matchLabels')).toBeNull();
});

test('hover shows the words of the command’s inventory', async () => {
  const { client, root, app } = await openShop();
  const printed = run(['tokens'], { cwd: root }).stdout;
  const hover = JSON.stringify(await client.ask('hover', app, 'Deployment'));
  const automount = /automount on, by default \([^)]*\)/.exec(printed)?.[0] ?? 'nothing printed';
  expect(hover.replaceAll('\\\\', '')).toContain(automount);
  for (const words of ['1 y (asked: 3607 s)', 'vault', '5 min', 'default path']) {
    expect(printed).toContain(words);
    expect(hover).toContain(words);
  }
});

test('hover on a binding and on an account names the workloads; so does the account’s lens', async () => {
  const { client, root } = await serverFor(shop);
  const files = [await client.open(join(root, 'account.yaml')), await client.open(join(root, 'binding.yaml'))] as const;
  expect(JSON.stringify(await client.ask('hover', files[0], 'ServiceAccount'))).toContain('Deployment cart');
  expect(JSON.stringify(await client.ask('hover', files[1], 'roleRef'))).toContain('Deployment cart');
  expect(await client.askAbout('codeLens', files[0])).toEqual([
    {
      range: { start: { line: 1, character: 0 }, end: { line: 1, character: 4 } },
      command: { title: 'runs Deployment cart', command: 'kube-token-lint.show' },
    },
  ]);
  const command = { command: 'kube-token-lint.show', arguments: [] };
  expect(await client.connection.sendRequest('workspace/executeCommand', command)).toBeNull();
});

test('an inlay hint tells the effective automount where nothing is written', async () => {
  const { client, app } = await openShop();
  expect(await client.askAbout('inlayHint', app)).toMatchObject([
    { position: { line: 9, character: 9 }, label: 'automount on, by default' },
  ]);
  await client.replace(
    app,
    'serviceAccountName: cart',
    'serviceAccountName: cart\n      automountServiceAccountToken: true',
  );
  expect(await client.askAbout('inlayHint', app)).toEqual([]);
});

test('go to the account, the bindings, the volume, the role', async () => {
  const { client, root, app } = await openShop();
  const bindings = await client.open(join(root, 'binding.yaml'));
  const at = (name: string, line: number): object => ({ uri: uriOf(root, name), range: { start: { line } } });
  expect(await client.ask('definition', app, 'cart\n      containers')).toMatchObject([at('account.yaml', 3)]);
  expect(await client.ask('implementation', app, 'cart\n      containers')).toMatchObject([at('binding.yaml', 11)]);
  expect(await client.ask('definition', app, 'vault\n              mountPath')).toMatchObject([
    at('app/deployment.yaml', 19),
  ]);
  expect(await client.ask('definition', bindings, 'cart\nsubjects')).toMatchObject([at('binding.yaml', 16)]);
  expect(await client.ask('definition', bindings, 'cart\n---')).toMatchObject([at('account.yaml', 3)]);
  const uses = await client.ask('references', app, 'cart\n      containers', {
    context: { includeDeclaration: false },
  });
  expect(uses).toMatchObject([at('app/deployment.yaml', 10), at('binding.yaml', 11)]);
});

test('suppressions are completed: the comment, its rules, the annotation', async () => {
  const { client, root } = await serverFor({ 'a.yaml': '' });
  const comment = await client.open(
    join(root, 'a.yaml'),
    '# kube-to\n# kube-token-lint-disable-next-line tok\nkube-token-lint.io/ign\n',
  );
  const labels = async (marker: string): Promise<string[]> => {
    const text = client.text(comment);
    const offset = text.indexOf(marker) + marker.length;
    const before = text.slice(0, offset).split('\n');
    const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
    const items: { label: string }[] = await client.connection.sendRequest('textDocument/completion', {
      textDocument: { uri: comment },
      position,
    });
    return items.map(({ label }) => label);
  };
  expect(await labels('# kube-to')).toContain('kube-token-lint-disable-next-line');
  expect(await labels('next-line tok')).toContain('token-audience-missing');
  expect(await labels('io/ign')).toEqual(['kube-token-lint.io/ignore.']);
});

test('rules that suppressions and the configuration name are linked', async () => {
  const { client, root } = await serverFor({
    'a.yaml': '# kube-token-lint-disable-next-line token-audience-missing -- no account-default here\na: 1\n',
    'kube-token-lint.config.yaml': 'rules:\n  account-default: off\n',
  });
  const suppressed = await client.open(join(root, 'a.yaml'));
  expect(JSON.stringify(await client.ask('hover', suppressed, 'audience-missing'))).toContain('README.md): ');
  expect(await client.ask('hover', suppressed, 'account-default')).toBeNull();
  const linked = async (name: string): Promise<unknown> =>
    client.askAbout('documentLink', await client.open(join(root, name)));
  expect(await linked('a.yaml')).toMatchObject([
    { target: expect.stringContaining('token-audience-missing/README.md') },
  ]);
  expect(await linked('kube-token-lint.config.yaml')).toMatchObject([
    {
      range: { start: { line: 1, character: 2 }, end: { line: 1, character: 17 } },
      target: expect.stringContaining('account-default'),
    },
  ]);
});

test('tokens in manifests are never shown', async () => {
  const { client, root } = await serverFor({
    'a.yaml': deployment.replace('audience: vault', `audience: ${jwt}`).replace('name: web', `name: ${jwt}`),
  });
  const uri = await client.open(join(root, 'a.yaml'));
  const said = [
    ...(await Promise.all(
      ['serviceAccountName', 'name: eyJ', 'mountPath', 'audience', 'Deployment'].map((marker) =>
        client.ask('hover', uri, marker),
      ),
    )),
    await client.askAbout('inlayHint', uri),
    [...client.diagnostics.values()].map((list) => list.map(({ data, ...shown }) => (data === undefined ? {} : shown))),
    client.logs,
  ];
  expect(runJson([], { cwd: root }).output.findings.length).toBeGreaterThan(0);
  for (const piece of jwtPieces) expect(JSON.stringify(said)).not.toContain(piece);
});
