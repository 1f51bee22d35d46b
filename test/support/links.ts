/** A link to another page or file, as it is written. */
export interface RelativeLink {
  readonly link: string;
  /** Empty where it leads to a heading of its own page. */
  readonly path: string;
  readonly heading: string | undefined;
}

/** A page without the code that it shows. */
export function proseOf(markdown: string): string {
  return markdown.replaceAll(/```.*?```/gs, '');
}

/** All links of a page that name no site. */
export function relativeLinks(markdown: string): RelativeLink[] {
  const links = proseOf(markdown).matchAll(/\]\((?!\w+:)([^)\s#]*)(?:#([^)\s]+))?\)/g);
  return Array.from(links, ([link, path = '', heading]) => ({ link, path, heading }));
}
