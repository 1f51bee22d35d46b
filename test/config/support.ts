import { readFileSync } from 'node:fs';
import { rules } from '../../rules/registry.ts';
import { type SettingArgs, readSettings } from '../../src/inputs/settings.ts';
import { type ActiveRule, type RuleChoice, activeRules } from '../../src/config/activeRules.ts';
import { SourceFile } from '../../src/documents/document.ts';
import { walk } from '../../src/inputs/walk.ts';
import { lint } from '../../src/lint/lint.ts';
import { folder } from '../support/command.ts';

const nothing: SettingArgs = {
  rules: new Map(),
  presets: undefined,
  config: undefined,
  complete: undefined,
  plugins: 'leave',
} as const;

/** What is said of rules in a folder. */
export async function choiceIn(cwd: string, args: Partial<SettingArgs> = {}): Promise<RuleChoice> {
  return (await readSettings({ ...nothing, ...args }, { cwd })).choice;
}

/** The rules that are on in a folder. */
export async function rulesIn(cwd: string, args: Partial<SettingArgs> = {}): Promise<ActiveRule[]> {
  return activeRules(rules, await choiceIn(cwd, args));
}

/** What is found in files beside a configuration, as `file:line ruleId severity`, in the order of files and rules. */
export async function found(
  files: Readonly<Record<string, string>>,
  only: RegExp,
  args: Partial<SettingArgs> = {},
): Promise<string[]> {
  const cwd = folder(files);
  const { choice, analysis } = await readSettings({ ...nothing, ...args }, { cwd });
  const sources = walk(cwd, undefined).files.map(
    (path) => new SourceFile(path.slice(cwd.length + 1), readFileSync(path, 'utf8')),
  );
  return lint(sources, { rules: activeRules(rules, choice), ...analysis })
    .findings.filter(({ ruleId }) => only.test(ruleId))
    .map(({ location, ruleId, severity, message }) => {
      const bound = /(\d+) s allowed/.exec(message)?.[1];
      const line = String(location.range.start.line + 1);
      return `${location.uri}:${line} ${ruleId} ${severity}${bound === undefined ? '' : ` ${bound}`}`;
    })
    .sort();
}

/** What is wrong with a configuration; empty where nothing is. */
export async function errorOf(files: string | Readonly<Record<string, string>>): Promise<string> {
  const cwd = folder(typeof files === 'string' ? { 'kube-token-lint.config.yaml': files } : files);
  return rulesIn(cwd).then(
    () => '',
    (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : 'not an error'),
  );
}

/** A pod with a projected token, of which each line is known: expirationSeconds is on line 15. */
export function tokenPod(options: {
  readonly name: string;
  readonly seconds: number;
  readonly namespace?: string;
  readonly labels?: string;
  readonly audience?: string;
}): string {
  const { name, seconds, namespace, labels = '{}', audience = 'a.example' } = options;
  return [
    'apiVersion: v1',
    'kind: Pod',
    `metadata: { name: ${name}, labels: ${labels}${namespace === undefined ? '' : `, namespace: ${namespace}`} }`,
    'spec:',
    '  serviceAccountName: a',
    '  automountServiceAccountToken: false',
    '  containers:',
    '    - { name: a, image: registry.example/a:1, volumeMounts: [{ name: t, mountPath: /t, readOnly: true }] }',
    '  volumes:',
    '    - name: t',
    '      projected:',
    '        sources:',
    '          - serviceAccountToken:',
    '              path: t',
    `              expirationSeconds: ${String(seconds)}`,
    `              audience: ${audience}`,
    '',
  ].join('\n');
}

export const configName = 'kube-token-lint.config.yaml';
