import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { proseOf, relativeLinks } from './support/links.ts';

const root = join(import.meta.dirname, '..');

function pagesIn(folder: string): string[] {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.md')).map((name) => join(folder, name));
}

const pages = ['README.md', ...['bench', 'docs', 'editors', 'examples', 'rules'].flatMap(pagesIn)].filter(
  (page) => !page.includes('node_modules'),
);

function read(page: string): string {
  return readFileSync(join(root, page), 'utf8');
}

/** As GitHub names headings. */
function headingsOf(page: string): string[] {
  const headings = Array.from(proseOf(read(page)).matchAll(/^#+ (.*)$/gm), ([, heading = '']) => heading.toLowerCase());
  return headings.map((heading) => heading.replaceAll(/[^\w\- ]/g, '').replaceAll(' ', '-'));
}

test('links between pages lead somewhere', () => {
  const broken = pages.flatMap((page) =>
    relativeLinks(read(page))
      .filter(({ path, heading }) => {
        const target = path === '' ? page : join(dirname(page), path);
        return !existsSync(join(root, target)) || (heading !== undefined && !headingsOf(target).includes(heading));
      })
      .map(({ link }) => `${page}: ${link}`),
  );
  expect(broken).toEqual([]);
});
