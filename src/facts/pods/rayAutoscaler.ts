import type { Field } from '../../documents/field.ts';
import type { PodTemplate } from './podTemplate.ts';

/**
 * The setting of a Ray cluster that makes KubeRay add its autoscaler to this pod, the head's; the autoscaler works through
 * the API server as the pod's account, to which KubeRay binds a role (kuberay ray-operator/controllers/ray/common/pod.go).
 */
export function rayAutoscaler({ spec }: PodTemplate): Field | undefined {
  const head = spec.parent?.parent;
  if (head?.segment !== 'headGroupSpec') return undefined;
  const setting = head.parent?.get('enableInTreeAutoscaling');
  return setting?.boolean === true ? setting : undefined;
}
