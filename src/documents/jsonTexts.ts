/**
 * Where each of several JSON texts ends that stand one after the other, as `kubectl get -o json` in a loop prints them: kubectl
 * reads them from a file or a pipe that begins with one. Nothing where the text is anything else.
 */
export function jsonTextEnds(text: string, start: number, end: number): number[] {
  // Two brackets begin a template.
  if (!/^\s*\{\s*["}]/.test(text.slice(start, start + 100))) return [];
  const next = /\}\s*\{/g;
  next.lastIndex = start;
  if (!next.test(text) || next.lastIndex > end) return [];
  const ends: number[] = [];
  const mark = /"[^"\\]*(?:\\[^][^"\\]*)*"|[{}]|[^\s"{}]+/g;
  let depth = 0;
  mark.lastIndex = start;
  for (let match = mark.exec(text); match !== null && match.index < end; match = mark.exec(text)) {
    const [found] = match;
    if (depth === 0 && found !== '{') return [];
    if (found === '{') depth += 1;
    else if (found === '}') depth -= 1;
    if (depth === 0) ends.push(mark.lastIndex);
  }
  return depth === 0 && ends.length > 1 ? ends : [];
}
