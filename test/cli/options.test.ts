import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { problemCodes } from '../../src/documents/problem.ts';
import { rules } from '../../rules/registry.ts';
import { boundUser, cli, folder, run, runJson } from '../support/command.ts';
import { readOutput } from '../support/jsonOutput.ts';

/** One error (300 seconds) and one info (the old field). */
const manifest = `apiVersion: v1
kind: Pod
metadata:
  name: a
spec:
  serviceAccount: a
  automountServiceAccountToken: false
  containers:
    - name: a
      image: registry.example/a:1
      volumeMounts:
        - name: t
          mountPath: /var/run/secrets/a.example
          readOnly: true
  volumes:
    - name: t
      projected:
        sources:
          - serviceAccountToken:
              path: token
              audience: a.example
              expirationSeconds: 300
`;
const cwd = folder({ 'a.yaml': manifest });
const escape = '\u001b[';
const parsed = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
/** The command as a shell calls it. */
const command = `'${process.execPath}' '${cli}'`;

describe('exit codes', () => {
  const off = '--rule=token-expiration-bounds=off';
  const warning = '--rule=token-expiration-bounds=warning';
  test.each<[number, string[]]>([
    [1, []],
    [1, ['--fail-on', 'error']],
    [1, ['--fail-on=info']],
    [0, ['--fail-on', 'never']],
    [0, [off]],
    [1, [off, '--fail-on', 'info']],
    [0, [off, '--rule', 'legacy-account-field=off', '--fail-on', 'info']],
    [1, [warning]],
    [0, [warning, '--fail-on', 'error']],
    [1, [off, warning]],
  ])('%i with %j', (code, args) => {
    expect(run(['a.yaml', ...args], { cwd })).toMatchObject({ code, stderr: '' });
  });

  const template = 'kind: Pod\nmetadata: { name: {{ .Release.Name }} }\n';
  test.each([
    [0, 0, '0', '0', [off, '--fail-on', 'error']],
    [1, 0, '1', '0', [warning]],
    [0, 0, '0', '0', [warning, '--fail-on', 'error']],
    [0, 0, '0', '0', ['--fail-on', 'never']],
    [1, 0, '2', '0', ['--fail-on', 'info']],
    [0, 1, '0', '0', [off, 'template.yaml']],
    [2, 1, '0', '1', [off, 'template.yaml', 'nope.yaml']],
  ])('%i is what JUnit says, too, with %i skipped, %s failures and %s errors: %j', (...given) => {
    const [code, skipped, failures, errors, args] = given;
    const both = folder({ 'a.yaml': manifest, 'template.yaml': template });
    const result = run(['a.yaml', ...args, '--format', 'junit'], { cwd: both });
    expect(result.code).toBe(code);
    expect(result.stdout).toMatch(new RegExp(`^<testsuites .* failures="${failures}" errors="${errors}">$`, 'm'));
    expect(result.stdout.match(/<skipped /g) ?? []).toHaveLength(skipped);
  });

  test('a problem outranks findings and --fail-on', () => {
    expect(run(['a.yaml', 'nope.yaml', '--fail-on', 'never'], { cwd }).code).toBe(2);
    expect(run(['nope.yaml', 'a.yaml', '--quiet'], { cwd }).code).toBe(2);
  });
});

describe('wrong usage', () => {
  test.each<[string[], string]>([
    // A variable of a script that is not set.
    [[''], 'a path is empty'],
    [['--formt', 'json'], '--format'],
    [['--frmat=json'], '--format'],
    [['--format', 'jsn'], '"json"'],
    [['--format='], 'pretty, json'],
    [['--rule', 'token-audience-mising=off'], '"token-audience-missing"'],
    [['--rule', 'token-audience-missing=of'], '"off"'],
    [['--rule', 'token-audience-missing='], 'off, info, warning, error'],
    [['--rule', 'token-audience-missing'], 'names no level'],
    [['--rule', '=off'], 'Unknown rule ""'],
    [['--rule', 'duplicate-key=error'], '--rule duplicate-key: it is a problem, not a rule, and has no level'],
    [['--fail-on', 'warn'], '"warning"'],
    [['--fail-on', 'of'], 'error, warning, info, never'],
    [['--preset', 'strikt'], '"strict"'],
    [['--color=alway'], '"always"'],
    [['--quiet=yes'], 'does not take an argument'],
    [['--fix-dry-run=all'], 'as in --fix=all --fix-dry-run'],
    [['-z'], "'-z'"],
    [['--no-quiet'], '--quiet'],
    [['--output'], 'a.yaml is an input'],
    [['--output=./a.yaml', '.'], './a.yaml is an input'],
  ])('%j offers what is meant', (args, offered) => {
    const result = run([...args, 'a.yaml'], { cwd });
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toContain(offered);
    expect(result.stderr).toMatch(/^kube-token-lint: [^\n]+\n$/);
    expect(readFileSync(join(cwd, 'a.yaml'), 'utf8')).toBe(manifest);
  });

  test('a report does not take the place of the configuration', () => {
    const out = folder({ 'a.yaml': manifest, 'x.json': '{}' });
    const { code, stderr } = run(['a.yaml', '-c', 'x.json', '-o', 'x.json'], { cwd: out });
    expect([code, stderr]).toEqual([2, 'kube-token-lint: --output x.json: x.json is the configuration\n']);
    expect(readFileSync(join(out, 'x.json'), 'utf8')).toBe('{}');
  });

  test('a report goes to no input, by whatever link', () => {
    const out = folder({ 'a.yaml': manifest });
    symlinkSync('a.yaml', join(out, 'x.json'));
    symlinkSync('.', join(out, 'here'));
    for (const place of ['x.json', 'here/a.yaml']) {
      const { code, stderr } = run(['a.yaml', '--output', place], { cwd: out });
      expect([code, stderr]).toEqual([2, `kube-token-lint: --output ${place}: ${place} is an input\n`]);
      expect(readFileSync(join(out, 'a.yaml'), 'utf8')).toBe(manifest);
    }
  });

  test.each<[string[], string]>([
    [['explain', 'account-defaults'], '"account-default"'],
    [['explain', 'duplicate-keys'], '"duplicate-key"'],
    [['explain'], 'explain RULE'],
    [['rules', '--format', 'sarif'], 'json'],
    [['rules', '--fromat', 'json'], '--format'],
    [['tokens', '-o', 'x.html'], '--output x.html: tokens prints no html: name one of pretty, json, markdown with'],
    [['rules', '-o', 'x.md'], 'rules prints no markdown: name one of pretty, json with --format'],
    [['a.yaml', '--format'], 'argument missing'],
    [['a.yaml', '--complete', '--no-complete'], '--complete does not go with --no-complete'],
    [['a.yaml', '-f', 'json', '-f', 'sarif'], 'only one report goes to standard output: give the others an --output'],
    [['a.yaml', '-f', 'json', '-o', '-', '-f', 'sarif'], 'only one report goes to standard output'],
    [['a.yaml', '-o', 'x', '-o', './x'], '--output ./x: ./x is another report'],
    [
      ['a.yaml', '--exclude', 'docs'],
      "Unknown option --exclude: name what to leave out as a path with !, as in '!docs/**'",
    ],
    [['a.yaml', '-o', 'y/kube-token-lint.config.json'], 'y/kube-token-lint.config.json is a configuration'],
    [['a.yaml', '--baseline', 'x', '--update-baseline', '-o', 'x'], '--output x: x is the baseline'],
    [['a.yaml', '-o', 'kube-token-lint.baseline.json'], 'kube-token-lint.baseline.json is a baseline'],
    [['a.yaml', '--rule'], 'argument missing'],
    [['--stdin-filename', 'a.yaml'], 'is for standard input, which nothing reads: name it with -'],
    [['tokens', 'a.yaml', '--stdin-filename=b.yaml'], 'name it with -'],
    [
      ['tokens', 'a.yaml', '--rule', 'account-default=off'],
      '--rule does not go with tokens: it is an option of linting',
    ],
    [['tokens', 'a.yaml', '--preset', 'strict'], 'it is an option of linting, rules, explain\n'],
    [['a.yaml', '--sort', 'name'], '--sort does not go with linting: it is an option of tokens\n'],
    [['lsp', '--stdio', '--config', 'x.yaml'], '--config does not go with lsp'],
    [['--print-config', 'a.yaml', 'k8s'], '--print-config lints nothing: leave out "k8s"'],
    [['--print-config', 'a.yaml', '--fix'], '--fix does not go with --print-config, which lints nothing'],
    [['--print-config', 'a.yaml', '-o', 'x.json'], '--output does not go with --print-config'],
    [['a.yaml', '--include-suppressed'], '--include-suppressed goes into sarif: name it with --format'],
    [['a.yaml', '--output='], '--output names no file: it is empty'],
    [['a.yaml', '-f', 'json', '-o', 'x.json', '-o', ''], '--output names no file'],
    [['a.yaml', '--config='], '--config names no file'],
    [['a.yaml', '--baseline', ''], '--baseline names no file'],
    [['--print-config', ''], '--print-config names no file'],
    [['-', '--stdin-filename='], '--stdin-filename names no file'],
    [['a.yaml', '--rule', 'foo=off'], 'Unknown rule "foo": `kube-token-lint rules` lists them'],
    [['explain', 'foo'], 'Unknown rule "foo": `kube-token-lint rules` lists them'],
    [['rules', '--quiet'], '--quiet does not go with rules'],
    [['init', '--format', 'json'], '--format does not go with init'],
    [['--fix', 'all', 'a.yaml'], 'There is no file "all": write --fix=all'],
    [['a.yaml', '--fix-dry-run', 'safe'], 'write --fix=safe'],
  ])('%j says what is wrong', (args, said) => {
    const result = run(args, { cwd });
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toContain(said);
    expect(result.stderr).toMatch(/^kube-token-lint: [^\n]+\n$/);
    expect(readFileSync(join(cwd, 'a.yaml'), 'utf8')).toBe(manifest);
  });

  test.each([
    ['help', ''],
    ['version', ' (did you mean "--version"?)'],
    ['lint', ''],
    ['explian', ' (did you mean "explain"?)'],
    ['token', ' (did you mean "tokens"?)'],
  ])('%s is no command', (word, meant) => {
    const { code, stdout, stderr } = run([word, 'a.yaml'], { cwd });
    expect(stdout).toContain('No such file or folder');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `There is no command "${word}" either${meant}: see kube-token-lint --help\n`,
    });
    expect(run(['a.yaml', word], { cwd }).stderr).toBe('');
    expect(run([`./${word}`], { cwd }).stderr).toBe('');
  });

  test('a folder that is called as a kind of fixes is linted', () => {
    const files = { 'all/a.yaml': manifest };
    expect(run(['--fix', 'all'], { cwd: folder(files) }).stdout).toContain('1 workload');
  });

  test('a level with something after it is unknown', () => {
    expect(run(['a.yaml', '--rule', 'token-expiration-bounds=off=error'], { cwd }).code).toBe(2);
  });
});

describe('rules', () => {
  test.each(['info', 'warning', 'error'])('--rule sets the severity: %s', (level) => {
    const { output } = runJson(['a.yaml', `--rule=token-expiration-bounds=${level}`], { cwd });
    expect(Object.fromEntries(output.findings.map(({ ruleId, severity }) => [ruleId, severity]))).toEqual({
      'legacy-account-field': 'info',
      'token-expiration-bounds': level,
    });
    expect(output.summary).toMatchObject({
      errors: level === 'error' ? 1 : 0,
      warnings: level === 'warning' ? 1 : 0,
      infos: level === 'info' ? 2 : 1,
    });
  });

  test('off takes the rule out of SARIF, and its index with it', () => {
    const { stdout } = run(['a.yaml', '--rule', 'account-default=off', '--format', 'sarif'], { cwd });
    expect(stdout).not.toContain('account-default');
    expect(stdout).toContain('token-expiration-bounds');
  });

  test('a preset sets other bounds', () => {
    const text = manifest.replace('300', '3600');
    const found = (preset: string): string[] =>
      runJson(['-', '--preset', preset], { cwd, input: text }).output.findings.map(({ ruleId }) => ruleId);
    expect(found('recommended')).not.toContain('token-expiration-bounds');
    expect(found('zero-trust')).toContain('token-expiration-bounds');
  });
});

describe('reports', () => {
  test('several formats to several places', () => {
    const out = folder({ 'a.yaml': manifest });
    const result = run(
      ['a.yaml', '--format', 'sarif', '--output', 'r/s/x.sarif', '-f', 'json', '-o', 'x.json', '-f', 'pretty'],
      { cwd: out },
    );
    expect(result).toMatchObject({ code: 1, stderr: '', stdout: run(['a.yaml'], { cwd }).stdout });
    expect(readFileSync(join(out, 'r/s/x.sarif'), 'utf8')).toBe(run(['a.yaml', '-f', 'sarif'], { cwd }).stdout);
    expect(readFileSync(join(out, 'x.json'), 'utf8')).toBe(run(['a.yaml', '-f', 'json'], { cwd }).stdout);
    expect(readdirSync(out, { recursive: true }).sort()).toEqual(['a.yaml', 'r', 'r/s', 'r/s/x.sarif', 'x.json']);
  });

  test('to files only: nothing on standard output; the format follows the file’s name', () => {
    const out = folder({ 'a.yaml': manifest });
    const names = ['x.sarif', 'y.sarif.json', 'z.json', 'j.xml', 'm.md', 'h.html', 't.txt'];
    const result = run(['a.yaml', ...names.flatMap((name) => ['-o', name])], { cwd: out });
    expect(result).toMatchObject({ code: 1, stdout: '', stderr: '' });
    for (const [name, start] of [
      ['j.xml', '<?xml'],
      ['m.md', '# '],
      ['h.html', '<!doctype html>'],
    ] as const)
      expect(readFileSync(join(out, name), 'utf8').startsWith(start), name).toBe(true);
    expect(parsed(join(out, 'x.sarif'))).toHaveProperty('runs');
    expect(parsed(join(out, 'y.sarif.json'))).toHaveProperty('runs');
    expect(parsed(join(out, 'z.json'))).toHaveProperty('findings');
    expect(readFileSync(join(out, 't.txt'), 'utf8')).toBe(run(['a.yaml'], { cwd }).stdout);
  });

  test('- is standard output, and a device takes several', () => {
    const out = folder({ 'a.yaml': manifest });
    const { stdout } = run(['a.yaml', '-f', 'json', '-o', '-', '-o', '/dev/null', '-o', '/dev/null'], { cwd: out });
    expect(stdout).toBe(run(['a.yaml', '-f', 'json'], { cwd: out }).stdout);
    expect(readdirSync(out)).toEqual(['a.yaml']);
  });

  test('what comes behind -- is a path, whatever it is called', () => {
    const out = folder({ '--fix': manifest });
    const { stdout } = run(['-f', 'json', '--', '--fix'], { cwd: out });
    expect(readOutput(stdout).findings.map(({ file }) => file)).toContain('--fix');
    expect(readFileSync(join(out, '--fix'), 'utf8')).toBe(manifest);
  });

  test('--output before its --format', () => {
    const out = folder({ 'a.yaml': manifest });
    expect(run(['a.yaml', '-o', 'x', '-f', 'json'], { cwd: out }).stdout).toBe('');
    expect(parsed(join(out, 'x'))).toHaveProperty('findings');
  });

  test('a report takes the old one’s place as a whole', () => {
    const out = folder({ 'a.yaml': manifest, 'x.json': 'old' });
    // Whoever has the old file open still reads all of it: it is replaced, not written over.
    linkSync(join(out, 'x.json'), join(out, 'held.txt'));
    run(['a.yaml', '--output', 'x.json'], { cwd: out });
    expect(readFileSync(join(out, 'held.txt'), 'utf8')).toBe('old');
    expect(parsed(join(out, 'x.json'))).toHaveProperty('findings');
    expect(readdirSync(out).sort()).toEqual(['a.yaml', 'held.txt', 'x.json']);
  });

  test.each([
    ['a.yaml/x.json', 'its folder cannot be made: something of this name is there'],
    ['a.yaml/y/x.json', 'its folder cannot be made: a part of its path is no folder'],
    ['k8s', 'it is a folder'],
  ])('a place that cannot be written is told in words: %s', (place, why) => {
    const out = folder({ 'a.yaml': manifest, 'k8s/.keep': '' });
    const result = run(['a.yaml', '--output', place], { cwd: out });
    expect(result).toMatchObject({ code: 2, stderr: `kube-token-lint: Could not write ${place}: ${why}\n` });
    expect(readFileSync(join(out, 'a.yaml'), 'utf8')).toBe(manifest);
  });

  const user = boundUser();
  test.skipIf(user === undefined)('so is a folder that is read-only (skipped where nobody is bound by modes)', () => {
    const out = folder({ 'a.yaml': manifest, 'r/.keep': '' });
    chmodSync(out, 0o755);
    chmodSync(join(out, 'r'), 0o555);
    const { stderr } = run(['a.yaml', '--output', 'r/x.json'], { cwd: out, user: user ?? {} });
    expect(stderr).toBe('kube-token-lint: Could not write r/x.json: permission denied\n');
  });

  test('a report that cannot be written leaves nothing behind', () => {
    const out = folder({ 'a.yaml': manifest });
    mkdirSync(join(out, 'x.json'));
    expect(run(['a.yaml', '--output', 'x.json'], { cwd: out }).code).toBe(2);
    expect(readdirSync(out).sort()).toEqual(['a.yaml', 'x.json']);
  });

  // As root, `--output /dev/null` and `--output /dev/stdout` replace the device in the same way.
  test('a pipe is written to, not replaced', async () => {
    const out = folder({ 'a.yaml': manifest });
    execFileSync('mkfifo', [join(out, 'pipe')]);
    const reader = spawn('cat', ['pipe'], { cwd: out });
    try {
      run(['a.yaml', '--format', 'json', '--output', 'pipe'], { cwd: out, timeout: 10_000 });
      expect(lstatSync(join(out, 'pipe')).isFIFO()).toBe(true);
      const text = await new Promise<string>((resolve) =>
        reader.stdout.once('data', (data) => {
          resolve(String(data));
        }),
      );
      expect(readOutput(text).findings).toHaveLength(2);
    } finally {
      reader.kill();
    }
  });

  test('rules can be written to a file', () => {
    const out = folder({});
    expect(run(['rules', '--format', 'json', '--output', 'rules.json'], { cwd: out }).stdout).toBe('');
    expect(parsed(join(out, 'rules.json'))).toHaveLength(rules.length);
  });

  test('--quiet leaves only what fails', () => {
    const { stdout } = run(['a.yaml', '--quiet'], { cwd });
    expect(stdout).toContain('token-expiration-bounds');
    expect(stdout).not.toContain('legacy-account-field');
    expect(stdout).not.toContain('1 error');
    expect(runJson(['a.yaml', '-q'], { cwd }).output.findings).toHaveLength(1);
    expect(runJson(['a.yaml', '-q', '--fail-on', 'info'], { cwd }).output.findings).toHaveLength(2);
    const silent = run(['a.yaml', '-q', '--rule', 'token-expiration-bounds=off'], { cwd });
    expect(silent).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('standard input has the name it is given', () => {
    const named = runJson(['-', '--stdin-filename', 'k8s/a b.yaml'], { cwd, input: manifest });
    expect(named.output.findings[0]?.file).toBe('k8s/a b.yaml');
    expect(runJson(['-'], { cwd, input: manifest }).output.findings[0]?.file).toBe('stdin');
    const sarif = run(['-', '--stdin-filename', 'k8s/a b.yaml', '-f', 'sarif'], { cwd, input: manifest }).stdout;
    expect(sarif).toContain('"uri": "k8s/a%20b.yaml"');
    expect(run(['-', '--stdin-filename=k8s/a.yaml'], { cwd, input: manifest }).stdout).toMatch(/^k8s\/a\.yaml\n/);
  });

  test('the same input gives the same bytes, in whatever order it is named', () => {
    const many = folder({ 'a.yaml': manifest, 'b/c.yaml': manifest, 'd.yaml': 'a: 1\na: 2\n', 'e.yaml': 'a: [' });
    for (const format of ['pretty', 'json', 'sarif']) {
      const once = run(['.', '--format', format], { cwd: many }).stdout;
      expect(once).toContain('token-expiration-bounds');
      expect(run(['.', '--format', format], { cwd: many }).stdout).toBe(once);
      const findings = (...paths: string[]): unknown => runJson(paths, { cwd: many }).output.findings;
      expect(findings('b', 'a.yaml')).toEqual(findings('a.yaml', 'b'));
    }
  });
});

describe('colours', () => {
  test('only where they are asked for', () => {
    expect(run(['a.yaml'], { cwd }).stdout).not.toContain(escape);
    expect(run(['a.yaml', '--color'], { cwd }).stdout).toContain(escape);
    expect(run(['--color', 'a.yaml'], { cwd }).stdout).toContain(escape);
    expect(run(['a.yaml', '--color=always'], { cwd, env: { NO_COLOR: '1' } }).stdout).toContain(escape);
    expect(run(['a.yaml', '--color=always', '--no-color'], { cwd }).stdout).not.toContain(escape);
    expect(run(['a.yaml', '--color=always', '-f', 'json'], { cwd }).stdout).not.toContain(escape);
    expect(run(['a.yaml', '--color=always', '-f', 'sarif'], { cwd }).stdout).not.toContain(escape);
  });

  test('change nothing but colour', () => {
    const colored = run(['a.yaml', '--color'], { cwd }).stdout;
    expect(colored.replaceAll(/\u001b\[\d+m/g, '')).toBe(run(['a.yaml'], { cwd }).stdout);
  });

  const script = spawnSync('script', ['--version'], { encoding: 'utf8' });
  const isUtilLinux = script.status === 0 && script.stdout.includes('util-linux');
  /** What a terminal shows. */
  const terminal = (args: string, env: NodeJS.ProcessEnv): string =>
    execFileSync('script', ['-qec', `${command} ${args}`, '/dev/null'], {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: undefined, TERM: 'xterm', ...env },
    });

  describe.skipIf(!isUtilLinux)('on a terminal (skipped without util-linux’s script)', () => {
    test.each<[string, NodeJS.ProcessEnv, boolean]>([
      ['', {}, true],
      ['', { NO_COLOR: '1' }, false],
      ['', { TERM: 'dumb' }, false],
      ['--no-color', {}, false],
      ['--color=never', {}, false],
      ['--color=always', { NO_COLOR: '1' }, true],
    ])('%j with %j: %s', (args, env, colored) => {
      const shown = terminal(`a.yaml --fail-on never ${args}`, env);
      expect(shown).toContain('token-expiration-bounds');
      expect(shown.includes(escape)).toBe(colored);
    });

    test('an empty NO_COLOR says nothing (no-color.org)', () => {
      expect(terminal('a.yaml --fail-on never', { NO_COLOR: '' })).toContain(escape);
    });
  });
});

describe('a reader that stops early is no error', () => {
  const many = folder(
    Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`${String(index)}.yaml`, manifest])),
  );

  test('when standard output is closed', async () => {
    const child = spawn(process.execPath, [cli, '.', '--fail-on', 'never'], { cwd: many });
    let errors = '';
    child.stderr.on('data', (chunk) => (errors += String(chunk)));
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(errors).toBe('');
    expect(code).toBe(0);
  });

  test.each(['.', '. --format json', '. --format sarif', 'rules', 'explain account-default', '--help'])(
    '%s | head -1',
    (args) => {
      const result = spawnSync('sh', ['-c', `${command} ${args} | head -1`], { cwd: many, encoding: 'utf8' });
      expect(result).toMatchObject({ status: 0, stderr: '' });
      expect(result.stdout).toMatch(/^[^\n]+\n$/);
    },
  );

  test('when nobody reads at all', () => {
    const result = spawnSync('sh', ['-c', `(${command} . ; echo "code $?" >&2) | true`], {
      cwd: many,
      encoding: 'utf8',
    });
    expect(result.stderr).toMatch(/^code [01]\n$/);
  });

  test.skipIf(!existsSync('/dev/full'))('a full disk is a message, not a stack (skipped without /dev/full)', () => {
    const result = spawnSync('sh', ['-c', `${command} a.yaml > /dev/full`], { cwd, encoding: 'utf8' });
    expect(result.status).toBe(2);
    expect(result.stderr).not.toContain('    at ');
  });
});

describe('commands', () => {
  test('--help and --version', () => {
    const help = run(['--help'], { cwd });
    expect(help).toMatchObject({ code: 0, stderr: '' });
    for (const option of ['format', 'output', 'preset', 'rule', 'fail-on', 'stdin-filename', 'quiet', 'color'])
      expect(help.stdout).toContain(`--${option}`);
    expect(help.stdout).toContain('Exit codes');
    expect(Math.max(...help.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
    expect(run(['-h', 'a.yaml'], { cwd })).toEqual(help);
    const { version } = Object(parsed(join(import.meta.dirname, '../../package.json')));
    expect(run(['--version'], { cwd })).toEqual({ code: 0, stdout: `${String(version)}\n`, stderr: '' });
  });

  test('--help of a command tells what concerns it', () => {
    const helpOf = (command: string): string => run([command, '--help'], { cwd }).stdout;
    const optionsOf = (text: string): string[] =>
      Array.from(text.matchAll(/^ (?: -\w,| {4}) --([a-z-]+)/gm), ([, name = '']) => name);
    expect(helpOf('tokens')).toMatch(/^Usage\n {2}kube-token-lint tokens \[PATH…\] .*\n\nOptions\n/);
    expect(helpOf('tokens')).toContain('pretty, json or markdown (default: pretty)\n');
    expect(optionsOf(helpOf('tokens'))).toEqual(
      expect.arrayContaining(['format', 'complete', 'verdict', 'sort', 'help']),
    );
    expect(optionsOf(helpOf('tokens'))).not.toContain('fix');
    expect(helpOf('tokens')).toContain('the ending chooses: .json, .md, others pretty\n');
    expect(helpOf('tokens')).toMatch(/--quiet +no warnings of what was skipped\n/);
    expect(helpOf('rules')).toContain('the ending chooses: .json, others pretty\n');
    expect(optionsOf(helpOf('explain'))).toEqual([
      'format',
      'output',
      'config',
      'allow-plugins',
      'preset',
      'rule',
      'help',
    ]);
    expect(optionsOf(helpOf('rules'))).toEqual(optionsOf(helpOf('explain')));
    for (const command of ['init', 'lsp']) expect(optionsOf(helpOf(command))).toEqual(['help']);
    for (const command of ['tokens', 'rules', 'explain', 'init', 'lsp']) {
      expect(helpOf(command)).toMatch(/\nAll commands and options: kube-token-lint --help\n$/);
      for (const name of optionsOf(helpOf(command)))
        expect(run([command, `--${name}`], { cwd }).stderr).not.toContain('does not go with');
    }
  });

  test('explain prints as JSON what rules does of it', () => {
    const listed: unknown = JSON.parse(run(['rules', '--format', 'json', '--preset', 'strict'], { cwd }).stdout);
    const one: unknown = JSON.parse(
      run(['explain', 'account-orphan', '--format', 'json', '--preset', 'strict'], { cwd }).stdout,
    );
    expect(listed).toContainEqual(one);
    expect(one).toMatchObject({ id: 'account-orphan' });
  });

  test('rules lists all of them, with what a catalogue needs', () => {
    const listed: unknown = JSON.parse(run(['rules', '--format', 'json'], { cwd }).stdout);
    const text = { type: 'string', minLength: 1 };
    const texts = { type: 'array', items: text, uniqueItems: true };
    const properties = {
      id: { type: 'string', pattern: '^[a-z]+(-[a-z]+)+$' },
      description: { type: 'string', pattern: '^[A-Z].*[.]$', maxLength: 1024 },
      severity: { enum: ['error', 'warning', 'info'] },
      level: { enum: ['error', 'warning', 'info', 'off'] },
      presets: { ...texts, minItems: 1, items: { enum: ['recommended', 'strict', 'zero-trust', 'cis'] } },
      fixable: { type: 'boolean' },
      tags: texts,
      helpUri: { type: 'string', pattern: '^https://' },
    };
    const item = { type: 'object', additionalProperties: false, required: Object.keys(properties), properties };
    const validate = new Ajv2020({ allErrors: true }).compile({ type: 'array', items: item });
    expect(validate(listed), JSON.stringify(validate.errors)).toBe(true);
    expect(listed).toEqual(
      rules.map(({ meta }) =>
        expect.objectContaining({ id: meta.id, helpUri: expect.stringContaining(`/rules/${meta.id}/`) }),
      ),
    );
    expect(new Set(rules.map(({ meta }) => meta.id)).size).toBe(rules.length);
  });

  test('rules as a table has a row for each', () => {
    const { code, stdout } = run(['rules'], { cwd });
    expect(code).toBe(0);
    expect(stdout.split('\n').map((line) => line.split(' ')[0])).toEqual([...rules.map(({ meta }) => meta.id), '']);
  });

  test.each([
    [[], 'off'],
    [['--preset', 'strict'], 'info'],
    [['--preset', 'zero-trust'], 'info'],
    [['--rule', 'account-orphan=error'], 'error'],
    [['--config', 'team.yaml'], 'warning'],
    [['--config', 'team.yaml', '--rule', 'account-orphan=info'], 'info'],
  ])('rules and explain %j show the levels that hold then', (options, level) => {
    const team = folder({ 'team.yaml': 'rules: { account-orphan: warning }' });
    const { stdout } = run(['rules', ...options], { cwd: team });
    expect(stdout).toMatch(new RegExp(`^account-orphan +${level} `, 'm'));
    const listed: unknown = JSON.parse(run(['rules', ...options, '--format', 'json'], { cwd: team }).stdout);
    const severity = level === 'off' ? 'info' : level;
    expect(listed).toContainEqual(expect.objectContaining({ id: 'account-orphan', severity, level }));
    const explained = run(['explain', 'account-orphan', ...options], { cwd: team }).stdout;
    expect(explained).toContain(`\nSeverity: info${level === 'info' ? '' : ` (${level} here)`}. Presets: strict,`);
  });

  test.each(['rules', 'explain account-orphan'])('%s reads a configuration that is named, and no other', (words) => {
    const broken = folder({ 'kube-token-lint.config.yaml': 'rules: { account-orphn: off }' });
    const named = (name: string): unknown => run([...words.split(' '), '--config', name], { cwd: broken });
    expect(run(words.split(' '), { cwd: broken })).toMatchObject({ code: 0, stderr: '' });
    expect(named('kube-token-lint.config.yaml')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('unknown rule "account-orphn"'),
    });
    expect(named('nope.yaml')).toMatchObject({ code: 2, stderr: expect.stringContaining('Could not read nope.yaml') });
  });

  test('explain shows the options as they are set', () => {
    const maximum = 'rules: { token-expiration-bounds: [warning, { maximum: 7200 }] }';
    const args = ['explain', 'token-expiration-bounds', '--config', 'team.yaml'];
    const { stdout } = run(args, { cwd: folder({ 'team.yaml': maximum }) });
    expect(stdout).toContain('  minimum (default 600): ');
    expect(stdout).toContain('  maximum (default 86400, strict 43200, zero-trust 900, here 7200): ');
  });

  test('explain shows the messages, and the options with what presets make of them', () => {
    const { stdout } = run(['explain', 'token-expiration-bounds'], { cwd });
    expect(stdout).toContain('\nMessages\n  ');
    expect(stdout).toContain('  maximum (default 86400, strict 43200, zero-trust 900): Longest lifetime, in seconds');
  });

  test.each(rules.map(({ meta }) => [meta.id, meta.description]))('explain %s', (id, description) => {
    const { code, stdout, stderr } = run(['explain', id], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.startsWith(`${id}: ${description}\n`)).toBe(true);
    expect(stdout).toContain(`/rules/${id}/README.md\n`);
  });

  test.each(problemCodes)('explain %s', (code) => {
    const { stdout, ...rest } = run(['explain', code], { cwd });
    expect(rest).toMatchObject({ code: 0, stderr: '' });
    expect(stdout.startsWith(`${code}: `)).toBe(true);
    expect(stdout).toMatch(/^It is (?:an error: the exit code is 2|a warning: the exit code is as without it)/m);
    const heading = `## ${code}\n`;
    expect(readFileSync(join(import.meta.dirname, '../../docs/problems.md'), 'utf8')).toContain(heading);
  });

  test('a file that is called as a command is', () => {
    const named = folder({});
    writeFileSync(join(named, 'rules'), manifest);
    expect(runJson(['./rules'], { cwd: named }).output.findings).toHaveLength(2);
  });
});
