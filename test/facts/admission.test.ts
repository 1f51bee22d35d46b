import { describe, expect, test } from 'vitest';
import type { Workload } from '../../src/facts/workloads/workload.ts';
import { factsOf, oracle, workloadOf } from '../support/oracle.ts';

interface Case {
  id: string;
  question: string;
  dims?: { sa: string; saField: string } | null;
  manifest: string;
  result: {
    admitted?: boolean;
    code?: number;
    message?: string;
    serviceAccountName?: string | null;
    kubeApiAccessVolumeAdded?: boolean;
    containers?: Record<string, { mountAdded: boolean; mountAtDefaultPath: string[] }>;
    template_spec?: { serviceAccountName?: string; serviceAccount?: string };
  };
}

/** What a static view cannot decide, each with its reason. */
const undecidable = new Map([
  ['admx-sa-enforce', 'a warning about an annotation, no decision about a token'],
  ['admx-eph-on', 'an update of a running pod through a subresource, not a manifest'],
  ['admx-eph-on-explicit', 'an update of a running pod through a subresource, not a manifest'],
  ['admx-eph-off', 'an update of a running pod through a subresource, not a manifest'],
  ['admx-mut-automountServiceAccountToken', 'an update of a running pod, not a manifest'],
  ['admx-mut-serviceAccountName', 'an update of a running pod, not a manifest'],
  ['admx-mut-serviceAccount', 'an update of a running pod, not a manifest'],
  ['admx-plugin-off:nodefault', 'an API server without the admission plugin'],
  ['admx-plugin-off:nope-true', 'an API server without the admission plugin'],
  ['admx-047', 'whether a namespace has lost its default account is not in manifests'],
  ['admx-048', 'whether a namespace has lost its default account is not in manifests'],
]);

const cases = oracle<Case>('admission');
const decidable = cases.filter(({ id }) => !undecidable.has(id));

/** The accounts that the namespace of the recording held. */
function accounts({ id, dims }: Case): string {
  // The cross product varies the account that the pod runs as; `default` is that account where none is named.
  const automount =
    dims === null || dims === undefined || dims.sa === 'unset' ? '' : `automountServiceAccountToken: ${dims.sa}\n`;
  const account = (name: string, extra: string): string =>
    `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: ${name}\n${extra}---\n`;
  const limited =
    'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: lim\n  annotations:\n    kubernetes.io/enforce-mountable-secrets: "true"\nsecrets:\n- name: ok\n---\n';
  if (id.startsWith('admx-'))
    return (
      account('default', id === 'admx-034' ? 'automountServiceAccountToken: false\n' : '') +
      account('app', '') +
      account('other', 'automountServiceAccountToken: false\n') +
      limited
    );
  return account('default', automount) + account('app', automount) + account('other', '');
}

function load(one: Case): Workload {
  return workloadOf(factsOf(accounts(one) + one.manifest, true));
}

function container(workload: Workload, name: string): Workload['containers'][number] {
  const found = workload.containers.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no container ${name}`);
  return found;
}

describe('admission, as recorded', () => {
  test('all cases are here, and each is decided or listed', () => {
    expect(cases).toHaveLength(1033);
    expect([...undecidable.keys()].filter((id) => !cases.some((one) => one.id === id))).toEqual([]);
  });

  test.each(decidable.map((one) => [one.id, one.question.slice(0, 60), one] as const))(
    '%s %s',
    (_id, _question, one) => {
      const { result } = one;
      const workload = load(one);
      if (result.admitted === false) {
        expect(workload.rejections.map(({ reason }) => reason).join('\n')).not.toBe('');
        for (const { reason } of workload.rejections)
          expect(result.message).toContain(reason.replace(/^error looking up service account /, ''));
        return;
      }
      if (result.template_spec !== undefined) {
        expect(workload.serviceAccount.name).toBe(result.template_spec.serviceAccountName);
        return;
      }
      expect(workload.rejections.map(({ reason }) => reason)).toEqual([]);
      if (result.serviceAccountName !== null) expect(workload.serviceAccount.name).toBe(result.serviceAccountName);
      for (const [name, recorded] of Object.entries(result.containers ?? {})) {
        const ownPath = '/var/run/secrets/kubernetes.io/serviceaccount';
        const { tokens, mounts } = container(workload, name);
        const automatic = tokens.filter((token) => token.kind === 'automount');
        const own = mounts.filter((mount) => mount.mountPath === ownPath);
        const taken = workload.volumes.find((volume) => volume.name.startsWith('kube-api-access-'));
        // What is mounted is a token only where the volume holds one; a volume that was taken over may not.
        const holdsToken = taken === undefined || taken.projections.some((projection) => projection.type === 'token');
        // The mount is added all the same where another one then covers the token's file.
        const covered = mounts.some(({ mountPath }) => mountPath === `${ownPath}/token`);
        expect([name, automatic.length > 0]).toEqual([name, holdsToken && !covered && recorded.mountAdded]);
        expect(recorded.mountAtDefaultPath.length > 0).toBe(recorded.mountAdded || own.length > 0);
        if (result.kubeApiAccessVolumeAdded === true && recorded.mountAdded && !covered) {
          expect(automatic).toMatchObject([
            { path: 'token', audience: null, expirationSeconds: 3607, lifetimeSeconds: 31_536_000, readOnly: true },
          ]);
        }
      }
    },
  );
});
