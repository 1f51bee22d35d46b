import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Something to lint, as a path that every linter takes. */
export interface BenchInput {
  readonly name: string;
  readonly path: string;
  readonly files: readonly string[];
}

/** @param charts a folder of rendered charts; it writes the other inputs into another one. */
export function benchInputs(folder: string, charts: string): BenchInput[] {
  rmSync(folder, { recursive: true, force: true });
  const tiny = write(join(folder, 'tiny'), [['web.yaml', workload(0)]]);
  const one = write(join(folder, 'one-file'), [['all.yaml', workloads(0, 10_000)]]);
  const many = write(
    join(folder, 'many-files'),
    range(0, 10_000).map((index) => [
      join(`team-${String(index % 100)}`, `web-${String(index)}.yaml`),
      workload(index),
    ]),
  );
  const list = write(join(folder, 'one-list'), [['all.yaml', asList(workloads(0, 10_000))]]);
  return [
    input('one tiny file', tiny),
    ...chartInputs(charts),
    input('10,000 Deployments in one file', one),
    input('10,000 Deployments in one List', list),
    input('10,000 Deployments in 10,000 files', many),
  ];
}

function chartInputs(folder: string): BenchInput[] {
  if (!existsSync(folder)) {
    console.error(`No charts at ${folder}: only generated inputs are measured`);
    return [];
  }
  const files = readdirSync(folder).map((name) => join(folder, name));
  const largest = files.reduce((a, b) => (readFileSync(a).length >= readFileSync(b).length ? a : b));
  return [
    { name: 'the largest chart', path: largest, files: [largest] },
    { name: `all ${String(files.length)} charts`, path: folder, files },
  ];
}

function input(name: string, path: string): BenchInput {
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));
  return { name, path, files: files.map((file) => join(path, file)) };
}

function write(folder: string, files: readonly (readonly [string, string])[]): string {
  for (const [name, text] of files) {
    const path = join(folder, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
  }
  return folder;
}

function range(start: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => start + index);
}

/** `count` workloads as one text of many documents. */
export function workloads(start: number, count: number): string {
  return range(start, count).map(workload).join('---\n');
}

/** As a cluster's objects are dumped: one document of many items. */
function asList(documents: string): string {
  const items = documents.split('---\n').map((text) => `- ${text.trimEnd().replaceAll('\n', '\n  ')}\n`);
  return `apiVersion: v1\nkind: List\nitems:\n${items.join('')}`;
}

/** A Deployment as people write them, about 2 KB; every fourth has an account with a Role, every eighth a token of its own. */
export function workload(index: number): string {
  const name = `web-${String(index)}`;
  const own = index % 4 === 0;
  return `${own ? account(name) : ''}apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: team-${String(index % 100)}
  labels:
    app.kubernetes.io/name: ${name}
    app.kubernetes.io/part-of: shop
spec:
  replicas: 3
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${name}
        app.kubernetes.io/part-of: shop
      annotations:
        prometheus.io/scrape: "true"
        prometheus.io/port: "9090"
    spec:
${own ? `      serviceAccountName: ${name}\n` : ''}      securityContext:
        runAsNonRoot: true
        runAsUser: 10001
        fsGroup: 10001
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: app
          image: registry.example.com/shop/${name}:1.4.${String(index % 50)}
          imagePullPolicy: IfNotPresent
          args:
            - --listen=:8080
            - --log-level=info
            - --upstream=http://catalog.team-${String(index % 100)}.svc:8080
          ports:
            - name: http
              containerPort: 8080
              protocol: TCP
            - name: metrics
              containerPort: 9090
          env:
            - name: DATABASE_URL
              valueFrom:
                secretKeyRef:
                  name: ${name}-database
                  key: url
            - name: CACHE_SIZE
              value: "256"
            - name: POD_NAME
              valueFrom:
                fieldRef:
                  fieldPath: metadata.name
          resources:
            requests:
              cpu: 100m
              memory: 128Mi
            limits:
              memory: 256Mi
          livenessProbe:
            httpGet: { path: /healthz, port: http }
            initialDelaySeconds: 5
          readinessProbe:
            httpGet:
              path: /ready
              port: http
            periodSeconds: 10
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop: [ALL]
          volumeMounts:
            - name: tmp
              mountPath: /tmp
${index % 8 === 0 ? tokenMount : ''}      volumes:
        - name: tmp
          emptyDir: {}
${index % 8 === 0 ? tokenVolume : ''}`;
}

const tokenMount = `            - name: vault-token
              mountPath: /var/run/secrets/tokens
              readOnly: true
`;

const tokenVolume = `        - name: vault-token
          projected:
            sources:
              - serviceAccountToken:
                  audience: https://vault.example.com
                  expirationSeconds: 3600
                  path: vault-token
`;

function account(name: string): string {
  const metadata = `metadata:\n  name: ${name}\n`;
  return `apiVersion: v1
kind: ServiceAccount
${metadata}---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
${metadata}rules:
  - apiGroups: [""]
    resources: [configmaps]
    verbs: [get, list, watch]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
${metadata}roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: ${name}
subjects:
  - kind: ServiceAccount
    name: ${name}
---
`;
}
