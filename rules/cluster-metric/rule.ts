import { partLocation } from '../../src/documents/scalarPart.ts';
import { measuredMinor } from '../../src/facts/cluster/featureGates.ts';
import { serviceAccountMetricNames, serviceAccountMetrics } from '../../src/facts/cluster/metrics.ts';
import { accountMetricRules } from '../../src/facts/cluster/ruleFiles.ts';
import { listWords } from '../../src/rule/words.ts';
import { defineRule } from '../../src/rule/rule.ts';

export default defineRule({
  meta: {
    id: 'cluster-metric',
    description: 'An alert or recording rule on a serviceaccount_* metric that no API server serves.',
    rationale: `An alert on a metric that is never served never fires, and nobody notices: that clients present expired or legacy
tokens stays unseen. Guides name \`serviceaccount_token_requests_total\`; no API server has it. All there is, up to Kubernetes
1.35, are six counters: \`serviceaccount_legacy_tokens_total\`, \`serviceaccount_legacy_auto_token_uses_total\`,
\`serviceaccount_legacy_manual_token_uses_total\`, \`serviceaccount_invalid_legacy_auto_token_uses_total\`,
\`serviceaccount_stale_tokens_total\` and \`serviceaccount_valid_tokens_total\`.

They count authentications, not tokens, without those that the API server answers from its cache of 10 seconds; *stale* and
*valid* count only tokens whose life was extended to a year. Requests for tokens are in
\`apiserver_request_total{resource="serviceaccounts",subresource="token"}\`.`,
    severity: 'warning',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 3,
    tags: ['NSA-CISA', 'CWE-778'],
    references: ['https://kubernetes.io/docs/reference/instrumentation/metrics/'],
    fixable: false,
    messages: {
      unserved:
        'No API server up to Kubernetes 1.{measured} serves the metric "{metric}": {rules} gets no data from it',
    },
  },
  *check({ facts }) {
    const rules = facts.resources.flatMap(accountMetricRules);
    for (const { resource, expression, what } of rules) {
      const seen = new Set<string>();
      for (const { name, start } of serviceAccountMetricNames(expression.string ?? '')) {
        if (serviceAccountMetrics.has(name) || facts.recordings.has(name) || seen.has(name)) continue;
        seen.add(name);
        yield {
          messageId: 'unserved',
          data: { metric: name, rules: what, measured: measuredMinor },
          location: partLocation(expression, start, start + name.length),
          resource,
          confidence: 'high',
          evidence: [{ message: `The API server serves ${listWords([...serviceAccountMetrics])}` }],
        };
      }
    }
  },
});
