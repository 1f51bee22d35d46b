import { type Component, flagOf } from '../facts/cluster/component.ts';
import { clusterComponents } from '../facts/cluster/components.ts';
import { monitoringRules } from '../facts/cluster/ruleFiles.ts';
import { csiDrivers } from '../facts/csiDriver.ts';
import type { Facts } from '../facts/facts.ts';
import { isOfCluster } from '../facts/rbac/grant.ts';

/** What a control is about: without any of it in the input, there is nothing to check. */
export interface Subject {
  /** What it is, after "no". */
  readonly words: string;
  isIn(facts: Facts): boolean;
}

export const workloads: Subject = { words: 'workload', isIn: (facts) => facts.workloads.length > 0 };

export const accounts: Subject = { words: 'ServiceAccount', isIn: (facts) => facts.accounts.length > 0 };

export const defaultAccounts: Subject = {
  words: 'ServiceAccount "default"',
  isIn: (facts) => facts.accounts.some(({ name }) => name === 'default'),
};

export const bindings: Subject = {
  words: 'binding of a ServiceAccount',
  isIn: (facts) => facts.grants.some(({ binding }) => !isOfCluster(binding)),
};

export const boundRoles: Subject = {
  words: 'role that a binding gives to a ServiceAccount',
  isIn: (facts) => facts.grants.some(({ binding, known }) => known !== 'missing' && !isOfCluster(binding)),
};

export const secrets: Subject = { words: 'Secret', isIn: (facts) => facts.secrets.length > 0 };

export const drivers: Subject = { words: 'CSIDriver', isIn: (facts) => csiDrivers(facts).length > 0 };

export const alerts: Subject = {
  words: 'alert or recording rule',
  isIn: (facts) => facts.resources.some((resource) => monitoringRules(resource).length > 0),
};

export const apiServers: Subject = apiServersThat('kube-apiserver manifest or kubeadm configuration', () => true);

/** What does not hold all flags, as a patch does not, says nothing of one that it does not name. */
export function apiServersWith(flag: string): Subject {
  return apiServersThat(
    `kube-apiserver manifest or kubeadm configuration, whole or with --${flag}`,
    (component) => component.complete || flagOf(component, flag) !== undefined,
  );
}

function apiServersThat(words: string, tells: (component: Component) => boolean): Subject {
  return {
    words,
    isIn: (facts) => clusterComponents(facts).some((one) => one.name === 'kube-apiserver' && tells(one)),
  };
}
