import {
  type Subject,
  accounts,
  alerts,
  apiServers,
  apiServersWith,
  bindings,
  boundRoles,
  defaultAccounts,
  drivers,
  secrets,
  workloads,
} from './subjects.ts';
import type { FrameworkId } from './frameworkIds.ts';
import { cisControls, hardeningGuide, tags } from './tags.ts';

/** One control or section of a framework, and which findings belong to it. */
export interface Control {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  /** Rules with this tag check it. */
  readonly tag: string;
  /** Of those, the rules whose ids begin so; all where unset. */
  readonly rules?: readonly string[];
  /** What it is about; without any of it in the input, there was nothing to check. */
  readonly looksAt?: readonly Subject[];
  /** What of it is checked, where that is not all. */
  readonly part?: string;
  /** Of a rule that checks several controls, the messages that speak of this one. */
  readonly messages?: Readonly<Record<string, readonly string[]>>;
  /** The ways to more permissions that concern it, whichever rule tells them: one finding may tell several. */
  readonly ways?: readonly string[];
}

type Checked = Pick<Control, 'looksAt' | 'part' | 'messages' | 'ways'>;

export interface Framework {
  readonly name: string;
  readonly url: string;
  readonly controls: readonly Control[];
}

const settings = 'cluster-token-settings';
const escalation = 'rbac-escalation';
const workloadCreate = 'rbac-workload-create';

/** What of the controls of CIS is checked; the titles of those without anything here are all there is. */
const cisChecks: Readonly<Record<string, Checked>> = {
  '1.2.12': { looksAt: [apiServersWith('disable-admission-plugins')], messages: { [settings]: ['admission'] } },
  '1.2.21': { looksAt: [apiServersWith('service-account-lookup')], messages: { [settings]: ['lookup'] } },
  '1.2.30': {
    looksAt: [apiServersWith('service-account-extend-token-expiration')],
    messages: { [settings]: ['extended'] },
  },
  '5.1.1': { looksAt: [bindings], part: 'what is bound to ServiceAccounts, not to people' },
  '5.1.2': {
    looksAt: [boundRoles],
    part: 'get, list, watch, patch and deletecollection on all secrets (not on named ones), given to ServiceAccounts, not to people',
    ways: ['secrets'],
  },
  '5.1.3': {
    looksAt: [boundRoles],
    part: '* for resources, where it leads to more tokens or permissions (not * for verbs or API groups alone), given to ServiceAccounts, not to people',
    ways: ['wildcard'],
  },
  '5.1.4': {
    looksAt: [boundRoles],
    part: 'pods and the built-in kinds that make pods, given to ServiceAccounts, not to people',
    messages: { [workloadCreate]: ['pods'] },
    ways: ['pods'],
  },
  '5.1.5': {
    looksAt: [workloads, defaultAccounts, bindings],
    part: 'accounts "default" that are declared, bound or run with a token in the input, not those of other namespaces',
    messages: { 'account-automount': ['default'] },
  },
  '5.1.6': {
    looksAt: [workloads, accounts],
    part: 'automounted tokens, as far as the input shows whether they are used',
  },
  '5.1.8': {
    looksAt: [boundRoles],
    part: 'what is given to ServiceAccounts, not to people; limited by resourceNames, only cluster-admin and system:masters',
    messages: { [escalation]: ['grant', 'impersonate'] },
    ways: ['impersonate', 'impersonateAccounts', 'grant'],
  },
  '5.1.10': {
    looksAt: [boundRoles],
    part: 'get and create, given to ServiceAccounts, not to people',
    messages: { [workloadCreate]: ['nodes'] },
    ways: ['nodes'],
  },
  '5.1.11': {
    looksAt: [boundRoles],
    part: 'update and patch beside approve for a signer of client certificates, given to ServiceAccounts, not to people',
    messages: { [escalation]: ['approve'] },
    ways: ['approve'],
  },
  '5.1.12': {
    looksAt: [boundRoles],
    part: 'create, update and patch (not on named ones), given to ServiceAccounts, not to people',
    messages: { [escalation]: ['webhooks'] },
    ways: ['mutate', 'validate'],
  },
  '5.1.13': {
    looksAt: [boundRoles],
    part: 'create (not for named accounts), given to ServiceAccounts, not to people',
    ways: ['token'],
  },
};

const section = (id: string, title: string, rules: readonly string[], checked: Checked): Control => ({
  id,
  title,
  url: hardeningGuide,
  tag: 'NSA-CISA',
  rules,
  ...checked,
});

export const frameworks: Readonly<Record<FrameworkId, Framework>> = {
  cis: {
    name: 'CIS Kubernetes Benchmark v1.11',
    url: 'https://www.cisecurity.org/benchmark/kubernetes',
    controls: cisControls.map(([id, title]) => {
      const tag = `CIS-${id}`;
      return { id, title, url: tags.get(tag)?.url ?? '', tag, ...cisChecks[id] };
    }),
  },
  nsa: {
    name: 'NSA/CISA Kubernetes Hardening Guide v1.2',
    url: hardeningGuide,
    controls: [
      section(
        'pod-service-account-tokens',
        'Kubernetes Pod security: Protecting Pod service account tokens',
        ['automount-', 'account-', 'injector-', 'token-'],
        { looksAt: [workloads, accounts] },
      ),
      section('secrets', 'Network separation and hardening: Secrets', ['legacy-', 'csi-'], {
        looksAt: [workloads, accounts, secrets, drivers],
        part: 'Secrets that hold ServiceAccount tokens, and tokens for CSI drivers',
      }),
      section('authentication', 'Authentication and authorization: Authentication', [settings], {
        looksAt: [apiServers],
        part: 'flags of kube-apiserver that concern ServiceAccount tokens',
      }),
      section('role-based-access-control', 'Authentication and authorization: Role-based access control', ['rbac-'], {
        looksAt: [bindings],
        part: 'what is given to ServiceAccounts, not to people',
      }),
      section('threat-detection', 'Audit Logging and Threat Detection: Threat Detection', ['cluster-metric'], {
        looksAt: [alerts],
        part: 'alert and recording rules on metrics of ServiceAccount tokens',
      }),
    ],
  },
};
