import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/registry.ts';
import { activeRules } from '../../src/config/activeRules.ts';
import { SourceFile } from '../../src/documents/document.ts';
import { lint } from '../../src/lint/lint.ts';

type Files = Readonly<Record<string, string>>;

/** What is said of a workload's automount and of bindings, by file. */
function findings(files: Files, ids = ['automount-unused', 'rbac-ineffective', 'account-default']): string[] {
  const active = activeRules(rules, {
    presets: ['strict'],
    settings: new Map(),
  });
  const sources = Object.entries(files).map(([uri, text]) => new SourceFile(uri, text));
  return lint(sources, { rules: active })
    .findings.filter(({ ruleId }) => ids.includes(ruleId))
    .map(({ ruleId, confidence, location }) => `${location.uri} ${ruleId} ${confidence}`)
    .sort();
}

const deployment = (
  name: string,
  account: string,
  image = 'image: registry.example/app:1',
): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      ${account}
      containers:
        - name: ${name}
          ${image}
`;
const own = deployment('app', 'serviceAccountName: app');
const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: app }\n';
const role = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: app }
rules:
  - { apiGroups: [''], resources: [services], verbs: [list] }
`;
/** Its account has no namespace: a kustomization with \`namespace:\` fills it in. */
const binding = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: app }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: app }
subjects:
  - { kind: ServiceAccount, name: app }
`;
const unused = ['base/app.yaml automount-unused medium'];

describe('a kustomization that holds all', () => {
  test('and grants nothing: what it draws in shows no use', () => {
    expect(
      findings({
        'base/kustomization.yaml': 'resources: [app.yaml, account.yaml]\n',
        'base/app.yaml': own,
        'base/account.yaml': account,
      }),
    ).toEqual(unused);
  });

  test('is sure of a known program, not of what a name suggests', () => {
    const of = (image: string): string[] =>
      findings({
        'base/kustomization.yaml': 'resources: [app.yaml, account.yaml]\n',
        'base/app.yaml': deployment('app', 'serviceAccountName: app', `image: ${image}`),
        'base/account.yaml': account,
      });
    expect(of('nginx:1')).toEqual(['base/app.yaml automount-unused high']);
    expect(of('registry.example/shop-ui:1')).toEqual(unused);
  });

  test('with folders, components and overlays in the input', () => {
    const files = {
      'base/kustomization.yaml': 'resources: [app.yaml, account.yaml, ../more]\n',
      'base/app.yaml': own,
      'base/account.yaml': account,
      'more/kustomization.yaml': 'components: []\n',
      'overlay/kustomization.yaml': 'resources: [../base]\n',
    };
    expect(findings(files)).toEqual(unused);
    expect(
      findings({
        ...files,
        'overlay/kustomization.yaml': 'resources: [../base, "https://a.example/rbac.yaml"]\n',
      }),
    ).toEqual([]);
    expect(
      findings({
        ...files,
        'more/kustomization.yaml': 'resources: [rbac.yaml]\n',
      }),
    ).toEqual([]);
    expect(
      findings({
        ...files,
        'more/kustomization.yaml': 'resources: [../base]\n',
      }),
    ).toEqual(unused);
  });

  test.each(['git::https://a.example/o/r', 'HTTPS://a.example/x', 'u@a.example:o/r', 'a.example/o/r', 'o/r//x'])(
    'but not what is elsewhere, unless a folder of that name is there: %s',
    (name) => {
      const files = {
        'base/kustomization.yaml': `resources: [app.yaml, account.yaml, "${name}"]\n`,
        'base/app.yaml': own,
        'base/account.yaml': account,
      };
      expect(findings(files)).toEqual([]);
      const folder = { ...files, 'base/a.example/o/r/kustomization.yaml': 'resources: []\n' };
      expect(findings(folder)).toEqual(name === 'a.example/o/r' ? unused : []);
    },
  );

  test('says nothing of the files that it does not draw in', () => {
    expect(
      findings({
        'base/kustomization.yaml': 'resources: [account.yaml]\n',
        'base/app.yaml': own,
        'base/account.yaml': account,
      }),
    ).toEqual([]);
  });

  test('nor of a component alone, which is a part of others', () => {
    const ids = ['automount-unused'];
    const files = {
      'part/kustomization.yaml': 'kind: Component\nresources: [app.yaml]\n',
      'part/app.yaml': deployment('app', ''),
    };
    expect(findings(files, ids)).toEqual([]);
    const overlay = 'resources: [../base]\ncomponents: [../part]\nnamespace: prod\n';
    const used = {
      ...files,
      'overlay/kustomization.yaml': overlay,
      'base/kustomization.yaml': 'resources: []\n',
    };
    expect(findings(used, ids)).toEqual(['part/app.yaml automount-unused medium']);
    // What is given to the default account of the one namespace that both are in.
    const given = binding.replace('ClusterRoleBinding', 'RoleBinding').replace('name: app }\n', 'name: default }\n');
    const view = given
      .replace('ServiceAccount, name: app', 'ServiceAccount, name: default')
      .replace('kind: ClusterRole, name: app', 'kind: ClusterRole, name: view');
    expect(
      findings(
        {
          ...used,
          'base/kustomization.yaml': 'resources: [rbac.yaml]\n',
          'base/rbac.yaml': view,
        },
        ids,
      ),
    ).toEqual([]);
  });

  test('nor of an account that the cluster has already', () => {
    const files = {
      'base/kustomization.yaml': 'resources: [app.yaml]\n',
      'base/app.yaml': own,
    };
    expect(findings(files)).toEqual([]);
    expect(findings({ ...files, 'base/app.yaml': deployment('app', '') })).toEqual(unused);
  });
});

describe('a binding to an account without namespace', () => {
  const files = {
    'base/app.yaml': own,
    'base/account.yaml': account,
    'base/rbac.yaml': `${role}---\n${binding}`,
  };

  test('is rejected as it is', () => {
    expect(findings(files)).toEqual(['base/rbac.yaml rbac-ineffective high']);
  });

  test('grants in a kustomization', () => {
    const resources = 'resources: [app.yaml, account.yaml, rbac.yaml]\n';
    expect(findings({ ...files, 'base/kustomization.yaml': resources })).toEqual([]);
    const elsewhere = 'resources: [app.yaml, account.yaml]\n';
    expect(findings({ ...files, 'base/kustomization.yaml': elsewhere })).toContain(
      'base/rbac.yaml rbac-ineffective high',
    );
  });
});

test('a namespace that reads as a boolean is text to kustomize', () => {
  const files = {
    'app.yaml': `${account.replace('name: app', 'name: app, namespace: n')}---\n${own.replace('name: app', 'name: app, namespace: n')}`,
  };
  const missing = ['account-missing'];
  expect(findings(files, missing)).toEqual(['app.yaml account-missing high', 'app.yaml account-missing high']);
  expect(findings({ ...files, 'kustomization.yaml': 'resources: [app.yaml]\n' }, missing)).toEqual([]);
});

describe('a workload that an overlay patches', () => {
  const files = {
    'base/kustomization.yaml': 'resources: [app.yaml, account.yaml]\n',
    'base/app.yaml': own,
    'base/account.yaml': account,
  };
  const patched = (spec: string, kind = 'Deployment', name = 'app'): string =>
    `apiVersion: apps/v1\nkind: ${kind}\nmetadata: { name: ${name} }\nspec: { template: { spec: ${spec} } }\n`;
  const overlay = (text: string, more = ''): Files => ({
    ...files,
    'overlay/kustomization.yaml': `resources: [../base]\npatches: [{ path: patch.yaml${more} }]\n`,
    'overlay/patch.yaml': text,
  });
  const added = '{ name: backup, image: "bitnami/kubectl:1" }';

  test.each([
    ['its account', patched('{ serviceAccountName: other }'), ''],
    ['its automount', patched('{ automountServiceAccountToken: false }'), ''],
    ['another container', patched(`{ containers: [${added}] }`), ''],
    ['another image', patched('{ containers: [{ name: app, image: "bitnami/kubectl:1" }] }'), ''],
    ['another command', patched('{ containers: [{ name: app, args: [--leader-elect] }] }'), ''],
    [
      'whatever a pattern names',
      patched(`{ containers: [${added}] }`, 'Deployment', 'x'),
      ', target: { kind: Deploy.* }',
    ],
    ['a JSON patch', '- { op: add, path: /spec/template/spec/containers/-, value: {} }\n', ', target: { name: app }'],
  ])('is not judged by the base: %s', (_name, text, more) => {
    expect(findings(overlay(text, more))).toEqual([]);
  });

  test.each([
    ['other arguments', patched('{ containers: [{ name: app, args: [--debug] }] }'), ''],
    ['more memory', patched('{ containers: [{ name: app, resources: {} }] }'), ''],
    ['another version', patched('{ containers: [{ name: app, image: "registry.example/app:2" }] }'), ''],
    ['what is for another', patched('{ serviceAccountName: other }', 'Deployment', 'x'), ''],
    ['what is for another kind', patched('{ serviceAccountName: other }'), ', target: { kind: StatefulSet }'],
    ['a JSON patch of replicas', '- { op: replace, path: /spec/replicas, value: 2 }\n', ', target: { name: app }'],
  ])('is judged by the base: %s', (_name, text, more) => {
    expect(findings(overlay(text, more))).toEqual(unused);
  });

  test('where the kustomization holds the patch, and by a component', () => {
    const inline = `patches:\n  - patch: |-\n      ${patched('{ serviceAccountName: x }').trimEnd().replaceAll('\n', '\n      ')}\n`;
    expect(
      findings({
        ...files,
        'overlay/kustomization.yaml': `resources: [../base]\n${inline}`,
      }),
    ).toEqual([]);
    const component = {
      ...files,
      'part/kustomization.yaml': `kind: Component\n${inline}`,
    };
    expect(findings(component)).toEqual(unused);
    const using = 'resources: [../base]\ncomponents: [../part]\n';
    expect(findings({ ...component, 'overlay/kustomization.yaml': using })).toEqual([]);
  });

  const operations = '[{"op": "add", "path": "/spec/template/spec/serviceAccountName", "value": "other"}]';
  const target = 'target: { kind: Deployment, name: app }';
  const image = '[{"op": "replace", "path": "/spec/template/spec/containers/0/image", "value": "IMAGE"}]';

  test.each([
    ['operations in quotes', `patches: [{ ${target}, patch: '${operations}' }]`],
    ['operations in a folded text', `patches:\n  - ${target}\n    patch: >-\n      ${operations}`],
    ['a file of operations', `patches: [{ ${target}, path: patch.json }]`],
    ['a file that is not there', `patches: [{ ${target}, path: missing.yaml }]`],
    ['a file that cannot be read', `patches: [{ path: broken.yaml }]`],
    [
      'a merge in one line',
      `patchesStrategicMerge: ['{"kind":"Deployment","metadata":{"name":"app"},"spec":{"template":{"spec":{"serviceAccountName":"x"}}}}']`,
    ],
    ['a List of patches', 'patches: [{ path: list.yaml }]'],
    ['patterns', `patches: [{ target: { kind: Deploymen., name: ap. }, patch: '${operations}' }]`],
    ['no name', `patches: [{ target: { kind: Deployment, name: "" }, patch: '${operations}' }]`],
    [
      'what deletes it',
      'patchesStrategicMerge:\n  - |\n    kind: Deployment\n    metadata: { name: app }\n    spec: { template: { $patch: delete } }',
    ],
    ['another whole', `patches: [{ ${target}, patch: '[{"op": "replace", "path": "", "value": {}}]' }]`],
    [
      'an environment that names the token',
      `patches: [{ ${target}, patch: '[{"op": "add", "path": "/spec/template/spec/containers/0/env", "value": [{"name": "T", "value": "/var/run/secrets/kubernetes.io/serviceaccount/token"}]}]' }]`,
    ],
    ['a name with a prefix', `namePrefix: shop-\npatches: [{ target: { name: shop-app }, patch: '${operations}' }]`],
    [
      'another image by a patch',
      `patches: [{ ${target}, patch: '${image.replace('IMAGE', 'registry.example/other:1')}' }]`,
    ],
    ['another image', 'images: [{ name: registry.example/app, newName: bitnami/kubectl }]'],
    [
      'a replacement',
      'replacements: [{ source: { kind: ServiceAccount }, targets: [{ select: { kind: Deployment }, fieldPaths: [spec.template.spec.serviceAccountName] }] }]',
    ],
    ['replacements that are not there', 'replacements: [{ path: missing.yaml }]'],
    [
      'the automount of its account',
      `patches: [{ target: { kind: ServiceAccount }, patch: '[{"op": "add", "path": "/automountServiceAccountToken", "value": false}]' }]`,
    ],
    [
      'what is bound',
      `patches: [{ target: { kind: ClusterRoleBinding }, patch: '[{"op": "add", "path": "/subjects", "value": []}]' }]`,
    ],
  ])('is not judged by the base: %s', (_name, text) => {
    expect(
      findings({
        ...files,
        'overlay/kustomization.yaml': `resources: [../base]\n${text}\n`,
        'overlay/patch.json': operations,
        'overlay/broken.yaml': 'a: [',
        'overlay/list.yaml': `kind: List\nitems:\n  - ${patched('{ serviceAccountName: other }').trimEnd().replaceAll('\n', '\n    ')}\n`,
      }),
    ).toEqual([]);
  });

  test.each([
    ['operations on another', `patches: [{ target: { kind: Deployment, name: web }, patch: '${operations}' }]`],
    [
      'another version by a patch',
      `patches: [{ ${target}, patch: '${image.replace('IMAGE', 'registry.example/app:2')}' }]`,
    ],
    [
      'a variable that goes',
      'patchesStrategicMerge:\n  - |\n    kind: Deployment\n    metadata: { name: app }\n    spec: { template: { spec: { containers: [{ name: app, env: [{ name: A, $patch: delete }] }] } } }',
    ],
    ['a test', `patches: [{ ${target}, patch: '${image.replace('replace', 'test')}' }]`],
    ['another registry', 'images: [{ name: registry.example/app, newName: mirror.example/team/app, newTag: "2" }]'],
    ['the image of another', 'images: [{ name: registry.example/ap, newName: bitnami/kubectl }]'],
    [
      'a replacement of labels',
      'replacements: [{ source: { kind: Service }, targets: [{ select: { kind: Deployment }, fieldPaths: [metadata.labels.app] }] }]',
    ],
    [
      'labels of bindings',
      `patches: [{ target: { kind: ClusterRoleBinding }, patch: '[{"op": "add", "path": "/metadata/labels/a", "value": "b"}]' }]`,
    ],
  ])('is judged by the base: %s', (_name, text) => {
    expect(
      findings({
        ...files,
        'overlay/kustomization.yaml': `resources: [../base]\n${text}\n`,
      }),
    ).toEqual(unused);
  });

  const setting = (rest: string): string => patched(`{ containers: [{ name: app, ${rest} }] }`);
  const variable = (rest: string): string => setting(`env: [{ ${rest} }]`);
  const metadata = (rest: string): string =>
    `kind: Deployment\nmetadata: { name: app }\nspec: { template: { metadata: { ${rest} } } }\n`;
  const operation = (path: string, value: string): string =>
    `- { op: add, path: /spec/template/${path}, value: ${value} }\n`;
  const both = ', target: { kind: Deployment, name: app }';
  const ending = 'spec/containers/0/lifecycle/preStop/exec';

  test.each([
    ['an annotation', metadata('annotations: { dapr.io/enabled: "true" }'), ''],
    ['a label', metadata('labels: { azure.workload.identity/use: "true" }'), ''],
    ['an annotation by its name', operation('metadata/annotations/dapr.io~1enabled', '"true"'), both],
    ['annotations as a whole', operation('metadata/annotations', '{ dapr.io/enabled: "true" }'), both],
    ['an operator', variable('name: CONSOLE_OPERATOR_MODE, value: "on"'), ''],
    ['a policy', variable('name: JWT_POLICY, value: first-party-jwt'), ''],
    ['discovery', variable('name: GODISCOVER, value: provider=k8s'), ''],
    ['a mode', variable('name: MODE, value: "on"'), ''],
    ['a variable by its number', operation('spec/containers/0/env/-', '{ name: MODE, value: "on" }'), both],
    ['its value', operation('spec/containers/0/env/0/value', 'watch'), both],
    ['a reference', variable('name: A, valueFrom: { configMapKeyRef: { name: kube, key: a } }'), ''],
    ['all of a ConfigMap', setting('envFrom: [{ configMapRef: { name: a } }]'), ''],
    ['a program to tell of its health', setting('livenessProbe: { exec: { command: [check] } }'), ''],
    ['that by an operation', operation('spec/containers/0/livenessProbe', '{ exec: { command: [check] } }'), both],
    ['a program before it ends', setting('lifecycle: { preStop: { exec: { command: [leave] } } }'), ''],
    ['that by an operation', operation(ending, '{ command: [leave] }'), both],
    ['a mount', setting('volumeMounts: [{ name: a, mountPath: /etc/a }]'), ''],
    ['a volume', patched('{ volumes: [{ name: a, secret: { secretName: a } }] }'), ''],
    ['a volume by an operation', operation('spec/volumes/-', '{ name: a, configMap: { name: a } }'), both],
    ['what it is told to do', setting('args: [watch]'), ''],
  ])('is not judged by the base, which knows nothing of %s', (_name, text, more) => {
    expect(findings(overlay(text, more))).toEqual([]);
  });

  test.each([
    ['scraping', metadata('annotations: { prometheus.io/scrape: "true", checksum/config: a }'), ''],
    ['labels', metadata('labels: { app: app, team: shop, app.kubernetes.io/part-of: shop }'), ''],
    ['a restart', operation('metadata/annotations/kubectl.kubernetes.io~1restartedAt', '"1"'), both],
    ['levels of logs', variable('name: A, value: debug'), ''],
    ['names of logs', variable('name: LOG_FORMAT, value: pretty'), ''],
    ['addresses', variable('name: A, value: "http://web.shop.svc.cluster.local:80"'), ''],
    ['hosts', variable('name: redisHost, value: redis'), ''],
    ['numbers', operation('spec/containers/0/env/0/value', '"5"'), both],
    ['passwords', variable('name: A, valueFrom: { secretKeyRef: { name: a, key: a } }'), ''],
    [
      'room',
      patched(
        '{ volumes: [{ name: t, emptyDir: {} }], containers: [{ name: app, volumeMounts: [{ name: t, mountPath: /tmp }] }] }',
      ),
      '',
    ],
    ['time to end', setting('lifecycle: { preStop: { exec: { command: [sh, -c, sleep 5] } } }'), ''],
    ['that by an operation', operation(ending, '{ command: [sleep, "5"] }'), both],
    ['a probe', setting('livenessProbe: { httpGet: { path: /, port: 80 }, periodSeconds: 5 }'), ''],
    ['its period', operation('spec/containers/0/livenessProbe/periodSeconds', '5'), both],
    ['where it runs', patched('{ nodeSelector: { a: b }, tolerations: [{ key: a }], affinity: {} }'), ''],
  ])('is judged by the base: %s', (_name, text, more) => {
    expect(findings(overlay(text, more))).toEqual(unused);
  });

  test.each([
    ['commonAnnotations: { vault.hashicorp.com/agent-inject: "true" }', false],
    ['commonLabels: { sidecar.istio.io/inject: "true" }', false],
    ['labels: [{ pairs: { sidecar.istio.io/inject: "true" }, includeTemplates: true }]', false],
    ['labels: [{ pairs: { sidecar.istio.io/inject: "true" }, includeSelectors: true }]', false],
    ['labels: [{ pairs: { sidecar.istio.io/inject: "true" } }]', true],
    ['commonLabels: { app.kubernetes.io/part-of: shop, team: shop }', true],
    ['commonAnnotations: { a8r.io/owner: shop }', false],
    ['commonAnnotations: { owner: shop }', true],
  ])('with what goes into all of its pods: %s', (text, judged) => {
    const made = {
      ...files,
      'overlay/kustomization.yaml': `resources: [../base]\n${text}\n`,
    };
    expect(findings(made)).toEqual(judged ? unused : []);
  });

  const reading = {
    ...files,
    'base/app.yaml': `${own}          envFrom: [{ configMapRef: { name: settings } }]\n`,
    'base/kustomization.yaml': 'resources: [app.yaml, account.yaml, settings.yaml]\n',
    'base/settings.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { A: "1" }\n',
  };
  const settings = (data: string, name = 'settings'): string =>
    `patches: [{ patch: '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "${name}"}, "data": ${data}}' }]`;
  const generated = (rest: string): string => `configMapGenerator: [{ name: settings, ${rest} }]`;

  test.each([
    [settings('{"MODE": "on"}'), false],
    [settings('{"MODE": "on"}', 'other'), true],
    [settings('{"LOG_LEVEL": "debug"}'), true],
    [
      `patches: [{ target: { kind: ConfigMap }, patch: '[{"op": "add", "path": "/data/MODE", "value": "on"}]' }]`,
      false,
    ],
    [`patches: [{ target: { kind: ConfigMap }, patch: '[{"op": "add", "path": "/data/A", "value": "2"}]' }]`, true],
    [generated('behavior: merge, literals: [MODE=on]'), false],
    [generated('behavior: replace, files: [a.conf]'), false],
    [generated('behavior: merge, literals: [HOST=web, A=2]'), true],
    [generated('literals: [MODE=on]').replace('settings', 'more'), true],
  ])('is judged by the base only where what it reads is that: %s', (text, judged) => {
    const made = {
      ...reading,
      'overlay/kustomization.yaml': `resources: [../base]\n${text}\n`,
    };
    expect(findings(made)).toEqual(judged ? unused : []);
  });

  test('with another image, and no account, runs as the default one all the same', () => {
    const images = 'images: [{ name: registry.example/app, newName: other }]';
    const of = (more: string): string[] =>
      findings(
        {
          'base/kustomization.yaml': `resources: [app.yaml]\n${more}\n`,
          'base/app.yaml': deployment('app', ''),
        },
        ['account-default'],
      );
    expect(of(images)).toEqual(['base/app.yaml account-default high']);
    expect(of(`patches: [{ ${target}, patch: '${operations}' }]`)).toEqual([]);
  });

  test('may run as an account that nothing else runs as', () => {
    const inline = `patches:\n  - ${target}\n    patch: |-\n      - op: add\n        path: /spec/template/spec/serviceAccountName\n        value: operator\n`;
    const orphan = (more: string): string[] =>
      findings(
        {
          ...files,
          'overlay/kustomization.yaml': `resources: [../base, rbac.yaml]\n${more}`,
          'overlay/rbac.yaml': `${account.replace('app', 'operator')}---\n${role}---\n${binding
            .replace('name: app }\n', 'name: operator }\n')
            .replace(/ClusterRoleBinding/, 'RoleBinding')
            .replace('ServiceAccount, name: app', 'ServiceAccount, name: operator')}`,
        },
        ['account-orphan'],
      );
    expect(orphan('')).toEqual(['overlay/rbac.yaml account-orphan medium']);
    expect(orphan(inline)).toEqual([]);
  });

  test('or a transformer may change anything', () => {
    const transformers = 'resources: [../base]\ntransformers: [t.yaml]\n';
    expect(findings({ ...files, 'overlay/kustomization.yaml': transformers })).toEqual([]);
    // A known program is unused even where the input lacks something.
    const known = {
      ...files,
      'base/app.yaml': deployment('app', 'serviceAccountName: app', 'image: nginx:1'),
    };
    expect(findings({ ...known, 'overlay/kustomization.yaml': transformers })).toEqual([]);
  });
});

describe('a workload without images', () => {
  const patch = deployment('app', '', 'args: [--debug]');

  test('is a patch beside a kustomization, used or not', () => {
    const kustomization = 'resources: [app.yaml, account.yaml]\n';
    const files = {
      'base/app.yaml': own,
      'base/account.yaml': account,
      'base/patches/debug.yaml': patch,
    };
    const listed = `${kustomization}patches: [{ path: patches/debug.yaml }]\n`;
    expect(findings({ ...files, 'base/kustomization.yaml': listed })).toEqual(unused);
    expect(findings({ ...files, 'base/kustomization.yaml': kustomization })).toEqual(unused);
  });

  test('is a workload elsewhere', () => {
    expect(findings({ 'a/debug.yaml': patch })).toEqual(['a/debug.yaml account-default high']);
  });
});

describe('names and namespaces that a kustomization writes', () => {
  const base = (more: string): Files => ({
    'base/kustomization.yaml': `resources: [app.yaml, account.yaml]\n${more}`,
    'base/app.yaml': own,
    'base/account.yaml': account,
  });
  const bound = (subject: string): string => binding.replace('{ kind: ServiceAccount, name: app }', subject);
  const over = (more: string, subject: string): Files => ({
    'over/kustomization.yaml': `resources: [../base, rbac.yaml]\n${more}`,
    'over/rbac.yaml': `${role}---\n${bound(subject)}`,
    'more/kustomization.yaml': 'kind: Component\nnamePrefix: d-\ncomponents: [../most]\n',
    'most/kustomization.yaml': 'kind: Component\nnamePrefix: c-\n',
  });

  test.each([
    ['namePrefix: a-', '', '{ kind: ServiceAccount, name: a-app, namespace: x }'],
    ['nameSuffix: -b', 'namePrefix: a-', '{ kind: ServiceAccount, name: a-app-b, namespace: x }'],
    ['', 'namespace: prod', '{ kind: ServiceAccount, name: app, namespace: prod }'],
    [
      'namePrefix: a-',
      'namePrefix: b-\ncomponents: [../more]',
      '{ kind: ServiceAccount, name: b-d-c-a-app, namespace: x }',
    ],
    ['namespace: dev', 'namespace: prod', '{ kind: Group, name: "system:serviceaccounts:prod" }'],
    ['namespace: dev', 'namespace: prod', '{ kind: ServiceAccount, name: app, namespace: prod }'],
  ])('%j and %j are those that a binding to %s means', (below, above, subject) => {
    expect(findings({ ...base(below), ...over(above, subject) }, ['automount-unused'])).toEqual([]);
  });

  test.each([
    ['namePrefix: a-', '', '{ kind: ServiceAccount, name: b-app, namespace: x }'],
    ['', 'nameSuffix: -b', '{ kind: ServiceAccount, name: app-c, namespace: x }'],
  ])('and not others: %j, %j, %s', (below, above, subject) => {
    expect(findings({ ...base(below), ...over(above, subject) }, ['automount-unused'])).toEqual(unused);
  });

  test('are those of a role, too, which is then known', () => {
    const secrets = role.replace('services', 'secrets');
    const files = {
      ...base('namePrefix: a-'),
      'base/kustomization.yaml': 'resources: [app.yaml, account.yaml, role.yaml]\nnamePrefix: a-',
      'base/role.yaml': secrets,
      'over/kustomization.yaml': 'resources: [../base, rbac.yaml]\n',
      'over/rbac.yaml': bound('{ kind: ServiceAccount, name: a-app, namespace: x }').replace(
        'ClusterRole, name: app',
        'ClusterRole, name: a-app',
      ),
    };
    expect(findings(files, ['rbac-secrets-read'])).toEqual(['base/role.yaml rbac-secrets-read high']);
  });
});

describe('what an overlay may bring is not said to be missing', () => {
  const kubectl = 'image: bitnami/kubectl:1\n          command: [kubectl, get, pods]';
  const off = 'serviceAccountName: app\n      automountServiceAccountToken: false';
  const patched = (base: string, spec: object, ids: string[]): string[] =>
    findings(
      {
        'base/kustomization.yaml': 'resources: [app.yaml, account.yaml]\n',
        'base/app.yaml': base,
        'base/account.yaml': account,
        'over/kustomization.yaml': JSON.stringify({
          resources: ['../base'],
          patches: [
            {
              patch: JSON.stringify({
                apiVersion: 'apps/v1',
                kind: 'Deployment',
                metadata: { name: 'app' },
                spec: { template: { spec } },
              }),
            },
          ],
        }),
      },
      ids,
    );
  const mount = `volumeMounts: [{ name: token, mountPath: /var/run/secrets/tokens }]`;
  const token = { name: 'token', projected: { sources: [{ serviceAccountToken: { path: 'a', audience: 'b' } }] } };

  test.each<[string, object, number]>([
    ['its automount', { automountServiceAccountToken: true }, 0],
    ['nothing of it', { nodeSelector: { a: 'b' } }, 1],
  ])('%s', (_, spec, count) => {
    expect(patched(deployment('app', off, kubectl), spec, ['automount-missing'])).toHaveLength(count);
  });

  test.each<[string, object, number]>([
    ['its volume', { volumes: [token] }, 0],
    ['another setting', { nodeSelector: { a: 'b' } }, 1],
  ])('%s', (_, spec, count) => {
    const base = deployment('app', off, `image: registry.example/app:1\n          ${mount}`);
    expect(patched(base, spec, ['token-mount-unresolved'])).toHaveLength(count);
  });

  test.each<[string, object, number]>([
    [
      'its mount',
      { containers: [{ name: 'app', volumeMounts: [{ name: 'token', mountPath: '/var/run/secrets/a' }] }] },
      0,
    ],
    ['another setting', { nodeSelector: { a: 'b' } }, 1],
  ])('%s', (_, spec, count) => {
    const env = 'env: [{ name: VAULT_TOKEN_PATH, value: /var/run/secrets/a/a }]';
    const base = deployment('app', off, `image: registry.example/app:1\n          ${env}`);
    expect(patched(base, spec, ['token-path-unresolved'])).toHaveLength(count);
  });

  test.each<[object, number]>([
    [{ serviceAccount: 'prod' }, 0],
    [{ nodeSelector: { a: 'b' } }, 1],
  ])('nor is the old field renamed under a patch: %j', (spec, count) => {
    const active = activeRules(rules, { presets: ['strict'], settings: new Map() });
    const sources = Object.entries({
      'base/kustomization.yaml': 'resources: [app.yaml]\n',
      'base/app.yaml': deployment('app', 'serviceAccount: dev'),
      'over/kustomization.yaml': JSON.stringify({
        resources: ['../base'],
        patches: [
          {
            target: { kind: 'Deployment' },
            patch: JSON.stringify({ kind: 'Deployment', spec: { template: { spec } } }),
          },
        ],
      }),
    }).map(([uri, text]) => new SourceFile(uri, text));
    const [found] = lint(sources, { rules: active }).findings.filter(({ ruleId }) => ruleId === 'legacy-account-field');
    expect(found?.fixes).toHaveLength(count);
  });
});

describe('what a kustomization makes of files that are not manifests', () => {
  const reading = deployment('app', 'serviceAccountName: app').replace(
    'image: registry.example/app:1',
    'image: registry.example/app:1\n          envFrom: [{ configMapRef: { name: made } }]',
  );
  const made = (generator: string, workload = reading): string[] =>
    findings({
      'base/app.yaml': workload,
      'base/account.yaml': account,
      'base/kustomization.yaml': `resources: [app.yaml, account.yaml]\nconfigMapGenerator: [{ name: made, ${generator} }]\n`,
    });

  test.each([
    ['files: [backup.sh]'],
    ['files: [run=scripts/backup.py]'],
    ['files: [vault-agent.hcl, token.conf]'],
    ['literals: [VAULT_AUTH_METHOD=kubernetes]'],
  ])('may tell how a token is used: %s', (generator) => {
    expect(made(generator)).toEqual([]);
    expect(made(generator, own)).toEqual(unused);
    expect(made(generator, reading.replace('registry.example/app', 'nginx'))).toHaveLength(1);
  });

  test('of another folder of the same build, too, and by the name that it has there', () => {
    const around = (scripts: string, workload: string): string[] =>
      findings({
        'app/app.yaml': workload,
        'app/account.yaml': account,
        'app/kustomization.yaml': 'resources: [app.yaml, account.yaml]',
        'scripts/kustomization.yaml': scripts,
        'prod/kustomization.yaml': 'resources: [../app, ../scripts]',
      });
    const scripts = 'configMapGenerator: [{ name: made, files: [backup.sh] }]\n';
    expect(around(scripts, reading)).toEqual([]);
    expect(around(scripts.replace('made', 'others'), reading)).toHaveLength(1);
    expect(around(`namePrefix: our-\n${scripts}`, reading.replace('name: made', 'name: our-made'))).toEqual([]);
  });

  test.each([['files: [site.conf]'], ['literals: [LOG_LEVEL=debug]'], ['files: [logo.png]']])(
    'but hardly: %s',
    (generator) => {
      expect(made(generator)).toEqual(unused);
    },
  );

  test('for a program that its settings decide about, whatever the files are called', () => {
    const vault = reading.replace('registry.example/app', 'hashicorp/vault');
    const sidecar = '\n        - { name: web, image: nginx:1, envFrom: [{ configMapRef: { name: made } }] }\n';
    const besides = deployment('app', 'serviceAccountName: app', 'image: hashicorp/vault:1') + sidecar.slice(1);
    const files = 'files: [pods.yaml]';
    expect(made(files, vault)).toEqual([]);
    expect(made('envs: [pods.env]', vault)).toEqual([]);
    expect(made(files, vault.replace('made', 'other'))).toEqual(unused);
    // Another program reads them, or runs.
    expect(made(files, besides)).toEqual(unused);
    expect(made(files, `${vault}          command: [sleep, infinity]\n`)).toHaveLength(1);
  });
});
