import { embeddedDocuments } from '../../documents/embedded.ts';
import type { Field } from '../../documents/field.ts';
import { TextLook } from '../../documents/textLook.ts';
import { type Resource, apiGroup } from '../objects/resource.ts';

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

const metricWords = new TextLook((text) => text.includes('serviceaccount_'));

/** The rules of an object that may speak of metrics of ServiceAccounts. */
export function accountMetricRules(resource: Resource): MonitoringRule[] {
  const mayHoldSome = resource.kind === 'ConfigMap' || isRuleFile(resource);
  return mayHoldSome && metricWords.in(resource.document) ? monitoringRules(resource) : [];
}

/** The rules of an object; of files in ConfigMaps, those that may speak of metrics of ServiceAccounts. */
export function monitoringRules(resource: Resource): MonitoringRule[] {
  if (isRuleFile(resource)) return rulesOf(resource, resource.root.get('spec'));
  if (resource.kind !== 'ConfigMap') return [];
  return resource.root
    .get('data')
    .fields()
    .filter(({ string }) => string?.includes('serviceaccount_') === true && /^[ -]*expr:/m.test(string))
    .flatMap(embeddedDocuments)
    .flatMap((file) => rulesOf(resource, file));
}

function isRuleFile(resource: Resource): boolean {
  return ruleKinds.get(apiGroup(resource))?.includes(resource.kind) === true;
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
