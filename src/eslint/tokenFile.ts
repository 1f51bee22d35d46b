import type { Node } from 'estree';
import type { Sources } from './sources.ts';
import { environmentName, textOf, unknownPart } from './staticText.ts';

/** A token's file, as far as the code says which. */
export interface TokenFile {
  /** As a message names it: its path, or the variable that names it. */
  readonly name: string;
  /** Whether it is the one that the automount puts there, for the API server. */
  readonly isDefault: boolean;
  /** Whether its token is one of a ServiceAccount, which the kubelet replaces: what others name so may be any token. */
  readonly isProjected: boolean;
}

/** Where the automounted token lies; `/var/run` is a link to `/run`. */
const defaultPath = /^(?:\/var)?\/run\/secrets\/kubernetes\.io\/serviceaccount\/token$/;
/** Secrets of Docker lie in `/run/secrets` itself. */
const projectedPath = /^(?:\/var)?\/run\/secrets\/.+\/[\w.-]*token[\w.-]*$/i;
const tokenPath = /^(?:\/var)?\/run\/secrets\/[\w.-]*token[\w.-]*$/i;
const tokenVariable = /(?:^|_)(?:TOKEN|JWT)_?(?:FILE|PATH)$|_TOKEN_FILE_PATH$/;
/** Variables of webhooks that project tokens, and those whose names say whose token it is. */
const projectedVariable =
  /^(?:AWS_WEB_IDENTITY|AZURE_FEDERATED)_TOKEN_FILE$|(?:^|_)(?:SA|SERVICE_?ACCOUNT|K8S|KUBE|KUBERNETES)_(?:\w+_)?(?:TOKEN|JWT)_/;

/** The token's file that a path names; `undefined` where it names none. @param own variables of the project. */
export function tokenFileOf(path: Node, sources: Sources, own: ReadonlySet<string>): TokenFile | undefined {
  const text = textOf(path, sources);
  const name = text.replaceAll(unknownPart, '…');
  if (defaultPath.test(text)) return { name, isDefault: true, isProjected: true };
  if (projectedPath.test(text)) return { name, isDefault: false, isProjected: true };
  const variable = environmentName(path, sources);
  if (variable !== undefined && (own.has(variable) || tokenVariable.test(variable))) {
    const isProjected = own.has(variable) || projectedVariable.test(variable);
    return { name: `the file of ${variable}`, isDefault: false, isProjected };
  }
  return tokenPath.test(text) ? { name, isDefault: false, isProjected: false } : undefined;
}
