import { describe, expect, test } from 'vitest';
import { SourceFile } from '../../src/documents/document.ts';
import { analyze } from '../../src/lint/analyze.ts';
import { pod, useOf, verdict } from '../support/apiUse.ts';

const app = 'name: app, image: registry.example/app:1';
const mounts = 'volumeMounts: [{ name: config, mountPath: /etc/app }, { name: secret, mountPath: /etc/secret }]';
const shell = (script: string): string => `{ ${app}, command: [/bin/sh, -c, ${JSON.stringify(script)}] }`;
const configMap = (key: string, text: string): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'config' }, data: { [key]: text } });
const secret = (data: object): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'secret' }, ...data });
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('code that calls the API server', () => {
  test.each([
    ['kubectl proxy &\n/app'],
    ['kopf run /src/handlers.py --verbose'],
    [
      'TOKEN=$(cat /var/run/secrets/kubernetes.io/serviceaccount/token)\ncurl -H "Authorization: Bearer $TOKEN" https://x',
    ],
    ['SA=/var/run/secrets/kubernetes.io\n/app --token $SA/serviceaccount/token'],
    ['python3 - <<EOF\nfrom kubernetes import config\nconfig.load_incluster_config()\nEOF'],
    ["bash -s <<'EOF'\nkubectl get pods\nEOF"],
    ['cat <<EOF\npods: $(kubectl get pods)\nEOF'],
    ['cat > /config <<EOF\ntokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token\nEOF\n/app'],
  ])('in a script: %j', (script) => {
    expect(verdict(shell(script))).toBe('used');
  });

  test.each([
    ['python', 'from kubernetes import config\nconfig.load_incluster_config()\n'],
    ['python', 'import kubernetes; kubernetes.config.load_incluster_config()'],
    ['node', "const k8s = require('@kubernetes/client-node'); new k8s.KubeConfig().loadFromCluster()"],
    ['ruby', 'client = Kubeclient::Client.new(url)'],
    ['jshell', 'import io.fabric8.kubernetes.client.*;'],
  ])('inline for %s: %j', (program, code) => {
    expect(verdict(`{ ${app}, command: [${program}, -c, ${JSON.stringify(code)}] }`)).toBe('used');
    expect(verdict(`{ ${app}, ${mounts} }`, configMap('main', code))).toBe('used');
  });

  test.each([
    ["cat <<'EOF'\npods: $(kubectl get pods)\nEOF\n/app"],
    ['cat <<EOF\nrun kubectl get pods\nEOF\n/app'],
    ['# cat <<EOF\n/app'],
    ['echo "run kubectl get pods"; /app'],
  ])('but not where it is only text: %j', (script) => {
    expect(verdict(shell(script))).toBe('unknown');
  });
});

describe('settings', () => {
  test.each([
    ['AVP_AUTH_TYPE', 'k8s'],
    ['AVP_K8S_ROLE', 'argocd'],
    ['VAULT_K8S_ROLE', 'app'],
    ['VAULT_KUBERNETES_ROLE', 'app'],
  ])('%s, written, from a ConfigMap, and from a Secret', (name, value) => {
    expect(verdict(`{ ${app}, env: [{ name: ${name}, value: ${value} }] }`)).toBe('used');
    const from = (kind: string): string =>
      `{ ${app}, envFrom: [{ ${kind}: { name: ${kind.slice(0, -3).toLowerCase()} } }] }`;
    expect(verdict(from('secretRef'), secret({ stringData: { [name]: value } }))).toBe('used');
    expect(verdict(from('secretRef'), secret({ data: { [name]: base64(value) } }))).toBe('used');
    expect(
      verdict(
        `{ ${app}, env: [{ name: ${name}, valueFrom: { secretKeyRef: { name: secret, key: k } } }] }`,
        secret({ data: { k: base64(value) } }),
      ),
    ).toBe('used');
  });

  test('of a login with another token say nothing', () => {
    const path = '{ name: AVP_K8S_TOKEN_PATH, value: /var/run/secrets/vault/token }';
    expect(verdict(`{ ${app}, env: [{ name: AVP_AUTH_TYPE, value: k8s }, ${path}] }`)).toBe('unknown');
  });

  test('in files of Secrets are read', () => {
    const text = 'scrape_configs:\n  - kubernetes_sd_configs: [{ role: pod }]\n';
    expect(verdict(`{ ${app}, ${mounts} }`, secret({ data: { 'prometheus.yml': base64(text) } }))).toBe('used');
  });

  test.each([
    ['akka.discovery {\n  method = kubernetes-api\n}'],
    ['akka { discovery { method = "kubernetes-api" } }'],
    ['pekko.discovery.method = pekko-dns', 'unknown'],
  ])('of Akka: %j', (text, expected = 'used') => {
    expect(verdict(`{ ${app}, ${mounts} }`, configMap('application.conf', text))).toBe(expected);
  });

  test.each([
    ['/fluentd/etc', 'unused'],
    ['/fluentd/etc/conf.d', 'unknown'],
  ])('what adds to the configuration of an image does not show what that lacks: %s', (mountPath, expected) => {
    const container = `{ name: a, image: "fluentd:1", volumeMounts: [{ name: config, mountPath: ${mountPath} }] }`;
    expect(verdict(container, configMap('fluent.conf', '<match **>\n  @type stdout\n</match>'))).toBe(expected);
  });

  test.each([
    ['is not there', 'secret, key: k, optional: true', secret({ data: { a: base64('b') } }), 'used'],
    ['may not be there', 'secret, key: k, optional: true', '', 'used'],
    ['is there', 'secret, key: k, optional: true', secret({ data: { k: base64('approle') } }), 'unknown'],
    ['is there, and no text', 'secret, key: k, optional: true', secret({ data: { k: '/w==' } }), 'unknown'],
    ['has to be there', 'secret, key: k', '', 'unknown'],
  ])('stay as they were where an optional key %s', (_name, reference, object, expected) => {
    const later = `{ name: AVP_AUTH_TYPE, valueFrom: { secretKeyRef: { name: ${reference} } } }`;
    const objects = [configMap('AVP_AUTH_TYPE', 'k8s'), ...(object === '' ? [] : [object])].join('\n---\n');
    const written = `env: [{ name: AVP_AUTH_TYPE, value: k8s }, ${later}]`;
    expect(verdict(`{ ${app}, ${written} }`, objects)).toBe(expected);
    const brought = `envFrom: [{ configMapRef: { name: config } }], env: [${later}]`;
    expect(verdict(`{ ${app}, ${brought} }`, objects)).toBe(expected);
    expect(verdict(`{ ${app}, env: [${later}] }`, objects)).toBe('unknown');
  });

  test('in arguments are expanded as Kubernetes does', () => {
    const env = 'env: [{ name: MODE, value: in-cluster }, { name: FLAG, value: "--$(MODE)" }]';
    const own = `${mounts}, env: [{ name: FILE, value: /etc/secret/config }]`;
    expect(verdict(`{ ${app}, ${env}, args: ["$(FLAG)"] }`)).toBe('used');
    expect(verdict(`{ ${app}, ${env}, args: ["$$(FLAG)"] }`)).toBe('unknown');
    expect(verdict(`{ ${app}, ${env}, args: ["$(OTHER)"] }`)).toBe('unknown');
    expect(verdict(`{ ${app}, ${own}, args: ["--kubeconfig=$(FILE)"] }`)).toBe('unused');
  });
});

describe('programs that make no use of the token', () => {
  test.each([
    ['[kubectl, version, --client]'],
    ['[kubectl, kustomize, /get/started]'],
    ['[/bin/cp, --update=none, /usr/local/bin/argocd-server, /var/run/argocd/argocd]'],
    ['[cp, /opt/bitnami/kubectl/bin/kubectl, /shared/]'],
    ['[sh, -c, "cp /usr/bin/kubectl /tools/ && chmod +x /tools/kubectl"]'],
    ['[sh, -c, "until nc -z db 5432; do sleep 1; done"]'],
  ])('%s, whatever the image', (command) => {
    expect(verdict(`{ name: a, image: bitnami/kubectl:1, command: ${command} }`)).toBe('unused');
    expect(verdict(`{ name: a, image: argoproj/argocd:v3, command: ${command} }`)).toBe('unused');
  });

  test.each([
    ['[kubectl, version]'],
    ['[sleep, infinity]'],
    ['[sh, -c, "cp /a /b; sleep infinity"]'],
    ['[sh, -c, "kubectl version --client; kubectl apply -f /x"]'],
    ['[sh, -c, "kubectl kustomize /x | kubectl apply -f -"]'],
    ['[cp, /var/run/secrets/kubernetes.io/serviceaccount/token, /x]'],
  ])('but not %s', (command) => {
    expect(verdict(`{ name: a, image: bitnami/kubectl:1, command: ${command} }`)).toBe('used');
  });

  const words = (path: string): string[] => [`--kubeconfig=${path}`, `--kubeconfig, ${path}`, `-kubeconfig, ${path}`];

  test('a kubeconfig of its own, in one word or two', () => {
    for (const own of words('/etc/secret/config'))
      expect(verdict(`{ ${app}, ${mounts}, args: [${own}] }`), own).toBe('unused');
    for (const own of words('/etc/secret/config').slice(0, 2))
      expect(verdict(`{ ${app}, ${mounts}, command: [kubectl, ${own}, get, pods] }`), own).toBe('unused');
  });

  test('a kubeconfig of the environment, for kubectl too', () => {
    const script = (text: string): string => verdict(shell(text).replace('{', `{ ${mounts},`));
    expect(script('export KUBECONFIG=/etc/secret/config\nkubectl get pods')).toBe('unused');
    expect(script('kubectl --kubeconfig=/etc/secret/config get pods\nkubectl get pods')).toBe('used');
    expect(verdict(`{ ${app}, ${mounts}, env: [{ name: KUBECONFIG, value: /a:/etc/secret/config }] }`)).toBe('unused');
  });

  test('but a kubeconfig that no volume is known to bring may name the token, or not be there', () => {
    for (const path of ['/etc/other', '/etc/app/config', '$(FILE)'])
      for (const own of words(path)) expect(verdict(`{ ${app}, ${mounts}, args: [${own}] }`), own).toBe('unknown');
    expect(verdict(shell('export KUBECONFIG=/dev/null\nkubectl get pods'))).toBe('unknown');
    expect(verdict(`{ ${app}, env: [{ name: KUBECONFIG, value: /etc/secret/config }] }`)).toBe('unknown');
  });
});

test.each([
  ['quay.io/jupyter/base-notebook:1'],
  ['nvidia/cuda:13.0'],
  ['codercom/code-server:4'],
  ['pytorch/pytorch:2'],
])('of %s, which runs the code of its user, nothing is known', (image) => {
  expect(verdict(`{ name: a, image: ${image} }`)).toBe('unknown');
});

describe('programs whose settings decide', () => {
  const statically = 'scrape_configs:\n  - job_name: system\n    static_configs: [{ targets: [localhost] }]\n';
  const discovering = 'scrape_configs:\n  - job_name: pods\n    kubernetes_sd_configs: [{ role: pod }]\n';

  test('Promtail', () => {
    const promtail = `{ name: a, image: grafana/promtail:3.0.0, ${mounts} }`;
    expect(verdict(promtail)).toBe('used');
    expect(verdict(promtail, configMap('promtail.yaml', statically))).toBe('unused');
    expect(verdict(promtail, configMap('promtail.yaml', discovering))).toBe('used');
  });

  test('the node problem detector', () => {
    const image = 'registry.k8s.io/node-problem-detector/node-problem-detector:v0.8.19';
    expect(verdict(`{ name: a, image: "${image}", args: [--enable-k8s-exporter=false] }`)).toBe('unused');
    expect(verdict(`{ name: a, image: "${image}" }`)).toBe('used');
  });

  test('RabbitMQ asks the API server for its peers before 4.1', () => {
    const plugins = configMap('rabbitmq.conf', 'cluster_formation.peer_discovery_backend = k8s\n');
    const of = (image: string): string => verdict(`{ name: a, image: "${image}", ${mounts} }`, plugins);
    expect(of('rabbitmq:3.13.7-management')).toBe('used');
    expect(of('rabbitmq:4.0')).toBe('used');
    expect(of('rabbitmq:4.1.0-management')).toBe('unused');
    expect(of('bitnami/rabbitmq:4.10.2-debian-12-r0')).toBe('unused');
    expect(of('rabbitmq:latest')).toBe('used');
  });
});

describe('an image says something only of its own program', () => {
  const script = 'set -e\nif [ -f /data/x ]; then\n  rm /data/x\nfi\nexec redis-server /etc/redis.conf\n';
  const patroni = 'case "$1" in\n  start) patroni /etc/patroni.yml ;;\nesac\nexec postgres\n';

  test.each([
    ['redis:7', 'command: [redis-server, /etc/redis.conf]'],
    ['redis:7', 'command: [/bin/sh, -c, "exec redis-server --port 6379"]'],
    ['redis:7', 'command: [sh, /etc/app/start.sh]', script],
    ['redis:7', 'command: [/etc/app/start.sh]', script],
    ['redis:7', 'args: [--appendonly, "yes"]'],
    ['redis:7', 'args: [redis-sentinel, /etc/sentinel.conf]'],
    ['postgres:16', 'command: [docker-entrypoint.sh, postgres]'],
    ['postgres:16', 'command: [tini, --, docker-entrypoint.sh, -c, max_connections=9]'],
    ['postgres:16', 'command: [gosu, postgres, pg_dump, app]'],
    ['mysql:8', 'command: [mysqld, --console]'],
    ['bitnami/postgresql:16', 'command: [/opt/bitnami/scripts/postgresql/run.sh]'],
    ['bitnami/redis:7', 'command: [bash, -ec, ". /opt/bitnami/scripts/libfs.sh; ensure_dir_exists /x; redis-server"]'],
    ['nginxinc/nginx-unprivileged:1', 'command: [/bin/bash, -c, "nginx -g \'daemon off;\'"]'],
    ['prom/blackbox-exporter:1', 'command: [/bin/blackbox_exporter]'],
    ['minio/minio:1', 'args: [server, /data]'],
    ['minio/minio:1', 'command: [/bin/sh, -ce, "/usr/bin/docker-entrypoint.sh minio server /export"]'],
  ])('%s, %s', (image, command, text = '') => {
    expect(verdict(`{ name: a, image: "${image}", ${command}, ${mounts} }`, configMap('start.sh', text))).toBe(
      'unused',
    );
  });

  test.each([
    ['redis:7', 'command: [/scripts/leader-elect]'],
    ['redis:7', 'command: [redis-operator]'],
    ['redis:7', 'command: [sh, -c, "curl -s https://example.com/install.sh | sh"]'],
    ['redis:7', 'command: [sh, -c, "curl -H \'Authorization: Bearer x\' https://10.0.0.1/api/v1/pods"]'],
    ['redis:7', 'command: [awk, \'BEGIN { system("/manager") }\']'],
    ['redis:7', 'command: [sh, -c, "$(curl -s https://example.com/install.sh)"]'],
    ['redis:7', 'command: [sh, -c, "(leader-elect &) ; redis-server"]'],
    ['redis:7', 'command: [/etc/secret/run.sh]'],
    ['redis:7', 'command: [bash, /etc/secret/redis.sh]'],
    ['redis:7', 'command: [sleep, infinity]'],
    ['postgres:16', 'command: [python3, /app/x.py]'],
    ['postgres:16', 'command: [docker-entrypoint.sh, patroni]'],
    ['postgres:16', 'command: [sh, /etc/app/start.sh]', patroni],
    ['postgres:16', 'args: [patroni, /etc/patroni.yml]'],
    ['postgres:16', 'args: [sh, -c, run-it]'],
    ['mysql:8', 'command: [bash, -c, "source /opt/lib.sh; run_operator"]'],
    ['nginx:1', 'command: [/manager]'],
    ['nginx:1', 'command: [node, /srv/server.js]'],
  ])('but not %s, %s', (image, command, text = '') => {
    expect(verdict(`{ name: a, image: "${image}", ${command}, ${mounts} }`, configMap('start.sh', text))).toBe(
      'unknown',
    );
  });

  test.each([
    ['case $X in a) elect;; esac'],
    ["trap 'elect' EXIT"],
    ['f() { elect; }; f'],
    ['function f { elect; }; f'],
    ['> /x elect'],
    ['redis-cli > >(elect)'],
    ['A=$(elect)'],
    ['X=1 elect &'],
    ['[ -f x ] && elect'],
    ['ls | xargs elect'],
    ['find / -exec elect {} \\;'],
    ['timeout 5 elect'],
    ['eval elect'],
    ['cat > /x.sh <<EOF\nelect\nEOF\nsh /x.sh'],
  ])('nor where a script also runs something else: %s', (script) => {
    const command = `command: [sh, -c, ${JSON.stringify(`${script}\nredis-server`)}]`;
    expect(verdict(`{ name: a, image: "redis:7", ${command} }`)).toBe('unknown');
  });

  test.each([
    ['velero/velero:1', 'command: [python3, -m, http.server]', 'unknown'],
    ['velero/velero:1', 'command: [sh, -c, "report-disk /data"]', 'unknown'],
    ['velero/velero:1', 'command: [sh, -c, "velero server"]', 'used'],
    ['velero/velero:1', 'command: [sh, /etc/app/start.sh]', 'used'],
    ['velero/velero:1', 'command: [/manager]', 'used'],
    ['velero/velero:1', 'args: [server]', 'used'],
  ])('nor what an operator is, where a script shows that it does not run: %s, %s', (image, command, expected) => {
    expect(verdict(`{ name: a, image: "${image}", ${command}, ${mounts} }`)).toBe(expected);
  });

  test('which kubectl is not where its image runs a test', () => {
    const bats = `{ name: a, image: bitnami/kubectl:1, command: [/tools/bats, -t, /etc/app/run.sh], ${mounts} }`;
    expect(verdict(bats, configMap('run.sh', '@test "x" {\n  curl http://app\n}'))).toBe('unknown');
    expect(verdict(bats, configMap('run.sh', '@test "x" {\n  kubectl get pods\n}'))).toBe('used');
    expect(verdict('{ name: a, image: bitnami/kubectl:1, command: [/scripts/x.sh] }')).toBe('used');
    expect(verdict('{ name: a, image: bitnami/kubectl:1, args: [get, pods] }')).toBe('used');
  });
});

describe('what is said', () => {
  test('of one argument is its strongest sign alone', () => {
    const { evidence } = useOf(pod(`{ ${app}, args: [--kube-api-qps=50, --kube-context=x] }`));
    expect(evidence.map(({ message }) => message)).toEqual([
      'Container "app", argument "--kube-api-qps=50": its flag says how it calls the API server',
    ]);
  });

  test('of several harmless commands names all that they do', () => {
    const { evidence } = useOf(pod(shell('set -e\nchmod 700 /d\nsysctl -w vm.max_map_count=262144\necho ok\nsleep 1')));
    expect(evidence.map(({ message }) => message)).toEqual([
      'Container "app": its command only handles files and sets the node up',
    ]);
  });

  test('of a script that downloads in the image of a database is not that it is the database', () => {
    const { evidence } = useOf(pod('{ name: a, image: "redis:7", command: [sh, -c, "curl -sf https://example.com"] }'));
    expect(evidence.map(({ message }) => message)).toEqual([
      'Container "a": its command only asks a web server without a token',
    ]);
  });

  test('of a script that downloads and writes files reads as one sentence', () => {
    const { evidence } = useOf(pod(shell('curl -sf https://example.com\nchmod 700 /d')));
    expect(evidence.map(({ message }) => message)).toEqual([
      'Container "app": its command only asks a web server without a token and handles files',
    ]);
  });
});

describe('in a whole chart', () => {
  const chart = '# Source: c/templates/a.yaml';
  const account = `${chart}\napiVersion: v1\nkind: ServiceAccount\nmetadata: { name: default }`;
  const granted = [
    `${chart}
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: reader }
rules: [{ apiGroups: [""], resources: [pods], verbs: [get] }]`,
    `${chart}
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: reader }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader }
subjects: [{ kind: ServiceAccount, name: default, namespace: default }]`,
  ];

  test('a grant alone shows use with medium confidence, and says that it is alone', () => {
    const { verdict, confidence, evidence } = useOf(`${chart}\n${pod(`{ ${app} }`)}`, account, ...granted);
    expect([verdict, confidence]).toEqual(['used', 'medium']);
    expect(evidence.map(({ kind }) => kind)).toEqual(['binding', 'bindingAlone']);
  });

  test('a binding that is named when it is made is called by what its name begins with', () => {
    const made = granted.map((text) =>
      text.replace('kind: RoleBinding\nmetadata: { name: ', 'kind: RoleBinding\nmetadata: { generateName: '),
    );
    expect(useOf(`${chart}\n${pod(`{ ${app} }`)}`, account, ...made).evidence[0]?.message).toBe(
      'RoleBinding "reader…" grants Role "reader" to the account',
    );
  });

  test('a grant that no program needs a token for is not denied', () => {
    const said = (...more: string[]): string | undefined =>
      useOf(`${chart}\n${pod(`{ ${app} }`)}`, account, ...more).evidence[0]?.message;
    expect(said()).toBe('No binding grants the account "default" anything of its own; the input is a rendered chart');
    const policy = granted.map((text) =>
      text.replace(/rules: .*/, 'rules: [{ apiGroups: [policy], resources: [podsecuritypolicies], verbs: [use] }]'),
    );
    expect(said(...policy)).toBe(
      'No binding grants the account "default" anything that a program needs its token for; the input is a rendered chart',
    );
  });

  test('a grant beside a sign shows it with high confidence', () => {
    const args = '{ name: a, image: grafana/promtail:3.0.0 }';
    expect(useOf(`${chart}\n${pod(args)}`, account, ...granted).confidence).toBe('high');
  });

  test.each([
    ['{ name: operator, image: example/app:1 }', 'unknown'],
    ['{ name: manager, image: example/app:1 }', 'unknown'],
    ['{ name: app, image: example/app:1 }', 'unused'],
    ['{ name: controller, image: "redis:7" }', 'unused'],
    ['{ name: controller, image: bitnami/kafka:3 }', 'unused'],
  ])('a name is a doubt of a program that is not known: %s', (container, expected) => {
    expect(useOf(`${chart}\n${pod(container)}`, account).verdict).toBe(expected);
  });

  test.each([
    ['gcr.io/heptio-images/gangway:v3.2.0', '', 'used'],
    ['gcr.io/heptio-images/gangway:v3.2.0', 'clusterCAPath: /etc/ca.crt', 'unused'],
    ['pposkrobko/risk-advisor:v1.0.0', '', 'used'],
    ['appscode/searchlight:5.0.0', '', 'used'],
  ])('%s with %j', (image, text, expected) => {
    const container = `{ name: a, image: "${image}", ${mounts} }`;
    expect(useOf(`${chart}\n${pod(container)}`, account, configMap('gangway.yaml', text)).verdict).toBe(expected);
  });
});

describe('a pod of another’s object', () => {
  /** In an input that is said to be complete. */
  const verdictOf = (text: string): string => {
    const { model } = analyze([new SourceFile('a.yaml', text)], { complete: true });
    const [workload] = model.facts.workloads;
    return workload === undefined ? 'no workload' : model.apiUse(workload).verdict;
  };
  const job = (kind: string, replicas: string): string =>
    `apiVersion: kubeflow.org/v1\nkind: ${kind}\nmetadata: { name: a }\nspec: { ${replicas}: { Master: { template: { spec: { containers: [{ ${app} }] } } } } }\n`;
  const addOn = (name: string): string =>
    `apiVersion: addon.open-cluster-management.io/v1alpha1\nkind: AddOnTemplate\nmetadata: { name: a }\nspec: { agentSpec: { workload: { manifests: [{ kind: Deployment, spec: { template: { spec: { serviceAccountName: ${name}, containers: [{ ${app} }] } } } }] } } }\n`;
  const packaged = (account: string): string =>
    `apiVersion: operators.coreos.com/v1alpha1\nkind: ClusterServiceVersion\nmetadata: { name: a }\nspec:\n  install:\n    spec:\n      permissions: [{ serviceAccountName: a, rules: [] }]\n      deployments: [{ spec: { template: { spec: { serviceAccountName: ${account}, containers: [{ ${app} }] } } } }]\n`;

  test.each([
    ['whose controller runs it as it is written', job('PyTorchJob', 'pytorchReplicaSpecs'), 'unused'],
    ['whose controller may make an account', job('MPIJob', 'mpiReplicaSpecs'), 'unknown'],
    ['that brings its own account', addOn('a'), 'unknown'],
    ['that runs as everybody’s account', addOn('default'), 'unused'],
    [
      'whose account the input has',
      `${addOn('a')}---\napiVersion: v1\nkind: ServiceAccount\nmetadata: { name: a }\n`,
      'unused',
    ],
    ['whose package grants its account something', packaged('a'), 'unknown'],
    ['whose package grants another account something', packaged('b'), 'unused'],
  ])('%s', (_name, text, expected) => {
    expect(verdictOf(text)).toBe(expected);
  });
});

describe('a pod that runs what another one runs, whose account is granted something', () => {
  const bound = (image: string): string =>
    `apiVersion: v1\nkind: Pod\nmetadata: { name: b }\nspec: { serviceAccountName: b, containers: [{ name: b, image: "${image}" }] }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: b }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: b }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects: [{ kind: ServiceAccount, name: b, namespace: default }]`;

  test.each([
    ['registry.example/worker:1', 'used'],
    ['nginx:1.27', 'unknown'],
  ])('%s: %s', (image, expected) => {
    expect(verdict(`{ ${app} }, { name: b, image: "${image}" }`, bound(image))).toBe(expected);
  });
});

describe('what a pod is granted whose program is known to have no use for it', () => {
  const grant = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: a }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }
subjects: [{ kind: ServiceAccount, name: default, namespace: default }]`;

  test.each([
    ['', 'unused'],
    ['command: [/usr/bin/xray, -c, /aws/xray/config.yaml]', 'unused'],
    ['command: [/usr/bin/other]', 'used'],
    ['command: [sh, -c, "/usr/bin/xray -c /aws/xray/config.yaml"]', 'used'],
    ['command: [sh, /run.sh]', 'used'],
    ['command: [/run.sh]', 'used'],
    ['command: [/entrypoint.sh]', 'used'],
    ['command: [tini, --, sh, -c, xray]', 'used'],
    ['command: [], args: [-c, /aws/xray/config.yaml]', 'unused'],
  ])('%s: %s', (command, expected) => {
    expect(verdict(`{ name: a, image: "amazon/aws-xray-daemon:3", ${command} }`, grant)).toBe(expected);
  });

  test.each([
    ['postgres:17', 'unused'],
    ['docker.io/postgres:17', 'unused'],
    ['index.docker.io/postgres:17', 'unused'],
    ['registry.k8s.io/pause:3.10', 'unused'],
    ['registry.example/library/postgres:17', 'unused'],
    ['registry.example/gerrit:1', 'used'],
    ['localhost:5001/gerrit:1', 'used'],
  ])('anybody may call an image so in a registry of their own: %s', (image, expected) => {
    expect(verdict(`{ name: a, image: "${image}" }`, grant)).toBe(expected);
  });
});
