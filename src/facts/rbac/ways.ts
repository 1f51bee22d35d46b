/** What a permission gives beyond what it says; each has a rule of its own (`rbac-*`). */
export type Power = 'wildcard' | 'escalation' | 'tokenRequest' | 'secretsRead' | 'workloadCreate';

/** Verbs on resources of one API group. */
interface Access {
  readonly apiGroup: string;
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** Asked for in no namespace: works in all namespaces only. */
  readonly clusterScoped?: boolean;
}

/** A way from permissions to more permissions. */
export interface Way {
  readonly id: string;
  readonly power: Power;
  /** What the account may do, after "may". */
  readonly words: string;
  readonly access: readonly Access[];
  /** Which item of a rule is the telling one. */
  readonly pointsAt: 'verbs' | 'resources';
  /** Names that are as good as all; a rule that is limited to others does not lead far. */
  readonly names?: readonly string[];
  /** Needs one of these in the same role too, whatever its name where none is given. */
  readonly needs?: Access & { readonly names?: readonly string[] };
  /** The way that says the same of a rule, and more. */
  readonly explainedBy?: string;
}

const rbac = 'rbac.authorization.k8s.io';
const certificates = 'certificates.k8s.io';
const webhooks = 'admissionregistration.k8s.io';

/** Controllers whose pod template can be changed after they were created; that of a Job cannot. */
const controllers: readonly Access[] = [
  {
    apiGroup: 'apps',
    resources: ['deployments', 'daemonsets', 'statefulsets', 'replicasets'],
    verbs: ['create', 'update', 'patch'],
  },
  { apiGroup: '', resources: ['replicationcontrollers'], verbs: ['create', 'update', 'patch'] },
  { apiGroup: 'batch', resources: ['cronjobs'], verbs: ['create', 'update', 'patch'] },
  { apiGroup: 'batch', resources: ['jobs'], verbs: ['create'] },
];

/**
 * From the worst down. `create` is not limited by names, as an object that is not there has none; the answers to `patch`
 * and `deletecollection` hold the objects.
 */
export const ways: readonly Way[] = [
  {
    id: 'impersonate',
    power: 'escalation',
    words: 'act as other users and groups',
    access: [{ apiGroup: '', resources: ['users', 'groups'], verbs: ['impersonate'], clusterScoped: true }],
    pointsAt: 'verbs',
    names: ['system:masters'],
    // A group is named beside a user.
    needs: { apiGroup: '', resources: ['users', 'serviceaccounts'], verbs: ['impersonate'] },
  },
  {
    id: 'grant',
    power: 'escalation',
    words: 'give out roles that hold more than its own',
    access: [
      // Whether a ClusterRole may be bound is asked in the namespace of the binding.
      { apiGroup: rbac, resources: ['roles', 'clusterroles'], verbs: ['bind'] },
      { apiGroup: rbac, resources: ['roles'], verbs: ['escalate'] },
      { apiGroup: rbac, resources: ['clusterroles'], verbs: ['escalate'], clusterScoped: true },
    ],
    pointsAt: 'verbs',
    names: ['cluster-admin'],
  },
  {
    id: 'token',
    power: 'tokenRequest',
    words: 'create tokens of other accounts',
    access: [{ apiGroup: '', resources: ['serviceaccounts/token'], verbs: ['create'] }],
    pointsAt: 'resources',
  },
  {
    id: 'impersonateAccounts',
    power: 'escalation',
    words: 'act as other accounts',
    access: [{ apiGroup: '', resources: ['serviceaccounts'], verbs: ['impersonate'] }],
    pointsAt: 'verbs',
    explainedBy: 'impersonate',
  },
  {
    id: 'approve',
    power: 'escalation',
    words: 'approve client certificates of other users',
    access: [
      {
        apiGroup: certificates,
        resources: ['certificatesigningrequests/approval'],
        verbs: ['update', 'patch'],
        clusterScoped: true,
      },
    ],
    pointsAt: 'resources',
    needs: {
      apiGroup: certificates,
      resources: ['signers'],
      verbs: ['approve'],
      names: ['kubernetes.io/kube-apiserver-client', 'kubernetes.io/kube-apiserver-client-kubelet', 'kubernetes.io/*'],
    },
  },
  {
    id: 'secrets',
    power: 'secretsRead',
    words: 'read secrets',
    access: [{ apiGroup: '', resources: ['secrets'], verbs: ['get', 'list', 'watch', 'patch', 'deletecollection'] }],
    pointsAt: 'resources',
  },
  {
    id: 'mutate',
    power: 'escalation',
    words: 'change what others create',
    access: [
      {
        apiGroup: webhooks,
        resources: ['mutatingwebhookconfigurations'],
        verbs: ['create', 'update', 'patch'],
        clusterScoped: true,
      },
    ],
    pointsAt: 'resources',
  },
  {
    id: 'validate',
    power: 'escalation',
    words: 'have what others create, secrets included, sent to a server of its choice',
    access: [
      {
        apiGroup: webhooks,
        resources: ['validatingwebhookconfigurations'],
        verbs: ['create', 'update', 'patch'],
        clusterScoped: true,
      },
    ],
    pointsAt: 'resources',
    explainedBy: 'mutate',
  },
  {
    id: 'pods',
    power: 'workloadCreate',
    words: 'run pods as any account',
    access: [{ apiGroup: '', resources: ['pods'], verbs: ['create'] }, ...controllers],
    pointsAt: 'resources',
  },
  {
    id: 'nodes',
    power: 'workloadCreate',
    words: 'run commands in the pods of every node',
    access: [{ apiGroup: '', resources: ['nodes/proxy'], verbs: ['get', 'create'], clusterScoped: true }],
    pointsAt: 'resources',
  },
  {
    id: 'exec',
    power: 'workloadCreate',
    words: 'run commands in pods',
    access: [
      { apiGroup: '', resources: ['pods/exec', 'pods/attach'], verbs: ['create'] },
      { apiGroup: '', resources: ['pods/ephemeralcontainers'], verbs: ['update', 'patch'] },
    ],
    pointsAt: 'resources',
  },
  {
    id: 'images',
    power: 'workloadCreate',
    words: 'change the images of running pods',
    access: [{ apiGroup: '', resources: ['pods'], verbs: ['update', 'patch'] }],
    pointsAt: 'resources',
    explainedBy: 'pods',
  },
];

/** What works in one namespace. */
export const waysInNamespace: readonly Way[] = ways
  .map((way) => ({ ...way, access: way.access.filter(({ clusterScoped }) => clusterScoped !== true) }))
  .filter(({ access }) => access.length > 0);

/** `*` on `*` of `*`. */
export const everything = 'do everything';
