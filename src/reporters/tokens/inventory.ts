import type { DecidedElsewhere } from '../../facts/kustomize/decidedElsewhere.ts';
import type { ApiUse } from '../../evidence/evidence.ts';
import { escalationOf } from '../../facts/rbac/escalation.ts';
import { type Grant, isEffective } from '../../facts/rbac/grant.ts';
import { signOfStaticPod } from '../../facts/accounts/automount.ts';
import { defaultTokenPath } from '../../facts/objects/constants.ts';
import type { PolicyRule } from '../../facts/rbac/rbac.ts';
import { mayBecomeAnother } from '../../facts/objects/substitution.ts';
import type { TokenMount } from '../../facts/tokens/token.ts';
import type { Workload, WorkloadContainer } from '../../facts/workloads/workload.ts';
import type { Model } from '../../rule/rule.ts';
import { counted } from '../../text/counted.ts';
import { compareText } from '../../text/compareText.ts';

/** Which workloads to list. */
export interface Selection {
  readonly namespace?: string;
  readonly account?: string;
  readonly verdict?: ApiUse['verdict'];
  readonly sort: 'name' | 'verdict' | 'account';
}

/** A workload, judged. */
export interface InventoryItem {
  readonly workload: Workload;
  readonly apiUse: ApiUse;
}

const verdictRank = { unused: 0, unknown: 1, used: 2 } as const;

/** The workloads of a selection, grouped by namespace, in their order. */
export function inventory(model: Model, selection: Selection): InventoryItem[] {
  return model.facts.workloads
    .filter((workload) => selection.namespace === undefined || workload.namespace === selection.namespace)
    .filter((workload) => selection.account === undefined || workload.serviceAccount.name === selection.account)
    .map((workload) => ({ workload, apiUse: model.apiUse(workload) }))
    .filter(({ apiUse }) => selection.verdict === undefined || apiUse.verdict === selection.verdict)
    .sort((a, b) => compare(a, b, selection.sort));
}

function compare(a: InventoryItem, b: InventoryItem, sort: Selection['sort']): number {
  const byVerdict = sort === 'verdict' ? verdictRank[a.apiUse.verdict] - verdictRank[b.apiUse.verdict] : 0;
  const byAccount =
    sort === 'account' ? compareText(a.workload.serviceAccount.name, b.workload.serviceAccount.name) : 0;
  return (
    compareText(a.workload.namespace ?? '', b.workload.namespace ?? '') ||
    byVerdict ||
    byAccount ||
    compareText(a.workload.kind, b.workload.kind) ||
    compareText(a.workload.name ?? '', b.workload.name ?? '') ||
    compareText(a.workload.document.uri, b.workload.document.uri)
  );
}

/** `an hour`, `a year`, `45 min`, … of seconds; for a token without expiry, `no expiry`. */
function duration(seconds: number | null): string {
  if (seconds === null) return 'no expiry';
  const units = [
    ['y', 31_536_000],
    ['d', 86_400],
    ['h', 3600],
    ['min', 60],
  ] as const;
  const unit = units.find(([, size]) => seconds >= size && seconds % size === 0);
  return unit === undefined ? `${String(seconds)} s` : `${String(seconds / unit[1])} ${unit[0]}`;
}

/** For whom a token is; one without audience, as Secrets hold, is for the API server's own (facts.md §9). */
export function audienceWords(token: TokenMount): string {
  return token.audience ?? 'API server';
}

/** How long a token lives, and what was asked for where that is something else. */
export function lifetimeWords({ kind, lifetimeSeconds, expirationSeconds, source }: TokenMount): string {
  // What is no number of seconds is rejected, if nobody fills it in.
  if (kind !== 'secret' && expirationSeconds === null)
    return source !== undefined && mayBecomeAnother(source.get('expirationSeconds')) ? 'not known' : 'not valid';
  const asked = lifetimeSeconds === expirationSeconds ? '' : ` (asked: ${duration(expirationSeconds)})`;
  return `${duration(lifetimeSeconds)}${asked}`;
}

/** Whether the API token is mounted into a pod's containers by itself, who says so, and where. */
export function automountWords({ automount, pod, decidedElsewhere }: Workload): string {
  const { decidedBy, field, value } = automount;
  const decider = `by the ${decidedBy === 'pod' ? 'pod' : 'account'}`;
  const said =
    signOfStaticPod(pod) !== undefined ? 'as for every static pod' : decidedBy === 'default' ? 'by default' : decider;
  const { uri, range } = field.valueLocation;
  const by = decidedElsewhere?.changed === 'access' ? `; ${changedWords(decidedElsewhere)}` : '';
  return `${value ? 'on' : 'off'}, ${said} (${uri}:${String(range.start.line + 1)})${by}`;
}

/** `a kustomization may change … (over/kustomization.yaml:3)`. */
function changedWords({ message, location }: DecidedElsewhere): string {
  const { uri, range } = location;
  return `${message.charAt(0).toLowerCase()}${message.slice(1)} (${uri}:${String(range.start.line + 1)})`;
}

export function accountWords({ account, serviceAccount: { name } }: Workload): string {
  return `${name}${account === undefined && name !== 'default' ? ' (not in the input)' : ''}`;
}

/** `sidecar proxy`; of what is neither an init container nor a sidecar, its name. */
export function containerWords({ name, type }: Pick<WorkloadContainer, 'name' | 'type'>): string {
  return `${type === 'container' ? '' : `${type} `}${name ?? '?'}`;
}

export function verdictWords({ verdict, confidence }: ApiUse): string {
  return verdict === 'unknown' ? verdict : `${verdict} (${confidence} confidence)`;
}

/** Where a container reads a token; the place where clients look for the API's is called `default path`. */
export function placeOf(token: TokenMount): string {
  if (token.mountPath === null) return 'environment';
  const through = token.subPath === null ? '' : ' (subPath)';
  if (token.file === null) return `${token.mountPath} (subPath ${token.subPath ?? ''}, of unknown value)`;
  const place =
    token.file === `${defaultTokenPath}/token` && through === '' ? 'default path' : `${token.file}${through}`;
  return token.doubt === 'overwritten' ? `${place} (or what a later source lays over it)` : place;
}

/** What the grants of a workload allow, a line each: `Role "x" in "shop": may read secrets (get, list on secrets)`. */
export function mayLines(workload: Workload): string[] {
  const others = workload.secretAccounts.flatMap(({ secretName, name, grants }) =>
    grants.filter(isEffective).map((grant) => `as account ${name}, with Secret ${secretName}: ${grantWords(grant)}`),
  );
  return [...new Set([...effectiveGrants(workload).map(grantWords), ...others])];
}

/** Whose token a Secret holds, for each such Secret: `Secret old: token of account ci`. */
export function secretLines({ secretAccounts }: Workload): string[] {
  return secretAccounts.map(({ secretName, name }) => `Secret ${secretName}: token of account ${name}`);
}

export function grantWords(grant: Grant): string {
  const role = `${grant.binding.roleKind} ${grant.binding.roleName}`;
  const scope = grant.clusterWide ? 'in all namespaces' : `in ${grant.binding.namespace ?? 'its namespace'}`;
  const missing = grant.known === 'missing' ? ', not in the input' : '';
  const said = [escalationOf(grant) ?? '', rulesWords(grant.rules)].filter((words) => words !== '').join('; ');
  return `${role} ${scope}${missing}${said === '' ? '' : `: ${said}`}`;
}

const mostCharacters = 50;

/** `get, list on pods, services; create on leases; 4 rules more`: one rule, and others as far as a line goes. */
function rulesWords(rules: readonly PolicyRule[]): string {
  let words = '';
  for (const [index, rule] of rules.entries()) {
    const next = words === '' ? accessWords(rule) : `${words}; ${accessWords(rule)}`;
    const left = rules.length - index;
    if (index > 0 && next.length > mostCharacters) return `${words}; ${counted(left, 'rule')} more`;
    words = next;
  }
  return words;
}

function accessWords({ verbs, resources, resourceNames, nonResourceURLs }: PolicyRule): string {
  const named = resourceNames.length === 0 ? '' : ` named ${short(resourceNames)}`;
  return `${short(verbs)} on ${short(resources.length === 0 ? nonResourceURLs : resources)}${named}`;
}

function short(items: readonly string[]): string {
  return items.length > 4 ? `${items.slice(0, 3).join(', ')}, … (${String(items.length)})` : items.join(', ');
}

/** The grants of a workload that give something. */
export function effectiveGrants(workload: Workload): Grant[] {
  return workload.grants.filter(isEffective);
}
