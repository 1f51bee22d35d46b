import type { InlayHint, InlayHintParams } from 'vscode-languageserver/node';
import type { Workload } from '../facts/workloads/workload.ts';
import { automountWords } from '../reporters/tokens/inventory.ts';
import type { Folder } from './folder.ts';
import { plainText } from './markdown.ts';

/** The effective automount behind `spec:` of each pod that says nothing of it. */
export function inlayHints(folder: Folder, { textDocument, range }: InlayHintParams): InlayHint[] {
  const name = folder.nameOf(textDocument.uri);
  const workloads = folder.modelOf(name)?.facts.workloads ?? [];
  return workloads
    .filter(({ automount }) => automount.decidedBy !== 'pod')
    .flatMap((workload) => hintOf(workload, folder) ?? [])
    .filter(({ position: { line } }) => line >= range.start.line && line <= range.end.line);
}

function hintOf(workload: Workload, folder: Folder): InlayHint | undefined {
  const { automount, pod, account } = workload;
  const key = folder.place(pod.spec.keyLocation);
  if (key === undefined) return undefined;
  const said = automount.decidedBy === 'serviceAccount' ? `by account ${account?.name ?? ''}` : 'by default';
  return {
    // Behind the colon.
    position: { line: key.range.end.line, character: key.range.end.character + 1 },
    label: plainText(`automount ${automount.value ? 'on' : 'off'}, ${said}`),
    paddingLeft: true,
    tooltip: plainText(`automount ${automountWords(workload)}`),
  };
}
