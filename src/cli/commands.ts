import { UsageError } from '../inputs/usageError.ts';
import type { Parsed, options } from './options.ts';

type Option = keyof typeof options;

interface CommandSpec {
  readonly formats: readonly string[];
  /** Beside `--help` and `--version`. */
  readonly options: readonly Option[];
  readonly mostArguments: number;
}

const ofReports = ['format', 'output', 'config'] as const;
const ofInput = ['complete', 'no-complete', 'stdin-filename', 'quiet', 'color'] as const;
const ofRules = ['allow-plugins', 'preset', 'rule'] as const;
const ofBaseline = ['baseline', 'no-baseline', 'update-baseline', 'include-suppressed'] as const;
const ofLint = ['print-config', 'compliance', 'fail-on', 'fix', 'fix-dry-run'] as const;

/** What each command takes; without the name of one, `kube-token-lint` lints. */
export const commands = {
  lint: {
    formats: ['pretty', 'json', 'sarif', 'github', 'gitlab', 'junit', 'markdown', 'html'],
    options: [...ofReports, ...ofInput, ...ofRules, ...ofBaseline, ...ofLint],
    mostArguments: Infinity,
  },
  tokens: {
    formats: ['pretty', 'json', 'markdown'],
    options: [...ofReports, ...ofInput, 'namespace', 'account', 'verdict', 'sort'],
    mostArguments: Infinity,
  },
  rules: { formats: ['pretty', 'json'], options: [...ofReports, ...ofRules], mostArguments: 0 },
  explain: { formats: ['pretty', 'json'], options: [...ofReports, ...ofRules], mostArguments: 1 },
  init: { formats: [], options: [], mostArguments: 0 },
  lsp: { formats: [], options: ['stdio', 'clientProcessId'], mostArguments: 0 },
} as const satisfies Record<string, CommandSpec>;

export type Command = keyof typeof commands;
export type Format = (typeof commands)[Command]['formats'][number];

export const commandNames: readonly Command[] = ['tokens', 'rules', 'explain', 'lsp', 'init'];

/** Beside them, `--print-config` would pass over an option: it lints nothing, and prints JSON. */
const ofPrinting = ['print-config', 'config', ...ofRules, 'complete', 'no-complete'] as const;

/** @throws UsageError for an option that the command would pass over. */
export function refuseForeign(values: Parsed['values'], command: Command): void {
  const isPrinting = command === 'lint' && values['print-config'] !== undefined;
  const own: readonly string[] = [...(isPrinting ? ofPrinting : commands[command].options), 'help', 'version'];
  const foreign = Object.keys(values).find((name) => !own.includes(name));
  if (foreign === undefined) return;
  if (isPrinting) throw new UsageError(`--${foreign} does not go with --print-config, which lints nothing`);
  const owners = ownersOf(foreign).map(nameOf).join(', ');
  throw new UsageError(`--${foreign} does not go with ${nameOf(command)}: it is an option of ${owners}`);
}

function ownersOf(option: string): Command[] {
  return (['lint', ...commandNames] as const).filter((name) => {
    const own: readonly string[] = commands[name].options;
    return own.includes(option);
  });
}

function nameOf(command: Command): string {
  return command === 'lint' ? 'linting' : command;
}
