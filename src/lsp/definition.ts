import type { Location as LspLocation, TextDocumentPositionParams } from 'vscode-languageserver/node';
import type { Location } from '../documents/document.ts';
import type { Field } from '../documents/field.ts';
import type { Resource } from '../facts/resource.ts';
import type { Workload } from '../facts/workload.ts';
import type { Folder } from './folder.ts';
import { type Target, targetAt, upwards } from './target.ts';

/** From a workload's account to where it is declared, from a mount to its volume, from a binding to role and account. */
export function definition(folder: Folder, params: TextDocumentPositionParams): LspLocation[] {
  return locations(folder, params, (target) => {
    const { field, workloads } = target;
    const [workload] = workloads;
    if (workload !== undefined) {
      const { account } = workload;
      if (isAccountField(field, workload)) return account === undefined ? subjects(workload) : [nameOf(account)];
      return volumeOf(field, workload);
    }
    return fromBinding(target, folder);
  });
}

/** From a workload's account to the bindings that name it. */
export function implementation(folder: Folder, params: TextDocumentPositionParams): LspLocation[] {
  return locations(folder, params, ({ field, workloads: [workload] }) =>
    workload !== undefined && isAccountField(field, workload) ? subjects(workload) : [],
  );
}

/** Of an account: the workloads that run as it, and the bindings that name it. */
export function references(folder: Folder, params: TextDocumentPositionParams): LspLocation[] {
  return locations(folder, params, ({ resource, workloads: [workload] }) => {
    const { facts } = folder.model;
    const account = workload?.account ?? facts.accounts.find(({ root }) => root.node === resource.root.node);
    const users = account === undefined ? [] : facts.workloadsOf(account);
    return [...users.map((user) => user.serviceAccount.field.valueLocation), ...users.flatMap(subjects)];
  });
}

function locations(
  folder: Folder,
  { textDocument, position }: TextDocumentPositionParams,
  find: (target: Target) => readonly Location[],
): LspLocation[] {
  const target = targetAt(folder, folder.nameOf(textDocument.uri), position);
  if (target === undefined) return [];
  const found = find(target).flatMap((location) => folder.place(location) ?? []);
  const unique = new Map(
    found.map(({ uri, range }) => [`${uri} ${JSON.stringify(range)}`, { uri: folder.uriOf(uri), range }]),
  );
  return [...unique.values()];
}

function isAccountField({ segment, parent }: Field, { pod }: Workload): boolean {
  return (segment === 'serviceAccountName' || segment === 'serviceAccount') && parent?.node === pod.spec.node;
}

function nameOf(resource: Resource): Location {
  return resource.root.at('metadata', 'name').valueLocation;
}

function subjects({ grants }: Workload): Location[] {
  return grants.map(({ subject }) => subject.field.get('name').valueLocation);
}

function volumeOf(field: Field, { containers, volumes }: Workload): Location[] {
  const mounts = containers.flatMap((container) => container.mounts);
  const mount = mounts.find((one) => upwards(field).some(({ node }) => node === one.field.node));
  return volumes.filter(({ name }) => name === mount?.volume).map((volume) => volume.field.get('name').valueLocation);
}

function fromBinding({ field, resource }: Target, folder: Folder): Location[] {
  const { facts } = folder.model;
  const binding = facts.bindings.find(({ root }) => root.node === resource.root.node);
  if (binding === undefined) return [];
  const nodes = upwards(field).map(({ node }) => node);
  const users = facts.workloads.filter(({ grants }) =>
    grants.some((grant) => grant.binding.root.node === binding.root.node),
  );
  if (nodes.includes(binding.roleRef.node)) {
    const role = users
      .flatMap(({ grants }) => grants)
      .find((grant) => grant.binding.root.node === binding.root.node)?.role;
    const named = facts.roles.filter(({ kind, name }) => kind === binding.roleKind && name === binding.roleName);
    return (role === undefined ? named : [role]).map(nameOf);
  }
  const subject = binding.subjects.find((one) => nodes.includes(one.field.node));
  if (subject === undefined) return [];
  return facts.accounts
    .filter(
      ({ name, namespace }) =>
        name === subject.name && (namespace ?? subject.namespace) === (subject.namespace ?? namespace),
    )
    .map(nameOf);
}
