/** A Go type of the API, as far as what concerns tokens can fail to be read into it. */
export type GoType =
  { readonly scalar: 'string' | 'bool' | 'int32' | 'int64'; readonly go?: string } | GoList | GoMap | GoStruct;

interface GoList {
  readonly list: GoType;
  readonly go: string;
}

interface GoMap {
  readonly values: GoType;
  readonly go: string;
}

export interface GoStruct {
  readonly struct: string;
  readonly fields: ReadonlyMap<string, GoType>;
  /** The same as a list, which is faster to go through. */
  readonly entries: readonly (readonly [string, GoType])[];
  /** Names of its other fields, those at least that could be taken for one of `fields`. */
  readonly others?: readonly string[];
  /** Whether `fields` are all that it has. */
  readonly closed?: true;
  /** The field that has the fields of these names, which it does not have itself. */
  readonly below?: { readonly field: string; readonly names: readonly string[] };
  /** Names of fields of the pod around it, which it does not have itself. */
  readonly ofPod?: readonly string[];
  /** An embedded struct, which Go puts into the path of what it holds: of all fields but the struct's own. */
  readonly embeds?: { readonly struct: string; readonly own: readonly string[] };
}

const string = { scalar: 'string' } as const;
const bool = { scalar: 'bool' } as const;
const int32 = { scalar: 'int32' } as const;
const int64 = { scalar: 'int64' } as const;

const listOf = (list: GoType, go: string): GoList => ({ list, go: `[]${go}` });
const strings = listOf(string, 'string');

function struct(
  name: string,
  fields: Readonly<Record<string, GoType>>,
  more: Pick<GoStruct, 'others' | 'closed' | 'below' | 'ofPod' | 'embeds'> = {},
): GoStruct {
  const entries = Object.entries(fields);
  return { struct: name, fields: new Map(entries), entries, ...more };
}

const serviceAccountToken = struct(
  'ServiceAccountTokenProjection',
  { audience: string, expirationSeconds: int64, path: string },
  { closed: true },
);
const items = listOf(struct('KeyToPath', { key: string, path: string, mode: int32 }), 'v1.KeyToPath');
const referring = { embeds: { struct: 'LocalObjectReference', own: ['items', 'optional'] } } as const;
const fieldRef = struct('ObjectFieldSelector', { apiVersion: string, fieldPath: string });
const downwardFile = struct(
  'DownwardAPIVolumeFile',
  { path: string, mode: int32, fieldRef },
  { others: ['resourceFieldRef'] },
);
const projection = struct(
  'VolumeProjection',
  {
    serviceAccountToken,
    configMap: struct('ConfigMapProjection', { name: string, items, optional: bool }, referring),
    secret: struct('SecretProjection', { name: string, items, optional: bool }, referring),
    downwardAPI: struct('DownwardAPIProjection', { items: listOf(downwardFile, 'v1.DownwardAPIVolumeFile') }),
  },
  { below: { field: 'serviceAccountToken', names: [...serviceAccountToken.fields.keys()] } },
);
const volume = struct(
  'Volume',
  {
    name: string,
    projected: struct('ProjectedVolumeSource', {
      sources: listOf(projection, 'v1.VolumeProjection'),
      defaultMode: int32,
    }),
    secret: struct('SecretVolumeSource', { secretName: string, items, defaultMode: int32, optional: bool }),
  },
  { embeds: { struct: 'VolumeSource', own: ['name'] } },
);
const volumeMount = struct('VolumeMount', {
  name: string,
  mountPath: string,
  readOnly: bool,
  recursiveReadOnly: { scalar: 'string', go: 'v1.RecursiveReadOnlyMode' },
  subPath: string,
  subPathExpr: string,
  mountPropagation: { scalar: 'string', go: 'v1.MountPropagationMode' },
});
/** The fields of a pod that say as which account it runs. */
export const accountFields = ['serviceAccountName', 'serviceAccount'];

const container = struct(
  'Container',
  { name: string, image: string, volumeMounts: listOf(volumeMount, 'v1.VolumeMount') },
  { ofPod: accountFields },
);
const containers = listOf(container, 'v1.Container');

export const podSpecType = struct(
  'PodSpec',
  {
    automountServiceAccountToken: bool,
    serviceAccountName: string,
    serviceAccount: string,
    volumes: listOf(volume, 'v1.Volume'),
    initContainers: containers,
    containers,
  },
  { others: ['ephemeralContainers'] },
);

export const objectMetaType = struct('ObjectMeta', { name: string, namespace: string });

const words = { values: string, go: 'map[string]string' };
const metadata = struct('ObjectMeta', { annotations: words, labels: words });

export const secretType = struct('Secret', { metadata });

export const serviceAccountType = struct('ServiceAccount', {
  metadata,
  automountServiceAccountToken: bool,
  secrets: listOf(struct('ObjectReference', { name: string }), 'v1.ObjectReference'),
  imagePullSecrets: listOf(struct('LocalObjectReference', { name: string }), 'v1.LocalObjectReference'),
});

const subject = struct('Subject', { kind: string, apiGroup: string, name: string, namespace: string });

export const bindingType = struct('RoleBinding', {
  subjects: listOf(subject, 'v1.Subject'),
  roleRef: struct('RoleRef', { apiGroup: string, kind: string, name: string }, { closed: true }),
});

const policyRule = struct('PolicyRule', {
  verbs: strings,
  apiGroups: strings,
  resources: strings,
  resourceNames: strings,
  nonResourceURLs: strings,
});

export const roleType = struct('Role', { rules: listOf(policyRule, 'v1.PolicyRule') });

const tokenRequest = struct('TokenRequest', { audience: string, expirationSeconds: int64 });

export const csiDriverType = struct('CSIDriver', {
  spec: struct('CSIDriverSpec', { tokenRequests: listOf(tokenRequest, 'v1.TokenRequest') }),
});
