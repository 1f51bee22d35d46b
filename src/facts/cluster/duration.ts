const secondsOf: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

/** The seconds of a duration as Go writes it (`1h30m`); `undefined` where Go cannot read it: `1d`, `3600`. */
export function durationSeconds(text: string): number | undefined {
  if (/^[-+]?0$/.test(text)) return 0;
  if (!/^[-+]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(text)) return undefined;
  let seconds = 0;
  for (const [, number, unit] of text.matchAll(/([\d.]+)([a-zµμ]+)/g))
    seconds += Number(number) * (secondsOf[unit ?? ''] ?? 0);
  return text.startsWith('-') ? -seconds : seconds;
}

/** Why the API server does not start with this `--service-account-max-token-expiration` (facts.md §4). */
export function maximumExpirationFault(text: string): string | undefined {
  const seconds = durationSeconds(text);
  if (seconds === undefined) return 'it is no duration as Go reads it, such as 24h';
  if (seconds === 0 || (seconds >= 3600 && seconds <= 2 ** 32)) return undefined;
  return 'it must be between 1 hour and 2^32 seconds, or 0';
}
