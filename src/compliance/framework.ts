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
  /** Of a rule that checks several controls, the messages that speak of this one. */
  readonly messages?: Readonly<Record<string, readonly string[]>>;
  /** The ways to more permissions that concern it, whichever rule tells them. */
  readonly ways?: readonly string[];
}

export interface Framework {
  readonly name: string;
  readonly url: string;
  readonly controls: readonly Control[];
}

export const frameworkIds = ['cis', 'nsa'] as const;
export type FrameworkId = (typeof frameworkIds)[number];

const settings = 'cluster-token-settings';
const escalation = 'rbac-escalation';
const workloads = 'rbac-workload-create';

/** Of what a rule reports on several controls of CIS, what belongs to which. */
const cisMessages: Readonly<Record<string, Control['messages']>> = {
  '1.2.12': { [settings]: ['admission'] },
  '1.2.21': { [settings]: ['lookup'] },
  '1.2.30': { [settings]: ['extended'] },
  '5.1.4': { [workloads]: ['pods'] },
  '5.1.5': { 'account-automount': ['default'] },
  '5.1.8': { [escalation]: ['grant', 'impersonate'] },
  '5.1.10': { [workloads]: ['nodes'] },
  '5.1.11': { [escalation]: ['approve'] },
  '5.1.12': { [escalation]: ['webhooks'] },
};

const section = (id: string, title: string, rules: readonly string[]): Control => ({
  id,
  title,
  url: hardeningGuide,
  tag: 'NSA-CISA',
  rules,
});

/** A role of the cluster's own can lead to what several controls of CIS are about, and is one finding. */
const cisWays: Readonly<Record<string, readonly string[]>> = {
  '5.1.2': ['secrets'],
  '5.1.3': ['wildcard'],
  '5.1.4': ['pods'],
  '5.1.8': ['impersonate', 'impersonateAccounts', 'grant'],
  '5.1.10': ['nodes'],
  '5.1.11': ['approve'],
  '5.1.12': ['mutate', 'validate'],
  '5.1.13': ['token'],
};

export const frameworks: Readonly<Record<FrameworkId, Framework>> = {
  cis: {
    name: 'CIS Kubernetes Benchmark v1.11',
    url: 'https://www.cisecurity.org/benchmark/kubernetes',
    controls: cisControls.map(([id, title]) => {
      const [tag, messages, ways] = [`CIS-${id}`, cisMessages[id], cisWays[id]];
      const parts = { ...(messages === undefined ? {} : { messages }), ...(ways === undefined ? {} : { ways }) };
      return { id, title, url: tags.get(tag)?.url ?? '', tag, ...parts };
    }),
  },
  nsa: {
    name: 'NSA/CISA Kubernetes Hardening Guide v1.2',
    url: hardeningGuide,
    controls: [
      section('pod-service-account-tokens', 'Kubernetes Pod security: Protecting Pod service account tokens', [
        'automount-',
        'account-',
        'injector-',
        'token-',
      ]),
      section('secrets', 'Network separation and hardening: Secrets', ['legacy-', 'csi-']),
      section('authentication', 'Authentication and authorization: Authentication', [settings]),
      section('role-based-access-control', 'Authentication and authorization: Role-based access control', ['rbac-']),
      section('threat-detection', 'Audit Logging and Threat Detection: Threat Detection', ['cluster-metric']),
    ],
  },
};
