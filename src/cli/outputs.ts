import { UsageError } from '../inputs/usageError.ts';
import { oneOf } from './choice.ts';
import { type Command, type Format, commands } from './commands.ts';
import type { Parsed } from './options.ts';

/** One report to write; to standard output where no file is named. */
export interface Output {
  readonly format: Format;
  readonly file: string | undefined;
}

/** Pairs each `--output` with the `--format` before it; formats without one go to standard output. */
export function readOutputs(tokens: Parsed['tokens'], command: Command): Output[] {
  const outputs: { format: Format | undefined; file: string | undefined }[] = [];
  for (const token of tokens) {
    if (token.kind !== 'option' || token.value === undefined) continue;
    const last = outputs.at(-1);
    if (token.name === 'format') {
      const format = oneOf('format', token.value, commands[command].formats);
      if (last !== undefined && last.format === undefined) last.format = format;
      else outputs.push({ format, file: undefined });
    } else if (token.name === 'output') {
      if (last !== undefined && last.file === undefined) last.file = token.value;
      else outputs.push({ format: undefined, file: token.value });
    }
  }
  if (outputs.length === 0) return [{ format: 'pretty', file: undefined }];
  if (outputs.filter(({ file }) => isStandard(file)).length > 1)
    throw new UsageError('only one report goes to standard output: give the others an --output');
  return outputs.map(({ format, file }) => ({
    format: format ?? formatOfFile(file ?? '', command),
    file: isStandard(file) ? undefined : file,
  }));
}

/** As `-` among the paths is standard input. */
function isStandard(file: string | undefined): boolean {
  return file === undefined || file === '-';
}

/** @throws UsageError for the ending of a format that the command does not print. */
function formatOfFile(file: string, command: Command): Format {
  const endings: readonly (readonly [string, Format])[] = [
    ['gl-code-quality-report.json', 'gitlab'],
    ['.sarif', 'sarif'],
    ['.sarif.json', 'sarif'],
    ['.json', 'json'],
    ['.md', 'markdown'],
    ['.xml', 'junit'],
    ['.html', 'html'],
  ];
  const format = endings.find(([ending]) => file.endsWith(ending))?.[1] ?? 'pretty';
  const formats: readonly Format[] = commands[command].formats;
  if (!formats.includes(format))
    throw new UsageError(
      `--output ${file}: ${command} prints no ${format}: name one of ${formats.join(', ')} with --format`,
    );
  return format;
}
