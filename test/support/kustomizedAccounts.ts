import type { Files, Pick } from './kustomize.ts';

const rbac = 'rbac.authorization.k8s.io';
const namespaces = ['', '', 'default', 'prod', 'base', 'other'];

/**
 * Kustomizations that call a workload's account and a binding's subject something else, each by itself or together: a
 * base, one above it, perhaps with a component, and one above all.
 */
export function kustomizedAccounts(pick: Pick): Files {
  const isComponent = pick([true, false]);
  const folders = isComponent ? ['base', 'over', 'part', 'top'] : ['base', 'over', 'top'];
  const files: Record<string, string> = {};
  const held = new Map<string, string[]>(folders.map((folder) => [folder, []]));
  const put = (folder: string, name: string, object: object): void => {
    files[`${folder}/${name}`] = JSON.stringify(object);
    held.get(folder)?.push(name);
  };
  const account = pick(['', 'default', 'app', 'app', 'app']);
  put('base', 'web.yaml', workload(account, pick(['Deployment', 'Deployment', 'ReplicaSet']), pick(namespaces)));
  const declared = pick([['app'], ['app'], ['app', 'app'], ['default'], []]);
  for (const [index, name] of declared.entries())
    put(pick(['base', 'base', ...folders]), `account-${String(index)}.yaml`, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: metadata(name, pick(namespaces)),
    });
  put(pick(folders), 'rbac.yaml', binding(pick));
  const resources = { over: ['../base'], top: ['../over'] };
  for (const folder of folders) {
    const kustomization = {
      ...(folder === 'part' ? { apiVersion: 'kustomize.config.k8s.io/v1alpha1', kind: 'Component' } : {}),
      resources: [...(folder === 'over' || folder === 'top' ? resources[folder] : []), ...(held.get(folder) ?? [])],
      ...(folder === 'over' && isComponent ? { components: ['../part'] } : {}),
      ...pick([{}, {}, { namespace: 'prod' }, { namespace: 'base' }]),
      ...pick([{}, {}, { namePrefix: 'p-' }, { namePrefix: 'b-' }]),
      ...pick([{}, {}, {}, { nameSuffix: '-s' }]),
    };
    files[`${folder}/kustomization.yaml`] = JSON.stringify(kustomization);
  }
  return files;
}

function metadata(name: string, namespace: string): object {
  return { name, ...(namespace === '' ? {} : { namespace }) };
}

function workload(account: string, kind: string, namespace: string): object {
  const spec = {
    ...(account === '' ? {} : { serviceAccountName: account }),
    containers: [{ name: 'web', image: 'registry.example/team/app:1' }],
  };
  const labels = { app: 'web' };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: metadata('web', namespace),
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  };
}

function binding(pick: Pick): object {
  const kind = pick(['RoleBinding', 'ClusterRoleBinding']);
  const names = ['app', 'app', 'app', 'default', 'default', 'p-app', 'b-app', 'p-b-app', 'app-s', 'p-default'];
  const subjects = pick([[1], [1], [1, 2]]).map(() => ({
    kind: 'ServiceAccount',
    ...metadata(pick(names), pick(namespaces)),
  }));
  return {
    apiVersion: `${rbac}/v1`,
    kind,
    metadata: metadata('web', kind === 'RoleBinding' ? pick(namespaces) : ''),
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'edit' },
    subjects,
  };
}
