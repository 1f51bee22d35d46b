import { embeddedDocuments } from '../../documents/embedded.ts';
import type { Field } from '../../documents/field.ts';
import { type Resource, apiGroup } from '../resource.ts';

/** A rule of Prometheus: an alert, or a series that it records. */
export interface MonitoringRule {
  readonly resource: Resource;
  readonly expression: Field;
  readonly record: string | undefined;
  /** `alert "TokensStale"`, `record "team:tokens:rate"`. */
  readonly what: string;
}

/** Kinds whose `spec` is a rule file, by the group of their API. */
const ruleKinds: ReadonlyMap<string, readonly string[]> = new Map([
  ['monitoring.coreos.com', ['PrometheusRule']],
  ['operator.victoriametrics.com', ['VMRule']],
  ['monitoring.googleapis.com', ['Rules', 'ClusterRules', 'GlobalRules']],
]);

/** The rules of an object that may speak of metrics of ServiceAccounts; files in ConfigMaps count. */
export function monitoringRules(resource: Resource): MonitoringRule[] {
  const { kind } = resource;
  if (ruleKinds.get(apiGroup(resource))?.includes(kind) === true) return rulesOf(resource, resource.root.get('spec'));
  if (kind !== 'ConfigMap') return [];
  return resource.root
    .get('data')
    .fields()
    .filter(({ string }) => string?.includes('serviceaccount_') === true && /^[ -]*expr:/m.test(string))
    .flatMap(embeddedDocuments)
    .flatMap((file) => rulesOf(resource, file));
}

function rulesOf(resource: Resource, file: Field): MonitoringRule[] {
  return file
    .get('groups')
    .items()
    .flatMap((group) => group.get('rules').items())
    .map((rule) => {
      const [alert, record] = [rule.get('alert').string, rule.get('record').string];
      const what = alert === undefined ? `record "${record ?? '?'}"` : `alert "${alert}"`;
      return { resource, expression: rule.get('expr'), record, what };
    });
}
