import { describe, expect, test } from 'vitest';
import { verdict } from '../support/apiUse.ts';

/** The verdict on a command, in an image that is made to run kubectl: only what is sure not to is unused. */
function verdictOf(command: readonly string[], image = 'bitnami/kubectl:1.31'): string {
  return verdict(`{ name: a, image: "${image}", command: ${JSON.stringify(command)} }`);
}

const shell = (script: string): readonly string[] => ['/bin/sh', '-c', script];

describe('a script is not idle where its commands do not show all that it does', () => {
  test.each([
    ['echo "`kubectl get pods`"'],
    ['$(cat /command) get pods; date'],
    ['date; `cat /command`'],
    ['if true; then "$(cat /command)"; fi; date'],
    ['while true; do $(echo kubectl) get pods; sleep 5; done'],
    ['while read -r pod; do echo "$pod" > /pods; done < <(kubectl get pods)'],
    ['cat < /dev/tcp/10.0.0.1/443 > /x'],
    ['date > /dev/tcp/10.0.0.1/443'],
    ['date > /proc/7/fd/0'],
  ])('%s', (script) => {
    expect(verdictOf(shell(script))).toBe('used');
  });

  test('but what a command is given is only data', () => {
    expect(verdictOf(shell('chown "$(id -u)" /data; cp "/x-$(date)" /y'))).toBe('unused');
    expect(verdictOf(shell('if [ ! "$(hostname)" = "a-0" ]; then cp /x /y; fi'))).toBe('unused');
  });
});

test.each([[['cat']], [['/bin/cat', '-']], [shell('date; cat')]])(
  '%j waits for ever for what it is given',
  (command) => {
    expect(verdictOf(command)).toBe('used');
    expect(verdictOf(command, 'registry.example/app:1')).toBe('unknown');
  },
);

describe('what surely does not call the API server, whatever the image', () => {
  test.each([
    [shell('while true; do date > /mnt/index.html; sleep $(($RANDOM % 5 + 5)); done')],
    [shell('i=0; while true; do echo "$i: $(date)"; i=$((i + 1)); sleep 1; done')],
    [shell('n=$(( ($# - 1) * 2 )); seq "$n" > /x')],
    [shell('for i in 1 2 3; do echo $i > /x; done')],
    [shell('if [ -f /x ]; then printf "%s" "$X"; else exit 1; fi')],
    [['/bin/sh', '-c', 'cp "$1" /x', 'sh', '/y']],
    [['echo', 'hi']],
    [['/bin/echo', 'hello world']],
    [['printf', '%s', 'hi']],
    [['env']],
    [shell('ls /etc/config; env | sort')],
    [['wget', '-O', '/work-dir/index.html', 'http://kubernetes.io']],
    [['true']],
    [['/bin/false']],
    [['test', '-f', '/x']],
    [['[', '-f', '/x', ']']],
    [['perl', '-Mbignum=bpi', '-wle', 'print bpi(2000)']],
    [shell('perl -Mbignum=bpi -wle "print bpi(2000)"; sleep 5')],
    [['python3', '-c', 'print("hello")']],
  ])('%j', (command) => {
    expect(verdictOf(command)).toBe('unused');
    expect(verdictOf(command, 'busybox:1.36')).toBe('unused');
    expect(verdictOf(command, 'registry.example/app:1')).toBe('unused');
  });

  test.each([
    ['busybox:1.36', '[/bin/sh, -c, "date; echo hello"]', 'unused'],
    ['docker.io/library/alpine', '[echo, hello]', 'unused'],
    ['mirror.example/library/alpine', '[echo, hello]', 'unused'],
    ['registry.example/python:3', '[echo, hello]', 'unknown'],
    ['busybox:1.36', '[/bin/sh, -c, "kubectl get pods"]', 'used'],
    ['busybox:1.36', '[/bin/sh, -c, "/mnt/run.sh; echo hello"]', 'unknown'],
    ['busybox:1.36', '[/bin/sh, -c, "sleep 3600"]', 'unknown'],
    ['registry.example/app:1', '[/bin/sh, -c, "date; echo hello"]', 'unknown'],
    ['registry.example/app:1', '[echo, hello]', 'unknown'],
  ])(
    'what is given to an image as arguments is a command where it has no program of its own: %s with %s',
    (image, args, expected) => {
      expect(verdict(`{ name: a, image: "${image}", args: ${args} }`)).toBe(expected);
    },
  );

  test.each([
    ['sleep $(($(kubectl get pods | wc -l) * 2)); date'],
    ['sleep $((`kubectl get pods | wc -l` * 2)); date'],
    ['date > $((kubectl get pods); (date))'],
    ['for i in 1 2; do kubectl get pods; done'],
    ['while true; do /app; sleep 5; done'],
    ['echo "kubectl get pods" | sh'],
    ['for command in kubectl; do $command get pods; done'],
    ['echo "kubectl get pods" > /x.sh; . /x.sh'],
    ['eval "kubectl get pods"; date'],
  ])('but not what a script runs among it: %s', (script) => {
    for (const image of ['bitnami/kubectl:1.31', 'busybox:1.36', 'redis:7'])
      expect(verdictOf(shell(script), image), image).not.toBe('unused');
  });
});

test.each([
  [['perl', '-wle', 'print bpi(2000); system "kubectl get pods"']],
  [['perl', '-wle', 'print `kubectl get pods`']],
  [['perl', '-wle', 'print system(1)']],
  [['perl', '-MLWP::Simple', '-e', 'print get("https://10.0.0.1")']],
  [['python3', '-c', 'print(open("/x").read())']],
  [['python3', '-c', 'print(f"{run()}")']],
])('of other code than one that prints, nothing is known: %j', (command) => {
  expect(verdictOf(command, 'perl:5.34')).not.toBe('unused');
  expect(verdictOf(command, 'registry.example/app:1')).not.toBe('unused');
});

test.each([
  [['sleep', '3600']],
  [['sleep', 'infinity']],
  [shell('while true; do sleep 30; done')],
  [shell('while :; do :; done')],
  [shell('trap exit TERM; while true; do sleep 30 & wait; done')],
])('%j only waits: it is there to be entered, in whatever image', (command) => {
  expect(verdictOf(command)).toBe('used');
  for (const image of ['busybox:1.36', 'redis:7', 'registry.example/app:1'])
    expect(verdictOf(command, image), image).toBe('unknown');
});

test.each([['\n'], ['$(('], ['! '], ['( '], ['do '], ['< ']])('a long script of %j is read in time', (text) => {
  expect(verdictOf(shell(text.repeat(100_000 / text.length)))).toBeDefined();
});

test.each([
  ['spaces in quotes', `A="${' '.repeat(200_000)}x" app`],
  ['quotes in others', `A='${'"'.repeat(200_000)}x' app`],
  ['brackets', `A=${')'.repeat(200_000)} app`],
  ['slashes', `cat ${'/'.repeat(200_000)} kubernetes.io/serviceaccount/token`],
])('a long word of %s is read in time', (_, script) => {
  expect(verdictOf(shell(script))).not.toBe('unused');
});

describe('a program that is known to be idle, but runs another one, is not', () => {
  test.each([
    ['wait-for-it.sh db:5432 -- kubectl get pods'],
    ["echo x | sed '1e kubectl get pods'"],
    ["sed -i 's/a/kubectl get pods/e' /x"],
    ['tar -xf /x --to-command="kubectl apply -f -"'],
    ['rsync -e "kubectl exec -i" /x y:/x'],
    ['nc -lk -p 8080 -e /sync'],
    ['printf x | openssl s_client -quiet -connect kubernetes.default.svc:443'],
    ['gomplate -f a -o b -- kubectl apply -f b'],
    ['find /x -ok rm {} +'],
    ['ip netns exec a kubectl get pods'],
  ])('%s', (script) => {
    expect(verdictOf(shell(script))).not.toBe('unused');
    if (!/['|]/.test(script)) expect(verdictOf(script.split(' '))).not.toBe('unused');
  });

  test.each([["sed -e 's/a/b/' -i /x"], ['nc -z db 5432'], ['openssl req -new -key /x'], ['tar -xzf /x -C /y']])(
    'but as it is mostly called: %s',
    (script) => {
      expect(verdictOf(shell(script))).toBe('unused');
    },
  );
});

describe('a script is read as a shell reads it', () => {
  test.each([
    ['echo "<< rotating >>"\nkubectl get pods'],
    ['echo a # like <<EOF\nkubectl get pods'],
    ['echo hi\n# old: curl x \\\nkubectl get pods'],
    ['echo C:\\\\\nkubectl get pods'],
    ['OUT="$(echo \'{"kind":"Pod"}\' | kubectl apply -f -)"'],
    ["printf $'it\\'s'\nkubectl get pods"],
    ['X=${Y% #*}; kubectl get pods'],
    ['echo $[1 << n]\nx=1\nkubectl get pods'],
    ['VERSION="$(cut -d \'"\' -f4 /x)"\nkubectl get pods'],
    ['cat > /x <<END-OF-FILE\n{}\nEND-OF-FILE\nkubectl apply -f /x'],
    ["cat <<'E'\na \\\nE\nkubectl get pods"],
    ['cat <<E | bash\nkubectl get pods\nE'],
    ['bash -s \\\n<<E\nkubectl get pods\nE'],
    ['cat <<A <<-"B C"\n$(kubectl get pods)\nA\n\tx\n\tB C\ndate'],
    ['echo "${A:-$(kubectl get pods)}"'],
    ['(( i << 2 ))\nkubectl get pods'],
    ['A=`echo "b"`; kubectl get pods'],
    ['f() (echo a)\nkubectl get pods'],
    ['echo "a`kubectl get pods`b"'],
    ['if true; then echo a;# b\nkubectl get pods; fi'],
    ['A="$(cat /a)" kubectl label pod a b=c'],
    ['A=`cat /a` kubectl label pod a b=c'],
    ['mkdir "$(date +%s)" && A=$(cat /a) \\\n  kubectl label pod a b=c'],
    ['while read a; do date; done < <(kubectl get pods -o name)'],
    ['case "$1" in\n  a|true) kubectl apply -f /x ;;\n  *) date ;;\nesac'],
    ['case a in (true) kubectl get pods; esac'],
    ['a() { case $1 in sync) date;& find) kubectl get pods;; esac; }; a b'],
    ['(case a in a) date;; esac); kubectl get pods'],
  ])('and its commands are found: %j', (script) => {
    expect(verdictOf(shell(script))).toBe('used');
  });

  test.each([
    ['echo "a'],
    ['cat <<E\na'],
    ['echo "$(date"'],
    ['case a in\na) date'],
    ['case a\nin a) date;; esac'],
    ['echo $(case a in a) date)'],
    ['case a in @(a|b)) date;; esac'],
    ['cat <<"E$"F\nE$F'],
  ])('and is not judged where that is not clear: %j', (script) => {
    expect(verdictOf(shell(script), 'registry.example/app:1')).toBe('unknown');
  });

  test.each([
    ['A="$(cat /a)" exec node server.js'],
    ['A=$(date) /app/run --now'],
    ['case a in date) node server.js;; esac'],
    ['"$(cat /a)/run"'],
    ['A=1 $(cat /a)'],
  ])('and what comes behind a substitution or a label is a command: %j', (script) => {
    expect(verdictOf(shell(script), 'registry.example/app:1')).toBe('unknown');
  });

  test.each([
    ['echo "it\'s"; date'],
    ['echo $(case a in a) date;; esac)'],
    ['case "$1" in a|b) date;; *) echo "see: kubectl get pods";; esac'],
    ['{ >&2 echo "run kubectl apply -f a"; exit 1; }'],
    ['echo "$(date 2>&1); see: kubectl logs a"'],
    ['cat > /x <<E\n"$(date)\nit\'s\nE\ndate'],
    ['cat > /x <<"E"\n$(kubectl get pods) `x` \'\nE\nchmod 400 /x'],
    ['# it\'s <<E "\ndate'],
    ['A="${B:-it\'s}"; date'],
    ['date 2>&1 | tee /x\ncat <<< "a"'],
  ])('and is idle where that is: %j', (script) => {
    expect(verdictOf(shell(script), 'registry.example/app:1')).toBe('unused');
  });
});

test.each([
  [['sh', '/deploy.sh', '--message', 'echo hi there']],
  [['bash', '/scripts/retry.sh', 'nc -z db 5432']],
  [['sh', '-x', '/deploy.sh', '-c', 'echo hi there']],
])('%j runs a file, whatever its arguments say', (command) => {
  expect(verdictOf(command, 'registry.example/app:1')).toBe('unknown');
});

test.each([
  [['bash', '-euo', 'pipefail', '-c', 'echo hi there', '--', 'a b']],
  [['busybox', 'sh', '-ec', 'echo hi there']],
])('%j runs its script', (command) => {
  expect(verdictOf(command, 'registry.example/app:1')).toBe('unused');
});

test('what the kubelet fills in is no command', () => {
  const env = 'env: [{ name: POD, valueFrom: { fieldRef: { fieldPath: metadata.name } } }]';
  const of = (script: string): string =>
    verdict(`{ name: a, image: "registry.example/app:1", command: ${JSON.stringify(shell(script))}, ${env} }`);
  expect(of('mkdir "/data/$(POD)"; cp /a /data/$(POD)')).toBe('unused');
  expect(of('mkdir "/data/$(OTHER)"')).toBe('unknown');
});
