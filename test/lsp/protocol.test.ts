import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { cli, folder, run } from '../support/command.ts';
import { LanguageClient, modern } from '../support/languageClient.ts';
import { property } from '../../src/inputs/property.ts';
import { pod } from '../support/manifests.ts';
import { deployment, serverFor, start } from './support.ts';

test('it says what it can do', async () => {
  const client = new LanguageClient(folder({}));
  const result = await client.initialize([], modern);
  expect(result).toMatchObject({
    serverInfo: { name: 'kube-token-lint', version: expect.stringMatching(/^\d/) },
    capabilities: {
      textDocumentSync: { change: 2 },
      codeActionProvider: { codeActionKinds: ['quickfix', 'source.fixAll.kube-token-lint'] },
    },
  });
  expect(await client.stop()).toBe(0);
});

test('exit without shutdown is an error, and so is a closed pipe', async () => {
  const client = await start({ roots: [] });
  await client.connection.sendNotification('exit');
  expect(await client.exited).toBe(1);
  const other = await start({ roots: [folder({ 'a.yaml': pod('a') })] });
  other.process.stdin?.end();
  expect(await other.exited).toBe(1);
});

test('it watches files and settings, and shows the progress of the first scan', async () => {
  const { client } = await serverFor({ 'a.yaml': pod('a') });
  expect(client.registrations.sort()).toEqual(['workspace/didChangeConfiguration', 'workspace/didChangeWatchedFiles']);
});

test('a request that fails, an unknown one and a wrong one do not end it', async () => {
  const { client, root } = await serverFor({ 'a.yaml': pod('a') });
  const uri = await client.open(join(root, 'a.yaml'));
  await expect(client.connection.sendRequest('textDocument/hover', { textDocument: { uri } })).rejects.toThrow();
  await expect(client.connection.sendRequest('textDocument/hover', {})).rejects.toThrow();
  await expect(client.connection.sendRequest('textDocument/unheardOf', {})).rejects.toThrow();
  await client.connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri: 'file:///%', text: 'a', version: 1, languageId: 'yaml' },
  });
  expect(await client.ask('hover', uri, 'Pod')).not.toBeNull();
});

test('requests before the first and after the last are refused, and such that name no document or place', async () => {
  const client = new LanguageClient(folder({}));
  const codeOf = async (method: string, params: object = {}): Promise<unknown> =>
    client.connection.sendRequest(method, params).catch((error: unknown) => property(error, 'code'));
  const hover = { textDocument: { uri: 'untitled:a' }, position: { line: 0, character: 0 } };
  expect(await codeOf('textDocument/hover', hover)).toBe(-32002);
  await client.initialize([], modern);
  expect(await codeOf('initialize', { capabilities: {} })).toBe(-32600);
  expect(await codeOf('textDocument/hover', hover)).toBeNull();
  expect(await codeOf('textDocument/hover', { ...hover, position: null })).toBe(-32602);
  expect(await codeOf('textDocument/codeLens', {})).toBe(-32602);
  expect(await codeOf('textDocument/unheardOf')).toBe(-32601);
  await client.connection.sendRequest('shutdown');
  expect(await codeOf('textDocument/hover', hover)).toBe(-32600);
  expect(await codeOf('textDocument/unheardOf')).toBe(-32600);
});

test('a request can be cancelled', async () => {
  const { client, root } = await serverFor({ 'a.yaml': deployment });
  const uri = await client.open(join(root, 'a.yaml'));
  const { CancellationTokenSource } = await import('vscode-languageserver-protocol/node');
  const source = new CancellationTokenSource();
  const params = { textDocument: { uri }, position: { line: 1, character: 1 } };
  const asked = client.connection.sendRequest('textDocument/hover', params, source.token);
  source.cancel();
  await asked.catch((error: unknown) => {
    expect(String(error)).toContain('cancel');
  });
  expect(await client.ask('hover', uri, 'Deployment')).not.toBeNull();
});

test('nothing but the protocol is printed', async () => {
  const root = folder({ 'a.yaml': pod('a'), 'kube-token-lint.config.yaml': 'rules: {}\n' });
  const server = spawn(process.execPath, [cli, 'lsp', '--stdio'], { cwd: root });
  let printed = '';
  server.stdout.on('data', (data: Buffer) => (printed += data.toString()));
  const send = (message: object): void => {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    server.stdin.write(`Content-Length: ${String(Buffer.byteLength(text))}\r\n\r\n${text}`);
  };
  send({ id: 1, method: 'initialize', params: { processId: null, rootUri: `file://${root}`, capabilities: {} } });
  send({ method: 'initialized', params: {} });
  const said = (words: string): Promise<void> =>
    new Promise((resolve) => {
      server.stdout.on('data', () => {
        if (printed.includes(words)) resolve();
      });
    });
  await said('publishDiagnostics');
  send({ id: 2, method: 'shutdown' });
  await said('"id":2');
  send({ method: 'exit' });
  expect(await new Promise((resolve) => server.on('close', resolve))).toBe(0);
  let rest = Buffer.from(printed);
  let messages = 0;
  while (rest.length > 0) {
    const header = /^Content-Length: (\d+)\r\n\r\n/.exec(rest.toString());
    expect(header).not.toBeNull();
    const end = (header?.[0].length ?? 0) + Number(header?.[1]);
    expect(() => JSON.parse(rest.subarray(header?.[0].length ?? 0, end).toString())).not.toThrow();
    rest = rest.subarray(end);
    messages += 1;
  }
  expect(messages).toBeGreaterThanOrEqual(3);
});

test('without --stdio it says how it is called', () => {
  const { code, stderr } = run(['lsp'], { cwd: folder({}) });
  expect(code).toBe(2);
  expect(stderr).toContain('lsp --stdio');
});
