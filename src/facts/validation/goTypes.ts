/** A Go type of the API, as far as what concerns tokens can fail to be read into it. */
export type GoType =
  { readonly scalar: 'string' | 'bool' | 'int32' | 'int64'; readonly go?: string } | GoList | GoStruct;

interface GoList {
  readonly list: GoType;
  readonly go: string;
}

export interface GoStruct {
  readonly struct: string;
  readonly fields: Readonly<Record<string, GoType>>;
  /** Names of its other fields, those at least that could be taken for one of `fields`. */
  readonly others?: readonly string[];
  /** Whether `fields` are all that it has. */
  readonly closed?: true;
  /** The name of an embedded struct, which Go puts into the path of what it holds. */
  readonly embeds?: string;
}

const string = { scalar: 'string' } as const;
const bool = { scalar: 'bool' } as const;
const int32 = { scalar: 'int32' } as const;
const int64 = { scalar: 'int64' } as const;

const listOf = (list: GoType, go: string): GoList => ({ list, go: `[]${go}` });
const strings = listOf(string, 'string');

const serviceAccountToken: GoStruct = {
  struct: 'ServiceAccountTokenProjection',
  fields: { audience: string, expirationSeconds: int64, path: string },
  closed: true,
};
const keyToPath: GoStruct = { struct: 'KeyToPath', fields: { key: string, path: string, mode: int32 } };
const items = listOf(keyToPath, 'v1.KeyToPath');
const projection: GoStruct = {
  struct: 'VolumeProjection',
  fields: {
    serviceAccountToken,
    configMap: { struct: 'ConfigMapProjection', fields: { name: string, items, optional: bool } },
    secret: { struct: 'SecretProjection', fields: { name: string, items, optional: bool } },
  },
};
const volume: GoStruct = {
  struct: 'Volume',
  embeds: 'VolumeSource',
  fields: {
    name: string,
    projected: {
      struct: 'ProjectedVolumeSource',
      fields: { sources: listOf(projection, 'v1.VolumeProjection'), defaultMode: int32 },
    },
    secret: { struct: 'SecretVolumeSource', fields: { secretName: string, items, defaultMode: int32, optional: bool } },
  },
};
const volumeMount: GoStruct = {
  struct: 'VolumeMount',
  fields: {
    name: string,
    mountPath: string,
    readOnly: bool,
    recursiveReadOnly: { scalar: 'string', go: 'v1.RecursiveReadOnlyMode' },
    subPath: string,
    subPathExpr: string,
    mountPropagation: { scalar: 'string', go: 'v1.MountPropagationMode' },
  },
};
const container: GoStruct = {
  struct: 'Container',
  fields: { name: string, image: string, volumeMounts: listOf(volumeMount, 'v1.VolumeMount') },
};
const containers = listOf(container, 'v1.Container');

export const podSpecType: GoStruct = {
  struct: 'PodSpec',
  fields: {
    automountServiceAccountToken: bool,
    serviceAccountName: string,
    serviceAccount: string,
    volumes: listOf(volume, 'v1.Volume'),
    initContainers: containers,
    containers,
  },
  others: ['ephemeralContainers'],
};

export const serviceAccountType: GoStruct = {
  struct: 'ServiceAccount',
  fields: {
    automountServiceAccountToken: bool,
    secrets: listOf({ struct: 'ObjectReference', fields: { name: string } }, 'v1.ObjectReference'),
    imagePullSecrets: listOf({ struct: 'LocalObjectReference', fields: { name: string } }, 'v1.LocalObjectReference'),
  },
};

const subject: GoStruct = {
  struct: 'Subject',
  fields: { kind: string, apiGroup: string, name: string, namespace: string },
};

export const bindingType: GoStruct = {
  struct: 'RoleBinding',
  fields: {
    subjects: listOf(subject, 'v1.Subject'),
    roleRef: { struct: 'RoleRef', fields: { apiGroup: string, kind: string, name: string }, closed: true },
  },
};

export const roleType: GoStruct = {
  struct: 'Role',
  fields: {
    rules: listOf(
      {
        struct: 'PolicyRule',
        fields: {
          verbs: strings,
          apiGroups: strings,
          resources: strings,
          resourceNames: strings,
          nonResourceURLs: strings,
        },
      },
      'v1.PolicyRule',
    ),
  },
};
