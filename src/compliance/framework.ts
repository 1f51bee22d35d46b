import {
  type Subject,
  accounts,
  alerts,
  apiServers,
  apiServersWith,
  bindings,
  boundRoles,
  csiDrivers,
  defaultAccounts,
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
  /** Of a rule that checks several controls, the messages that speak of this one. */
  readonly messages?: Readonly<Record<string, readonly string[]>>;
  /** The ways to more permissions that concern it, whichever rule tells them: one finding may tell several. */
  readonly ways?: readonly string[];
}

type Checked = Pick<Control, 'looksAt' | 'messages' | 'ways'>;

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
  '5.1.1': { looksAt: [bindings] },
  '5.1.2': {
    looksAt: [boundRoles],
    ways: ['secrets'],
  },
  '5.1.3': {
    looksAt: [boundRoles],
    ways: ['wildcard'],
  },
  '5.1.4': {
    looksAt: [boundRoles],
    messages: { [workloadCreate]: ['pods'] },
    ways: ['pods'],
  },
  '5.1.5': {
    looksAt: [workloads, defaultAccounts, bindings],
    messages: { 'account-automount': ['default'] },
  },
  '5.1.6': {
    looksAt: [workloads, accounts],
  },
  '5.1.8': {
    looksAt: [boundRoles],
    messages: { [escalation]: ['grant', 'impersonate'] },
    ways: ['impersonate', 'impersonateAccounts', 'grant'],
  },
  '5.1.10': {
    looksAt: [boundRoles],
    messages: { [workloadCreate]: ['nodes'] },
    ways: ['nodes'],
  },
  '5.1.11': {
    looksAt: [boundRoles],
    messages: { [escalation]: ['approve'] },
    ways: ['approve'],
  },
  '5.1.12': {
    looksAt: [boundRoles],
    messages: { [escalation]: ['webhooks'] },
    ways: ['mutate', 'validate'],
  },
  '5.1.13': {
    looksAt: [boundRoles],
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
        looksAt: [workloads, accounts, secrets, csiDrivers],
      }),
      section('authentication', 'Authentication and authorization: Authentication', [settings], {
        looksAt: [apiServers],
      }),
      section('role-based-access-control', 'Authentication and authorization: Role-based access control', ['rbac-'], {
        looksAt: [bindings],
      }),
      section('threat-detection', 'Audit Logging and Threat Detection: Threat Detection', ['cluster-metric'], {
        looksAt: [alerts],
      }),
    ],
  },
};
