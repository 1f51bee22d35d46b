import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { folder } from './command.ts';

const home = join(import.meta.dirname, '../../node_modules/@microsoft/sarif-multitool-linux');

/** The official JSON Schema of SARIF 2.1.0. */
export const sarifSchema: unknown = JSON.parse(readFileSync(join(home, 'sarif-2.1.0.json'), 'utf8'));

interface Ran {
  readonly ok: boolean;
  readonly output: string;
}

function multitool(cwd: string, ...args: string[]): Ran {
  const { status, stdout, stderr, error } = spawnSync(join(home, 'Sarif.Multitool'), args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' },
  });
  return { ok: status === 0, output: error?.message ?? `${stdout}${stderr}` };
}

/** Whether the official SARIF tool, which a dev dependency ships for one platform, runs here. */
export const haveMultitool =
  platform() === 'linux' &&
  arch() === 'x64' &&
  multitool(process.cwd(), 'export-validation-config', '--help').output.includes('Multitool');

/**
 * What the official tool's `validate` reports of logs, as SARIF once more. Its rules for GitHub are off by default;
 * here they are all on. Its exit code is 0 whatever it finds.
 */
export function validateSarif(logs: readonly string[]): unknown {
  const names = logs.map((_log, index) => `${String(index)}.sarif`);
  const cwd = folder(Object.fromEntries(logs.map((log, index) => [`${String(index)}.sarif`, log])));
  multitool(cwd, 'export-validation-config', 'rules.xml');
  const config = readFileSync(join(cwd, 'rules.xml'), 'utf8');
  const all = config.replaceAll(
    /(<Properties Key="GH\d+\.[^"]*">\s*<Property Key="RuleEnabled" Value=)"Default"/g,
    '$1"Error"',
  );
  if (all === config) throw new Error('the configuration has no rules for GitHub');
  writeFileSync(join(cwd, 'rules.xml'), all);
  const report = join(cwd, 'report.sarif');
  const args = ['--config', 'rules.xml', '--rule-kind', 'Sarif;Gh', '--output', report, '--log', 'ForceOverwrite'];
  const { output } = multitool(cwd, 'validate', ...names, ...args);
  if (!existsSync(report) || !output.includes(`${String(logs.length)} files scanned`))
    throw new Error(`the tool wrote no report: ${output}`);
  return JSON.parse(readFileSync(report, 'utf8'));
}
