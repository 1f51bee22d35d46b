/** An image reference, taken apart. */
export interface Image {
  /** With the registry's host, where one is given: `k8s.gcr.io/elasticsearch`. */
  readonly path: string;
  /** Without registry host, tag, digest and the architecture that it is for, lower case: `bitnami/nginx`. */
  readonly repository: string;
  /** The last part of the repository: `nginx`. */
  readonly name: string;
  readonly tag: string | undefined;
}

const architecture = /(?:-linux)?-(?:amd64|arm64|armhf|ppc64le|s390x|x86_64)$/;

/** A container's image is asked for many times in a row. */
let last: { readonly reference: string; readonly image: Image } | undefined;

/** Reads `host:port/path/name:tag@digest`. */
export function parseImage(reference: string): Image {
  if (last?.reference !== reference) last = { reference, image: parsed(reference) };
  return last.image;
}

function parsed(reference: string): Image {
  const text = reference.trim().toLowerCase();
  const digest = text.indexOf('@');
  const tagged = digest === -1 ? text : text.slice(0, digest);
  const colon = tagged.indexOf(':', tagged.lastIndexOf('/') + 1);
  const path = (colon === -1 ? tagged : tagged.slice(0, colon)).replace(architecture, '');
  const repository = isHost(path.slice(0, path.indexOf('/') + 1)) ? path.slice(path.indexOf('/') + 1) : path;
  const name = repository.slice(repository.lastIndexOf('/') + 1);
  return { path, repository, name, tag: colon === -1 ? undefined : tagged.slice(colon + 1) };
}

/** Registries in which a name alone is given by those who run them: Docker's, by all its names, and Kubernetes'. */
const wellNamed = /^(?:(?:index\.|registry-1\.)?docker\.io|registry\.k8s\.io|k8s\.gcr\.io)\//;

/** Whether an image is a name alone in a registry where anybody may call a program of theirs so. */
export function isNamedByAnybody({ path, repository }: Image): boolean {
  return !repository.includes('/') && path !== repository && !wellNamed.test(path);
}

/** Whether what stands before the first slash, and with it, is a registry. */
function isHost(first: string): boolean {
  return first.includes('.') || first.includes(':') || first === 'localhost/';
}

/** Whether a tag names a version, `4.1.3-management`, and that is at least `major.minor`. */
export function isAtLeast(tag: string | undefined, version: string): boolean {
  const [, major, minor] = /^v?(\d+)\.(\d+)(?![\w])/.exec(tag ?? '') ?? [];
  const [wantedMajor = 0, wantedMinor = 0] = version.split('.').map(Number);
  if (major === undefined) return false;
  return Number(major) > wantedMajor || (Number(major) === wantedMajor && Number(minor) >= wantedMinor);
}
