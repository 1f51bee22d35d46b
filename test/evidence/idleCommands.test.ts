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
  });
});

test.each([[['cat']], [['/bin/cat', '-']], [shell('date; cat')]])(
  '%j waits for ever for what it is given',
  (command) => {
    expect(verdictOf(command)).toBe('used');
    expect(verdictOf(command, 'registry.example/app:1')).toBe('unknown');
  },
);

test.each([['\n'], ['! '], ['( '], ['do '], ['< ']])('a long script of %j is read in time', (text) => {
  const start = performance.now();
  verdictOf(shell(text.repeat(100_000 / text.length)));
  expect(performance.now() - start).toBeLessThan(2000);
});
