import { redactTokens } from '../../text/redact.ts';

/** Why code of a plugin failed, in one line. */
export function failureOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error === 'string' ? oneLine(error) : 'it threw what is no Error';
  return oneLine(error.message);
}

function oneLine(text: string): string {
  return redactTokens(text.split('\n', 1)[0] ?? '');
}
