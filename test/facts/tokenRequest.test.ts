import { describe, expect, test } from 'vitest';
import { objectRejections } from '../../src/facts/validation/object.ts';
import { expirationFault } from '../../src/facts/validation/volumes.ts';
import { defaultExpirationSeconds } from '../../src/facts/objects/constants.ts';
import { isForApiServer, lifetimeSeconds } from '../../src/facts/pods/volume.ts';
import { factsOf, oracle } from '../support/oracle.ts';

interface Case {
  id: string;
  phase: string;
  question: string;
  result: {
    code?: number;
    message?: string;
    stderr?: string;
    'exp-iat'?: number | null;
    accepted?: { api_code?: number };
    code_without?: number;
  };
}

const cases = oracle<Case>('tokenrequest');
const requests = cases.filter(({ question }) => question.startsWith('TokenRequest: exp-iat'));

/** Questions about the life of a token after it was issued, or about a server's flags, which no manifest answers. */
const undecidable: readonly (readonly [RegExp, string])[] = [
  [
    /^2:/,
    'a server with --service-account-extend-token-expiration=false; the lifetime under that flag is not in manifests',
  ],
  [/^3-max2h:/, 'a server with --service-account-max-token-expiration; its cap is not in manifests'],
  [/^4-api-audiences:/, 'a server with --api-audiences of its own; which ones it takes is not in manifests'],
  [/^5-api-audiences-api-only:/, 'a server with --api-audiences of its own; which ones it takes is not in manifests'],
  [/^kubectl-/, 'a command, not a manifest; its bounds are those of TokenRequest'],
  [/^bound-/, 'what a token may be bound to is decided by who requests it'],
  [/^(?:delete-|custom-aud|forge:)/, 'what happens to a token that was issued'],
  [/^legacy:(?!manual-secret$)/, 'what controllers do to Secrets later'],
];

/** The case as a projection of a pod: its lifetime and audience. */
function ask(id: string): {
  phase: string;
  seconds: number;
  bound: boolean;
  audience: string | undefined;
  several: boolean;
} {
  const [, phase = '', exp = '', bound = '', aud = ''] = /^(.*):exp=(.*)\/bound=(.*)\/aud=(.*)$/.exec(id) ?? [];
  const audiences = [...aud.matchAll(/'([^']*)'/g)].map((match) => match[1]);
  return {
    phase,
    seconds: exp === 'None' ? defaultExpirationSeconds : Number(exp),
    bound: bound === 'True',
    audience: audiences[0],
    several: audiences.length > 1,
  };
}

describe('TokenRequest, as recorded', () => {
  test('all cases are here, and each is decided or listed', () => {
    expect(cases).toHaveLength(338);
    const decided = new Set(requests.filter(({ id }) => ask(id).phase === '1').map(({ id }) => id));
    decided.add('legacy:manual-secret');
    expect(
      cases
        .filter(({ id }) => !decided.has(id) && !undecidable.some(([pattern]) => pattern.test(id)))
        .map(({ id }) => id),
    ).toEqual([]);
  });

  test.each(requests.map((one) => [one.id, one] as const))('%s: the bounds', (id, { result }) => {
    const fault = expirationFault(ask(id).seconds);
    expect(fault === undefined).toBe(result.code === 201);
    if (fault !== undefined) expect(result.message).toContain(fault);
  });

  const pods = requests.filter(
    ({ id }) => ask(id).bound && ask(id).phase === '1' && expirationFault(ask(id).seconds) === undefined,
  );
  test.each(pods.map((one) => [one.id, one] as const))('%s: how long a pod’s token lives', (id, { result }) => {
    const { seconds, audience } = ask(id);
    expect(lifetimeSeconds(seconds, audience)).toBe(result['exp-iat']);
  });

  test.each(
    requests
      .filter(({ id, result }) => ask(id).phase === '1' && result.accepted !== undefined && !ask(id).several)
      .map((one) => [one.id, one] as const),
  )('%s: whether it opens the API server', (id, { result }) => {
    expect(isForApiServer(ask(id).audience)).toBe(result.accepted?.api_code === 200);
  });

  test('a manual Secret is a token without expiry', () => {
    const secret =
      'apiVersion: v1\nkind: Secret\nmetadata: {name: s, annotations: {kubernetes.io/service-account.name: app}}\ntype: kubernetes.io/service-account-token\n---\n';
    const user =
      'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {automountServiceAccountToken: false, containers: [{name: a, image: a, volumeMounts: [{name: s, mountPath: /s}]}], volumes: [{name: s, secret: {secretName: s}}]}\n';
    const facts = factsOf(secret + user);
    expect(facts.secrets.flatMap(objectRejections)).toEqual([]);
    expect(facts.workloads[0]?.containers[0]?.tokens).toMatchObject([
      { kind: 'secret', path: 'token', audience: null, expirationSeconds: null, lifetimeSeconds: null },
    ]);
  });
});
