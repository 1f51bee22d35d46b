import type { ServiceAccount } from '../account.ts';
import type { AccountReference } from '../accountReference.ts';
import { defaultTokenPath } from '../constants.ts';
import type { Container } from '../container.ts';
import { getsAutomount } from '../token.ts';
import type { Volume } from '../volume.ts';
import type { Field } from '../../documents/field.ts';
import { type Rejection, apiPath, quoted, subdomainFault } from './rejection.ts';

const enforceAnnotation = 'kubernetes.io/enforce-mountable-secrets';

/**
 * Why admission refuses a pod for its account (facts.md §6): there is none of that name, or it lets pods mount only
 * the Secrets that it lists. Every namespace has a `default` account.
 *
 * @param missing whether the input, which holds all accounts, does not hold this one.
 */
export function accountRejections(
  { name, field }: AccountReference,
  account: ServiceAccount | undefined,
  volumes: readonly Volume[],
  missing: boolean,
): Rejection[] {
  if (account === undefined) return missingAccount(name, missing).map((reason) => ({ reason, field }));
  if (account.root.at('metadata', 'annotations', enforceAnnotation).string !== 'true') return [];
  const listed = new Set(account.root.itemsAt('secrets').map((secret) => secret.stringAt('name')));
  return volumes.flatMap((volume) => {
    const secretName = volume.type === 'secret' ? volume.field.at('secret', 'secretName') : undefined;
    if (secretName?.string === undefined || listed.has(secretName.string)) return [];
    const what = `volume with secret.secretName=${quoted(secretName.string)} is not allowed`;
    return [{ reason: `${what} because service account ${name} does not reference that secret`, field: secretName }];
  });
}

function missingAccount(name: string, missing: boolean): string[] {
  if (name.includes('/')) return [`invalid resource name ${quoted(name)}: [may not contain '/']`];
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
