import type { Location as LspLocation, TextDocumentPositionParams } from 'vscode-languageserver/node';
import type { Location } from '../documents/document.ts';
import type { Field } from '../documents/field.ts';
import { accountOfSubject } from '../facts/rbac/rbac.ts';
import type { Resource } from '../facts/objects/resource.ts';
import type { Workload } from '../facts/workloads/workload.ts';
import type { Folder } from './folder.ts';
import { type Target, isSame, targetAt, upwards } from './target.ts';

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
    return fromBinding(target);
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
  return locations(folder, params, ({ model: { facts }, resource, workloads: [workload] }) => {
    const account = workload?.account ?? facts.accounts.find(({ root }) => isSame(root, resource.root));
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
  return (segment === 'serviceAccountName' || segment === 'serviceAccount') && isSame(parent, pod.spec);
}

function nameOf(resource: Resource): Location {
  return resource.root.at('metadata', 'name').valueLocation;
}

function subjects({ grants }: Workload): Location[] {
  return grants.map(({ subject }) => subject.field.get('name').valueLocation);
}

function volumeOf(field: Field, { containers, volumes }: Workload): Location[] {
  const mounts = containers.flatMap((container) => container.mounts);
  const mount = mounts.find((one) => upwards(field).some((above) => isSame(above, one.field)));
  return volumes.filter(({ name }) => name === mount?.volume).map((volume) => volume.field.get('name').valueLocation);
}

function fromBinding({ model: { facts }, field, resource }: Target): Location[] {
  const binding = facts.bindings.find(({ root }) => isSame(root, resource.root));
  if (binding === undefined) return [];
  const isWithin = (holder: Field): boolean => upwards(field).some((one) => isSame(one, holder));
  if (isWithin(binding.roleRef)) {
    const role = facts.grants.find((grant) => grant.binding === binding)?.role;
    return role === undefined ? [] : [nameOf(role)];
  }
  const subject = binding.subjects.find((one) => isWithin(one.field));
  const account = subject === undefined ? undefined : accountOfSubject(subject);
  if (account === undefined) return [];
  const from = { namespace: account.namespace, document: binding.document };
  return facts.accountIndex.nearest(account.name, from).map(nameOf);
}
