import type { Field } from '../documents/field.ts';
import type { ServiceAccount } from '../facts/accounts/account.ts';
import type { Binding } from '../facts/rbac/rbac.ts';
import type { TokenMount } from '../facts/tokens/token.ts';
import { rejectionWords } from '../facts/validation/rejection.ts';
import type { Workload, WorkloadContainer } from '../facts/workloads/workload.ts';
import {
  accountWords,
  audienceWords,
  automountWords,
  grantWords,
  mayLines,
  lifetimeWords,
  placeOf,
  verdictWords,
} from '../reporters/tokens/inventory.ts';
import type { Model } from '../rule/rule.ts';
import { markdownTable, markdownText } from './markdown.ts';
import { type Target, isSame, isSameField, upwards } from './target.ts';

/** A token and the container that can read it. */
interface Held {
  readonly container: WorkloadContainer;
  readonly token: TokenMount;
}

/** What is there to know of a place, in Markdown; `undefined` where it has nothing to do with tokens. */
export function describe({ model, field, resource, workloads }: Target): string | undefined {
  const account = model.facts.accounts.find(({ root }) => isSame(root, resource.root));
  if (account !== undefined)
    return isNameOrKind(field, account.root) || isAutomount(field, account.root)
      ? ofAccount(account, model)
      : undefined;
  const binding = model.facts.bindings.find(({ root }) => isSame(root, resource.root));
  if (binding !== undefined)
    return isWithin(field, binding.root, ['roleRef', 'subjects', 'metadata', 'kind'])
      ? ofBinding(binding, model)
      : undefined;
  for (const workload of workloads) {
    const found = inWorkload(field, workload, model);
    if (found !== undefined) return found;
  }
  return undefined;
}

function inWorkload(field: Field, workload: Workload, model: Model): string | undefined {
  const { spec } = workload.pod;
  if (isNameOrKind(field, workload.root)) return ofTokens(heldIn(workload), workload, model);
  if (isSame(field.parent, spec) && isPodField(field)) return ofTokens(heldIn(workload), workload, model);
  for (const place of upwards(field)) {
    const container = workload.containers.find((one) => isSame(one.field, place));
    if (container !== undefined) {
      const isName = isSame(field.parent, container.field) && field.segment === 'name';
      return isName
        ? ofTokens(
            heldIn(workload, ({ container: holder }) => holder === container),
            workload,
            model,
          )
        : undefined;
    }
    const held = heldIn(
      workload,
      ({ token: { mount, source } }) => isSameField(place, mount?.field) || isSameField(place, source),
    );
    if (held.length > 0) return ofTokens(held, workload, model);
    const volume = workload.volumes.find((one) => isSame(one.field, place));
    if (volume !== undefined) {
      const inVolume = heldIn(workload, ({ token }) => token.volume === volume.name);
      return inVolume.length === 0 ? undefined : ofTokens(inVolume, workload, model);
    }
  }
  return undefined;
}

function isPodField({ segment }: Field): boolean {
  return segment === 'automountServiceAccountToken' || segment === 'serviceAccountName' || segment === 'serviceAccount';
}

function isAutomount({ segment, parent }: Field, root: Field): boolean {
  return segment === 'automountServiceAccountToken' && isSame(parent, root);
}

function isNameOrKind({ segment, parent }: Field, root: Field): boolean {
  if (isSame(parent, root)) return segment === 'kind';
  return segment === 'name' && parent?.segment === 'metadata' && isSame(parent.parent, root);
}

function isWithin(field: Field, root: Field, keys: readonly string[]): boolean {
  return upwards(field).some(({ segment, parent }) => isSame(parent, root) && keys.includes(String(segment)));
}

function heldIn({ containers }: Workload, isWanted: (held: Held) => boolean = () => true): Held[] {
  return containers.flatMap((container) => container.tokens.map((token) => ({ container, token }))).filter(isWanted);
}

function ofTokens(held: readonly Held[], workload: Workload, model: Model): string {
  const rows = held.map(({ container, token }) => [
    container.name ?? '?',
    token.kind,
    audienceWords(token),
    lifetimeWords(token),
    placeOf(token),
  ]);
  return [
    workloadText(workload, model),
    rows.length === 0 ? 'No token' : markdownTable(['container', 'token', 'audience', 'lives', 'file'], rows),
    permissionText(workload),
    rejectionText(workload),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function workloadText(workload: Workload, model: Model): string {
  const title = `**${markdownText(`${workload.kind} ${workload.name ?? '(no name)'}`)}**`;
  const use = `API token ${verdictWords(model.apiUse(workload))}`;
  return `${title}: ${markdownText(`account ${accountWords(workload)}, automount ${automountWords(workload)}; ${use}`)}`;
}

function permissionText(workload: Workload): string {
  return mayLines(workload)
    .map((line) => `- may: ${markdownText(line)}`)
    .join('\n');
}

function rejectionText({ rejections }: Workload): string {
  return rejections.map((rejection) => `- rejected: ${markdownText(rejectionWords(rejection))}`).join('\n');
}

function ofAccount(account: ServiceAccount, model: Model): string {
  const workloads = model.facts.workloadsOf(account);
  return [
    `**ServiceAccount ${markdownText(account.name ?? '(no name)')}**: automount ${automountSaid(account)}`,
    workloadList(workloads, model),
  ].join('\n\n');
}

function automountSaid({ automount, automountToFillIn }: ServiceAccount): string {
  if (automountToFillIn !== undefined) return 'filled in elsewhere';
  if (automount === undefined) return 'not set: pods get the API token unless they say no';
  return automount.value ? 'on, unless a pod says no' : 'off, unless a pod says yes';
}

function ofBinding(binding: Binding, model: Model): string {
  const workloads = model.facts.workloadsGrantedBy(binding);
  const grant = model.facts.grants.find((one) => one.binding === binding);
  const words = grant === undefined ? `${binding.roleKind} ${binding.roleName}` : grantWords(grant);
  return [
    `**${binding.kind} ${markdownText(binding.name ?? '(no name)')}** grants ${markdownText(words)}`,
    workloadList(workloads, model),
  ].join('\n\n');
}

function workloadList(workloads: readonly Workload[], model: Model): string {
  if (workloads.length === 0) return 'No workload here runs as it';
  return workloads.map((workload) => `- ${workloadText(workload, model)}`).join('\n');
}
