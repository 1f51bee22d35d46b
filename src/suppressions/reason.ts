/** What stands where a reason is to be written: editors put it there. */
export const placeholder = 'reason';

/** The reason that a text gives, if any. */
export function reasonIn(text: string | undefined): string | undefined {
  const reason = text?.trim() ?? '';
  return reason === '' || reason === placeholder ? undefined : reason;
}
