import parser from '@typescript-eslint/parser';
import { RuleTester } from 'eslint';
import { describe, it } from 'vitest';
import { noCachedToken } from '../../src/eslint/noCachedToken.ts';
import { noDefaultTokenPath } from '../../src/eslint/noDefaultTokenPath.ts';
import { noTokenInUrl } from '../../src/eslint/noTokenInUrl.ts';
import { noTokenLogging } from '../../src/eslint/noTokenLogging.ts';

RuleTester.describe = describe;
RuleTester.it = it;

const tester = new RuleTester({ languageOptions: { parser } });
const fs = "import { readFileSync } from 'node:fs';\nimport { readFile } from 'node:fs/promises';\n";
const path = "const path = '/var/run/secrets/vault/token';\n";
const api = "const path = '/var/run/secrets/kubernetes.io/serviceaccount/token';\n";
const read = "readFileSync(path, 'utf8')";

const invalid = (messageId: string, code: string, count = 1): RuleTester.InvalidTestCase => ({
  code: fs + code,
  errors: Array.from({ length: count }, () => ({ messageId })),
});
const project = { 'kube-token-lint': { tokenVariables: ['TOKEN_PATH'] } };
const valid = (code: string): string => fs + code;

tester.run('no-cached-token', noCachedToken, {
  invalid: [
    invalid('module', `${path}const token = ${read};`),
    invalid('module', `${path}export const token = ${read}.trim();`),
    invalid('module', `const token = await readFile(process.env.AWS_WEB_IDENTITY_TOKEN_FILE!, 'utf8');`),
    invalid('module', `const token = readFileSync(process.env['SA_TOKEN_PATH'] ?? '/x');`),
    { ...invalid('module', 'const token = readFileSync(process.env.TOKEN_PATH);'), settings: project },
    invalid('module', `const base = '/var/run/secrets';\nconst token = readFileSync(\`\${base}/vault/token\`);`),
    invalid(
      'module',
      `import { join } from 'node:path';\nconst token = readFileSync(join('/var/run/secrets', 'vault', 'token'));`,
    ),
    invalid('module', `${path}const client = connect({ token: ${read} });`),
    invalid(
      'memoized',
      `${path}let token: string | undefined;\nexport function get() { token ??= ${read}; return token; }`,
    ),
    invalid('memoized', `${path}let token;\nfunction get() { if (!token) { token = ${read}; } return token; }`),
    invalid(
      'memoized',
      `${path}let token;\nasync function get() { if (token === undefined) token = await readFile(path, 'utf8'); }`,
    ),
    invalid('memoized', `${path}class A { get() { this.token ||= ${read}; } }`),
    invalid('instance', `${path}class A { token = ${read}; }`),
    invalid('module', `${path}class A { static #token = ${read}; }`),
    invalid('instance', `${path}class A { constructor() { this.token = ${read}; } }`),
  ],
  valid: [
    valid(`${path}export function get() { return ${read}; }`),
    valid(`${path}function get() { const token = ${read}; return call(token); }`),
    valid(`${path}let token;\nsetInterval(() => { token = ${read}; }, 60_000);`),
    valid(
      `${path}let token, expires = 0;\nfunction get() { if (Date.now() > expires) { token = ${read}; } return token; }`,
    ),
    valid(`${path}class A { get() { this.token = ${read}; } }`),
    valid(`${path}const read = () => ${read};`),
    // Who knows whose tokens these are, and whether anyone replaces them?
    valid("const token = readFileSync(process.env.TOKEN_PATH, 'utf8');"),
    valid("const token = readFileSync(process.env.DISCORD_TOKEN_FILE ?? '/run/secrets/discord_token', 'utf8');"),
    valid("const token = readFileSync(process.env.VAULT_TOKEN_FILE, 'utf8');"),
    valid("const certificate = readFileSync('/var/run/secrets/kubernetes.io/serviceaccount/ca.crt');"),
    valid("const settings = readFileSync('/etc/token-service/config.yaml');"),
    valid('const tokens = readFileSync(process.env.TOKENIZER_MODEL);'),
    valid('const text = readFileSync(process.argv[2]);'),
    valid(`let path = '/var/run/secrets/vault/token';\npath = process.argv[2];\nconst text = ${read};`),
  ],
});

tester.run('no-token-logging', noTokenLogging, {
  invalid: [
    invalid('logged', `${path}function f() { const token = ${read}; console.log(token); }`),
    invalid('logged', `${path}function f() { const token = ${read}.trim(); logger.info(\`token \${token}\`); }`),
    invalid('logged', `${path}class A { f() { const token = ${read}; this.logger.debug({ token }, 'sent'); } }`),
    invalid(
      'logged',
      `${path}const headers = () => ({ Authorization: 'Bearer ' + ${read} });\nconsole.error('failed', JSON.stringify(headers()));`,
    ),
    invalid('written', `${path}function get() { return ${read}; }\nprocess.stdout.write(get());`),
    invalid('logged', `${path}async function f() { console.dir({ ...{ token: await readFile(path, 'utf8') } }); }`),
    invalid(
      'logged',
      `const get = async () => { const { env } = process; return readFile(env.TOKEN_PATH as string, 'utf8'); };\nlog.warn(await get());`,
    ),
  ],
  valid: [
    valid(
      `${path}function f() { const token = ${read}; console.log(token.length, Boolean(token), !!token, typeof token); }`,
    ),
    valid(`${path}function f() { const token = ${read}; console.log(token ? 'there' : 'missing'); }`),
    valid(`${path}function f() { const token = ${read}; console.log('read', path); }`),
    valid(`${path}function f(console2) { const token = ${read}; send.write(token); math.log(token); }`),
    valid("const token = 'not read from a file'; console.log(token);"),
    valid(`${path}function f() { const token = ${read}; { const token = 1; console.log(token); } }`),
    valid('let a = b, b = a; console.log(a); function f() { return f(); } console.log(f());'),
  ],
});

tester.run('no-token-in-url', noTokenInUrl, {
  invalid: [
    invalid(
      'url',
      `${path}function f() { const token = ${read}; return fetch(\`https://vault.example.com/login?jwt=\${token}\`); }`,
    ),
    invalid(
      'url',
      `${path}const base = 'https://vault.example.com';\nconst url = () => base + '/login?jwt=' + ${read};`,
    ),
    invalid('url', `${path}const f = () => fetch(\`\${process.env.HOST}/login?a=b&access_token=\${${read}}\`);`),
    invalid(
      'url',
      `${path}function f() { const url = new URL('https://a.example'); url.searchParams.set('token', ${read}); }`,
    ),
    invalid(
      'url',
      `${path}const f = () => fetch(\`https://a.example/?token=\${encodeURIComponent(${read}.trim())}\`);`,
    ),
    invalid('url', `${path}const f = () => fetch('https://a.example/?' + new URLSearchParams({ jwt: ${read} }));`),
    invalid('url', `${path}const f = () => \`https://user:\${${read}}@git.example.com/a.git\`;`),
    invalid('url', `${path}const f = (base) => \`\${base}?token=\${${read}}\`;`),
    invalid('url', `${path}const f = () => '/path?x=' + ${read};`),
    invalid('url', `${path}const f = (url) => { url += '?x=' + ${read}; };`),
    invalid('url', `${path}const url = 'https://a.example/?a=b';\nconst f = () => url + '&token=' + ${read};`),
    invalid('url', `${path}const f = (u) => { u.search = new URLSearchParams({ t: ${read} }).toString(); };`),
    invalid('url', `${path}const f = (u) => { u.search = '?t=' + ${read} + '&a=b'; };`),
    invalid('url', `${path}const f = (u) => { u.search = \`t=\${${read}}\`; };`),
    invalid(
      'url',
      `${path}const f = (u) => { const q = new URLSearchParams(); q.set('t', ${read}); return \`\${u}?\${q}\`; };`,
    ),
    invalid('url', `${path}const f = () => 'https://a.example/?' + new globalThis.URLSearchParams({ t: ${read} });`),
  ],
  valid: [
    valid(
      `${path}const f = () => fetch('https://vault.example.com', { headers: { Authorization: \`Bearer \${${read}}\` } });`,
    ),
    valid(`${path}const f = () => \`curl https://a.example -H 'Authorization: Bearer \${${read}}'\`;`),
    // The body of a token exchange (RFC 8693) is a form.
    valid(`${path}const f = () => new URLSearchParams({ subject_token: ${read} });`),
    valid(`${path}const f = () => { const form = new URLSearchParams(); form.set('subject_token', ${read}); };`),
    valid('const f = (token) => `https://a.example?page=${token}`;'),
    valid(`${path}const f = () => \`grant=x&subject_token=\${encodeURIComponent(${read})}&a=b\`;`),
    valid(`${path}const f = () => 'a=b&subject_token=' + encodeURIComponent(${read});`),
    valid(`${path}const f = () => 'redirect_uri=https://a.example/?a=b&subject_token=' + ${read};`),
    valid(`${path}const start = 'a=b';\nconst f = () => start + '&subject_token=' + ${read};`),
    valid(`${path}const f = () => 'What is this?' + ${read};`),
    // Who knows whether it is a URL?
    valid(`${path}const f = (text) => text + '&subject_token=' + ${read};`),
    valid(`${path}const f = (text) => \`\${text}&subject_token=\${${read}}\`;`),
    valid(`${path}const f = () => { let body = 'a=b'; body += '&subject_token=' + ${read}; };`),
    valid(
      `${path}const f = () => { const q = new URLSearchParams({ a: 'b' }); q.delete('t', ${read}); return \`?\${q}\`; };`,
    ),
  ],
});

tester.run('no-default-token-path', noDefaultTokenPath, {
  invalid: [
    {
      code: `${fs}${api}const f = () => fetch('https://vault.example.com/login', { headers: { Authorization: 'Bearer ' + ${read} } });`,
      errors: [{ messageId: 'foreign', data: { host: 'vault.example.com' } }],
    },
    invalid(
      'foreign',
      `${api}async function f() { const jwt = ${read}.trim(); await axios.post('http://payments.shop.svc/pay', {}, { headers: { jwt } }); }`,
    ),
    invalid(
      'foreign',
      `${api}const f = () => request({ url: new URL('https://sts.example.com/token'), body: ${read} });`,
    ),
    invalid(
      'foreign',
      `const f = () => send('https://a.example', readFileSync(process.env.TOKEN_PATH ?? '/run/secrets/kubernetes.io/serviceaccount/token'));`,
    ),
  ],
  valid: [
    valid(
      `${api}const f = () => fetch('https://kubernetes.default.svc/api', { headers: { Authorization: 'Bearer ' + ${read} } });`,
    ),
    valid(
      `${api}const f = () => fetch(\`https://\${process.env.KUBERNETES_SERVICE_HOST}/api\`, { headers: { a: ${read} } });`,
    ),
    valid(`${path}const f = () => fetch('https://vault.example.com/login', { body: ${read} });`),
    valid(`${api}const f = (url) => fetch(url, { body: ${read} });`),
    {
      code: `${fs}${api}const f = () => fetch('https://api.cluster.example.com', { body: ${read} });`,
      options: [{ apiServers: ['api.cluster.example.com'] }],
    },
  ],
});
