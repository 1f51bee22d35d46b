/** ` (did you mean "x"?)` where one of the names is near. */
export function suggestion(name: string, names: Iterable<string>): string {
  const best = nearest(name, names);
  return best === undefined ? '' : ` (did you mean "${best}"?)`;
}

/** The name that was most likely meant, where one is near. */
export function nearest(name: string, names: Iterable<string>, slips = likelySlips(name.length)): string | undefined {
  let best: string | undefined;
  let bestDistance = slips + 1;
  for (const candidate of names) {
    const isOneSlip = candidate.startsWith(name) || isSwapped(name, candidate);
    const distance = isOneSlip ? 1 : editDistance(name, candidate, bestDistance);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** Of a short word, a few other letters make another word: who writes "on" does not mean "off". */
function likelySlips(length: number): number {
  if (length < 5) return length < 2 ? 0 : 1;
  return Math.max(2, Math.floor(length / 3));
}

/** Whether two neighbouring letters changed places. */
function isSwapped(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  const at = Array.from(a).findIndex((letter, index) => letter !== b[index]);
  const [first = '', second = ''] = a.slice(at);
  return at !== -1 && b === a.slice(0, at) + second + first + a.slice(at + 2);
}

/** Levenshtein distance, or `limit` where it is no less. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return Math.min(row[b.length] ?? limit, limit);
}
