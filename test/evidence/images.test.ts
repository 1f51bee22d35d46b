import { describe, expect, test } from 'vitest';
import { verdict } from '../support/apiUse.ts';

function verdictOf(image: string, settings = ''): string {
  return verdict(`{ name: a, image: "${image}", ${settings} }`);
}

describe('a name that several programs have says which one it is by its repository alone', () => {
  test.each([
    ['redpandadata/console:2', 'unused'],
    ['minio/console:0.14.8', 'unknown'],
    ['pingcap/pd:8', 'unused'],
    ['registry.example/pd:1', 'unknown'],
    ['gcr.io/heptio-images/ark:v0.10', 'used'],
    ['registry.example/ark:1', 'unknown'],
    ['linuxserver/heimdall:2', 'unused'],
    ['ghcr.io/dadrus/heimdall:0.16', 'unknown'],
    ['apache/hive:4', 'unused'],
    ['quay.io/openshift-hive/hive:1', 'used'],
    ['quay.io/cortexproject/cortex:1.18', 'unused'],
    ['thehiveproject/cortex:3.1', 'unknown'],
    ['sigp/lighthouse:7', 'unused'],
    ['registry.example/lighthouse:1', 'unknown'],
    ['jaegertracing/all-in-one:1', 'unused'],
    ['registry.example/all-in-one:1', 'unknown'],
    ['temporalio/admin-tools:1', 'unused'],
    ['registry.example/admin-tools:1', 'unknown'],
    ['1337kavin/piped:1', 'unused'],
    ['ghcr.io/pipe-cd/piped:v0.50', 'used'],
    ['ghcr.io/getsentry/sentry:25', 'unused'],
    ['ghcr.io/dapr/sentry:1.15', 'used'],
    ['supabase/storage-api:1', 'unused'],
    ['registry.example/storage-api:1', 'unknown'],
    ['ghcr.io/kube-logging/config-reloader:1', 'unused'],
    ['registry.example/config-reloader:1', 'unknown'],
    ['k8s.gcr.io/elasticsearch:v6.3.0', 'used'],
    ['mirror.example/k8s.gcr.io/elasticsearch:v6.3.0', 'used'],
    ['docker.elastic.co/elasticsearch/elasticsearch:8', 'unused'],
    ['registry.datadoghq.com/agent:7', 'used'],
    ['registry.k8s.io/rethinkdb:1.16', 'used'],
    ['rethinkdb:2.4', 'unused'],
    ['registry.k8s.io/cassandra:v12', 'unknown'],
    ['cassandra:4', 'unused'],
    ['favonia/cloudflare-ddns:1', 'unused'],
    ['registry.example/cloudflare-ddns:1', 'unknown'],
  ])('%s: %s', (image, expected) => {
    expect(verdictOf(image)).toBe(expected);
  });

  test("MinIO's console serves as the operator's where it is told to", () => {
    const mode = (value: string): string =>
      verdictOf('minio/console:0.14.8', `args: [server], env: [{ name: CONSOLE_OPERATOR_MODE, value: "${value}" }]`);
    expect(mode('on')).toBe('used');
    expect(mode('off')).toBe('unknown');
  });
});

describe('a program that calls the API server where it is told to', () => {
  test.each([
    ['atlassian/confluence:9', 'ATL_CLUSTER_TYPE', 'kubernetes'],
    ['atlassian/bitbucket:9', 'HAZELCAST_NETWORK_KUBERNETES', 'true'],
    ['owncloud/ocis:7', 'MICRO_REGISTRY', 'kubernetes'],
    ['quay.io/lakekeeper/lakekeeper:0.9', 'LAKEKEEPER__ENABLE_KUBERNETES_AUTHENTICATION', 'true'],
    ['flipt/flipt:1', 'FLIPT_AUTHENTICATION_METHODS_KUBERNETES_ENABLED', 'true'],
    ['ghcr.io/steveiliop56/tinyauth:5', 'TINYAUTH_LABELPROVIDER', 'kubernetes'],
    ['apicurio/apicurio-registry:3', 'APICURIO_STORAGE_KIND', 'kubernetesops'],
    ['kiegroup/kie-server:7', 'KIE_SERVER_STARTUP_STRATEGY', 'OpenShiftStartupStrategy'],
    ['networktocode/nautobot:2', 'NAUTOBOT_KUBERNETES_JOB_POD_NAMESPACE', 'default'],
    ['falcosecurity/falco-driver-loader:0.41', 'FALCOCTL_DRIVER_CONFIG_CONFIGMAP', 'falco'],
    ['permify/permify:1', 'PERMIFY_DISTRIBUTED_ADDRESS', 'kubernetes:///permify.default:5000'],
  ])('%s with %s', (image, name, value) => {
    expect(verdictOf(image)).toBe('unknown');
    expect(verdictOf(image, `env: [{ name: ${name}, value: "${value}" }]`)).toBe('used');
  });

  test.each([
    ['hyperledger/besu:24'],
    ['aistorage/aistore:3'],
    ['gofeatureflag/go-feature-flag:1'],
    ['jacksontj/promxy:0.0.92'],
    ['ribbybibby/ssl-exporter:2'],
    ['jenkins/inbound-agent:3'],
    ['emqx/emqx-edge:4'],
  ])('%s', (image) => {
    expect(verdictOf(image)).toBe('unknown');
  });

  test('Kafka reads Secrets where a provider of its configuration does', () => {
    const provider = 'io.strimzi.kafka.KubernetesSecretConfigProvider';
    const env = `env: [{ name: CONNECT_CONFIG_PROVIDERS_SECRETS_CLASS, value: ${provider} }]`;
    expect(verdictOf('confluentinc/cp-kafka-connect:7', env)).toBe('used');
    expect(verdictOf('confluentinc/cp-kafka-connect:7')).toBe('unused');
  });

  test("Falco's driver loader leaves the ConfigMap as it is where it is told to", () => {
    const env = 'env: [{ name: FALCOCTL_DRIVER_CONFIG_UPDATE_FALCO, value: "false" }]';
    expect(verdictOf('falcosecurity/falco-driver-loader:0.41', env)).toBe('unused');
  });
});

test.each([
  ['quay.io/projectquay/quay:3', 'args: [registry-nomigrate]', 'used'],
  ['gcr.io/k8s-prow/gerrit:v1', 'args: [--config-path=/etc/config/config.yaml]', 'used'],
  ['gerritcodereview/gerrit:3', '', 'unused'],
  ['infinyon/fluvio:0.11', 'command: [/fluvio-run, sc, --k8]', 'used'],
  ['infinyon/fluvio:0.11', 'command: [/fluvio-run, spu]', 'unknown'],
])('%s with %s: %s', (image, settings, expected) => {
  expect(verdictOf(image, settings)).toBe(expected);
});

describe('a name that says what a program works with', () => {
  test.each([
    ['example/redis-billing-exporter:1', 'unused'],
    ['example/pod-exporter:1', 'unknown'],
    ['example/cluster-event-exporter:1', 'unknown'],
    ['example/billing-frontend:1', 'unused'],
    ['example/tekton-ui:1', 'unknown'],
  ])('%s: %s', (image, expected) => {
    expect(verdictOf(image)).toBe(expected);
  });
});

describe('of one part of a program that makes no calls', () => {
  const pipelines = JSON.stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'config' },
    data: { 'config.yaml': 'service:\n  pipelines:\n    traces: {}\n' },
  });
  const of = (image: string, settings: string): string => `{ name: a, image: "${image}", ${settings} }`;
  const mounts = 'volumeMounts: [{ name: config, mountPath: /etc/a }]';
  const hazelcast = 'env: [{ name: HZ_NETWORK_JOIN_KUBERNETES_SERVICE_DNS, value: a.b }]';

  test('nothing is known where its image is not', () => {
    expect(verdict(of('team/ci-worker:1', mounts), pipelines)).toBe('unknown');
    expect(verdict(of('team/planner:1', hazelcast))).toBe('unknown');
  });

  test('all is known where it is what the image asks', () => {
    expect(verdict(of('otel/opentelemetry-collector-contrib:0.110.0', mounts), pipelines)).toBe('unused');
    expect(verdict(of('hazelcast/hazelcast:5.5', hazelcast))).toBe('unused');
  });
});

test('a program of the test image is what its arguments say', () => {
  const of = (args: string): string =>
    verdict(`{ name: a, image: "registry.k8s.io/e2e-test-images/agnhost:2.53", args: [${args}] }`);
  expect(of('pause')).toBe('unused');
  expect(of('inclusterclient')).toBe('unknown');
});

test('what watches files for others does not do what they say', () => {
  const scrapes = JSON.stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'config' },
    data: { 'prometheus.yml': 'scrape_configs:\n  - kubernetes_sd_configs:\n    - role: pod\n' },
  });
  const of = (image: string): string =>
    verdict(`{ name: a, image: "${image}", volumeMounts: [{ name: config, mountPath: /etc/a }] }`, scrapes);
  expect(of('quay.io/prometheus/prometheus:v3.5.0')).toBe('used');
  expect(of('jimmidyson/configmap-reload:v0.4.0')).toBe('unused');
});

test('the Elasticsearch of the logging addon is another', () => {
  expect(verdict('{ name: a, image: "quay.io/fluentd_elasticsearch/elasticsearch:v7.10.2" }')).toBe('used');
  expect(verdict('{ name: a, image: "docker.io/library/elasticsearch:8.19.0" }')).toBe('unused');
});

test.each([
  ['k8s.gcr.io/prometheus-adapter-amd64:v0.7.0', 'used'],
  ['registry.example/prometheus-adapter-linux-arm64:v0.7.0', 'used'],
  ['k8s.gcr.io/defaultbackend-amd64:1.5', 'unused'],
  ['registry.example/robot-arm:1', 'unknown'],
])('an image is the same for each architecture: %s', (image, expected) => {
  expect(verdictOf(image)).toBe(expected);
});

test('a part of a program that is called as an interpreter is none', () => {
  const image = 'registry.k8s.io/prometheus-adapter/prometheus-adapter:v0.12.0';
  expect(verdictOf(image, 'args: [node, "--endpoint=unix:///csi.sock"]')).toBe('used');
  expect(verdictOf(image, 'args: [node, server.js]')).not.toBe('used');
});

test('an empty script runs nothing', () => {
  const hook = (script: string): string =>
    `lifecycle: { postStart: { exec: { command: [/bin/sh, -c, ${JSON.stringify(script)}] } } }`;
  for (const script of ['', ' ', 'true']) expect(verdictOf('nginx:1', hook(script)), script).toBe('unused');
  expect(verdictOf('nginx:1', hook('cat /x | sh'))).toBe('unknown');
});

test('a file of one line may be a setting that is called as the file', () => {
  const configMap = (value: string): string =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: config }\ndata: { dbms.cluster.discovery.resolver_type: ${value} }`;
  const mounted = '{ name: a, image: "neo4j:5", volumeMounts: [{ name: config, mountPath: /config }] }';
  expect(verdict(mounted, configMap('K8S'))).toBe('used');
  expect(verdict(mounted, configMap('LIST'))).toBe('unused');
});
