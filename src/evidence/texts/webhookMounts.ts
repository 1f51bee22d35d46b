import type { Field } from '../../documents/field.ts';
import { isBelow } from '../../facts/workloads/mountedPath.ts';
import type { Workload, WorkloadContainer } from '../../facts/workloads/workload.ts';

/** A folder into which an admission webhook mounts a token, and what asks it to. */
interface WebhookMount {
  readonly folder: string;
  /** Keys of labels and annotations, of the pod or of its account. */
  readonly key: RegExp;
  readonly variables: ReadonlySet<string>;
}

const webhookMounts: readonly WebhookMount[] = [
  {
    folder: '/var/run/secrets/eks.amazonaws.com/serviceaccount',
    key: /^eks\.amazonaws\.com\//,
    variables: new Set(['AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_ROLE_ARN']),
  },
  {
    folder: '/var/run/secrets/pods.eks.amazonaws.com/serviceaccount',
    key: /^eks\.amazonaws\.com\//,
    variables: new Set(['AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE', 'AWS_CONTAINER_CREDENTIALS_FULL_URI']),
  },
  {
    folder: '/var/run/secrets/azure/tokens',
    key: /^azure\.workload\.identity\//,
    variables: new Set(['AZURE_FEDERATED_TOKEN_FILE', 'AZURE_AUTHORITY_HOST']),
  },
  { folder: '/var/run/secrets/tokens', key: /^(?:[\w.-]+\.)?istio\.io\//, variables: new Set() },
  { folder: '/var/run/secrets/tokens', key: /^linkerd\.io\/inject$/, variables: new Set() },
];

/** Whether a webhook that the pod, its account or the container's environment asks for mounts the token at this path. */
export function comesFromWebhook(path: string, container: WorkloadContainer, workload: Workload): boolean {
  const candidates = webhookMounts.filter(({ folder }) => isBelow(path, folder));
  if (candidates.length === 0) return false;
  const metadata = [workload.pod.metadata, workload.account?.root.get('metadata')];
  const keys = metadata.flatMap((field) =>
    field === undefined ? [] : [...keysOf(field, 'labels'), ...keysOf(field, 'annotations')],
  );
  const variables = container.field.itemsAt('env').map((variable) => variable.stringAt('name') ?? '');
  return candidates.some(
    (webhook) => keys.some((key) => webhook.key.test(key)) || variables.some((name) => webhook.variables.has(name)),
  );
}

function keysOf(metadata: Field, kind: 'labels' | 'annotations'): string[] {
  return metadata
    .get(kind)
    .fields()
    .map(({ segment }) => String(segment));
}
