import parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { expect, test } from 'vitest';
import plugin from '../../src/eslint/plugin.ts';

const file = "'/var/run/secrets/kubernetes.io/serviceaccount/token'";
const read = `fs.readFileSync(${file}, 'utf8')`;

/** The messages of the recommended rules, each behind its rule's name, and the text that it points at. */
function found(code: string): string[][] {
  const config = { ...plugin.configs.recommended, languageOptions: { parser } };
  const lines = code.split('\n');
  return new Linter().verify(code, [config]).map(({ ruleId, message, line, column, endLine, endColumn }) => {
    const place = endLine === line ? (lines[line - 1]?.slice(column - 1, (endColumn ?? 0) - 1) ?? '') : '';
    return [ruleId?.replace('kube-token-lint/no-', '') ?? message, place];
  });
}

const logged = [
  `function f() { const t = ${read}; const token = t; console.log(token); }`,
  `function f() { const { token } = { token: ${read} }; console.log(token); }`,
  `function f() { const [token] = [${read}]; console.log(token); }`,
  `async function f() { const [token, ca] = await Promise.all([fs.promises.readFile(${file}), fs.readFile('/ca')]); console.log(token); }`,
  `async function f() { const [a, { data: token }] = await Promise.all([g(), { data: ${read} }]); console.log(token); }`,
  `function f() { let token; ({ token } = { token: ${read} }); console.log(token); }`,
  `function f() { fs.readFile(${file}, 'utf8', (error, token) => { if (error) throw error; console.log(token); }); }`,
  `function f() { fs.readFile(process.env.AZURE_FEDERATED_TOKEN_FILE, 'utf8', function (err, token) { logger.debug('token is %o', token); }); }`,
  `function f() { fsp.readFile(${file}).then((token) => { console.log(token); }); }`,
  `function f() { fsp.readFile(${file}).then((buffer) => buffer.toString('utf8').trim()).then((token) => console.log(token)); }`,
  `const get = () => new Promise((resolve, reject) => { fs.readFile(${file}, (error, data) => { if (error) reject(error); resolve(data); }); });
async function f() { const token = await get(); console.log(token); }`,
  `const readFileAsync = util.promisify(fs.readFile);\nasync function f() { const token = await readFileAsync(${file}); console.log(token); }`,
  `import { readFileSync as load } from 'node:fs';\nfunction f() { const token = load(${file}); console.log(token); }`,
  `const { readFile: load } = require('fs/promises');\nasync function f() { const token = await load(${file}); console.log(token); }`,
  `const load = fs.readFileSync;\nfunction f() { const token = load(${file}); console.log(token); }`,
  `function f() { const token = (0, fs_1.readFileSync)(${file}); console.log(token); }`,
  `async function f() { const token = await Deno.readTextFile(${file}); console.log(token); }`,
  `const config = { tokenPath: process.env.X || ${file} };\nfunction f() { const token = fs.readFileSync(config.tokenPath); console.log(token); }`,
  `const { tokenPath } = { tokenPath: ${file} };\nfunction f() { const token = fs.readFileSync(tokenPath); console.log(token); }`,
  `const { AWS_WEB_IDENTITY_TOKEN_FILE } = process.env;\nfunction f() { const token = fs.readFileSync(AWS_WEB_IDENTITY_TOKEN_FILE); console.log(token); }`,
  `const { JWT_FILE: path } = process.env;\nfunction f() { const token = fs.readFileSync(path.trim()); console.log(token); }`,
  `class A { path = ${file}; f() { const token = fs.readFileSync(this.path); console.log(token); } }`,
  `class A { static readFileAsync = promisify(fs.readFile); #path = ${file}; async f() { const token = await A.readFileAsync(this.#path); console.log(token); } }`,
  `class A { constructor(options) { this.path = options.path ?? ${file}; } f() { const token = fs.readFileSync(this.path); console.log(token); } }`,
  `class A { load() { return ${read}; } f() { const token = this.load(); console.log(token); } }`,
  `class A { get token() { return ${read}; } f() { const { token } = this; console.log(token); } }`,
  `class A { async #load() { return ${read}; } async f() { const token = await this.#load(); this.log.info({ token }); console.log(token); } }`,
  `const helpers = { load() { return ${read}; } };\nfunction f() { const token = helpers.load(); console.log(token); }`,
  `function show(token) { console.log(token); }\nfunction f() { show(${read}); }`,
  `class A { show({ token }) { console.log(token); } f() { this.show({ token: ${read} }); } }`,
  `async function get(token, path) { return fetch(path, { headers: { Authorization: token } }); }\nasync function f() { const token = ${read}; await get(token, '/x'); console.log(token); }`,
  `function f() { const token = ${read}.replace(/\\n$/, ''); console.log(token); }`,
  `function f() { const token = Buffer.from(${read}).toString('base64'); console.log(token); }`,
  `function f() { const token = ['Bearer', ${read}].join(' '); console.log(token); }`,
  `function f() { const token = { a: 1 }; token.b = ${read}; console.log(token); }`,
  `function f() { const token = { headers: {} }; token.headers.Authorization = 'Bearer ' + ${read}; console.log(token); }`,
  `function f() { const token = new Headers(); token.set('Authorization', ${read}); console.log(token); }`,
  `function f() { const headers = { Authorization: ${read} }; const token = { ...headers, Accept: '*/*' }; console.log(token); }`,
  `function f() { const token = { headers: { Authorization: ${read} } }; token.headers.Accept = '*/*'; console.log(token); }`,
  `function f() { const token = { Authorization: '' }; token.Authorization = ${read}; console.log(token); }`,
  `const { log } = console;\nfunction f() { const token = ${read}; log(token); }`,
  `const debug = require('debug')('app');\nfunction f() { const token = ${read}; debug('%s', token); }`,
  `import createDebug from 'debug';\nconst debug = createDebug('app');\nfunction f() { const token = ${read}; debug('%s', token); }`,
  `function f() { const token = ${read}; log4js.getLogger('x').info(token); }`,
  `function f(req) { const token = ${read}; req.log.info(token); }`,
  `function f() { let token; try { token = ${read}; } catch { token = ''; } console.log(token); }`,
];

test.each(logged)('logged: %s', (code) => {
  const places = found(code).filter(([rule]) => rule === 'token-logging');
  expect(places.map(([, place]) => place)).toContain('token');
});

test.each([
  `function f() { fsp.readFile(${file}).then(console.log); }`,
  `class A { load() { return ${read}; } f() { console.log(this.load()); } }`,
  `const show = console.log;\nfunction f() { show(${read}); }`,
])('logged in another way: %s', (code) => {
  expect(found(code)).toEqual([['token-logging', expect.any(String)]]);
});

const kept = [
  `function load() { return ${read}; }\nconst token = load();`,
  `const load = async () => (await fs.promises.readFile(${file}, 'utf8')).trim();\nexport const token = await load();`,
  `let token = '';\ntry { if (fs.existsSync(${file})) { token = ${read}; } } catch {}`,
  `let token;\nexport function get() { if (token) return token; token = ${read}; return token; }`,
  `let token;\nexport function get() { if (token !== undefined) { return token; } token = ${read}; return token; }`,
  `let token;\nexport async function get() { if (!token) { const text = await fs.promises.readFile(${file}, 'utf8'); token = text.trim(); } return token; }`,
  `let token;\nexport const get = () => (token = token ?? ${read});`,
  `let token;\nexport const get = () => token || (token = ${read});`,
  `const cache = { token: null };\nexport function get() { cache.token ??= ${read}; return cache.token; }`,
  `function load() { return ${read}; }\nlet token;\nexport function get() { return (token ??= load()); }`,
  `class A { get() { if (this.token) return this.token; this.token = ${read}; return this.token; } }`,
  `class A { #token; get() { if (!this.#token) this.#token = ${read}; return this.#token; } }`,
  `class A { constructor() { const text = ${read}; this.token = text.trim(); } }`,
  `class A { static token = ${read}; }`,
  `class A { static { this.token = ${read}; } }`,
];

test.each(kept)('kept: %s', (code) => {
  expect(found(code)).toEqual([['cached-token', expect.any(String)]]);
});

const inUrl = [
  `function f() { const params = url.searchParams; const token = ${read}; params.set('jwt', token); }`,
  `function f() { const token = ${read}; return got('https://kubernetes.default.svc/', { searchParams: { token } }); }`,
  `function f() { const token = ${read}; return axios.get('https://kubernetes.default.svc/', { params: { token } }); }`,
  `const api = axios.create({ timeout: 1 });\nfunction f() { const token = ${read}; return api.get('/x', { params: { token } }); }`,
  `function f() { const token = ${read}; return https.request({ host: 'kubernetes', path: '/login?jwt=' + token }); }`,
  `function ask(token) { return request('https://kubernetes/?' + 'a=b' + \`&t=\${token}\`); }\nconst f = () => ask(${read});`,
  `function f() { const token = ${read}; return new WebSocket(\`wss://kubernetes/watch?token=\${token}\`); }`,
];

test.each(inUrl)('in a URL: %s', (code) => {
  expect(found(code)).toEqual([['token-in-url', expect.stringMatching(/token/)]]);
});

const foreign = [
  `function f() { const token = ${read}; https.request({ hostname: 'vault.example.com', headers: { token } }); }`,
  `function f() { const options = { host: 'vault.example.com', headers: { a: 'Bearer ' + ${read} } }; https.request(options); }`,
  `const headers = () => ({ Authorization: \`Bearer \${${read}}\` });\nconst base = 'https://vault.example.com';\nconst f = () => fetch(base + '/v1/auth', { headers: headers() });`,
  `function f() { const options = { method: 'POST' }; options.headers = { a: ${read} }; return fetch('https://vault.example.com', options); }`,
  `function f() { const headers = new Headers(); headers.set('a', ${read}); return fetch(new Request('https://vault.example.com'), { headers }); }`,
  `class A { url = 'https://vault.example.com'; f() { return axios.post(this.url + '/login', { jwt: ${read} }); } }`,
];

test.each(foreign)('sent elsewhere: %s', (code) => {
  expect(found(code)).toEqual([['default-token-path', expect.any(String)]]);
});

test.each([
  // A part, a trace or a fact of a token is none.
  `function f() { const token = ${read}; console.log(token.slice(0, 8), token.slice(-4), token.substring(0, 10)); }`,
  `function f() { const token = ${read}; console.log(token.replace(/./g, '*'), token.replace(/.(?=.{4})/g, '')); }`,
  `function f() { const token = ${read}; console.log(token && 'present', token ? 'yes' : 'no'); }`,
  `function f() { const token = ${read}; console.log(JSON.parse(Buffer.from(token.split('.')[1], 'base64').toString())); }`,
  `function f() { const token = ${read}; console.log(createHash('sha256').update(token).digest('hex')); }`,
  `function f() { const token = ${read}; const { length } = token; console.log(length); }`,
  `function f() { const token = ${read}; let length; ({ length } = token); console.log(length); }`,
  `function f() { const token = ${read}; for (const letter of token) console.log(letter); }`,
  `function f() { const token = ${read}; console.log(JSON.stringify({ token, a: 1 }, ['a'])); }`,
  `function f() { const user = { token: ${read}, name: 'a' }; const { name } = user; console.log(name, user.name); }`,
  `async function f() { const [token, ca] = await Promise.all([fs.promises.readFile(${file}), fs.promises.readFile('/ca')]); console.log(ca); }`,
  `function f() { fs.readFile(${file}, (error, token) => { if (error) console.error(error); }); }`,
  `function f() { fs.promises.readFile(${file}).then((token) => token.length).then((length) => console.log(length)); }`,
  `function show(name, token) { console.log(name); }\nfunction f() { show('a', ${read}); }`,
  `class A { token = null; f() { console.log(this.token); } }\nclass B { get token() { return ${read}; } }`,
  `function log(text) {}\nfunction f() { log(${read}); }`,
  `const debug = makeDebug('x');\nfunction f() { debug(${read}); }`,
  // Taken out before.
  `function f() { const headers = { Authorization: ${read}, a: 1 }; console.log({ ...headers, Authorization: '***' }); }`,
  `function f() { const options = { headers: { a: ${read} } }; const safe = { ...options, headers: undefined }; console.log(safe); }`,
  `function f() { const headers = { Authorization: ${read} }; send(headers); headers.Authorization = '***'; console.log(headers); }`,
  `function f() { const headers = { Authorization: ${read} }; send(headers); delete headers.Authorization; console.log(headers); }`,
  `function f() { const { token, ...rest } = { token: ${read}, a: 1 }; console.log(rest); }`,
  // Read again, or given up.
  `let token = ${read};\nsetInterval(() => { token = ${read}; }, 60_000);`,
  `function load() { return ${read}; }\nlet token = load();\nfs.watch(${file}, () => { token = load(); });`,
  `let token;\nfunction get() { if (!token) token = ${read}; return token; }\nfunction on401() { token = undefined; }`,
  `class A { token = ${read}; constructor() { setInterval(() => { this.token = ${read}; }, 1000); } }`,
  `class A { constructor() { this.token = ${read}; } refresh() { this.token = ${read}; } }`,
  `class A { get() { if (!this.token) this.token = ${read}; return this.token; } reset() { this.token = null; } }`,
  `let token, at = 0;\nfunction get() { if (token && Date.now() - at < 60_000) return token; token = ${read}; at = Date.now(); return token; }`,
  `let token, seen;\nfunction get() { const { mtimeMs } = fs.statSync(${file}); if (mtimeMs !== seen) { token = ${read}; seen = mtimeMs; } return token; }`,
  `function get() { let token; if (!token) token = ${read}; return token; }`,
  `const load = () => ${read};\nexport const get = load;`,
  `function load() { return ${read}; }\nconst size = load().length;`,
  // No URL that is requested, or none at all.
  `function f() { const token = ${read}; return \`mongodb://host/?authMechanismProperties=AWS_SESSION_TOKEN:\${token}\`; }`,
  `function f() { const token = ${read}; return '{"url":"https://kubernetes","token":"' + token + '"}'; }`,
  `function f() { const token = ${read}; return rpc.request({ method: 'login', params: { token } }); }`,
  `function f() { const token = ${read}; return axios.post('https://kubernetes/', { params: { token } }.a); }`,
  // Nobody else gets it.
  `function f() { const token = ${read}; jwt.verify(token, key, { issuer: 'https://issuer.example.com' }); cache.set('https://vault.example.com', token); }`,
  `function f() { const token = ${read}; return fetch('https://10.0.0.1:6443/version', { headers: { token } }); }`,
  `function f() { const token = ${read}; return fetch('https://[::1]/', { headers: { token } }); }`,
  `function f() { const token = ${read}; return fetch('https://api.cluster.example.com/apis/apps/v1', { headers: { token } }); }`,
  `function f() { const token = ${read}; return https.get({ host: 'openshift.default.svc.cluster.local', headers: { token } }); }`,
  `function f() { const token = ${read}; return https.get({ host: process.env.KUBERNETES_SERVICE_HOST, headers: { token } }); }`,
  // Not what is read.
  `const text = "const token = readFileSync('/var/run/secrets/kubernetes.io/serviceaccount/token')";\nconsole.log(text);`,
  `// console.log(readFileSync(${file}))\nconst ca = fs.readFileSync('/var/run/secrets/kubernetes.io/serviceaccount/ca.crt');`,
  `const namespace = fs.readFileSync('/var/run/secrets/kubernetes.io/serviceaccount/namespace', 'utf8');\nconsole.log(namespace);`,
])('silent: %s', (code) => {
  expect(found(code)).toEqual([]);
});

test('a message names the file, and claims of other tokens only what holds for them', () => {
  const message = (code: string): string | undefined =>
    new Linter().verify(code, [plugin.configs.recommended]).map((one) => one.message)[0];
  expect(message('console.log(readFileSync(process.env.DISCORD_TOKEN_FILE));')).toContain(
    'the token in the file of DISCORD_TOKEN_FILE to the log',
  );
  expect(message("console.log(readFileSync('/run/secrets/bot_token'));")).toContain(
    'the token in /run/secrets/bot_token',
  );
  expect(message('const f = (id) => `/a?b=${readFileSync(`/var/run/secrets/${id}/token`)}`;')).toContain(
    'the token in /var/run/secrets/…/token into a URL',
  );
});

test.each([
  ['objects in themselves', 'let a = { b: 1 }; a = { ...a, c: 2 }; readFile(a); console.log(a, { ...a, d: 3 });'],
  ['names that stand for each other', 'let a = b, b = a; const f = () => f(); console.log(a, f(), readFile(a));'],
  ['members that are made of themselves', 'let a = {}; a.b = { c: a.b.c }; readFile(a.b.c); console.log(a.b.c);'],
  [
    'functions that call each other',
    'function f(x) { return g(x); } function g(x) { return f(x); } readFile(f(1)); console.log(f(1));',
  ],
  [
    'two functions of one name',
    'var f = () => f(); var f = function () { return f(); }; readFile(f()); console.log(f());',
  ],
  [
    'fields of themselves',
    'class A { a() { this.b = this.b.trim(); readFile(this.b); console.log(this.b, this.c); } get c() { return this.c; } }',
  ],
  [
    'a promise of itself',
    'const p = new Promise((resolve) => resolve(p)); p.then((x) => x).then(console.log); readFile(p);',
  ],
])('ends: %s', (_, code) => {
  expect(found(code)).toEqual([]);
});

test('names by the thousand cost no more than the others', { timeout: 30_000 }, () => {
  const many = (line: (index: number) => string): string => Array.from({ length: 5000 }, (_, n) => line(n)).join('\n');
  const chain = many((n) => `const t${String(n)} = ${n === 0 ? read : `t${String(n - 1)}.trim()`};`);
  expect(() => found(`${chain} console.log(t4999);`)).not.toThrow();
  found(
    `const o = {};\n${many((n) => `o.m${String(n)} = o.m${String((n * 7) % 5000)}; get(o.m${String(n)});`)}\nreadFile(o.m1);`,
  );
  found(`const s = '${'x'.repeat(500_000)}' + ${read};`);
});

test.each([
  ['a variable', 'let token;', `token = ${read};`],
  ['a member', 'const o = {};', `o.token = ${read};`],
])('%s that is filled by the thousand is looked at once', { timeout: 20_000 }, (_, before, line) => {
  expect(found(`${before}\n${`${line}\n`.repeat(12_000)}`)).toHaveLength(12_000);
});
