import { describe, expect, test } from 'vitest';
import { readScript } from '../../src/evidence/shell/script.ts';
import { ProgramVariables } from '../../src/evidence/shell/programVariables.ts';
import { verdict } from '../support/apiUse.ts';

const container = (script: string, more = ''): string =>
  `{ name: a, image: "registry.example/a:1", command: ${JSON.stringify(['sh', '-c', script])}${more} }`;

describe('a program that a variable names is run', () => {
  test.each([
    ['K=kubectl; $K get pods'],
    ['KUBECTL=${KUBECTL:-kubectl}\n"$KUBECTL" apply -f a.yaml'],
    ['${KUBECTL:-kubectl} get pods'],
    ['CMD="kubectl get"; $CMD pods'],
    ['CMD="kubectl -n a"; if exec $CMD get pods; then echo; fi'],
    ['export K="kubectl -n a"; while ! timeout 5 $K get pods; do sleep 1; done'],
    ['K=/usr/bin/kubectl; run() { "${K}" get pods; }; run'],
    ['K=kubectl; L=$K; sh -c "$L get pods"'],
    ['K=kubectl; eval "$K get pods"'],
    ['K=$(command -v kubectl); $K get pods'],
    ['K=(kubectl -n a); "${K[@]}" get pods'],
    ['K=kubectl; K+=" -n a"; $K get pods'],
    ['SUDO=; K=kubectl; $SUDO $K get pods'],
    ['[ -x /k ] && K=/k || K=kubectl; $K get pods'],
    ['H=helm; $H upgrade a ./a'],
    ['$(which kubectl) get pods'],
    ['set -- kubectl get; exec "$@" pods'],
    ['set -- -n a kubectl get; exec "${@:3}" pods'],
    ['set -- get pods; kubectl "$@"'],
    ['for K in kubectl helm; do $K get pods; done'],
    ['for K in helm /usr/bin/kubectl\ndo\n  "$K" get pods\ndone'],
  ])('%s', (script) => {
    expect(verdict(container(script))).toBe('used');
  });

  test.each([
    ['k() { kubectl -n a "$@"; }\nk get pods'],
    ['function k { K=kubectl; exec $K $@\n}\nif k get pods; then echo; fi'],
    ['k() { kubectl "${@:2}"; }\nk all get pods'],
    ['run() { "$@"; }; log() { notify "$1"; run "$@"; }; log kubectl get pods'],
    ['run() { "$@" > /dev/null; }; run kubectl get pods'],
    ['run()\n{\n  if true; then { echo "}"; }; fi\n  (echo; echo)\n  exec "$@"\n}\nrun kubectl get pods'],
    ['run() { echo "$(kubectl "$@")"; }; run get pods'],
    ['run() { case $1 in (a|b) echo;; *) kubectl "$@";; esac; }; run get pods'],
    ['a() { a "$@"; b "$@"; }; b() { a "$@"; "$@"; }; a kubectl get pods'],
    ['a() { echo "$@"; b "$@"; }; b() { "$@" || a "$@"; }; a kubectl get pods'],
    ['a() { "$@"; }; b() { a "$@"; }; c() { b "$@"; }; d() { c "$@"; }; e() { d "$@"; }; e kubectl get pods'],
    ['run() (\n  kubectl "$@"\n)\nrun get pods'],
    ['a() { set -- kubectl get pods; exec "$@"; }; a'],
  ])('and one that a function is given: %s', (script) => {
    expect(verdict(container(script))).toBe('used');
    expect(verdict(container(script.replace('get', 'version')))).toBe('unknown');
  });

  test.each([
    [['sh', '-c', 'exec "$@"', 'sh', 'kubectl', 'get', 'pods']],
    [['sh', '-c', 'echo; "$0" "$@"', 'kubectl', 'get', 'pods']],
    [['sh', '-c', 'if [ -n "$A" ]; then "$@"; fi', 'sh', 'kubectl', 'get', 'pods']],
    [['sh', '-c', 'while true; do "$@"\nsleep 9; done', 'sh', 'kubectl', 'get', 'pods']],
    [['sh', '-c', 'until "$@"; do sleep 9; done', 'sh', 'kubectl', 'get', 'pods']],
    [['sh', '-c', '"$@" --namespace a', 'sh', 'kubectl', 'get', 'pods']],
    [['bash', '-c', 'exec "${@:2}"', 'bash', 'A', 'kubectl', 'get', 'pods']],
    [['sh', '-c', 'exec kubectl "$@"', 'sh', 'get', 'pods']],
    [['bash', '--rcfile', '/a', '-O', 'extglob', '-c', 'kubectl get pods']],
  ])('and one that a shell is given: %j', (command) => {
    const given = (words: readonly string[]): string =>
      `{ name: a, image: "registry.example/a:1", command: ${JSON.stringify(words)} }`;
    expect(verdict(given(command))).toBe('used');
    expect(verdict(given(command.map((word) => word.replace('get', 'version'))))).toBe('unknown');
  });

  test('one of the container\u2019s own environment', () => {
    expect(verdict(container('$K get pods', ', env: [{ name: K, value: kubectl }]'))).toBe('used');
  });

  test('in a script of a ConfigMap', () => {
    const config =
      'kind: ConfigMap\napiVersion: v1\nmetadata: { name: config }\ndata: { a.sh: "K=kubectl; $K get pods" }';
    const mounted = '{ name: a, image: "registry.example/a:1", volumeMounts: [{ name: config, mountPath: /a }] }';
    expect(verdict(mounted, config)).toBe('used');
  });
});

test.each([
  ['K=psql; $K get pods'],
  ['MSG="kubectl get pods"; notify "$MSG"'],
  ['K="$K a"; $K get pods'],
  ['$K get pods'],
  ['set -- get pods; which kubectl; psql "$@"'],
  ['for K in psql kubectl; do notify $K get pods; done'],
  ['for K in psql $KUBECTL; do $K get pods; done; kubectl=$K'],
  ['k() { kubectl "$@"; }; set -- get pods; psql "$@"'],
  ['log() { echo "$@"; }; run() { "$@"; }; log kubectl get pods'],
  ['log() { echo "$(date)" "$@"; }; run() { echo "$("$@")"; }; log kubectl get pods'],
  ['log() { echo "$@"; }; log kubectl get pods; "$@"'],
  ['run() { "$@"; }; set -- kubectl get pods; psql "$@"'],
  ['log() (\n echo "$@"\n)\nrun() {\n "$@"\n}\nlog kubectl get pods'],
  ['run() { if true; then "$@"; fi }; log() { echo "$@"; }; log kubectl get pods'],
])('%s shows no use', (script) => {
  expect(verdict(container(script))).toBe('unknown');
});

test('many variables of many values come to an end', () => {
  const script = Array.from({ length: 40 }, (_, index) => `A${String(index % 4)}='$A0 $A1 $A2 $A3 ${String(index)}'`);
  const variables = new ProgramVariables(readScript(script.join('\n')), [], () => undefined);
  for (let line = 0; line < 10_000; line += 1)
    expect(variables.commandsOf(`$A0 ${String(line)}`).length).toBeLessThanOrEqual(8);
});

test('thousands of functions that hand on what they are given come to an end', () => {
  const functions = Array.from(
    { length: 3000 },
    (_, index) => `f${String(index)}() { "$@"; f${String(index + 1)} "$@" a; g "$@" ${String(index)}; }`,
  );
  expect(verdict(container(`${functions.join('\n')}\nf0 kubectl get pods`))).toBe('used');
  const longer = functions.map((one) => one.replace(/(f\d+) "\$@" a/, '$1 a "$@"'));
  expect(verdict(container(`${longer.join('\n')}\nf0 psql`))).toBe('unknown');
}, 20_000);
