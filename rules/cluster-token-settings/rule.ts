import { type Component, flagLocation, flagOf } from '../../src/facts/cluster/component.ts';
import { clusterComponents } from '../../src/facts/cluster/components.ts';
import { maximumExpirationFault } from '../../src/facts/cluster/duration.ts';
import { type Report, defineRule } from '../../src/rule/rule.ts';

const falseValues = ['0', 'f', 'F', 'false', 'False', 'FALSE'];

export default defineRule({
  meta: {
    id: 'cluster-token-settings',
    description:
      'Flags of the API server that make ServiceAccount tokens live longer than they say, or weaken their checks.',
    rationale: `With \`--service-account-extend-token-expiration\`, which is on by default, every automounted token says it
lives 3607 seconds and is good for a year; \`--service-account-max-token-expiration\` does not shorten it. The extension was made
for clients of before 2021 that read the token once. Whoever copies a token out of a pod that runs for months uses it until the
pod is gone; \`serviceaccount_stale_tokens_total\` counts the clients that still need the extension. Look at it for a week, then
turn the extension off.

With \`--service-account-lookup=false\` legacy tokens stay good after their Secret is deleted: a leaked one cannot be revoked. Without
the ServiceAccount admission plugin no pod gets a token volume, and a pod may name an account that does not exist. A
\`--service-account-max-token-expiration\` that is refused keeps the API server from starting.`,
    severity: 'warning',
    presets: ['recommended', 'strict', 'zero-trust'],
    securitySeverity: 6,
    tags: ['CIS-1.2.30', 'CIS-1.2.21', 'CIS-1.2.12', 'NSA-CISA', 'MITRE-T1528', 'CWE-613'],
    references: [
      'https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/',
      'https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/',
    ],
    fixable: false,
    messages: {
      extended:
        'Automounted tokens live a year, not 3607 s: set service-account-extend-token-expiration to "false" once no client needs it',
      lookup: 'Without look-up, legacy tokens stay good after their Secret or account is deleted',
      maximum: 'kube-apiserver does not start with this service-account-max-token-expiration: {reason}',
      admission:
        'Without the ServiceAccount admission plugin no pod gets a token volume, and pods may name accounts that do not exist',
    },
  },
  *check({ facts }) {
    for (const component of clusterComponents(facts)) {
      if (component.name === 'kube-apiserver') yield* checkApiServer(component);
    }
  },
});

function* checkApiServer(component: Component): Generator<Report<'extended' | 'lookup' | 'maximum' | 'admission'>> {
  const { resource } = component;
  const common = { resource, confidence: 'high' } as const;
  const extension = flagOf(component, 'service-account-extend-token-expiration');
  if (extension === undefined ? component.complete : !falseValues.includes(extension.text)) {
    const location = extension === undefined ? component.field.keyLocation : flagLocation(extension);
    yield { ...common, messageId: 'extended', location };
  }
  const lookup = flagOf(component, 'service-account-lookup');
  if (lookup !== undefined && falseValues.includes(lookup.text)) {
    yield { ...common, messageId: 'lookup', location: flagLocation(lookup) };
  }
  const maximum = flagOf(component, 'service-account-max-token-expiration');
  const reason = maximum === undefined ? undefined : maximumExpirationFault(maximum.text);
  if (maximum !== undefined && reason !== undefined) {
    yield { ...common, messageId: 'maximum', data: { reason }, severity: 'error', location: flagLocation(maximum) };
  }
  const disabled = flagOf(component, 'disable-admission-plugins');
  const at = disabled === undefined ? -1 : `,${disabled.text},`.indexOf(',ServiceAccount,');
  if (disabled !== undefined && at !== -1) {
    yield { ...common, messageId: 'admission', location: flagLocation(disabled, at, at + 'ServiceAccount'.length) };
  }
}
