import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { folder, run } from '../support/command.ts';
import { type LanguageClient, modern, uriOf } from '../support/languageClient.ts';
import { pod } from '../support/manifests.ts';
import { account, binding, deployment, serverFor, start } from './support.ts';

const shop = { 'account.yaml': account, 'binding.yaml': binding, 'app.yaml': deployment };
const created = 1;
const changed = 2;
const deleted = 3;

async function watched(client: LanguageClient, uri: string, type: number): Promise<void> {
  await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type }] });
}

test('editing a binding changes the findings of the pods that use it, and back', async () => {
  const { client, root } = await serverFor(shop);
  const app = uriOf(root, 'app.yaml');
  const before = client.codes(app);
  expect(before).not.toContain('automount-implicit');
  const uri = await client.open(join(root, 'binding.yaml'));
  await client.replace(uri, 'namespace: shop', 'namespace: elsewhere');
  await client.until('other findings in app.yaml', () => client.codes(app).join() !== before.join());
  await client.replace(uri, 'namespace: elsewhere', 'namespace: shop');
  await client.until('the former findings in app.yaml', () => client.codes(app).join() === before.join());
});

test('editing an account changes the findings of its pods, unsaved', async () => {
  const { client, root } = await serverFor({ 'account.yaml': account, 'app.yaml': deployment });
  const app = uriOf(root, 'app.yaml');
  expect(client.codes(app)).toContain('automount-implicit');
  const uri = await client.open(join(root, 'account.yaml'), `${account}automountServiceAccountToken: false\n`);
  await client.until('the account to decide', () => !client.codes(app).includes('automount-implicit'));
  await client.close(uri);
  await client.until('what is on disk to count', () => client.codes(app).includes('automount-implicit'));
});

test('broken YAML while typing keeps the last good facts, here and elsewhere', async () => {
  const { client, root } = await serverFor(shop);
  const app = await client.open(join(root, 'app.yaml'));
  const uri = await client.open(join(root, 'binding.yaml'));
  const before = client.codes(app);
  await client.replace(uri, 'roleRef:', 'roleRef: [');
  await client.until('a syntax error', () => client.codes(uri).includes('yaml-syntax'));
  expect(client.codes(app)).toEqual(before);

  const place = (): number | undefined =>
    client.diagnostics.get(app)?.find(({ code }) => code === 'token-expiration-bounds')?.range.start.line;
  expect(place()).toBe(25);
  await client.replace(app, 'metadata:\n', 'metadata:\n  labels: {\n');
  await client.until('a syntax error', () => client.codes(app).includes('yaml-syntax'));
  expect(place()).toBe(26);
  expect(JSON.stringify(await client.ask('hover', app, 'serviceAccountName'))).toContain('account cart');
  const finding = client.diagnostics.get(app)?.find(({ code }) => code === 'token-expiration-bounds');
  const [fix] = await client.codeActions(app, finding);
  await client.apply(app, fix?.edit);
  expect(client.text(app)).toContain('expirationSeconds: 600');
  await client.replace(app, '  labels: {\n', '');
  await client.until('a good text', () => !client.codes(app).includes('yaml-syntax'));
  expect(client.codes(app)).not.toContain('token-expiration-bounds');
});

test('while YAML is broken, what stands between several edits stays where it is', async () => {
  const { client, root } = await serverFor(shop);
  const app = await client.open(join(root, 'app.yaml'));
  const before = client.codes(app);
  const place = (): number | undefined =>
    client.diagnostics.get(app)?.find(({ code }) => code === 'token-expiration-bounds')?.range.start.line;
  await client.replace(app, 'expirationSeconds: 300\n', 'expirationSeconds: 300\nbad: [\n');
  await client.until('a syntax error', () => client.codes(app).includes('yaml-syntax'));
  for (const line of [26, 27, 28]) {
    await client.replace(app, 'apiVersion', '# a comment\napiVersion');
    await client.until('moved findings', () => place() === line);
  }
  await client.replace(app, '          image:', '          env: []\n          image:');
  await client.until('moved findings', () => place() === 29);
  expect(client.codes(app)).toEqual([...before, 'yaml-syntax'].sort());
  expect(JSON.stringify(await client.ask('hover', app, 'serviceAccountName'))).toContain('account cart');
  expect(await client.ask('definition', app, 'cart\n      containers')).toMatchObject([
    { uri: uriOf(root, 'account.yaml') },
  ]);
  // The whole text at once, as clients without ranges send it.
  await client.connection.sendNotification('textDocument/didChange', {
    textDocument: { uri: app, version: 100 },
    contentChanges: [{ text: `# one more\n${client.text(app)}bad: [\n` }],
  });
  await client.until('moved findings', () => place() === 30);
});

test('what was broken and is closed unsaved is as on disk again', async () => {
  const { client, root } = await serverFor({ 'a.yaml': pod('a') });
  const uri = await client.open(join(root, 'a.yaml'));
  const before = client.codes(uri);
  await client.replace(uri, 'metadata:', 'metadata: [');
  await client.until('a syntax error', () => client.codes(uri).includes('yaml-syntax'));
  await client.close(uri);
  await client.until('the former findings', () => client.codes(uri).join() === before.join());
});

test('a template is not linted as YAML', async () => {
  const { client, root } = await serverFor({});
  const text =
    'apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Release.Name }}\nspec:\n  containers: [{ name: a }]\n';
  const uri = await client.open(join(root, 'templates/pod.yaml'), text, 'helm');
  await client.until('a hint', () => client.diagnostics.has(uri));
  expect(client.diagnostics.get(uri)).toMatchObject([{ code: 'unrendered-template', severity: 4 }]);
});

test('files on disk are followed: created, changed, deleted', async () => {
  const { client, root } = await serverFor(shop);
  const app = uriOf(root, 'app.yaml');
  const before = client.codes(app);
  rmSync(join(root, 'binding.yaml'));
  await watched(client, uriOf(root, 'binding.yaml'), deleted);
  await client.until('other findings in app.yaml', () => client.codes(app).join() !== before.join());
  writeFileSync(join(root, 'binding.yaml'), binding);
  await watched(client, uriOf(root, 'binding.yaml'), created);
  await client.until('the former findings in app.yaml', () => client.codes(app).join() === before.join());
  writeFileSync(join(root, 'app.yaml'), 'a: 1\n');
  await watched(client, app, changed);
  await client.until('no findings', () => client.codes(app).length === 0);
});

test('a deleted file that is open keeps its buffer, then goes', async () => {
  const { client, root } = await serverFor({ 'a.yaml': pod('a') });
  const uri = await client.open(join(root, 'a.yaml'));
  rmSync(join(root, 'a.yaml'));
  await watched(client, uri, deleted);
  await client.replace(uri, 'name: a', 'name: b');
  expect(JSON.stringify(await client.ask('hover', uri, 'Pod'))).toContain('Pod b');
  await client.close(uri);
  await client.until('no findings', () => client.codes(uri).length === 0);
});

test('what git ignores is no part of the workspace, and is linted alone when it is open', async () => {
  const { client, root } = await serverFor({ ...shop, '.gitignore': 'generated\n', 'generated/b.yaml': binding });
  const before = client.codes(uriOf(root, 'app.yaml'));
  const uri = await client.open(join(root, 'generated/b.yaml'), binding.replace('shop', 'other') + `---\n${pod('p')}`);
  await client.until('findings of the ignored file', () => client.codes(uri).length > 0);
  expect(client.codes(uriOf(root, 'app.yaml'))).toEqual(before);
});

test('what the configuration excludes is no part of the workspace, and nothing is said of it when it is open', async () => {
  const config = 'kube-token-lint.config.yaml';
  const { client, root } = await serverFor({ ...shop, 'docs/b.yaml': pod('b'), [config]: 'exclude: [docs/]\n' });
  const [own, other] = [
    await client.open(join(root, 'docs/b.yaml')),
    await client.open(join(root, 'docs/new.yaml'), pod('c')),
  ];
  const configure = async (text: string): Promise<void> => {
    writeFileSync(join(root, config), text);
    await watched(client, uriOf(root, config), changed);
  };
  await client.until('findings', () => client.codes(uriOf(root, 'app.yaml')).length > 0);
  const isSilent = (): boolean => [own, other].every((uri) => client.codes(uri).length === 0);
  await setTimeout(300);
  expect(isSilent()).toBe(true);
  await configure('extends: recommended\n');
  await client.until('findings', () => [own, other].every((uri) => client.codes(uri).length > 0));
  await configure('exclude: [docs/]\n');
  await client.until('no findings', isSilent);
});

test('what git ignores is gone when it is closed, however soon', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [`generated/${String(index)}.yaml`, pod('a')]),
  );
  const { client, root } = await serverFor({ ...files, '.gitignore': 'generated\n' });
  for (const [index, name] of Object.keys(files).entries()) {
    const uri = await client.open(join(root, name));
    await setTimeout(index);
    await client.close(uri);
  }
  const uri = await client.open(join(root, 'last.yaml'), pod('a'));
  await client.until('findings', () => client.codes(uri).length > 0);
  await client.until(
    'no others',
    () => [...client.diagnostics.values()].filter(({ length }) => length > 0).length === 1,
  );
}, 60_000);

test('each folder of a workspace has its own facts and configuration; folders come and go', async () => {
  const [one, two] = [
    folder({ 'app.yaml': pod('a') }),
    folder({ 'app.yaml': pod('a'), 'kube-token-lint.config.yaml': 'rules:\n  account-default: off\n' }),
  ];
  const client = await start({ roots: [one, two] });
  await client.until('findings', () => client.codes(uriOf(one, 'app.yaml')).includes('account-default'));
  await client.until('findings', () => client.codes(uriOf(two, 'app.yaml')).length > 0);
  expect(client.codes(uriOf(two, 'app.yaml'))).not.toContain('account-default');
  const change = async (added: string[], removed: string[]): Promise<void> => {
    const folders = (roots: string[]): object[] => roots.map((root) => ({ uri: uriOf(root, ''), name: root }));
    await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added: folders(added), removed: folders(removed) },
    });
  };
  await change([], [one]);
  await client.until('nothing of the removed folder', () => client.codes(uriOf(one, 'app.yaml')).length === 0);
  await change([one], []);
  await client.until('findings again', () => client.codes(uriOf(one, 'app.yaml')).includes('account-default'));
});

test('a folder that is taken out while it is read is not read on', async () => {
  const files = Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`${String(index)}.yaml`, pod('a')]));
  const [one, two] = [folder(files), folder({ 'app.yaml': pod('a') })];
  const client = await start({ roots: [one, two] });
  await client.until('the scan to begin', () => client.progress === 'begun');
  const removed = [{ uri: uriOf(one, ''), name: one }];
  await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event: { added: [], removed } });
  await client.scanned();
  await client.until('findings', () => client.codes(uriOf(two, 'app.yaml')).length > 0);
  const added = removed;
  await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event: { added, removed: [] } });
  await client.until('findings again', () => client.codes(uriOf(one, '599.yaml')).length > 0);
  await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event: { added: [], removed } });
  const others = (): unknown[] =>
    [...client.diagnostics].filter(([uri, { length }]) => length > 0 && uri !== uriOf(two, 'app.yaml'));
  await client.until('nothing of the folder', () => others().length === 0);
});

test.each(['file:///%', 'file://host/a.yaml', 'file:///a%2Fb.yaml', 'nothing of the kind'])(
  'a document that is called %s is linted, and the folder all the same',
  async (uri) => {
    const root = folder({ 'a.yaml': pod('a') });
    const client = await start({ roots: [root] });
    await client.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'yaml', version: 1, text: pod('x') },
    });
    await client.scanned();
    expect(client.codes(uri)).toContain('account-default');
    writeFileSync(join(root, 'b.yaml'), pod('b'));
    await watched(client, uri, changed);
    await watched(client, uriOf(root, 'b.yaml'), created);
    await client.until('findings', () => client.codes(uriOf(root, 'b.yaml')).length > 0);
    expect(client.logs).toEqual([]);
  },
);

test.each([
  ['', ['suppression-unknown-rule']],
  ['plugins: [./acme.mjs]\n', []],
])('a rule of a plugin, which is not run, is known to nobody: with %j', async (config, codes) => {
  const { client, root } = await serverFor({
    'kube-token-lint.config.yaml': `extends: recommended\n${config}`,
    'a.yaml': `# kube-token-lint-disable acme/owner -- a test\n${account}`,
  });
  expect(client.codes(uriOf(root, 'a.yaml'))).toEqual(codes);
});

test('the configuration is reloaded; one that cannot be used is named, and the former counts', async () => {
  const { client, root } = await serverFor({ 'app.yaml': pod('a') });
  const app = uriOf(root, 'app.yaml');
  const config = uriOf(root, 'kube-token-lint.config.yaml');
  expect(client.codes(app)).toContain('account-default');
  const write = async (text: string): Promise<void> => {
    writeFileSync(join(root, 'kube-token-lint.config.yaml'), text);
    await watched(client, config, created);
  };
  await write('rules:\n  account-default: off\n');
  await client.until('the rule to be off', () => !client.codes(app).includes('account-default'));
  await write('rules:\n  account-defalt: off\n');
  await client.until('a message', () => client.messages.some((message) => message.includes('account-defalt')));
  await client.until('a diagnostic in the configuration', () => client.codes(config).includes('configuration'));
  expect(client.diagnostics.get(config)).toMatchObject([{ range: { start: { line: 1, character: 2 } } }]);
  expect(client.codes(app)).not.toContain('account-default');
  await write('rules: {}\n');
  await client.until('the rule to be on', () => client.codes(app).includes('account-default'));
  await client.until('nothing of the configuration', () => client.codes(config).length === 0);
});

test('what the baseline accepts is not shown; it is reloaded, and one that is broken is named', async () => {
  const texts = { 'k8s/app.yaml': pod('a'), 'k8s/b.yaml': pod('b') };
  const root = folder({ ...texts, '.git/HEAD': '', 'k8s/kube-token-lint.config.yaml': '{}' });
  expect(run(['--update-baseline', 'k8s/app.yaml', '--no-complete'], { cwd: root }).code).toBe(0);
  const client = await start({ roots: [join(root, 'k8s')] });
  await client.scanned();
  const [app, b] = [uriOf(root, 'k8s/app.yaml'), uriOf(root, 'k8s/b.yaml')];
  const baseline = uriOf(root, 'k8s/kube-token-lint.baseline.json');
  expect([client.codes(app), client.codes(b).length > 0]).toEqual([[], true]);
  await client.open(join(root, 'k8s/app.yaml'), `${pod('a')}# kube-token-lint-disabel\n`);
  await client.until('what is new', () => client.codes(app).length > 0);
  expect(client.codes(app)).toEqual(['suppression-unknown-rule']);
  await client.close(app);
  // Nearer than the first one.
  writeFileSync(join(root, 'k8s/kube-token-lint.baseline.json'), '{ "version": 2 }');
  await watched(client, baseline, created);
  await client.until('a diagnostic in the baseline', () => client.codes(baseline).includes('configuration'));
  expect(client.codes(app)).toEqual([]);
  rmSync(join(root, 'k8s/kube-token-lint.baseline.json'));
  rmSync(join(root, 'kube-token-lint.baseline.json'));
  await watched(client, baseline, deleted);
  await client.until('all findings', () => client.codes(app).length > 0 && client.codes(baseline).length === 0);
});

test('the client’s settings count: at the start, and when they change', async () => {
  const root = folder({
    'app.yaml': pod('a'),
    'other.yaml': 'rules:\n  account-default: off\n',
    'third.yaml': 'rules: {}\n',
  });
  const client = await start({ roots: [root], initializationOptions: { config: 'other.yaml' } });
  const app = uriOf(root, 'app.yaml');
  await client.scanned();
  expect(client.codes(app)).not.toContain('account-default');
  client.settings = { config: 'third.yaml' };
  await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  await client.until('the rule to be on', () => client.codes(app).includes('account-default'));
});

test('a setting that is taken back counts no more; a preset that is none is told, and the former counts', async () => {
  const off = 'rules:\n  account-default: off\n  automount-unused: off\n  automount-implicit: off\n';
  const root = folder({ 'app.yaml': pod('a'), 'off.yaml': off });
  const settings = { config: 'off.yaml', preset: 'zero-trust', trace: 'off' };
  const client = await start({ roots: [root], initializationOptions: settings, settings });
  const app = uriOf(root, 'app.yaml');
  const found = async (rule: string): Promise<void> => client.until(rule, () => client.codes(app).join() === rule);
  const set = async (changed: object | null): Promise<void> => {
    client.settings = changed && { ...settings, ...changed };
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  };
  await client.scanned();
  expect(client.codes(app)).toEqual([]);
  await set({ config: '' });
  await found('automount-unused');
  await set({ config: '', preset: 'recommendet' });
  await client.until('a message', () => client.messages.length > 0);
  expect(client.messages).toMatchObject([expect.stringContaining('unknown preset "recommendet"')]);
  expect(client.codes(app)).toEqual(['automount-unused']);
  expect(client.logs).toEqual([]);
  await set({ config: '', preset: '', trace: 'messages' });
  await found('account-default');
  await client.until('a trace', () => client.logs.some((line) => line.startsWith('Linted')));
  await set(null);
  await found('');
});

test('what is wrong with a configuration is not said of its unsaved text', async () => {
  const { client, root } = await serverFor({ 'kube-token-lint.config.yaml': 'rules:\n  account-defalt: off\n' });
  const config = await client.open(join(root, 'kube-token-lint.config.yaml'));
  await client.until('a diagnostic', () => client.codes(config).includes('configuration'));
  await client.replace(config, 'defalt', 'default');
  await client.until('none', () => client.codes(config).length === 0);
  await client.close(config);
  await client.until('that of the text on disk', () => client.codes(config).includes('configuration'));
});

test('a client that can do little is served all the same', async () => {
  const { client, root } = await serverFor(shop, {});
  const app = uriOf(root, 'app.yaml');
  await client.until('findings', () => client.codes(app).length > 0);
  expect(client.registrations).toEqual([]);
  expect(client.progress).toBe('none');
  const finding = client.diagnostics.get(app)?.find(({ code }) => code === 'token-expiration-bounds');
  expect(finding).not.toHaveProperty('relatedInformation');
  const uri = await client.open(join(root, 'app.yaml'));
  const [fix] = await client.codeActions(uri, finding);
  expect(Object.keys(fix?.edit?.changes ?? {})).toEqual([uri]);
  // Without watched files, a save makes it look at the disk.
  const before = client.codes(app);
  rmSync(join(root, 'binding.yaml'));
  await client.connection.sendNotification('textDocument/didSave', { textDocument: { uri } });
  await client.until('other findings', () => client.codes(app).join() !== before.join());
});

test('documents outside of all folders, and in none, are linted', async () => {
  const { client } = await serverFor({});
  const outside = folder({ 'a.yaml': pod('a') });
  const uri = await client.open(join(outside, 'a.yaml'));
  await client.until('findings', () => client.codes(uri).includes('account-default'));
  const untitled = await client.open('untitled:Untitled-1', pod('b'));
  await client.until('findings', () => client.codes(untitled).includes('account-default'));
  await client.close(untitled);
  await client.until('no findings', () => client.codes(untitled).length === 0);
});

test('a new buffer that is in no file yet joins the folder', async () => {
  const { client, root } = await serverFor({ 'app.yaml': deployment, 'account.yaml': account });
  const app = uriOf(root, 'app.yaml');
  const before = client.codes(app);
  mkdirSync(join(root, 'rbac'));
  await client.open(join(root, 'rbac/new.yaml'), binding);
  await client.until('other findings', () => client.codes(app).join() !== before.join());
});

test('a workspace without folders serves what is open', async () => {
  const client = await start({ roots: [], capabilities: modern });
  const uri = await client.open(join(folder({ 'a.yaml': pod('a') }), 'a.yaml'));
  await client.until('findings', () => client.codes(uri).includes('account-default'));
});
