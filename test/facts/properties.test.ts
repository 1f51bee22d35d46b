import fc from 'fast-check';
import { expect, test } from 'vitest';
import { factsOf } from '../support/oracle.ts';

/** A generated world: at most one account, one pod, and a token Secret called `legacy`. */
interface World {
  /** With a `uid`, as `kubectl get` shows it. */
  stored: boolean;
  account: boolean | null | 'false' | 'unset' | 'none';
  automount: boolean | null | 'unset';
  names: { serviceAccountName?: string | null; serviceAccount?: string | null };
  volumes: Volume[];
  containers: Container[];
  wrap: 'Pod' | 'Deployment' | 'CronJob' | 'List';
}

interface Projection {
  path: string;
  audience: string | null | undefined;
  expirationSeconds: number | undefined;
}

type Volume =
  | { name: string; type: 'empty' }
  | { name: string; type: 'secret' }
  | { name: string; type: 'projected'; sources: Projection[] };

interface Container {
  list: 'initContainers' | 'containers' | 'ephemeralContainers';
  mounts: { volume: number; path: string; subPath: string | undefined }[];
}

const defaultPath = '/var/run/secrets/kubernetes.io/serviceaccount';

const projection = fc.record({
  path: fc.constantFrom('token', 'a', 'd/b', './token'),
  audience: fc.constantFrom(undefined, '', null, 'vault', 'https://kubernetes.default.svc'),
  expirationSeconds: fc.constantFrom(undefined, 600, 3600, 3607, 86_400),
});
const volumeName = fc.constantFrom('v', 'w', 'kube-api-access-x', 'kube-api-access');
const volume: fc.Arbitrary<Volume> = fc.oneof(
  fc.record({ name: volumeName, type: fc.constant('empty' as const) }),
  fc.record({ name: volumeName, type: fc.constant('secret' as const) }),
  fc.record({
    name: volumeName,
    type: fc.constant('projected' as const),
    sources: fc.array(projection, { maxLength: 3 }),
  }),
);
const world: fc.Arbitrary<World> = fc.record({
  account: fc.constantFrom(true, false, null, 'false' as const, 'unset' as const, 'none' as const),
  automount: fc.constantFrom(true, false, null, 'unset' as const),
  names: fc.record(
    {
      serviceAccountName: fc.constantFrom('app', '', null, 'default'),
      serviceAccount: fc.constantFrom('app', '', null, 'other'),
    },
    { requiredKeys: [] },
  ),
  volumes: fc.uniqueArray(volume, { maxLength: 3, selector: ({ name }) => name }),
  containers: fc.array(
    fc.record({
      list: fc.constantFrom('initContainers' as const, 'containers' as const, 'ephemeralContainers' as const),
      mounts: fc.uniqueArray(
        fc.record({
          volume: fc.nat(2),
          path: fc.constantFrom(defaultPath, `${defaultPath}/`, '/var/run/secrets', '/m', '/n'),
          subPath: fc.constantFrom(undefined, 'token', 'd', 'nothing'),
        }),
        { maxLength: 2, selector: ({ path }) => path },
      ),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  stored: fc.boolean(),
  wrap: fc.constantFrom('Pod' as const, 'Deployment' as const, 'CronJob' as const, 'List' as const),
});

function manifest({ account, automount, names, volumes, containers, stored, wrap }: World): string {
  const spec: Record<string, unknown> = { ...names, volumes: volumes.map(volumeManifest) };
  if (automount !== 'unset') spec['automountServiceAccountToken'] = automount;
  containers.forEach(({ list, mounts }, index) => {
    const volumeMounts = mounts.flatMap(({ volume: at, path, subPath }) => {
      const mounted = volumes[at];
      return mounted === undefined
        ? []
        : [{ name: mounted.name, mountPath: path, ...(subPath === undefined ? {} : { subPath }) }];
    });
    const existing = Array.isArray(spec[list]) ? spec[list] : [];
    spec[list] = [...existing, { name: `c${String(index)}`, image: 'a', volumeMounts }];
  });
  const pod = { metadata: { name: 'p', ...(stored ? { uid: 'u' } : {}) }, spec };
  const objects: unknown[] = [];
  if (account !== 'none') {
    const field = account === 'unset' ? {} : { automountServiceAccountToken: account };
    objects.push({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'app' }, ...field });
  }
  objects.push({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'legacy', annotations: { 'kubernetes.io/service-account.name': 'app' } },
    type: 'kubernetes.io/service-account-token',
  });
  if (wrap === 'Deployment')
    objects.push({ apiVersion: 'apps/v1', kind: wrap, metadata: { name: 'd' }, spec: { template: pod } });
  else if (wrap === 'CronJob')
    objects.push({
      apiVersion: 'batch/v1',
      kind: wrap,
      metadata: { name: 'j' },
      spec: { jobTemplate: { spec: { template: pod } } },
    });
  else objects.push({ apiVersion: 'v1', kind: 'Pod', ...pod });
  if (wrap === 'List') return JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  return objects.map((object) => JSON.stringify(object)).join('\n---\n');
}

function volumeManifest(one: Volume): object {
  if (one.type === 'empty') return { name: one.name, emptyDir: {} };
  if (one.type === 'secret') return { name: one.name, secret: { secretName: 'legacy' } };
  const sources = one.sources.map(({ path, audience, expirationSeconds }) => ({
    serviceAccountToken: {
      path,
      ...(audience === undefined ? {} : { audience }),
      ...(expirationSeconds === undefined ? {} : { expirationSeconds }),
    },
  }));
  return { name: one.name, projected: { sources } };
}

// What follows states facts.md §6 to §9 once more, as plainly as can be, and knows nothing of src.

/** Each token as a line. */
function expected({ account, automount, names, volumes, containers, stored }: World): Record<string, string[]> {
  const name = names.serviceAccountName || names.serviceAccount || 'default';
  const ofAccount = name === 'app' && typeof account === 'boolean' ? account : undefined;
  const on = typeof automount === 'boolean' ? automount : (ofAccount ?? true);
  const result: Record<string, string[]> = {};
  containers.forEach(({ list, mounts }, index) => {
    const lines: string[] = [];
    const own = mounts.filter(({ volume: at }) => volumes[at] !== undefined);
    const automatic = on && list !== 'ephemeralContainers';
    if (automatic && !own.some(({ path }) => path === defaultPath)) {
      const taken = volumes.find((one) => one.name.startsWith('kube-api-access-'));
      const tokens = taken === undefined ? [{ file: 'token', line: 'token - 3607 31536000' }] : tokensIn(taken);
      for (const token of tokens)
        if (!hidden(token.file, defaultPath, undefined, own, volumes)) lines.push(`automount ${token.line}`);
    }
    for (const { volume: at, path, subPath } of own) {
      const one = volumes[at];
      if (one === undefined) continue;
      for (const token of tokensIn(one)) {
        const seen =
          subPath === undefined
            ? token.file
            : token.file === subPath
              ? ''
              : token.file.startsWith(`${subPath}/`)
                ? token.file.slice(subPath.length + 1)
                : undefined;
        if (seen === undefined || hidden(seen, path, path, own, volumes)) continue;
        const taken = stored && automatic && path === defaultPath && one.name.startsWith('kube-api-access-');
        lines.push(`${taken ? 'automount' : one.type} ${token.line}`);
      }
    }
    result[`c${String(index)}`] = lines.sort();
  });
  return result;
}

function tokensIn(one: Volume): { file: string; line: string }[] {
  if (one.type === 'empty') return [];
  if (one.type === 'secret') return [{ file: 'token', line: 'token - - -' }];
  return one.sources.flatMap(({ path, audience, expirationSeconds }, index) => {
    const file = path.replace('./', '');
    if (one.sources.slice(index + 1).some((later) => later.path.replace('./', '') === file)) return [];
    const seconds = expirationSeconds ?? 3600;
    const api = !audience || audience === 'https://kubernetes.default.svc';
    const life = seconds === 3607 && api ? 31_536_000 : seconds;
    return [{ file, line: `${file} ${audience || '-'} ${String(seconds)} ${String(life)}` }];
  });
}

/** A mount deeper in the tree covers what lies there. */
function hidden(
  seen: string,
  base: string,
  self: string | undefined,
  mounts: World['containers'][0]['mounts'],
  volumes: readonly Volume[],
): boolean {
  const trim = (path: string): string => path.replace(/\/$/, '');
  const file = seen === '' ? trim(base) : `${trim(base)}/${seen}`;
  return mounts.some(
    ({ path, volume: at }) =>
      volumes[at] !== undefined &&
      path !== self &&
      trim(path).length > trim(base).length &&
      (file === trim(path) || file.startsWith(`${trim(path)}/`)),
  );
}

test('the tokens of every container are what a naive reading of the facts says', () => {
  fc.assert(
    fc.property(world, (generated) => {
      const { workloads } = factsOf(manifest(generated));
      expect(workloads).toHaveLength(1);
      const ours: Record<string, string[]> = {};
      for (const { name, tokens } of workloads[0]?.containers ?? []) {
        ours[name ?? ''] = tokens
          .map(({ kind, path, audience, expirationSeconds, lifetimeSeconds }) =>
            [kind, path, audience ?? '-', expirationSeconds ?? '-', lifetimeSeconds ?? '-'].join(' '),
          )
          .sort();
      }
      const wanted = expected(generated);
      expect(ours).toEqual(wanted);
    }),
    { numRuns: 600, seed: 20261122 },
  );
});
