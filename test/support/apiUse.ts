import { SourceFile } from '../../src/documents/document.ts';
import type { ApiUse } from '../../src/evidence/evidence.ts';
import { type AnalysisOptions, analyze } from '../../src/lint/analyze.ts';
import type { Files } from './kustomize.ts';

/** A pod with some containers, that mounts a ConfigMap and a Secret. */
export function pod(containers: string): string {
  return `apiVersion: v1
kind: Pod
metadata: { name: a }
spec:
  containers: [${containers}]
  volumes:
    - { name: config, configMap: { name: config } }
    - { name: secret, secret: { secretName: secret } }`;
}

/** What is judged of each workload of some documents. */
export function usesOf(...documents: readonly string[]): ApiUse[] {
  const { model } = analyze([new SourceFile('a.yaml', documents.join('\n---\n'))], {});
  return model.facts.workloads.map((workload) => model.apiUse(workload));
}

/** What is judged of the first workload of some documents. */
export function useOf(...documents: readonly string[]): ApiUse {
  const [first] = usesOf(...documents);
  if (first === undefined) throw new Error('no workload');
  return first;
}

/** The verdict on a pod with one container, in an input that is not known to be complete. */
export function verdict(container: string, ...more: readonly string[]): string {
  return useOf(pod(container), ...more).verdict;
}

/** The verdict on the first workload of some files. */
export function verdictIn(files: Files, options: AnalysisOptions = {}): string | undefined {
  return verdictsIn(files, options)[0];
}

export function verdictsIn(files: Files, options: AnalysisOptions = {}): string[] {
  const { model } = analyze(
    Object.entries(files).map(([uri, text]) => new SourceFile(uri, text)),
    options,
  );
  return model.facts.workloads.map((workload) => model.apiUse(workload).verdict);
}
