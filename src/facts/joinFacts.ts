import { CompletenessIndex } from './completeness.ts';
import { concat } from '../lists/concat.ts';
import type { FileFacts } from './fileFacts.ts';
import type { Grant } from './rbac/grant.ts';
import { Joiner } from './joiner.ts';
import { deployedKustomizations } from './kustomize/deployedKustomizations.ts';
import { postRenderings } from './kustomize/postRenderers.ts';
import type { KustomizationIndex } from './kustomize/kustomizationIndex.ts';
import type { Binding } from './rbac/rbac.ts';
import { Reads } from './objects/reads.ts';
import type { Resource } from './objects/resource.ts';
import type { Workload } from './workloads/workload.ts';
import { mapped } from '../lists/mapped.ts';
import { type Facts, type JoinedFacts, type Lists, mostWorkloads } from './facts.ts';
import { lazy } from '../memo/lazy.ts';
import { lookups } from './lookups.ts';

/** How many objects that make no pods are looked at together; of them less is held than of workloads. */
const largePartSize = 256;

/**
 * @param complete what the user says of the input's completeness; inferred where unset.
 * @param reads is told which names are looked up.
 */
export function joinFacts(files: readonly FileFacts[], complete?: boolean, reads = new Reads()): JoinedFacts {
  const written = concat(files, (file) => file.kustomizations);
  const deployed = concat(files, (file) => file.deployedFolders);
  const renderers = concat(files, (file) => file.postRenderers);
  const kustomizations = [
    ...written,
    ...deployedKustomizations(deployed, written, files),
    ...postRenderings(renderers, files),
  ];
  // A patch is a part of an object that is elsewhere.
  const patches = new Set(kustomizations.flatMap(({ changeFiles }) => [...changeFiles]));
  const isPatch = ({ uri }: FileFacts): boolean => patches.has(uri);
  const completeness = new CompletenessIndex(files, kustomizations, complete);
  const { kustomized } = completeness;
  const countedOf = (file: FileFacts): FileFacts | undefined => (isPatch(file) ? undefined : counted(file, kustomized));
  const whole = files.map(countedOf).filter((file) => file !== undefined);
  const rejected = (): Binding[] =>
    concat(files, (file) => (isPatch(file) ? [] : file.bindings.filter((one) => !counts(one, kustomized))));
  const joiner = new Joiner(whole, completeness, rejected, reads);
  const known = lookups({ files, whole, joiner, completeness, reads });
  const lookAt = (own: Looked, grantsOf: () => readonly Grant[]): Facts =>
    lazily({ ...known, ...listsOf(own), resources: own.resources }, grantsOf, () =>
      own.pods.map((pod) => joiner.workload(pod)),
    );
  const partsFor = (own: Looked, grantsOf: () => readonly Grant[]): Generator<Facts> =>
    partsOf(own, grantsOf, { joiner, known });
  const looked = <T>(file: FileFacts, look: (own: Looked, grantsOf: () => readonly Grant[]) => T): T => {
    const own = countedOf(file) ?? nothing;
    return look(own, () => joiner.grants.concerning(own));
  };
  const everything = lazy(() => allOf(whole));
  const all = lazy(() => lookAt(everything(), () => joiner.grants.all()));
  return {
    get all() {
      return all();
    },
    parts: () => partsFor(everything(), () => joiner.grants.all()),
    of: (file) => looked(file, lookAt),
    partsOf: (file) => looked(file, partsFor),
    workloadsIn: (file) => countedOf(file)?.pods.length ?? 0,
    incompleteIn: (file) => (isPatch(file) ? [] : file.incomplete),
  };
}

/** What all parts look things up with. */
interface Shared {
  readonly joiner: Joiner;
  readonly known: Omit<Facts, keyof Lists>;
}

/** Some facts part by part (`JoinedFacts.parts`): first workloads, then other objects, then what is left. */
function* partsOf(own: Looked, grantsOf: () => readonly Grant[], { joiner, known }: Shared): Generator<Facts> {
  const runs = new Set(own.pods.map(({ resource }) => resource));
  const accounts = new Set(own.accounts);
  for (let at = 0; at < own.pods.length; at += mostWorkloads) {
    const some = own.pods.slice(at, at + mostWorkloads);
    const made = [...new Set(some.map(({ resource }) => resource))];
    // Of an object with pods in two parts, the first one looks at the object.
    const isNew = (resource: Resource): boolean => own.pods[at - 1]?.resource !== resource;
    const workloads = mapped(some, (pod) => joiner.workload(pod));
    // Whoever looks at an account looks at its workloads, which are at hand now.
    const theirs = concat(workloads, ({ account }) => (account && accounts.delete(account) ? [account] : []));
    yield partWith(known, { resources: made.filter(isNew), workloads, accounts: theirs });
  }
  const others = own.resources.filter((resource) => !runs.has(resource));
  for (let at = 0; at < others.length; at += largePartSize) {
    const resources = others.slice(at, at + largePartSize);
    const some = new Set(resources);
    const secrets = own.secrets.filter((secret) => some.has(secret));
    yield partWith(known, { resources, secrets });
  }
  // Here too: a binding or a Secret may have a pod template, wherever it got it.
  const secrets = own.secrets.filter((secret) => runs.has(secret));
  const lists = { ...listsOf(own), secrets, accounts: own.accounts.filter((account) => accounts.has(account)) };
  const isNoneMore = Object.values(lists).every((list) => list.length === 0);
  if (!isNoneMore) yield partWith(known, { ...lists, grants: grantsOf() });
}

/** In this order: where properties follow those that are spread, Node 20 gives each object a hidden class of its own. */
function partWith(known: Shared['known'], lists: Partial<Lists>): Facts {
  return {
    resources: lists.resources ?? [],
    workloads: lists.workloads ?? [],
    accounts: lists.accounts ?? [],
    secrets: lists.secrets ?? [],
    roles: lists.roles ?? [],
    bindings: lists.bindings ?? [],
    grants: lists.grants ?? [],
    ...known,
  };
}

/** What of a file counts beside kustomizations, which fill in namespaces and take patches. */
function counted(file: FileFacts, kustomized: KustomizationIndex): FileFacts {
  const bindings = file.bindings.filter((binding) => counts(binding, kustomized));
  const pods = file.pods.filter(({ hasImages, resource }) => hasImages || !kustomized.isNear(resource.document.uri));
  const isAll = bindings.length === file.bindings.length && pods.length === file.pods.length;
  return isAll ? file : { ...file, writtenNames: file.writtenNames, bindings, pods };
}

function counts({ lacksNamespace, document }: Binding, kustomized: KustomizationIndex): boolean {
  return !lacksNamespace || kustomized.includes(document.uri);
}

/** What is looked at. */
type Looked = Pick<FileFacts, 'resources' | 'accounts' | 'roles' | 'bindings' | 'secrets' | 'pods'>;

const nothing: Looked = { resources: [], accounts: [], roles: [], bindings: [], secrets: [], pods: [] };

function allOf(files: readonly FileFacts[]): Looked {
  return {
    resources: concat(files, (file) => file.resources),
    accounts: concat(files, (file) => file.accounts),
    roles: concat(files, (file) => file.roles),
    bindings: concat(files, (file) => file.bindings),
    secrets: concat(files, (file) => file.secrets),
    pods: concat(files, (file) => file.pods),
  };
}

function listsOf({
  accounts,
  roles,
  bindings,
  secrets,
}: Looked): Pick<Facts, 'accounts' | 'roles' | 'bindings' | 'secrets'> {
  return { accounts, roles, bindings, secrets };
}

/** Adds what takes time, made when it is asked for. */
function lazily(
  facts: Omit<Facts, 'grants' | 'workloads'>,
  grantsOf: () => readonly Grant[],
  workloadsOf: () => readonly Workload[],
): Facts {
  const grants = lazy(grantsOf);
  const workloads = lazy(workloadsOf);
  return {
    ...facts,
    get grants() {
      return grants();
    },
    get workloads() {
      return workloads();
    },
  };
}
