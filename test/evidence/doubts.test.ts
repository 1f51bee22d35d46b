import { describe, expect, test } from 'vitest';

import { pod, verdict, verdictIn } from '../support/apiUse.ts';

/** The verdict where nothing is granted, in an input that holds all grants. */
function unbound(container: string): string | undefined {
  return verdictIn({ 'a.yaml': pod(`{ ${container} }`) }, { complete: true });
}

const own = 'name: a, image: "registry.example/tool:1"';

describe('of a program that is not known, a sign of use leaves it open whether a token is needed that nobody grants', () => {
  test.each([
    'command: [/usr/bin/kured, --period=1h]',
    'command: [sh, -c, "sleep 5; exec /node-problem-detector --logtostderr"]',
    'command: [sh, -c, "if sudo -E /usr/bin/kured; then exit; fi"]',
    'args: [--namespace=apps]',
    'args: [--target-namespace, apps]',
    'args: [--node-name=$(NODE_NAME)]',
    'args: [--kube-namespace=apps]',
    'command: [/manager]',
    'command: [/app/pvc-operator]',
    'args: [controller]',
    'command: [kube-cleaner]',
    'env: [{ name: KUBERNETES_NAMESPACE, value: apps }]',
  ])('%s', (settings) => {
    expect(unbound(`${own}, ${settings}`)).toBe('unknown');
  });

  test.each([
    'command: [/usr/bin/app, --period=1h]',
    'command: [sh, -c, "echo kured; exec /app"]',
    'args: [--metrics-namespace=apps]',
    'command: [/kubernetic]',
    'args: [--mode=controller]',
    'args: [--talk-to-kube]',
  ])('but not %s', (settings) => {
    expect(unbound(`${own}, ${settings}`)).toBe('unused');
  });

  test.each(['registry.example/ht-k8s-action-plugin:1', 'registry.example/event_kube_sink:1'])('%s', (image) => {
    expect(unbound(`name: a, image: "${image}"`)).toBe('unknown');
  });

  test.each(['kube-nginxapp1', 'k8s-demo', 'kube-notifications-microservice', 'k8s-deep-dive', 'hello-on-k8s'])(
    'what is made for learners is called after what it runs on: %s',
    (image) => {
      expect(unbound(`name: ${image}, image: "registry.example/${image}:1"`)).toBe('unused');
      expect(verdict(`{ name: a, image: "registry.example/${image}:1" }`)).toBe('unknown');
    },
  );

  test('a program that is known is no other for what it is told', () => {
    expect(unbound('name: a, image: "oliver006/redis_exporter:1", args: [--namespace=app]')).toBe('unused');
    expect(unbound('name: k8s, image: "redis:7"')).toBe('unused');
  });
});

test('a name says little where something else is not known either', () => {
  expect(verdictIn({ 'a.yaml': pod(`{ ${own}, command: [/usr/bin/kured] }`) })).toBe('unknown');
});

describe('what a program’s configuration decides is open where the input does not hold it', () => {
  const data = (text: string): string => `apiVersion: v1
kind: ConfigMap
metadata: { name: config }
data: { a.conf: ${JSON.stringify(text)} }`;
  const fluentd = 'name: a, image: "fluent/fluentd-kubernetes-daemonset:v1"';
  const mounted = `${fluentd}, volumeMounts: [{ name: config, mountPath: /fluentd/etc }]`;

  test('in its image, or in an object that somebody else makes', () => {
    expect(unbound(fluentd)).toBe('unknown');
    expect(unbound(mounted)).toBe('unknown');
  });

  test.each(['-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n', 'c2VjcmV0==\n'])(
    'beside a file that is none: %s',
    (text) => {
      const files = { 'a.yaml': pod(`{ ${mounted} }`), 'b.yaml': data(text) };
      expect(verdictIn(files, { complete: true })).toBe('unknown');
    },
  );

  test('but not where it says so, or another program runs', () => {
    const files = { 'a.yaml': pod(`{ ${mounted} }`), 'b.yaml': data('<source>\n  @type forward\n</source>') };
    expect(verdictIn(files, { complete: true })).toBe('unused');
    expect(verdictIn({ ...files, 'b.yaml': data('log_level info') }, { complete: true })).toBe('unused');
    expect(unbound(`${fluentd}, command: [ls, /]`)).toBe('unused');
  });
});
