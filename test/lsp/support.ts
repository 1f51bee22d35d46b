import { afterEach } from 'vitest';
import type { ClientCapabilities } from 'vscode-languageserver-protocol/node';
import { folder } from '../support/command.ts';
import { type ClientOptions, LanguageClient } from '../support/languageClient.ts';

const clients: LanguageClient[] = [];

afterEach(() => {
  for (const client of clients.splice(0)) client.process.kill();
});

/** A server for these folders, which ends with the test. */
export async function start(options: ClientOptions): Promise<LanguageClient> {
  const client = await LanguageClient.start(options);
  clients.push(client);
  return client;
}

/** A server for a new folder with these files, read to its end. */
export async function serverFor(
  files: Readonly<Record<string, string>>,
  capabilities?: ClientCapabilities,
): Promise<{ client: LanguageClient; root: string }> {
  const root = folder(files);
  const client = await start({ roots: [root], ...(capabilities === undefined ? {} : { capabilities }) });
  if (capabilities === undefined) await client.scanned();
  return { client, root };
}

export const account = `apiVersion: v1
kind: ServiceAccount
metadata:
  name: cart
  namespace: shop
`;

export const binding = `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: cart
  namespace: shop
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: cart
subjects:
  - kind: ServiceAccount
    name: cart
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: cart
  namespace: shop
rules:
  - apiGroups: [""]
    resources: [pods]
    verbs: [list]
`;

export const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: cart
  namespace: shop
spec:
  selector: { matchLabels: { app: cart } }
  template:
    metadata: { labels: { app: cart } }
    spec:
      serviceAccountName: cart
      containers:
        - name: web
          image: registry.example/cart:1
          volumeMounts:
            - name: vault
              mountPath: /var/run/secrets/vault
              readOnly: true
      volumes:
        - name: vault
          projected:
            sources:
              - serviceAccountToken:
                  path: token
                  audience: vault
                  expirationSeconds: 300
`;
