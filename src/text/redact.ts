// A JWT's header is a JSON object, so its base64 starts `eyJ`; encoded once more, as in a Secret, it starts `ZXlK`.
const token = /(?:eyJ[\w-]{8,}(?:\.[\w-]*){0,2}|ZXlK[A-Za-z0-9+/]{16,}={0,2})/g;

const base64 = /[A-Za-z0-9+/]{40,}={0,2}/g;

/** `eyJ` in the middle of a text that is base64, as in a kubeconfig in a Secret, at its three alignments. */
const tokenWithin = /ZXlK|leUo|V5S/;

const tokenStart = /eyJ|ZXlK|leUo|V5S/;

const mark = '…(redacted)';

/** Hides what looks like a token: a report must never spread one. */
export function redactTokens(text: string): string {
  // Whatever is a token holds one of these: almost no text does.
  if (!tokenStart.test(text)) return text;
  return text
    .replace(token, redacted)
    .replace(base64, (run) => (tokenWithin.test(run) ? redacted(run) : run))
    .replaceAll(mark + mark, mark);
}

function redacted(found: string): string {
  return found.slice(0, 4) + mark;
}
