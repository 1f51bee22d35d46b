import type { SourceDocument } from '../documents/document.ts';
import type { ServiceAccount } from './account.ts';
import { CompletenessIndex } from './completeness.ts';
import type { FileFacts } from './fileFacts.ts';
import type { Grant } from './grant.ts';
import { Joiner } from './joiner.ts';
import type { NameIndex } from './nameIndex.ts';
import type { Pod } from './pod.ts';
import type { Binding, Role } from './rbac.ts';
import type { Resource } from './resource.ts';
import type { Workload } from './workload.ts';

/**
 * What all documents together say, joined by namespace and name. The lists are of what is looked at, which may be a
 * part of the input; indexes, `pods` and what is asked for by a name or an account know all of it.
 */
export interface Facts {
  readonly resources: readonly Resource[];
  readonly workloads: readonly Workload[];
  readonly accounts: readonly ServiceAccount[];
  readonly roles: readonly Role[];
  readonly bindings: readonly Binding[];
  /** What bindings give to accounts, whether or not a workload uses them. */
  readonly grants: readonly Grant[];
  readonly secrets: readonly Resource[];
  readonly documents: readonly SourceDocument[];
  readonly pods: readonly Pod[];
  readonly accountIndex: NameIndex<ServiceAccount>;
  readonly roleIndex: NameIndex<Role>;
  readonly secretIndex: NameIndex<Resource>;
  readonly configMaps: NameIndex<Resource>;
  readonly completeness: CompletenessIndex;
  /** The workloads that run as a declared account. */
  workloadsOf(account: ServiceAccount): readonly Workload[];
  grantsOf(pod: Pod): readonly Grant[];
}

/** Everything that was read, joined, and how to look at it: as a whole, or part by part. */
export interface JoinedFacts {
  readonly all: Facts;
  /**
   * Parts that together are everything, each object in one of them: first all that makes no pods, then workloads, a few
   * at a time. What is not looked at is not held.
   */
  parts(): Generator<Facts>;
}

/** How many workloads are looked at together. */
const partSize = 64;

/** @param complete what the user says of the input's completeness; inferred where unset. */
export function joinFacts(files: readonly FileFacts[], complete?: boolean): JoinedFacts {
  const kustomizations = files.flatMap((file) => file.kustomizations);
  // A patch is a part of an object that is elsewhere.
  const patches = new Set(kustomizations.flatMap((kustomization) => kustomization.patches));
  const whole = patches.size === 0 ? files : files.filter(({ documents: [first] }) => !patches.has(first?.uri ?? ''));
  const resources = whole.flatMap((file) => file.resources);
  const accounts = whole.flatMap((file) => file.accounts);
  const roles = whole.flatMap((file) => file.roles);
  const completeness = new CompletenessIndex(files, kustomizations, complete);
  const { kustomized } = completeness;
  const bindings = whole
    .flatMap((file) => file.bindings)
    .filter(({ lacksNamespace, document }) => !lacksNamespace || kustomized.draws(document.uri));
  const pods = whole
    .flatMap((file) => file.pods)
    .filter(({ hasImages, resource }) => hasImages || !kustomized.isNear(resource.document.uri));
  const secrets = resources.filter((resource) => resource.kind === 'Secret' && resource.apiVersion === 'v1');
  const configMaps = resources.filter((resource) => resource.kind === 'ConfigMap');
  const joiner = new Joiner({ accounts, roles, bindings, secrets, configMaps, pods, completeness });
  const known = {
    documents: files.flatMap((file) => file.documents),
    pods,
    completeness,
    accountIndex: joiner.accounts,
    roleIndex: joiner.roles,
    secretIndex: joiner.secrets,
    configMaps: joiner.configMaps,
    workloadsOf: (account: ServiceAccount) => joiner.workloadsOf(account),
    grantsOf: (pod: Pod) => joiner.grantsOf(pod),
  };
  const objects = { ...known, accounts, roles, bindings, secrets };
  return {
    all: lazily(
      { ...objects, resources },
      () => joiner.allGrants(),
      () => pods.map((pod) => joiner.workload(pod)),
    ),
    *parts() {
      const runs = new Set(pods.map(({ resource }) => resource));
      const others = resources.filter((resource) => !runs.has(resource));
      yield lazily(
        { ...objects, resources: others },
        () => joiner.allGrants(),
        () => [],
      );
      const none = { accounts: [], roles: [], bindings: [], secrets: [], grants: [] };
      for (let at = 0; at < pods.length; at += partSize) {
        const some = pods.slice(at, at + partSize);
        const own = [...new Set(some.map(({ resource }) => resource))];
        // Of an object with pods in two parts, the first one looks at the object.
        const isNew = (resource: Resource): boolean => pods[at - 1]?.resource !== resource;
        const workloads = some.map((pod) => joiner.workload(pod));
        yield { ...known, ...none, resources: own.filter(isNew), workloads };
      }
    },
  };
}

/** Adds what takes time, made when it is asked for. */
function lazily(
  facts: Omit<Facts, 'grants' | 'workloads'>,
  grantsOf: () => readonly Grant[],
  workloadsOf: () => readonly Workload[],
): Facts {
  let grants: readonly Grant[] | undefined;
  let workloads: readonly Workload[] | undefined;
  return {
    ...facts,
    get grants() {
      return (grants ??= grantsOf());
    },
    get workloads() {
      return (workloads ??= workloadsOf());
    },
  };
}
