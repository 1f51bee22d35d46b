import type { RuleSetting } from './activeRules.ts';
import type { AudienceEntry, AudienceLists } from './configFile.ts';
import { addTo } from '../lists/addTo.ts';

/** The rule that checks audiences; `audiences` is another way to set its options. */
export const audienceRule = 'token-audience-allowed';

/** The setting that lists of audiences mean. Of a set that names services, audiences of different services are apart. */
export function audienceSetting(lists: AudienceLists): RuleSetting {
  const allowed = lists.allowed ?? [];
  const audiences = new Map<string, string[]>();
  for (const entry of allowed) {
    if (typeof entry !== 'string') addTo(audiences, entry.service, entry.audience);
  }
  const apart = (lists.apart ?? []).flatMap((set) => {
    const groups = set.map((name) => audiences.get(name) ?? [name]);
    return groups.every((group) => group.length === 1) ? [groups.flat()] : pairsAcross(groups);
  });
  return { level: 'warning', options: { allowed: allowed.map(nameOf), apart } };
}

/** The names that a set of audiences to keep apart can hold. */
export function audienceNames(allowed: readonly AudienceEntry[]): Set<string> {
  return new Set(allowed.flatMap((entry) => (typeof entry === 'string' ? entry : [entry.audience, entry.service])));
}

function pairsAcross(groups: readonly (readonly string[])[]): string[][] {
  return groups.flatMap((group, index) =>
    groups.slice(index + 1).flatMap((other) => group.flatMap((one) => other.map((two) => [one, two]))),
  );
}

function nameOf(entry: AudienceEntry): string {
  return typeof entry === 'string' ? entry : entry.audience;
}
