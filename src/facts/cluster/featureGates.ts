/** A feature gate of the Kubernetes components; versions are the minor numbers of 1.x. */
interface FeatureGate {
  /** The first version that knows it. */
  readonly since: number;
  /** From here on it cannot be set to false. */
  readonly lockedSince?: number;
  /** From here on it is unrecognized. */
  readonly removedIn?: number;
}

/** The newest version whose gates and metrics were measured. */
export const measuredMinor = 35;

/**
 * The gates about ServiceAccount tokens that are known. What 1.35 knows, locks and does not know was asked of a real
 * API server (facts.md §3); in which versions the removed ones came and went is Kubernetes' documentation of removed
 * feature gates.
 */
const tokenFeatureGates: ReadonlyMap<string, FeatureGate> = new Map([
  ['CSIServiceAccountTokenSecrets', { since: 35 }],
  ['ExternalServiceAccountTokenSigner', { since: 32 }],
  ['KubeletServiceAccountTokenForCredentialProviders', { since: 33 }],
  ['ServiceAccountNodeAudienceRestriction', { since: 32 }],
  ['TokenRequestServiceAccountUIDValidation', { since: 34 }],
  ['ServiceAccountTokenJTI', { since: 29, lockedSince: 32 }],
  ['ServiceAccountTokenPodNodeInfo', { since: 29, lockedSince: 32 }],
  ['ServiceAccountTokenNodeBindingValidation', { since: 29, lockedSince: 32 }],
  ['ServiceAccountTokenNodeBinding', { since: 29, lockedSince: 33 }],
  ['BoundServiceAccountTokenVolume', { since: 13, removedIn: 24 }],
  ['CSIServiceAccountToken', { since: 20, removedIn: 25 }],
  ['LegacyServiceAccountTokenCleanUp', { since: 28, removedIn: 32 }],
  ['LegacyServiceAccountTokenNoAutoGeneration', { since: 24, removedIn: 29 }],
  ['LegacyServiceAccountTokenTracking', { since: 26, removedIn: 30 }],
  ['RootCAConfigMap', { since: 13, removedIn: 23 }],
  ['ServiceAccountIssuerDiscovery', { since: 18, removedIn: 24 }],
  ['TokenRequest', { since: 10, removedIn: 22 }],
  ['TokenRequestProjection', { since: 11, removedIn: 22 }],
]);

export type GateFault =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'early'; readonly since: number }
  | { readonly kind: 'removed'; readonly removedIn: number }
  | { readonly kind: 'locked'; readonly lockedSince: number };

/**
 * Why a component does not start with a gate set so; `undefined` where it does, and for gates that are not about tokens.
 * @param minor the version that the configuration names, if it does.
 */
export function gateFault(name: string, value: string, minor: number | undefined): GateFault | undefined {
  const gate = tokenFeatureGates.get(name);
  if (gate === undefined) {
    const aboutTokens = /service_?account|token_?request/i.test(name);
    return aboutTokens && (minor ?? 0) <= measuredMinor ? { kind: 'unknown' } : undefined;
  }
  const { since, lockedSince, removedIn } = gate;
  if (minor !== undefined && minor < since) return { kind: 'early', since };
  if (removedIn !== undefined && (minor ?? removedIn) >= removedIn) return { kind: 'removed', removedIn };
  const off = ['0', 'f', 'F', 'false', 'False', 'FALSE'].includes(value);
  return lockedSince !== undefined && off && (minor ?? lockedSince) >= lockedSince
    ? { kind: 'locked', lockedSince }
    : undefined;
}
