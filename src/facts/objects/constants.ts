/** Where clients look for the API token; compared byte for byte by the admission plugin (facts.md §6). */
export const defaultTokenPath = '/var/run/secrets/kubernetes.io/serviceaccount';

/** A volume of the user's whose name starts so is taken for the token volume (facts.md §6). */
export const tokenVolumePrefix = 'kube-api-access-';

/** The lifetime that the admission plugin asks for, in seconds; with it the API server grants a year (facts.md §8). */
export const extendedExpirationSeconds = 3607;

/** What a token of 3607 seconds for the API server really lives, in seconds (facts.md §8). */
export const extendedLifetimeSeconds = 31_536_000;

/** Stored where a projection names no lifetime, in seconds (facts.md §7). */
export const defaultExpirationSeconds = 3600;

/** Bounds of a projected token's lifetime, in seconds; outside of them the API server rejects it (facts.md §7). */
export const minimumExpirationSeconds = 600;
export const maximumExpirationSeconds = 2 ** 32;

/** Type of the Secrets that hold a token without expiry (facts.md §9). */
export const tokenSecretType = 'kubernetes.io/service-account-token';

/** Annotation of such a Secret that names its account. */
export const accountNameAnnotation = 'kubernetes.io/service-account.name';

/** Label of such a Secret whose token the API server refuses from then on (facts.md §9). */
export const invalidSinceLabel = 'kubernetes.io/legacy-token-invalid-since';
