import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { rules } from '../../rules/registry.ts';
import { readArgs } from './args.ts';
import { lintCommand } from './lintCommand.ts';
import type { Terminal } from './terminal.ts';
import { readRunSettings } from './settings.ts';
import { UsageError } from '../inputs/usageError.ts';

/** Runs the command; the result is its exit code, or `undefined` where it goes on as a server. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number | undefined> {
  try {
    const args = readArgs(argv, () => rules.map((rule) => rule.meta.id));
    if (args.help) {
      terminal.write((await import('./help.ts')).helpFor(args.command));
      return 0;
    }
    if (args.version) {
      terminal.write(`${packageJson.version}\n`);
      return 0;
    }
    if (args.command === 'rules') return await (await import('./rulesCommand.ts')).rulesCommand(args, terminal);
    if (args.command === 'explain') return await (await import('./explainCommand.ts')).explainCommand(args, terminal);
    if (args.command === 'tokens')
      return await (await import('./tokensCommand.ts')).tokensCommand(args, packageJson.version, terminal);
    if (args.command === 'lsp') {
      (await import('./lspCommand.ts')).lspCommand(args, packageJson.version);
      return undefined;
    }
    if (args.command === 'init') return await (await import('./initCommand.ts')).initCommand(terminal);
    if (args.printConfig !== undefined) {
      const { printedConfig } = await import('./printConfig.ts');
      const settings = await readRunSettings(args, terminal);
      if (!existsSync(resolve(terminal.cwd, args.printConfig)))
        terminal.warn(`There is no ${args.printConfig}: this is what would apply to it\n`);
      const all = [...rules, ...settings.plugins.rules];
      terminal.write(printedConfig(args.printConfig, settings, all, terminal.cwd));
      return 0;
    }
    return await lintCommand(args, rules, packageJson.version, terminal);
  } catch (error) {
    if (!(error instanceof Error && (error instanceof UsageError || error.name === 'ConfigError'))) throw error;
    terminal.warn(`kube-token-lint: ${error.message}\n`);
    return 2;
  }
}
