import { type Workload, tokensOfApiServer } from '../facts/workloads/workload.ts';
import { defaultTokenPath } from '../facts/objects/constants.ts';
import { rayAutoscaler } from '../facts/pods/rayAutoscaler.ts';
import type { Evidence } from './evidence.ts';
import type { Injection } from './injection.ts';

/** Signs of a pod as a whole: what is added to it, and a token that its author put in place of the automatic one. */
export function podEvidence(workload: Workload, injections: readonly Injection[]): Evidence[] {
  return [...ownToken(workload), ...addedContainer(workload), ...injected(injections)];
}

/** Who projects an API token to the default path wants it there. */
function ownToken(workload: Workload): Evidence[] {
  return tokensOfApiServer(workload)
    .filter((token) => token.kind === 'projected' && token.mountPath === defaultTokenPath)
    .slice(0, 1)
    .map(({ mount }) => ({
      kind: 'ownToken',
      direction: 'used',
      strength: 'strong',
      message: 'The pod mounts an API token of its own where clients look for it',
      ...(mount === undefined ? {} : { location: mount.field.get('mountPath').valueLocation }),
    }));
}

function addedContainer({ pod }: Workload): Evidence[] {
  const setting = rayAutoscaler(pod);
  if (setting === undefined) return [];
  return [
    {
      kind: 'addedContainer',
      direction: 'used',
      strength: 'strong',
      message:
        'enableInTreeAutoscaling: KubeRay adds an autoscaler to the head pod, which works through the API server',
      location: setting.keyLocation,
    },
  ];
}

function injected(injections: readonly Injection[]): Evidence[] {
  return injections
    .filter(({ needsToken }) => needsToken === 'yes' || needsToken === 'depends')
    .map(({ name, meaning, needsToken, field }) => ({
      kind: 'injector',
      direction: 'used',
      strength: needsToken === 'yes' ? 'strong' : 'weak',
      message: `${name}: ${meaning}`,
      location: field.keyLocation,
    }));
}
