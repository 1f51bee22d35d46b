import { concat } from '../lists/concat.ts';
import { groupBy } from '../lists/groupBy.ts';
import type { CompletenessIndex } from './completeness.ts';
import type { Facts, Lists } from './facts.ts';
import type { FileFacts } from './fileFacts.ts';
import type { Joiner } from './joiner.ts';
import { lazy } from '../memo/lazy.ts';
import { NameIndex } from './objects/nameIndex.ts';
import type { Reads } from './objects/reads.ts';
import { apiGroup } from './objects/resource.ts';
import { mayBelongTogether } from './objects/scope.ts';

/** What is joined. */
interface Joined {
  readonly files: readonly FileFacts[];
  /** What of them counts. */
  readonly whole: readonly FileFacts[];
  readonly joiner: Joiner;
  readonly completeness: CompletenessIndex;
  readonly reads: Reads;
}

/** What facts can look up in all of the input, whatever part of it they look at. */
export function lookups({ files, whole, joiner, completeness, reads }: Joined): Omit<Facts, keyof Lists> {
  const writtenNames = lazy(() => {
    const writers = files.flatMap(({ documents: [first], writtenNames }) =>
      first === undefined ? [] : Array.from(writtenNames, (name) => ({ name, first })),
    );
    return groupBy(writers, ({ name }) => name);
  });
  const groups = lazy(() => {
    const firsts = concat(whole, ({ resources }) => [
      ...new Map(resources.map((one) => [apiGroup(one), one])).values(),
    ]);
    return groupBy(firsts, apiGroup);
  });
  const minors = lazy(() => new Map(files.map(({ uri, clusterMinor }) => [uri, clusterMinor])));
  return {
    completeness,
    accountIndex: joiner.accounts,
    roleIndex: joiner.roles,
    secretIndex: joiner.secrets,
    configMaps: joiner.configMaps,
    podsByAccount: joiner.podsByAccount,
    mentions: new NameIndex('mentions', () => concat(whole, (file) => file.mentions), reads),
    recordings: new NameIndex('recordings', () => concat(whole, (file) => file.recordings), reads),
    workloadsOf: (account) => joiner.workloadsOf(account),
    workloadsPerhapsOf: (account) => joiner.workloadsPerhapsOf(account),
    workloadsGrantedBy: (binding) => joiner.workloadsGrantedBy(binding),
    grantsOf: (pod) => joiner.grantsOf(pod),
    podsRunning: (program) => joiner.podsRunning(program),
    clusterMinorOf: (document) => minors().get(document.uri),
    holdsGroup: (group, from) => {
      reads.note('apiGroup', group);
      return (
        groups()
          .get(group)
          ?.some(({ document }) => mayBelongTogether(document, from)) === true
      );
    },
    isWritten: (name, from) => {
      reads.note('written', name);
      return (
        writtenNames()
          .get(name)
          ?.some(({ first }) => mayBelongTogether(first, from)) === true
      );
    },
  };
}
