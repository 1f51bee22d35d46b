import { describe, expect, test } from 'vitest';
import { setupFault, tokenFileMode } from '../../src/facts/tokens/kubelet.ts';
import { podRejections } from '../../src/facts/validation/pod.ts';
import type { Workload } from '../../src/facts/workloads/workload.ts';
import { factsOf, oracle, workloadOf } from '../support/oracle.ts';

interface Case {
  id: string;
  manifest: unknown;
  result: { token?: string; setup_error?: string; tree?: string[]; after_rotation?: Record<string, string> };
}

const cases = oracle<Case>('kubelet');
const starting = (prefix: string): [string, Case][] =>
  cases.filter(({ id }) => id.startsWith(prefix)).map((one) => [one.id, one]);

/** A pod whose volume `tok` has these sources, mounted as a folder, and through subPath. */
function pod(sources: unknown, more = '', containers = ''): Workload {
  const volume = JSON.stringify({ name: 'tok', projected: { sources } });
  return workloadOf(
    factsOf(
      `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  automountServiceAccountToken: false\n${more}  volumes: [${volume}]\n  containers:\n${containers || '  - {name: a, image: a, volumeMounts: [{name: tok, mountPath: /tok}]}\n'}`,
    ),
  );
}

const token = { serviceAccountToken: { path: 'token', audience: 'a', expirationSeconds: 3600 } };

/** `pod=1000,c2=2000`: who runs as whom. */
function manifestOf(text: string, fsGroup: string, mode: string): Workload {
  const users = new Map(
    text === 'none'
      ? []
      : text.split(',').map((part): [string, string] => [part.split('=')[0] ?? '', part.split('=')[1] ?? '']),
  );
  const podUser = users.get('pod');
  const context = [
    podUser === undefined ? '' : `runAsUser: ${podUser}`,
    fsGroup === 'none' ? '' : `fsGroup: ${fsGroup}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
  const one = (name: string): string =>
    `{name: ${name}, image: a${users.has(name) && users.get(name) !== 'none' ? `, securityContext: {runAsUser: ${users.get(name) ?? ''}}` : ''}}`;
  const init = [...users.keys()]
    .filter((name) => name.startsWith('init'))
    .map((name) => `  initContainers: [${one(name)}]\n`);
  const ephemeral = [...users.keys()]
    .filter((name) => name.startsWith('eph'))
    .map((name) => `  ephemeralContainers: [${one(name)}]\n`);
  const names = [...new Set(['c1', ...[...users.keys()].filter((name) => name.startsWith('c'))])];
  const workload = pod(
    [token],
    `  securityContext: {${context}}\n${init.join('')}${ephemeral.join('')}`,
    names.map((name) => `  - ${one(name)}\n`).join(''),
  );
  return workloadOf(
    factsOf(workload.document.file.text.replace('"projected":{', `"projected":{"defaultMode": ${mode}, `)),
  );
}

describe('the kubelet, as recorded', () => {
  test('all cases are here', () => {
    expect(cases).toHaveLength(94);
    const covered = /^(?:mode:|path:|collision:|sources:|rotation$)/;
    expect(cases.filter(({ id }) => !covered.test(id))).toEqual([]);
  });

  test.each(starting('mode:'))('%s', (id, { result }) => {
    const [, user = '', group = '', mode = ''] =
      /^mode:runAsUser\((.*)\)\/fsGroup\((.*)\)\/defaultMode\((.*)\)$/.exec(id) ?? [];
    const workload = manifestOf(user, group, mode);
    const [volume] = workload.volumes;
    if (volume === undefined) throw new Error('no volume');
    const ours = tokenFileMode(workload.pod.spec, volume);
    expect(`0${ours.mode.toString(8).padStart(3, '0')} uid=${String(ours.uid)} gid=${String(ours.gid)}`).toBe(
      result.token,
    );
  });

  test.each(starting('path:'))('%s', (_id, { manifest, result }) => {
    const { path } = Object.assign({ path: '' }, manifest);
    const workload = pod([{ serviceAccountToken: { path, audience: 'a' } }]);
    const fault = workload.volumes.map(setupFault).find((found) => found !== undefined);
    const rejected = podRejections(workload.pod, workload.pod.spec, []).length > 0;
    expect(fault !== undefined || rejected).toBe(result.setup_error !== undefined);
    const file = result.tree
      ?.find((line) => line.includes('= tok-v1'))
      ?.split(' -rw')[0]
      ?.replace(/^\.\.[^/]*\//, '');
    if (file !== undefined) expect(workload.containers[0]?.tokens.map((one) => one.path)).toEqual([file]);
  });

  test.each(starting('collision:'))('%s', (_id, { manifest, result }) => {
    const workload = pod(manifest);
    expect(workload.volumes.map(setupFault).some((fault) => fault !== undefined)).toBe(
      result.setup_error !== undefined,
    );
    if (result.setup_error !== undefined) return;
    const winner = /= tok-v1:(\w*)/.exec(result.tree?.join('\n') ?? '')?.[1];
    expect(workload.containers[0]?.tokens.map(({ audience }) => audience)).toEqual(
      winner === undefined ? [] : [winner],
    );
  });

  test.each(starting('sources:'))('%s', (_id, { manifest }) => {
    expect(pod(manifest).containers[0]?.tokens).toEqual([]);
  });

  test('rotation: a subPath of the file freezes the token, one of a folder loses it', () => {
    const after = cases.find(({ id }) => id === 'rotation')?.result.after_rotation ?? {};
    expect(after).toMatchObject({ 'directory mount': 'tok-v2:', 'subPath token': 'tok-v1:' });
    expect(after['subPath ..data']).toContain('no such file');
    const mounts = ['', 'token', '..data'].map(
      (subPath, index) => `{name: tok, mountPath: /m${String(index)}, subPath: "${subPath}"}`,
    );
    const { containers } = pod([token], '', `  - {name: a, image: a, volumeMounts: [${mounts.join(', ')}]}\n`);
    expect(containers[0]?.tokens.map(({ subPath, shows }) => [subPath, shows])).toEqual([
      [null, 'folder'],
      ['token', 'file'],
      ['..data', 'folder'],
    ]);
  });
});
