// A JWT's header is a JSON object, so its base64 starts `eyJ`; encoded once more, as in a Secret, it starts `ZXlK`.
const token = /(?:eyJ[\w-]{8,}(?:\.[\w-]*){0,2}|ZXlK[A-Za-z0-9+/]{16,}={0,2})/g;

/** Hides what looks like a token: a report must never spread one. */
export function redactTokens(text: string): string {
  return text.replace(token, (found) => `${found.slice(0, 4)}…(redacted)`);
}
