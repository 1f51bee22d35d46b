import { type Hover, type HoverParams, MarkupContent, MarkupKind } from 'vscode-languageserver/node';
import type { Finding } from '../lint/finding.ts';
import { helpUri } from '../reporters/helpUri.ts';
import type { Rule } from '../rule/rule.ts';
import { type Position, type Range, comparePositions } from '../text/position.ts';
import type { Folder } from './folder.ts';
import { describe } from './description.ts';
import { markdownText, withoutMarkdown } from './markdown.ts';
import { ruleMentions } from './ruleMentions.ts';
import { targetAt } from './target.ts';

/** A hover as the client can show it. */
export function inFormat(found: Hover | null, markdown: boolean): Hover | null {
  if (found === null || markdown || !MarkupContent.is(found.contents)) return found;
  return { ...found, contents: { kind: MarkupKind.PlainText, value: withoutMarkdown(found.contents.value) } };
}

/** What the container really gets, and the pages of the rules that have something to say here. */
export function hover(folder: Folder, { textDocument, position }: HoverParams, rules: readonly Rule[]): Hover | null {
  const name = folder.nameOf(textDocument.uri);
  const target = targetAt(folder, name, position);
  const description = target === undefined ? undefined : describe(target);
  const field = target === undefined ? undefined : folder.place(target.field.keyLocation)?.range;
  const value = target === undefined ? undefined : folder.place(target.field.valueLocation)?.range;
  // On a key, also what is found at its value.
  const places = [position, ...(field && value && contains(field, position) ? [value.start] : [])];
  const here = folder.resultIn(name).findings.filter((finding) => places.some((at) => isAt(finding, folder, at)));
  const parts = [...(description === undefined ? [] : [description]), ...here.map(findingText)];
  if (parts.length === 0) return ruleHover(folder, name, position, rules);
  const [first] = here;
  const range =
    target === undefined || description === undefined
      ? first && folder.place(first.location)?.range
      : folder.place(target.field.valueLocation)?.range;
  const contents = { kind: MarkupKind.Markdown, value: parts.join('\n\n---\n\n') };
  return range === undefined || !contains(range, position) ? { contents } : { contents, range };
}

/** What a rule is about, on its name in a suppression or in the configuration. */
function ruleHover(folder: Folder, name: string, position: Position, rules: readonly Rule[]): Hover | null {
  const text = folder.buffers.get(name)?.getText() ?? '';
  const mention = ruleMentions(name, text, rules).find(({ range }) => contains(range, position));
  if (mention === undefined) return null;
  const { id, description } = mention.rule.meta;
  const value = `[${id}](${helpUri(id)}): ${markdownText(description)}`;
  return { contents: { kind: MarkupKind.Markdown, value }, range: mention.range };
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
