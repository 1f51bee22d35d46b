/** The minor number of `v1.33.2`, `1.33` or the tag of an image; 1 is the only major version there is. */
export function minorOf(version: string | undefined): number | undefined {
  const minor = /(?:^|:)v?1\.(\d+)(?:\.|$|[-+@])/.exec(version ?? '')?.[1];
  return minor === undefined ? undefined : Number(minor);
}
