import { expect, test } from 'vitest';
import { readCommand } from '../../src/evidence/shell/shellCommand.ts';

test.each([
  ['"$DIR"/run.sh a', ['$DIR/run.sh', 'a']],
  ["sh -c 'a b; c' x", ['sh', '-c', 'a b; c', 'x']],
  ['echo "a\\"b" \'c\'d\\ e ${x:-y z}', ['echo', 'a"b', 'cd e', '${x:-y z}']],
  ['"a\\\\" b', ['a\\', 'b']],
  ["A=1 B='x y' run", ['run']],
  ['LC_ALL=C 2>/dev/null /r.sh >> /x 2>&1', ['/r.sh']],
  ['{fd}>/a >>a b', ['b']],
  ['cat <<EOF >/x', ['cat']],
  ['bash <$() y', ['bash', '<$()', 'y']],
  ['if ! { (x ', ['x']],
  ['for ((i=0;i<3;i++)) { /r.sh', ['/r.sh']],
  ['((x) ', ['x']],
])('the words of %j', (command, words) => {
  expect(readCommand(command).words).toEqual(words);
});

test('what it sets and writes', () => {
  expect(readCommand('A=1 B+="$C"/x run > /y 2> "/z a" 1>&2')).toMatchObject({
    assigned: [
      { name: 'A', value: '1' },
      { name: 'B', value: '${B}$C/x' },
    ],
    writes: ['/y', '/z a'],
  });
  expect(readCommand('export A=1 D="$B"/bin').assigned).toMatchObject([
    { name: 'A', value: '1' },
    { name: 'D', value: '$B/bin' },
  ]);
  expect(readCommand('ARGS=(--port 80 "a b")').assigned).toMatchObject([
    { name: 'ARGS', list: ['--port', '80', 'a b'] },
  ]);
});

test.each([['>>a '], ['}'], ['"'], ['('], ['a=('], ['\\']])('a long command of %j comes to an end', (text) => {
  expect(readCommand(`${text.repeat(100_000)}x`).words.length).toBeLessThan(2);
});
