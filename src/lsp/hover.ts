import { type Hover, type HoverParams, MarkupKind } from 'vscode-languageserver/node';
import type { Finding } from '../lint/finding.ts';
import { helpUri } from '../reporters/helpUri.ts';
import { type Position, type Range, comparePositions } from '../text/position.ts';
import type { Folder } from './folder.ts';
import { describe } from './description.ts';
import { markdownText } from './markdown.ts';
import { targetAt } from './target.ts';

/** What the container really gets, and the pages of the rules that have something to say here. */
export function hover(folder: Folder, { textDocument, position }: HoverParams): Hover | null {
  const name = folder.nameOf(textDocument.uri);
  const target = targetAt(folder, name, position);
  const description = target === undefined ? undefined : describe(target);
  const here = folder.resultIn(name).findings.filter((finding) => isAt(finding, folder, position));
  const parts = [...(description === undefined ? [] : [description]), ...here.map(findingText)];
  if (parts.length === 0) return null;
  const [first] = here;
  const range =
    target === undefined || description === undefined
      ? first && folder.place(first.location)?.range
      : folder.place(target.field.valueLocation)?.range;
  const contents = { kind: MarkupKind.Markdown, value: parts.join('\n\n---\n\n') };
  return range === undefined || !contains(range, position) ? { contents } : { contents, range };
}

function isAt({ location }: Finding, folder: Folder, position: Position): boolean {
  const place = folder.place(location);
  return place !== undefined && contains(place.range, position);
}

function contains({ start, end }: Range, position: Position): boolean {
  return comparePositions(start, position) <= 0 && comparePositions(position, end) <= 0;
}

function findingText({ ruleId, message, evidence }: Finding): string {
  const because = evidence.map((support) => `\n- ${markdownText(support.message)}`).join('');
  return `[${ruleId}](${helpUri(ruleId)}): ${markdownText(message)}${because}`;
}
