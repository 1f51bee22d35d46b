import { readFile } from 'node:fs/promises';

/** The file is read for each request: the kubelet replaces it before the token expires. */
export async function search(query: string): Promise<Response> {
  const token = await readFile(process.env['TOKEN_PATH'] ?? '/app/credentials/search/token', 'utf8');
  const url = new URL('https://search.shop.example/v1/products');
  url.searchParams.set('q', query);
  return fetch(url, { headers: { Authorization: `Bearer ${token.trim()}` } });
}
