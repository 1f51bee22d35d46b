import type { DecidedElsewhere } from '../facts/kustomize/decidedElsewhere.ts';
import type { Completeness } from '../facts/completeness.ts';
import type { Grant } from '../facts/rbac/grant.ts';
import { accountOfSubject } from '../facts/rbac/rbac.ts';
import type { GeneratedObject } from '../facts/kustomize/kustomizeChange.ts';
import { objectsReadIn } from '../facts/pods/objectReferences.ts';
import { isFilledIn } from '../facts/objects/substitution.ts';
import type { Workload } from '../facts/workloads/workload.ts';
import type { ContainerUse } from './containerEvidence.ts';
import { type ApiUse, type Evidence, byWeight } from './evidence.ts';
import { grantEvidence } from './grantEvidence.ts';
import { missEvidence } from './missEvidence.ts';
import { nameDoubts } from './nameDoubts.ts';
import { concat } from '../lists/concat.ts';
import { mapped } from '../lists/mapped.ts';

/** What decides about one workload. */
export interface Signs {
  readonly workload: Workload;
  readonly completeness: Completeness;
  readonly grants: readonly Grant[];
  readonly pod: readonly Evidence[];
  readonly containers: readonly ContainerUse[];
  readonly sibling: Evidence | undefined;
}

type Judgement = Omit<ApiUse, 'idle'>;

/**
 * One container, or one thing injected, that uses the token is enough for *used*. *Unused* needs every container known
 * not to, or nothing granted in an input that holds all grants. Anything else is not known.
 */
export function judge(signs: Signs): Judgement {
  const { workload, completeness, grants, pod, containers } = signs;
  const used = usesOf(pod, containers);
  if (used.length > 0) return shownUse(used, signs);
  const { decidedElsewhere } = workload;
  if (decidedElsewhere !== undefined && grants.length === 0) return open([decidedBy(decidedElsewhere)]);
  const idle = containers.length > 0 && containers.every(({ verdict }) => verdict === 'unused');
  const against = strongest(concat(containers, ({ evidence }) => evidence.filter(isOfNone))).slice(0, mostShown);
  if (grants.length > 0) return grantedUse(against, idle, signs);
  const elsewhere = idle ? undefined : toldElsewhere(signs);
  if (elsewhere !== undefined) return elsewhere;
  const doubts = doubtsOf(signs);
  if (doubts.length > 0) return open(doubts);
  if (isClosed(workload, completeness)) {
    const evidence = [unbound(workload, completeness), ...against].slice(0, mostShown);
    return { verdict: 'unused', confidence: idle && containers.every(isKnownIdle) ? 'high' : 'medium', evidence };
  }
  return idle ? { verdict: 'unused', confidence: 'medium', evidence: against } : open(against);
}

/** That nothing decides. */
function open(evidence: readonly Evidence[]): Judgement {
  return { verdict: 'unknown', confidence: 'low', evidence };
}

/** What the pod and its containers show of use; weak signs are no more than doubts. */
function usesOf(pod: readonly Evidence[], containers: readonly ContainerUse[]): Evidence[] {
  return [
    ...pod.filter(({ strength }) => strength !== 'weak'),
    ...concat(containers, ({ verdict, evidence }) =>
      verdict === 'used' ? evidence.filter(({ direction }) => direction === 'used') : [],
    ),
  ];
}

/**
 * Weak signs: an agent that reads the token or not, as its own settings have it; a name; a token that an image lacks; what
 * programs are told that mostly ask the API server.
 */
function doubtsOf({ workload, pod, containers }: Signs): Evidence[] {
  return [
    ...pod.filter(({ strength }) => strength === 'weak'),
    ...nameDoubts(workload, containers),
    ...concat(containers, (one) => one.evidence.filter((evidence) => isDoubt(evidence, one))),
  ];
}

/** Where signs of use are there. */
function shownUse(used: readonly Evidence[], { workload, completeness, grants, sibling }: Signs): Judgement {
  const isImageAlone =
    grants.length === 0 &&
    sibling === undefined &&
    used.every(({ kind, strength }) => kind.startsWith('image') && strength !== 'strong');
  // A program that mostly calls the API server, in a complete input that grants it nothing.
  if (isImageAlone && isClosed(workload, completeness))
    return open([...strongest(used), unbound(workload, completeness)].slice(0, mostShown));
  const confidence = grants.length > 0 || used.some(({ strength }) => strength === 'strong') ? 'high' : 'medium';
  return { verdict: 'used', confidence, evidence: strongest([...used, ...boundBy(grants)]).slice(0, mostShown) };
}

/** Where nothing but grants shows use. @param idle whether every container is known not to use the token. */
function grantedUse(against: readonly Evidence[], idle: boolean, { workload, grants, containers }: Signs): Judgement {
  const bound = boundBy(grants);
  // A grant that no program of the pod can use: copied along, or meant for a sibling of the same account.
  if (idle && workload.decidedElsewhere === undefined && containers.every(isSurelyIdle))
    return { verdict: 'unused', confidence: 'medium', evidence: [...against, ...bound.slice(0, 2)] };
  const evidence = [...bound.slice(0, 3), bindingAlone, ...against.slice(0, 2)];
  return { verdict: 'used', confidence: 'medium', evidence };
}

/** What others tell of a pod that shows nothing itself: another one, a binding that may mean it, what a kustomization makes. */
function toldElsewhere(signs: Signs): Judgement | undefined {
  const { workload, sibling } = signs;
  if (sibling !== undefined) return { verdict: 'used', confidence: 'medium', evidence: [sibling] };
  const missed = missEvidence(workload);
  if (missed !== undefined) return open([missed]);
  const generated = workload.generated.find((one) => one.telling || decides(one, signs));
  return generated && open([generatedElsewhere(generated)]);
}

function boundBy(grants: readonly Grant[]): Evidence[] {
  return mapped(grants.slice(0, mostShown), grantEvidence);
}

function isOfNone({ direction }: Evidence): boolean {
  return direction === 'unused';
}

/**
 * Whether the input holds all that is granted to a workload's account. One that it neither declares nor binds is the
 * cluster's, and so is what that may do.
 */
function isClosed({ account, serviceAccount, grants }: Workload, { complete, accounts }: Completeness): boolean {
  const known = account !== undefined || serviceAccount.name === 'default';
  return (
    complete &&
    ((accounts && !isFilledIn(serviceAccount.name)) ||
      known ||
      grants.some(({ subject }) => accountOfSubject(subject) !== undefined))
  );
}

function decidedBy({ message, location }: DecidedElsewhere): Evidence {
  return { kind: 'elsewhere', direction: 'used', strength: 'weak', message, location };
}

function generatedElsewhere({ kind, name, location }: GeneratedObject): Evidence {
  const message = `A kustomization makes the ${kind} "${name}", which it reads and which may tell how it uses the token: lint what is built`;
  return { kind: 'elsewhere', direction: 'used', strength: 'weak', message, location };
}

/** Of the workloads whose account is granted something, about one in ten does not use it. */
const bindingAlone: Evidence = {
  kind: 'bindingAlone',
  direction: 'unused',
  strength: 'weak',
  message: 'Only what is granted shows use: no image, command or setting of the pod is known to use the token',
};

/** Whether evidence is too weak for a verdict but enough to leave it open. */
function isDoubt({ kind, direction, strength }: Evidence, { verdict, unheardOf }: ContainerUse): boolean {
  return strength === 'weak' && (kind === 'image' || (direction === 'used' && verdict === 'unknown' && unheardOf));
}

/** Whether a generated object holds the settings of a program whose use of the token depends on its settings. */
function decides({ kind, name }: GeneratedObject, { workload, containers }: Signs): boolean {
  return containers.some(({ container, isDependent, verdict }) => {
    if (verdict !== 'unknown' || !isDependent()) return false;
    const volumes = workload.volumes.filter((volume) => container.mounts.some((mount) => mount.volume === volume.name));
    const read = objectsReadIn(
      [container.field],
      volumes.map(({ field }) => field),
    );
    return read.some((one) => one.kind === kind && one.name === name);
  });
}

/** A pattern of image names, such as `-ui`, is right mostly, not always. */
function isKnownIdle({ evidence }: ContainerUse): boolean {
  return evidence.some(({ direction, kind }) => direction === 'unused' && kind !== 'imagePattern');
}

/** Against a grant, a common program's name or a pattern of image names is not enough. */
function isSurelyIdle({ evidence, isProgramAlone }: ContainerUse): boolean {
  return evidence.some(
    ({ direction, kind, strength }) =>
      direction === 'unused' &&
      strength === 'strong' &&
      kind !== 'imagePattern' &&
      (kind !== 'image' || isProgramAlone()),
  );
}

const mostShown = 6;

function strongest(evidence: readonly Evidence[]): Evidence[] {
  return [...evidence].sort(byWeight);
}

function unbound(workload: Workload, { reason }: Completeness): Evidence {
  const { account, serviceAccount, grants } = workload;
  // A PodSecurityPolicy to be admitted under.
  const isGranted = grants.some(({ subject }) => accountOfSubject(subject) !== undefined);
  const what = isGranted ? 'anything that a program needs its token for' : 'anything of its own';
  return {
    kind: 'unbound',
    direction: 'unused',
    strength: 'strong',
    message: `No binding grants the account "${serviceAccount.name}" ${what}; the input is ${reason}`,
    location:
      account === undefined ? serviceAccount.field.valueLocation : account.root.at('metadata', 'name').valueLocation,
  };
}
