import type { Field } from '../../src/documents/field.ts';
import { setupFault } from '../../src/facts/tokens/kubelet.ts';
import { isOverwritten } from '../../src/facts/tokens/tokenPaths.ts';
import { expirationFault } from '../../src/facts/validation/volumes.ts';
import { type Rejection, rejectionWords } from '../../src/facts/validation/rejection.ts';
import { isMisspelt } from '../../src/facts/validation/unknownFields.ts';
import type { Workload } from '../../src/facts/workloads/workload.ts';
import { quoteFixes } from '../../src/rule/quote.ts';
import type { Fix, Report } from '../../src/rule/rule.ts';
import { defineRule } from '../../src/rule/rule.ts';
import { getOrMake } from '../../src/memo/getOrMake.ts';

type MessageId = 'rejected' | 'unsettable' | 'overwritten' | 'null' | 'nullToken';

export default defineRule<MessageId>({
  meta: {
    id: 'token-projection-invalid',
    description:
      'A token projection, or a mount of one, that the API server rejects, that the kubelet cannot set up, or that says nothing.',
    rationale: `Projections fail in quiet ways. A \`path\` that leaves the volume or is missing is rejected, and a number in quotes too. Two
sources with one path are accepted, with a warning that deployment tools drop: the last one wins, and the token is gone. A path
that is a folder in one source and a file in another is accepted as well, and then no pod starts. \`projected: null\` is an
empty directory.`,
    severity: 'error',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 4,
    tags: ['MITRE-T1528', 'CWE-20'],
    references: ['https://kubernetes.io/docs/concepts/storage/projected-volumes/#serviceaccounttoken'],
    fixable: true,
    messages: {
      rejected: 'The API server rejects the pod: {reason}',
      unsettable: 'The kubelet cannot set up this volume, so that the pod never starts: {reason}',
      overwritten: 'A later source of the volume has the same path: it wins, and this token is nowhere',
      null: 'projected: null is no projection: the volume is an empty directory',
      nullToken: 'serviceAccountToken: null is no projection: the volume gets no token from it',
    },
  },
  *check({ facts }) {
    for (const workload of facts.workloads) {
      for (const { report, at } of faults(workload)) {
        yield { ...report, location: at, resource: workload, confidence: 'high' };
      }
    }
  },
});

interface Fault {
  readonly report: Pick<Report<MessageId>, 'messageId' | 'data' | 'fixes'>;
  readonly at: Report['location'];
}

function* faults(workload: Workload): Generator<Fault> {
  const tokens = new TokenFields(workload);
  for (const rejection of workload.rejections) {
    const { reason, field } = rejection;
    // Lifetimes out of bounds have a rule of their own (token-expiration-bounds); one beyond 2^63 is no lifetime.
    const bound = field.segment === 'expirationSeconds' ? expirationFault(field.number ?? NaN) : undefined;
    const isBound = bound !== undefined && reason.endsWith(bound);
    const lacking = field.segment === 'recursiveReadOnly' ? field.parent?.get('readOnly') : field;
    if (isBound || (lacking !== undefined && isMisspelt(lacking, workload.unknownFields))) continue;
    if (tokens.has(field))
      yield {
        report: { messageId: 'rejected', data: { reason: rejectionWords(rejection) }, fixes: repair(rejection) },
        at: field.valueLocation,
      };
  }
  for (const volume of workload.volumes) {
    const projected = volume.field.get('projected');
    if (projected.written && !projected.set) yield { report: { messageId: 'null' }, at: projected.valueLocation };
    for (const source of projected.itemsAt('sources')) {
      const token = source.get('serviceAccountToken');
      // With its fields beside it, these are the fault (field-misspelt).
      const isFlat = workload.unknownFields.some(
        ({ field, below }) => below !== undefined && field.parent?.isSameAs(source) === true,
      );
      if (token.written && !token.set && !isFlat) yield { report: { messageId: 'nullToken' }, at: token.valueLocation };
    }
    const fault = setupFault(volume);
    if (fault !== undefined)
      yield { report: { messageId: 'unsettable', data: { reason: fault.reason } }, at: fault.field.valueLocation };
    for (const [index, projection] of volume.projections.entries()) {
      if (projection.type !== 'token' || projection.path === undefined) continue;
      if (!isOverwritten(projection.path, volume.projections.slice(index + 1))) continue;
      yield { report: { messageId: 'overwritten' }, at: projection.field.get('path').valueLocation };
    }
  }
}

/** A number in quotes, or a text that reads as a number; what else a rejected field lacks. */
function repair(rejection: Rejection): Fix[] {
  const { field } = rejection;
  if (field.segment === 'expirationSeconds' && /^[1-9]\d{0,9}$/.test(field.string ?? '')) {
    return [{ title: 'Remove the quotes', safety: 'safe', patches: [{ field, set: Number(field.string) }] }];
  }
  if (field.segment === 'readOnly' && /^(?:true|false)$/.test(field.string ?? '')) {
    return [{ title: 'Remove the quotes', safety: 'safe', patches: [{ field, set: field.string === 'true' }] }];
  }
  const readOnly = field.parent?.get('readOnly');
  if (field.segment === 'recursiveReadOnly' && readOnly?.boolean !== true && readOnly !== undefined) {
    return [{ title: 'Set readOnly: true', safety: 'safe', patches: [{ field: readOnly, set: true }] }];
  }
  return quoteFixes(rejection);
}

/** Tells of which rejected fields tokens depend. */
class TokenFields {
  readonly #volumes: ReadonlySet<string>;
  /** Of lists of mounts, where they put tokens. */
  readonly #places = new Map<Field['node'], ReadonlySet<string | undefined>>();

  constructor({ volumes }: Workload) {
    const ofTokens = volumes.filter(({ projections }) => projections.some(({ type }) => type === 'token'));
    this.#volumes = new Set(ofTokens.map(({ name }) => name));
  }

  has(field: Field): boolean {
    return this.#isOfVolume(field) || this.#isOfMount(field);
  }

  /** Of a projected volume, or a source of one, or of one that has a token volume's name. */
  #isOfVolume(field: Field): boolean {
    for (let at: Field | undefined = field; at !== undefined; at = at.parent) {
      if (at.segment === 'projected') return true;
      if (at.parent?.segment === 'volumes') return at.get('projected').set || this.#isToken(at);
    }
    return false;
  }

  /** Of a mount of a token volume, or at the place of one; names of no volume have a rule of their own. */
  #isOfMount({ segment, parent }: Field): boolean {
    const mounts = parent?.parent;
    if (segment === 'name' || parent === undefined || mounts?.segment !== 'volumeMounts') return false;
    return this.#isToken(parent) || this.#placesIn(mounts).has(parent.stringAt('mountPath'));
  }

  #placesIn(mounts: Field): ReadonlySet<string | undefined> {
    return getOrMake(
      this.#places,
      mounts.node,
      () => new Set(mounts.items().flatMap((one) => (this.#isToken(one) ? one.stringAt('mountPath') : []))),
    );
  }

  #isToken(named: Field): boolean {
    return this.#volumes.has(named.stringAt('name') ?? '');
  }
}
