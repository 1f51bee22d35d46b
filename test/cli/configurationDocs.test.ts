import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '../../src/index.ts';
import type { Preset } from '../../src/rule/rule.ts';
import { folder, run } from '../support/command.ts';

const root = join(import.meta.dirname, '../..');
const pages = [
  readFileSync(join(root, 'docs/configuration.md'), 'utf8'),
  /\n## Configuration\n.*?\n## /s.exec(readFileSync(join(root, 'README.md'), 'utf8'))?.[0] ?? '',
];
const examples = pages.flatMap((page) => [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text));

describe('examples of docs/configuration.md and README.md can be used', () => {
  test('there are some', () => {
    expect(examples.length).toBe(9);
  });

  test.each(examples)('%s', (text) => {
    const cwd = folder({ 'kube-token-lint.config.yaml': text, 'team.yaml': 'rules: {}\n', 'a.yaml': '' });
    const { code, stdout, stderr } = run(['--print-config', 'a.yaml'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toBe(run(['--print-config', 'a.yaml'], { cwd: folder({}) }).stdout);
  });
});

test.each([
  ['strict', 'recommended'],
  ['zero-trust', 'strict'],
] as const)('the row of %s names each rule that is other than in %s', (preset, base) => {
  const inPreset = ({ meta }: (typeof rules)[number], name: Exclude<Preset, 'cis'>): string => {
    const { presets, presetOptions, presetSeverity } = meta;
    return JSON.stringify([presets.includes(name), presetOptions?.[name], presetSeverity?.[name]]);
  };
  const others = rules.filter((rule) => inPreset(rule, preset) !== inPreset(rule, base));
  const row = new RegExp(`^\\| \`${preset}\` \\| \`${base}\`, with (.*) \\|$`, 'm').exec(pages[0] ?? '')?.[1] ?? '';
  const named = Array.from(row.matchAll(/`([a-z]+(?:-[a-z]+)+)`/g), ([, id = '']) => id);
  expect(named.sort()).toEqual(others.map(({ meta }) => meta.id).sort());
});
