import type { DecidedElsewhere } from '../facts/kustomize/decidedElsewhere.ts';
import type { Completeness } from '../facts/completeness.ts';
import { type Facts, mostWorkloads } from '../facts/facts.ts';
import type { Grant } from '../facts/rbac/grant.ts';
import { accountOfSubject } from '../facts/rbac/rbac.ts';
import { LastMade } from '../memo/lastMade.ts';
import type { Made, Reads } from '../facts/objects/reads.ts';
import type { GeneratedObject } from '../facts/kustomize/kustomizeChange.ts';
import { objectsReadIn } from '../facts/pods/objectReferences.ts';
import { isFilledIn } from '../facts/objects/substitution.ts';
import type { Workload } from '../facts/workloads/workload.ts';
import { type ContainerUse, containerUse } from './containerEvidence.ts';
import { type ApiUse, type Evidence, byWeight } from './evidence.ts';
import { grantEvidence, tellingGrants } from './grantEvidence.ts';
import type { Injection } from './injection.ts';
import type { Knowledge } from './knowledge/knowledge.ts';
import { missEvidence } from './missEvidence.ts';
import { nameDoubts } from './nameDoubts.ts';
import { podEvidence } from './podEvidence.ts';
import { SiblingIndex } from './siblings.ts';
import { concat } from '../lists/concat.ts';
import { mapped } from '../lists/mapped.ts';

/** Judges workloads: a verdict is made when it is asked for, and the latest are kept. */
export function createJudge(
  facts: Facts,
  knowledge: Knowledge,
  injections: (workload: Workload) => readonly Injection[],
  reads: Reads,
): (workload: Workload) => ApiUse {
  const siblings = new SiblingIndex(facts, knowledge, reads);
  const verdicts = new LastMade<Workload, Made<ApiUse>>(mostWorkloads);
  const verdictOf = (workload: Workload): ApiUse => {
    const containers = mapped(workload.containers, (one) => containerUse(one, workload, facts, knowledge));
    const grants = tellingGrants(workload.grants, knowledge);
    const idle = containers.filter(({ verdict: own }) => own === 'unused').map(({ container }) => container);
    const open = workload.containers.filter((container) => !idle.includes(container));
    const judged = judge({
      workload,
      completeness: facts.completeness.of(workload.document),
      grants,
      pod: podEvidence(workload, injections(workload)),
      containers,
      // Its own grants say more.
      sibling: grants.length > 0 ? undefined : siblings.evidenceFor(workload, open),
    });
    return { idle, ...judged };
  };
  return (workload) => reads.memo(verdicts, workload, () => verdictOf(workload));
}

interface Signs {
  readonly workload: Workload;
  readonly completeness: Completeness;
  readonly grants: readonly Grant[];
  readonly pod: readonly Evidence[];
  readonly containers: readonly ContainerUse[];
  readonly sibling: Evidence | undefined;
}

/**
 * One container, or one thing injected, that uses the token is enough for *used*. *Unused* needs every container known
 * not to, or nothing granted in an input that holds all grants. Anything else is not known.
 */
function judge(signs: Signs): Omit<ApiUse, 'idle'> {
  const { workload, completeness, grants, pod: all, containers, sibling } = signs;
  // Weak signs: an agent that reads the token or not, as its own settings have it; a name; a token that an image lacks;
  // what programs are told that mostly ask the API server.
  const doubts = [
    ...all.filter(({ strength }) => strength === 'weak'),
    ...nameDoubts(workload, containers),
    ...concat(containers, (one) => one.evidence.filter((evidence) => isDoubt(evidence, one))),
  ];
  const pod = all.filter(({ strength }) => strength !== 'weak');
  const used = [
    ...pod,
    ...concat(containers, ({ verdict, evidence }) =>
      verdict === 'used' ? evidence.filter(({ direction }) => direction === 'used') : [],
    ),
  ];
  const bound = mapped(grants.slice(0, mostShown), grantEvidence);
  const doubtful =
    grants.length === 0 &&
    sibling === undefined &&
    used.every(({ kind, strength }) => kind.startsWith('image') && strength !== 'strong');
  if (used.length > 0 && doubtful && isClosed(workload, completeness)) {
    // A program that mostly calls the API server, in a complete input that grants it nothing.
    return {
      verdict: 'unknown',
      confidence: 'low',
      evidence: [...strongest(used), unbound(workload, completeness)].slice(0, mostShown),
    };
  }
  if (used.length > 0) {
    const confidence = used.some(({ strength }) => strength === 'strong') || bound.length > 0 ? 'high' : 'medium';
    return { verdict: 'used', confidence, evidence: strongest([...used, ...bound]).slice(0, mostShown) };
  }
  const { decidedElsewhere } = workload;
  if (decidedElsewhere !== undefined && grants.length === 0)
    return { verdict: 'unknown', confidence: 'low', evidence: [decidedBy(decidedElsewhere)] };
  const idle = containers.length > 0 && containers.every(({ verdict }) => verdict === 'unused');
  const against = concat(containers, ({ evidence }) => evidence.filter(({ direction }) => direction === 'unused'));
  if (grants.length > 0) {
    // A grant that no program of the pod can use: copied along, or meant for a sibling of the same account.
    if (idle && decidedElsewhere === undefined && containers.every(isSurelyIdle))
      return {
        verdict: 'unused',
        confidence: 'medium',
        evidence: [...strongest(against).slice(0, mostShown), ...bound.slice(0, 2)],
      };
    return {
      verdict: 'used',
      confidence: 'medium',
      evidence: [...bound.slice(0, 3), bindingAlone, ...strongest(against).slice(0, 2)],
    };
  }
  if (sibling !== undefined && !idle) return { verdict: 'used', confidence: 'medium', evidence: [sibling] };
  const missed = idle ? undefined : missEvidence(workload);
  if (missed !== undefined) return { verdict: 'unknown', confidence: 'low', evidence: [missed] };
  const generated = workload.generated.find((one) => one.telling || decides(one, signs));
  if (generated !== undefined && !idle)
    return { verdict: 'unknown', confidence: 'low', evidence: [generatedElsewhere(generated)] };
  if (doubts.length > 0) return { verdict: 'unknown', confidence: 'low', evidence: doubts };
  if (isClosed(workload, completeness)) {
    const confidence = idle && containers.every(isKnownIdle) ? 'high' : 'medium';
    return {
      verdict: 'unused',
      confidence,
      evidence: [unbound(workload, completeness), ...strongest(against)].slice(0, mostShown),
    };
  }
  if (idle) return { verdict: 'unused', confidence: 'medium', evidence: strongest(against).slice(0, mostShown) };
  return { verdict: 'unknown', confidence: 'low', evidence: strongest(against).slice(0, mostShown) };
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
