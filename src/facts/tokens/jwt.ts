/** A signed JSON Web Token found in a text. */
export interface Jwt {
  /** As it is written: never to be shown. */
  readonly text: string;
  /** `namespace/name` of the ServiceAccount whose token it is. */
  readonly account: string | undefined;
  readonly issuer: string | undefined;
  /** Seconds since 1970; `undefined` for a token without expiry. */
  readonly expires: number | undefined;
}

// A JSON object's base64 starts `eyJ` in a header as libraries write it.
const shape = /(?<![\w-])(eyJ[\w-]{8,})\.([\w-]{4,})\.([\w-]*)(?![\w-]|\.[\w-])/g;

/** The tokens that stand in a text: only what decodes to a header with an algorithm and to claims, and is signed. */
function jwtsIn(text: string): Jwt[] {
  if (!text.includes('eyJ')) return [];
  return [...text.matchAll(shape)].flatMap(([token, header = '', payload = '', signature = '']) => {
    const [algorithm, claims] = [decoded(header)?.['alg'], decoded(payload)];
    if (typeof algorithm !== 'string' || claims === undefined) return [];
    return signature === '' && algorithm !== 'none' ? [] : [jwt(token, claims)];
  });
}

function jwt(text: string, claims: Readonly<Record<string, unknown>>): Jwt {
  const { sub, iss, exp } = claims;
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(typeof sub === 'string' ? sub : '') ?? [];
  return {
    text,
    account: namespace === undefined || name === undefined ? undefined : `${namespace}/${name}`,
    issuer: typeof iss === 'string' ? iss : undefined,
    expires: typeof exp === 'number' && Math.abs(exp) < 8.64e12 ? exp : undefined,
  };
}

function decoded(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

// What starts `eyJ`, in base64 once more.
const encoded = /ZXlK[A-Za-z0-9+/]{40,}={0,2}/g;

/** The tokens that stand in a text, or in what is base64 there. */
export function jwtsInEncoded(text: string): Jwt[] {
  const inner = text.includes('ZXlK') ? [...text.matchAll(encoded)].map(([run]) => fromBase64(run)) : [];
  return [text, ...inner].flatMap(jwtsIn);
}

export function fromBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}
