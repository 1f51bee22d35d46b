import { type Subject, accountOfSubject } from '../facts/rbac/rbac.ts';
import { isFilledIn } from '../facts/objects/substitution.ts';
import type { Workload } from '../facts/workloads/workload.ts';
import type { Evidence } from './evidence.ts';

/** A binding that names an account as this one is called: perhaps it was meant, perhaps not. */
export function missEvidence({ misses, namespace }: Workload): Evidence | undefined {
  const [miss] = misses();
  if (miss === undefined) return undefined;
  if (miss.why === 'changed') {
    const message = `A kustomization may change ${miss.title}, which says what accounts may do`;
    return { kind: 'binding', direction: 'used', strength: 'weak', message, location: miss.location };
  }
  const { subject, why } = miss;
  const account = accountOfSubject(subject) ?? subject;
  const named = `A binding names an account "${account.name}"`;
  const message = {
    elsewhere: `${named} ${inNamespace(account.namespace ?? '', namespace ?? '')}`,
    rejected: `${named} without its namespace: the API server rejects it unless somebody fills that in`,
    renamed: `${named}, as a kustomization may call this workload's: a part of that is filled in elsewhere`,
    namespace: `A binding names all accounts of one namespace, "${subject.name}", which may be this workload's`,
    filledIn: `A binding leaves open whom it names, as a part of that is filled in elsewhere: "${wordsOf(subject)}"`,
  }[why];
  const location = subject.field.get('name').valueLocation;
  return { kind: 'binding', direction: 'used', strength: 'weak', message, location };
}

function inNamespace(named: string, own: string): string {
  if (isFilledIn(named)) return `in a namespace that is filled in elsewhere, "${named}"`;
  const isOther = isFilledIn(own) ? `; this workload's is filled in elsewhere, "${own}"` : ", not in this workload's";
  return `in the namespace "${named}"${isOther}`;
}

function wordsOf({ name, namespace }: Subject): string {
  return namespace === null ? name : `${namespace}/${name}`;
}
