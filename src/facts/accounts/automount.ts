import type { Field } from '../../documents/field.ts';
import type { ServiceAccount } from './account.ts';
import type { PodTemplate } from '../pods/podTemplate.ts';
import { mayBecomeAnother } from '../objects/substitution.ts';

/** Whether a pod's containers get the API token by themselves, and who says so. */
export interface AutomountDecision {
  readonly value: boolean;
  readonly decidedBy: 'pod' | 'serviceAccount' | 'default';
  /** Where that is written; for `default`, where it could be: the pod's absent field. */
  readonly field: Field;
}

/** The pod's word, else its account's, else yes (facts.md §6); a static pod gets none, whatever they say. */
export function decideAutomount(pod: PodTemplate, account: ServiceAccount | undefined): AutomountDecision {
  const sign = signOfStaticPod(pod);
  if (sign !== undefined) return { value: false, decidedBy: 'pod', field: sign };
  const field = pod.spec.get('automountServiceAccountToken');
  if (field.boolean !== undefined) return { value: field.boolean, decidedBy: 'pod', field };
  if (account?.automount !== undefined) return { ...account.automount, decidedBy: 'serviceAccount' };
  return { value: true, decidedBy: 'default', field };
}

/** The field that decides, where others fill it in before it is applied: what it will say is not known. */
export function automountToFillIn(pod: PodTemplate, account: ServiceAccount | undefined): Field | undefined {
  const field = pod.spec.get('automountServiceAccountToken');
  if (mayBecomeAnother(field)) return field;
  return field.boolean === undefined ? account?.automountToFillIn : undefined;
}

/**
 * What shows that a kubelet runs a pod from a file: the API server holds a mirror of it only, which the admission plugin
 * leaves alone (facts.md §6). kubeadm labels the files that it writes so.
 */
export function signOfStaticPod(pod: PodTemplate): Field | undefined {
  if (isMirrorPod(pod)) return mirrorAnnotation(pod);
  // What controllers make, the API server makes.
  const isTemplate = typeof pod.metadata.parent?.segment === 'string';
  if (isTemplate || pod.metadata.stringAt('namespace') !== 'kube-system') return undefined;
  const labels = pod.metadata.get('labels');
  const isOfKubeadm = labels.stringAt('tier') === 'control-plane' && labels.stringAt('component') !== undefined;
  return isOfKubeadm ? labels.get('tier') : undefined;
}

/** What the API server shows of a static pod. */
export function isMirrorPod(pod: PodTemplate): boolean {
  return mirrorAnnotation(pod).written;
}

function mirrorAnnotation(pod: PodTemplate): Field {
  return pod.metadata.get('annotations').get('kubernetes.io/config.mirror');
}
