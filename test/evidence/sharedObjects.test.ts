import { expect, test } from 'vitest';
import { SourceFile } from '../../src/documents/document.ts';
import { analyze } from '../../src/lint/analyze.ts';

const [objects, keys, pods] = [12, 200, 20];
const times = <T>(count: number, make: (index: string) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(String(index)));

const configMaps = times(
  objects,
  (own) => `apiVersion: v1
kind: ConfigMap
metadata: { name: c-${own}, namespace: x }
data:
${times(keys, (key) => `  KEY_${own}_${key}: value\n`).join('')}  LEADER_ELECTION_ENABLED: "true"
`,
);
const pod = (name: string, container: string, more = ''): string => `apiVersion: v1
kind: Pod
metadata: { name: p-${name}, namespace: x }
spec:
  containers: [{ name: c, image: acme/app, ${container} }]
${more}`;

test.each([
  [
    'as variables',
    (name: string) =>
      pod(name, `envFrom: [${times(objects, (own) => `{ configMapRef: { name: c-${own} } }`).join(', ')}]`),
    [(objects - 1) * (keys + 6) + keys + 4],
  ],
  [
    'as files',
    (name: string) =>
      pod(
        name,
        `volumeMounts: [${times(objects, (own) => `{ name: v-${own}, mountPath: /c-${own} }`).join(', ')}]`,
        `  volumes: [${times(objects, (own) => `{ name: v-${own}, configMap: { name: c-${own} } }`).join(', ')}]\n`,
      ),
    [],
  ],
])('pods that share large ConfigMaps %s each show what these say, the last of a name', (_, podOf, lines) => {
  const text = [...configMaps, ...times(pods, podOf)].join('---\n');
  const { model } = analyze([new SourceFile('a.yaml', text)], {});
  const found = model.facts.workloads.map((workload) => model.apiUse(workload).evidence);
  expect(found).toHaveLength(pods);
  // Of one name the last counts.
  const places = found.flat().map(({ location }) => location?.range.start.line);
  expect([...new Set(places)]).toEqual(lines);
});
