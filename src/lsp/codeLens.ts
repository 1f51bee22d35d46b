import type { CodeLens, CodeLensParams } from 'vscode-languageserver/node';
import { listWords } from '../rule/words.ts';
import type { Folder } from './folder.ts';
import { plainText } from './markdown.ts';

/** Does nothing: a lens is its title, and what every client can do with one is to run a command that the server has. */
export const showCommand = 'kube-token-lint.show';

/** Above each ServiceAccount: the workloads that run as it. */
export function codeLenses(folder: Folder, { textDocument }: CodeLensParams): CodeLens[] {
  const name = folder.nameOf(textDocument.uri);
  const facts = folder.modelOf(name)?.facts;
  return (facts?.accounts ?? []).flatMap((account) => {
    const place = folder.place(account.root.get('kind').keyLocation);
    if (place === undefined) return [];
    const workloads = facts?.workloadsOf(account) ?? [];
    const words = listWords(workloads.map((workload) => `${workload.kind} ${workload.name ?? '(no name)'}`));
    const title = workloads.length === 0 ? 'no workload runs as this account' : `runs ${plainText(words)}`;
    return [{ range: place.range, command: { title, command: showCommand } }];
  });
}
