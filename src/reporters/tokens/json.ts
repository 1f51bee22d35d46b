import { type Grant, isEffective } from '../../facts/rbac/grant.ts';
import type { TokenMount } from '../../facts/tokens/token.ts';
import { redactTokens } from '../../text/redact.ts';
import { oneBased } from '../json.ts';
import { JsonList, JsonObject, jsonText } from '../jsonText.ts';
import { escalationOf } from '../../facts/rbac/escalation.ts';
import { type InventoryItem, effectiveGrants } from './inventory.ts';

/** The inventory as `schemas/tokens.schema.json` describes it, in pieces. */
export function formatTokensJson(items: readonly InventoryItem[]): Generator<string> {
  // Whatever someone wrote a token into: none is printed.
  const redacted = (_key: string, value: unknown): unknown => (typeof value === 'string' ? redactTokens(value) : value);
  return jsonText(new JsonObject({ version: 1, workloads: new JsonList(workloads(items)) }), redacted);
}

function* workloads(items: readonly InventoryItem[]): Generator<object> {
  for (const item of items) yield jsonWorkload(item);
}

function jsonWorkload({ workload, apiUse }: InventoryItem): object {
  const { apiVersion, kind, namespace, name, automount } = workload;
  const decision = automount.field.valueLocation;
  return {
    file: workload.document.uri,
    ...(workload.document.template === undefined ? {} : { template: { file: workload.document.template } }),
    resource: { apiVersion, kind, namespace, name },
    serviceAccountName: workload.serviceAccount.name,
    serviceAccountFound: workload.account !== undefined,
    automount: {
      value: automount.value,
      decidedBy: automount.decidedBy,
      file: decision.uri,
      range: oneBased(decision.range),
    },
    apiUse: {
      verdict: apiUse.verdict,
      confidence: apiUse.confidence,
      evidence: apiUse.evidence.map(({ kind: sign, direction, strength, message, location }) => ({
        kind: sign,
        direction,
        strength,
        message,
        file: location?.uri ?? null,
        range: location === undefined ? null : oneBased(location.range),
      })),
    },
    rejected: workload.rejections.map(({ reason }) => reason),
    containers: workload.containers.map((container) => ({
      name: container.name,
      type: container.type,
      tokens: container.tokens.map(jsonToken),
    })),
    permissions: effectiveGrants(workload).flatMap(jsonPermissions),
    secretAccounts: workload.secretAccounts.map((account) => ({
      secretName: account.secretName,
      serviceAccountName: account.name,
      permissions: account.grants.filter(isEffective).flatMap(jsonPermissions),
    })),
  };
}

function jsonToken(token: TokenMount): object {
  const { kind, volume, secretName, mountPath, path, file, doubt } = token;
  const { audience, expirationSeconds, lifetimeSeconds, readOnly, subPath } = token;
  return {
    ...{
      kind,
      volume,
      secretName,
      mountPath,
      path,
      file,
      audience,
      expirationSeconds,
      lifetimeSeconds,
      readOnly,
      subPath,
    },
    ...(doubt === undefined ? {} : { doubt }),
  };
}

/** One entry a rule, with the chain that grants it; a role whose rules are not in the input is one entry without. */
function jsonPermissions(grant: Grant): object[] {
  const { binding, role } = grant;
  const via = [
    {
      kind: binding.kind,
      namespace: binding.namespace,
      name: binding.name,
      file: binding.document.uri,
      range: oneBased(grant.subject.field.keyLocation.range),
    },
    {
      kind: binding.roleKind,
      namespace: role?.namespace ?? null,
      name: binding.roleName,
      file: role?.document.uri ?? null,
      range: role === undefined ? null : oneBased(role.root.at('metadata', 'name').valueLocation.range),
    },
  ];
  const common = { clusterWide: grant.clusterWide, known: grant.known, escalation: escalationOf(grant) ?? null, via };
  if (grant.known !== 'declared') {
    return [{ verbs: null, apiGroups: null, resources: null, resourceNames: null, nonResourceURLs: null, ...common }];
  }
  return grant.rules.map(({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }) => ({
    verbs,
    apiGroups,
    resources,
    resourceNames,
    nonResourceURLs,
    ...common,
  }));
}
