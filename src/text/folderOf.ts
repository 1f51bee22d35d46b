/** The folder of a file or folder, as files are named: with `/`, empty for what lies in none. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}
