import type { ServiceAccount } from '../accounts/account.ts';
import type { AccountReference } from '../pods/accountReference.ts';
import { defaultTokenPath } from '../objects/constants.ts';
import { LastMade } from '../../memo/lastMade.ts';
import type { Container } from '../pods/container.ts';
import { getsAutomount } from '../tokens/token.ts';
import { isFilledIn } from '../objects/substitution.ts';
import type { Field } from '../../documents/field.ts';
import { type Rejection, apiPath, pathSegmentFaults, quoted, subdomainFault } from './rejection.ts';
import { secretReferences } from './secretReferences.ts';
import { getOrMake } from '../../memo/getOrMake.ts';

export const enforceAnnotation = 'kubernetes.io/enforce-mountable-secrets';

/** The annotation by which an account lets its pods use only the Secrets that it lists, where it holds as Go's ParseBool reads it. */
export function enforcedSecrets({ root }: ServiceAccount): Field | undefined {
  const annotation = root.at('metadata', 'annotations', enforceAnnotation);
  return /^(?:1|t|T|true|TRUE|True)$/.test(annotation.string ?? '') ? annotation : undefined;
}

/**
 * Why admission refuses a pod for its account (facts.md §6): there is none of that name, or it lets pods use only the
 * Secrets that it lists. Every namespace has a `default` account.
 *
 * @param missing whether the input, which holds all accounts, does not hold this one.
 */
export function accountRejections(
  { name, field }: AccountReference,
  account: ServiceAccount | undefined,
  spec: Field,
  missing: boolean,
): Rejection[] {
  if (account === undefined) return missingAccount(name, missing).map((reason) => ({ reason, field }));
  return enforcedSecrets(account) === undefined ? [] : [...unlistedSecrets(name, account, spec)];
}

interface ListedNames {
  readonly secrets: ReadonlySet<string | undefined>;
  readonly pullSecrets: ReadonlySet<string | undefined>;
}

/** Pod after pod asks for the same few accounts. */
const lastAsked = new LastMade<ServiceAccount, ListedNames>(8);

function namesListedBy({ root }: ServiceAccount): ListedNames {
  const namesIn = (list: string): ReadonlySet<string | undefined> =>
    new Set(root.itemsAt(list).map((secret) => secret.stringAt('name')));
  return { secrets: namesIn('secrets'), pullSecrets: namesIn('imagePullSecrets') };
}

function* unlistedSecrets(accountName: string, account: ServiceAccount, spec: Field): Generator<Rejection> {
  const { secrets, pullSecrets } = getOrMake(lastAsked, account, namesListedBy);
  for (const { field, name, place } of secretReferences(spec)) {
    const isPull = place.startsWith('imagePullSecrets');
    if ((isPull ? pullSecrets : secrets).has(name) || isFilledIn(name)) continue;
    const what = isPull ? 'imagePullSecret' : 'secret';
    const reason = `${place}="${name}" is not allowed because service account ${accountName} does not reference that ${what}`;
    yield { reason, field };
  }
}

function missingAccount(name: string, missing: boolean): string[] {
  const faults = pathSegmentFaults(name);
  if (faults.length > 0) return [`invalid resource name ${quoted(name)}: [${faults.join(' ')}]`];
  // An account of an impossible name is in no cluster.
  const refused = missing || (name !== 'default' && subdomainFault(name) !== undefined);
  return !refused ? [] : [`serviceaccount ${quoted(name)} not found`];
}

/** The mount that admission adds meets the validation of what is there: no device may have its path. */
export function automountRejections(containers: readonly Container[], automount: boolean, root: Field): Rejection[] {
  return containers
    .filter((container) => getsAutomount(container, automount))
    .flatMap(({ field }) =>
      field.itemsAt('volumeDevices').flatMap((device) => {
        const path = device.get('devicePath');
        if (path.string !== defaultTokenPath) return [];
        const fault = `Invalid value: ${quoted(path.string)}: must not already exist as a path in volumeMounts`;
        return [{ reason: `${apiPath(path, root)}: ${fault}`, field: path }];
      }),
    );
}
