import { suggestion } from '../text/suggestion.ts';

/** @throws TypeError where a key is none that there is: in JavaScript, a slip would change nothing, and nobody would know. */
export function refuseUnknownKeys(settings: object, known: readonly string[]): void {
  for (const key of Object.keys(settings)) {
    if (!known.includes(key)) throw new TypeError(`Unknown setting "${key}"${suggestion(key, known)}`);
  }
}

/** @throws TypeError where a value is none of those that there are; nothing at all is none either. */
export function refuseUnknownValue(name: string, value: unknown, known: readonly string[]): void {
  if (known.some((one) => one === value)) return;
  const near = typeof value === 'string' ? suggestion(value, known) : '';
  throw new TypeError(`Unknown ${name} ${JSON.stringify(value)}${near}: one of ${known.join(', ')}`);
}
