/** A pod that `account-default` reports at the key `spec` in its fifth line; other rules may report it too. */
export const pod = (name: string): string => `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
spec:
  containers:
    - name: a
      image: registry.example/a:1
`;

/** The Deployment `web` in the namespace `ns`, which runs as an account. */
export const deploymentOf = (account: string, image = 'nginx:1'): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: ns }
spec:
  selector: { matchLabels: { a: b } }
  template:
    metadata: { labels: { a: b } }
    spec:
      serviceAccountName: ${account}
      containers: [{ name: web, image: '${image}' }]
`;

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token as the API server signs it, but for the signature. */
export const jwt = [
  encode({ alg: 'RS256', kid: 'x' }),
  encode({ iss: 'https://kubernetes.default.svc', sub: 'system:serviceaccount:shop:cart' }),
  Buffer.from('no signature of anyone').toString('base64url'),
].join('.');

/** Pieces of the token, plain and encoded once more as in a Secret, that no report may hold. */
export const jwtPieces: readonly string[] = [
  ...jwt.split('.'),
  ...jwt.split('.').map((piece) => Buffer.from(piece).toString('base64').slice(0, 24)),
  Buffer.from(jwt).toString('base64').slice(0, 24),
];
