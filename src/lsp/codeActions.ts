import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { isRendered } from '../documents/split.ts';
import { applyFixes, fixOf } from '../lint/applyFixes.ts';
import type { FileEdit, Finding } from '../lint/finding.ts';
import { groupBy } from '../lists/groupBy.ts';
import { type Range, comparePositions } from '../text/position.ts';
import type { Folder } from './folder.ts';
import { property } from '../inputs/property.ts';
import { suppressionsIn } from './suppression.ts';
import { addTo } from '../lists/addTo.ts';

export const fixAllKind = `${CodeActionKind.SourceFixAll}.kube-token-lint`;

type Edits = readonly FileEdit[];

/** Fixes and suppressions of the findings in a range, and all safe fixes of the file. */
export function codeActions(folder: Folder, params: CodeActionParams, versioned: boolean): CodeAction[] {
  const name = folder.nameOf(params.textDocument.uri);
  const ofFile = folder.resultIn(name).findings;
  const wanted = (kind: string): boolean =>
    params.context.only?.some((only) => only === '' || kind === only || kind.startsWith(`${only}.`)) ?? true;
  // Some clients ask for a place, and say which diagnostics they show for its line.
  const shown = groupBy(params.context.diagnostics, ({ data }) => property(data, 'fingerprint'));
  const here = ofFile.filter((finding) => {
    const place = folder.place(finding.location);
    return place !== undefined && (shown.has(finding.fingerprint) || touches(place.range, params.range));
  });
  const edit = (edits: Edits): WorkspaceEdit | undefined => workspaceEdit(edits, folder, versioned);
  return [
    ...(wanted(CodeActionKind.QuickFix) ? quickFixes(here, shown, folder, name, edit) : []),
    ...(wanted(fixAllKind) ? fixAll(folder, name, edit) : []),
  ];
}

function quickFixes(
  findings: readonly Finding[],
  shown: ReadonlyMap<unknown, Diagnostic[]>,
  folder: Folder,
  name: string,
  edit: (edits: Edits) => WorkspaceEdit | undefined,
): CodeAction[] {
  const suppressionOf = suppressionsIn(folder, name);
  return findings.flatMap((finding) => {
    const diagnostics = shown.get(finding.fingerprint) ?? [];
    const action = (title: string, edits: Edits, isPreferred: boolean): CodeAction[] => {
      const change = edit(edits);
      if (change === undefined) return [];
      return [
        { title, kind: CodeActionKind.QuickFix, diagnostics, edit: change, ...(isPreferred ? { isPreferred } : {}) },
      ];
    };
    const fixes = finding.fixes.flatMap(({ title, safety, edits }, index) =>
      safety === 'safe'
        ? action(title, edits, index === 0)
        : action(`${title} (unsafe: may change what runs)`, edits, false),
    );
    const suppression = suppressionOf(finding);
    return suppression === undefined ? fixes : [...fixes, ...action(suppression.title, [suppression.edit], false)];
  });
}

/** What `--fix` does to the file in one pass; what is left then is offered again afterwards. */
function fixAll(folder: Folder, name: string, edit: (edits: Edits) => WorkspaceEdit | undefined): CodeAction[] {
  const file = folder.file(name);
  // As the command: the next rendering would undo it. Single fixes are offered, they show what the template needs.
  if (file === undefined || isRendered(file.text)) return [];
  const result = folder.resultIn(name);
  const options = { level: 'safe', only: (uri: string) => uri === name } as const;
  const { fixed } = applyFixes([file], result, { ...options, lint: () => ({ ...result, findings: [] }) });
  const edits = fixed.flatMap((finding) => fixOf(finding, 'safe')?.edits ?? []);
  const change = edits.length === 0 ? undefined : edit(edits);
  return change === undefined
    ? []
    : [{ title: 'Apply all safe fixes of kube-token-lint in this file', kind: fixAllKind, edit: change }];
}

function touches(a: Range, b: Range): boolean {
  return comparePositions(a.start, b.end) <= 0 && comparePositions(b.start, a.end) <= 0;
}

/** The edits as the client takes them; `undefined` where one lies where the text cannot be read. */
function workspaceEdit(edits: Edits, folder: Folder, versioned: boolean): WorkspaceEdit | undefined {
  const byName = new Map<string, TextEdit[]>();
  for (const { uri, range, newText } of edits) {
    const place = folder.place({ uri, range });
    if (place === undefined) return undefined;
    addTo(byName, uri, { range: place.range, newText });
  }
  const all = [...byName].map(([name, own]) => ({ name, uri: folder.uriOf(name), edits: own }));
  if (!versioned) return { changes: Object.fromEntries(all.map(({ uri, edits: own }) => [uri, own])) };
  return {
    documentChanges: all.map(({ name, uri, edits: own }) => ({
      textDocument: { uri, version: folder.buffers.get(name)?.version ?? null },
      edits: own,
    })),
  };
}
