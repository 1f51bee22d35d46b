import { describe, expect, test } from 'vitest';
import { usesOf, verdict } from '../support/apiUse.ts';

const work = 'volumeMounts: [{ name: work, mountPath: /mnt }]';
const inShell = (script: string): string => `command: ${JSON.stringify(['sh', '-c', script])}`;
const of = (settings: string, image = 'nginx:1.27'): string => verdict(`{ name: a, image: "${image}", ${settings} }`);

describe('what a script runs is followed to where it lies', () => {
  test.each([
    // Scripts within scripts.
    ["timeout 30 sh -c 'sleep 1 && /mnt/register.sh'"],
    ['bash -c "set -e; /mnt/register.sh"'],
    ['eval "echo a; /mnt/register.sh"'],
    ["trap 'echo stopping; /mnt/deregister.sh' TERM"],
    ["trap -- '/mnt/deregister.sh' EXIT"],
    ["su www -c 'date; /mnt/register.sh'"],
    ['curl https://a/b | bash -s -- nginx'],
    // Quotes, brackets, redirections and comments.
    ['DIR=/mnt; "$DIR"/run.sh'],
    ['"/mnt"/run.sh'],
    ['reg() { (/mnt/register.sh &); }; reg'],
    ['reg() { >/dev/null /mnt/register.sh; }; reg'],
    ['LC_ALL=C 2>/dev/null /mnt/register.sh'],
    ['((/mnt/register.sh) )'],
    ['for ((i=0;i<3;i++)) { /mnt/register.sh; }'],
    ['echo `id -u`#x; /mnt/register.sh'],
    ['echo $(id -u)#x; /mnt/register.sh'],
    // Variables.
    ['for d in /mnt/*; do "$d/run.sh"; done'],
    [': "${D:=/mnt}"; "$D/run.sh"'],
    ['declare -r D=/mnt; $D/run.sh'],
    ['export A=1 D=/mnt; $D/run.sh'],
    ['B=/mnt; D="$B"/bin; $D/run.sh'],
    ['printf -v D %s /mnt; $D/run.sh'],
    ['~/run.sh'],
    ['$1/run.sh'],
    ["D=/mnt sh -c '$D/run.sh'"],
    // The folder at hand.
    ['pushd /mnt; ./run.sh'],
    ['cd -P /mnt; ./run.sh'],
    ['cd /app; ../mnt/run.sh'],
    ['/opt/../mnt/run.sh'],
    ['env -C /mnt ./run.sh'],
    // What it brings.
    ['cp /mnt/start.sh /start.sh 2>/dev/null; exec /start.sh'],
    ['(cp /mnt/start.sh /start.sh); exec /start.sh'],
    ['busybox cp /mnt/start.sh /start.sh; exec /start.sh'],
    ["echo 'other' > /start.sh; sh /start.sh"],
    ['export PATH=$PATH:/mnt; nginx-announce'],
    ['env PATH=/mnt:$PATH nginx-announce'],
    ['BASH_ENV=/mnt/a bash -c true'],
    ['setpriv --reuid nginx --regid nginx /mnt/run'],
    // Arrays and variables that change.
    ['CMD=(/mnt/a); CMD+=(nginx -g x); exec "${CMD[@]}"'],
    ['CMD=(nginx); [ -n "$HOME" ] && CMD[0]=/mnt/a; "${CMD[@]}"'],
    ['A=(cp a); read -ra A <<< "/mnt/a"; "${A[@]}"'],
    ['DIRS=(/mnt /x); "${DIRS[0]}/run.sh"'],
    ['DIR=""; "${DIR:-/mnt}/run.sh"'],
    ['D=/app/mnt; ${D#/app}/run.sh'],
    ['D=/app; unset D; ${D:-/mnt}/run.sh'],
    ['hook() { local dir="${1}"; "$dir/run.sh"; }; hook /mnt'],
    ['set -- /mnt; "$@"/run.sh'],
    ['D=/app; command export D=/mnt; $D/run.sh'],
    // Any of the folders that it enters.
    ['cd /mnt; (cd /usr && ls); ./run.sh'],
    ['cd /mnt; V=$(cd /usr && ls); ./run.sh'],
    ['cd /mnt; [ -f /no ] && cd /usr; ./run.sh'],
    ['cd /usr; hook() { ./run.sh; }; cd /mnt; hook'],
    ['echo `echo \\`/mnt/run.sh\\``'],
    ["awk -v c=/mnt/a 'BEGIN { print 1 | c }'"],
  ])('%s', (script) => {
    expect(of(`${inShell(`${script}\nexec nginx`)}, ${work}`)).toBe('unknown');
    const hook = `lifecycle: { postStart: { exec: { ${inShell(script)} } } }`;
    expect(of(`command: [nginx], ${hook}, ${work}`)).not.toBe('used');
  });

  test.each([
    ["timeout 30 sh -c 'until nc -z db 5432; do sleep 1; done'"],
    ['prepare() { chown -R 1 /x; }; prepare'],
    ['[[ $A =~ (a|b) && -f /x ]] && chown -R 1 /x'],
    ["trap 'rm -f /x' EXIT; date"],
    ['find /x -name "*.tmp"'],
  ])('and is idle where all of it is: %s', (script) => {
    expect(of(inShell(script), 'registry.example/app:1')).toBe('unused');
  });
});

describe('files and programs are those of the last mount', () => {
  test.each([
    ['command: [sh, /mnt/run.sh], volumeMounts: [{ name: work, mountPath: /mnt, subPath: bin }]'],
    ['command: [./run.sh], volumeMounts: [{ name: work, mountPath: /data }]'],
    ['command: [sh, start.sh], volumeMounts: [{ name: work, mountPath: /data }]'],
    ['volumeMounts: [{ name: work, mountPath: /usr/local/bin }]'],
    ['volumeMounts: [{ name: work, mountPath: /usr/sbin/nginx, subPath: nginx }]'],
    ['volumeMounts: [{ name: work, mountPath: /docker-entrypoint.d }]'],
    ['volumeMounts: [{ name: work, mountPath: /docker-entrypoint-initdb.d }]'],
    ['volumeMounts: [{ name: work, mountPath: /docker-entrypoint-initdb.d/10.sh, subPath: 10.sh }]'],
    ['args: [/mnt/start.bash], volumeMounts: [{ name: work, mountPath: /mnt }]'],
  ])('%s', (settings) => {
    expect(of(settings)).toBe('unknown');
  });

  const configMap = (name: string, script: string): string =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata: { run.sh: ${JSON.stringify(script)} }`;
  const pod = (sources: string, mounts = ''): string => `apiVersion: v1
kind: Pod
metadata: { name: a }
spec:
  containers:
    - { name: a, image: "nginx:1.27", command: [sh, /mnt/run.sh], volumeMounts: [{ name: all, mountPath: /mnt }${mounts}] }
  volumes:
    - { name: all, projected: { sources: [${sources}] } }
    - { name: over, hostPath: { path: /x } }`;
  const base = '{ configMap: { name: base } }';
  const judged = (text: string): string => {
    const documents = [text, configMap('base', 'exec nginx'), configMap('other', '/opt/other; exec nginx')];
    return usesOf(...documents).map((use) => use.verdict)[0] ?? '';
  };

  test('of projected sources the last one counts, and one that the input does not hold may have anything', () => {
    expect(judged(pod(base))).toBe('unused');
    expect(judged(pod(`{ configMap: { name: other } }, ${base}`))).toBe('unused');
    expect(judged(pod(`${base}, { configMap: { name: other } }`))).toBe('unknown');
    expect(judged(pod(`${base}, { configMap: { name: absent } }`))).toBe('unknown');
    expect(judged(pod(base, ', { name: over, mountPath: /mnt/run.sh }'))).toBe('unknown');
  });

  test('of several folders that a script enters, it is not known in which one a file lies', () => {
    const script = 'cd /mnt && ./run.sh; exec nginx';
    const inFolder = (more: string): string =>
      pod(base).replace('[sh, /mnt/run.sh]', JSON.stringify(['sh', '-c', `${more}${script}`]));
    expect(judged(inFolder(''))).toBe('unused');
    expect(judged(inFolder('cd /usr; '))).toBe('unknown');
  });

  test('a folder that starts empty, and that nobody else writes to, brings nothing', () => {
    const scratch = (more: string): string => `apiVersion: v1
kind: Pod
metadata: { name: a }
spec:
  initContainers: [${more}]
  containers: [{ name: a, image: "nginx:1.27", volumeMounts: [{ name: s, mountPath: /docker-entrypoint.d }] }]
  volumes: [{ name: s, emptyDir: {} }]`;
    expect(judged(scratch(''))).toBe('unused');
    const copies = 'command: [cp, /a, /s], volumeMounts: [{ name: s, mountPath: /s }]';
    expect(judged(scratch(`{ name: i, image: busybox, ${copies} }`))).toBe('unknown');
  });
});

describe('a command that handles files is not idle', () => {
  test.each([
    ['cp -rL /var/run/secrets /mnt'],
    ['cd /var/run/secrets; cp -rL kubernetes.io/serviceaccount /mnt'],
    ['cat /var/run/secrets/*/serviceaccount/token'],
    ['tar cf /mnt/a.tar /run/secrets'],
    ['cat $(find / -name token)'],
    ['PATH=/mnt:$PATH; envsubst < /a > /b'],
  ])('where it may read the token, or is another: %s', (script) => {
    expect(of(`${inShell(script)}, ${work}`, 'busybox:1.36')).not.toBe('unused');
  });

  test.each([
    [
      'env: [{ name: SA_DIR, value: /var/run/secrets/kubernetes.io/serviceaccount }]',
      'cp "$SA_DIR/token" /mnt',
      'used',
    ],
    ['env: [{ name: SA_DIR, value: /var/run/secrets/kubernetes.io/serviceaccount }]', 'cp /a /mnt', 'unused'],
    [
      'env: [{ name: SA_TOKEN_PATH, valueFrom: { configMapKeyRef: { name: gone, key: a } } }]',
      'cp "$SA_TOKEN_PATH" /mnt',
      'unknown',
    ],
    ['env: [{ name: OWNER, valueFrom: { configMapKeyRef: { name: gone, key: a } } }]', 'chown "$OWNER" /mnt', 'unused'],
    ['lifecycle: { postStart: { exec: { command: [/mnt/register.sh] } } }', 'date >> /log', 'unknown'],
    ['livenessProbe: { exec: { command: [sh, /mnt/check.sh] } }', 'date >> /log', 'unknown'],
    ['livenessProbe: { exec: { command: [cat, /log] } }', 'date >> /log', 'unused'],
  ])('by %s: %s', (settings, script, expected) => {
    expect(of(`${inShell(script)}, ${settings}, ${work}`, 'busybox:1.36')).toBe(expected);
  });
});

test.each([
  ['curl -k kubernetes.default.svc:443/version', 'used'],
  ['H=kubernetes.default.svc; curl -k https://$H/version', 'used'],
  ['curl --cacert $D/kubernetes.io/serviceaccount/ca.crt https://10.96.0.1/version', 'used'],
  ['until timeout 5 nslookup kubernetes.default; do sleep 1; done', 'unknown'],
  ['export NO_PROXY=kubernetes.default.svc,localhost', 'unused'],
])('however the API server is named: %s', (script, expected) => {
  expect(of(inShell(`${script}\nexec nginx`))).toBe(expected);
});

test.each([['set -e -- /mnt/a; exec "$@"'], ['set /mnt/a "$@"; exec "$@"'], ['run ( ) { "$@"; }; run /mnt/a']])(
  'what a shell is given may be replaced: %s',
  (script) => {
    expect(of(`command: ${JSON.stringify(['sh', '-c', script, '_', 'nginx'])}, ${work}`)).toBe('unknown');
  },
);

test.each([
  ['env: [{ name: BASH_ENV, value: /mnt/setup.sh }]', 'unknown'],
  ['env: [{ name: LD_PRELOAD, value: /mnt/a.so }]', 'unknown'],
  ['env: [{ name: NO_PROXY, value: "localhost,$(KUBERNETES_SERVICE_HOST)" }]', 'unused'],
  ['env: [{ name: API, value: "https://$(KUBERNETES_SERVICE_HOST)" }]', 'used'],
])('by its variables: %s', (env, expected) => {
  expect(of(`${inShell('exec nginx')}, ${env}, ${work}`)).toBe(expected);
});

test('a kubeconfig that is printed may name the token', () => {
  const script = `echo 'tokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token' > /mnt/kubeconfig`;
  expect(of(`${inShell(script)}, ${work}`, 'busybox:1.36')).toBe('used');
});

test.each([
  [['eval '.repeat(20_000)]],
  [['su a -c '.repeat(1200)]],
  [['/entrypoint.sh '.repeat(6000)]],
  [[`${'>>a '.repeat(40)}nginx`]],
  [['function aififif '.repeat(40)]],
  [[`cat ${'}'.repeat(100_000)}a`]],
  [['cd dir && ./run.sh && cd ..\n'.repeat(2000)]],
  [['for (('.repeat(30_000)]],
  [[`a${'\n'.repeat(600_000)}b`]],
])('a hostile script comes to an end', ([script]) => {
  expect(of(inShell(script ?? ''))).toBeDefined();
});
