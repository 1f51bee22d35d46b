import type { Field } from '../documents/field.ts';
import type { MapNode, SequenceNode } from '../documents/node.ts';
import { firstWhere } from '../lists/firstWhere.ts';
import type { TextEdit } from '../text/edit.ts';
import { edit, endOfLine, holdsAnchor, startOfLine } from './written.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Takes an entry out of its mapping, or an item out of its list, one of several; comments beside it stay. */
export function removeFromParent(field: Field): TextEdit | undefined {
  const holder = field.parent?.node;
  if (holder === undefined || holder.kind === 'scalar') return undefined;
  if (field.node === undefined || holdsAnchor(field.node)) return undefined;
  const spans = spansIn(holder);
  const from = (field.key ?? field.node).start;
  const own = firstWhere(spans, ({ start }) => start >= from);
  const span = spans[own]?.start === from ? spans[own] : undefined;
  // A comment inside would go too.
  if (span === undefined || /\s#/.test(field.document.file.text.slice(span.start, span.end))) return undefined;
  const [previous, next] = [spans[own - 1], spans[own + 1]];
  if (holder.flow) return removeFromFlow(field, holder, span, previous, next);
  return previous === undefined && next === undefined ? undefined : removeLines(field, span, next);
}

/** Of many items, each may be taken out. */
const known = new WeakMap<MapNode | SequenceNode, readonly Span[]>();

/** The places of items or entries in their order; none where some lie elsewhere. */
function spansIn(holder: MapNode | SequenceNode): readonly Span[] {
  const before = known.get(holder);
  if (before !== undefined) return before;
  const all: Span[] =
    holder.kind === 'sequence'
      ? [...holder.items]
      : [...holder.entries.values()].map(({ key, value }) => ({
          start: key.start,
          end: Math.max(key.end, value.end),
        }));
  const isWhole = all.every(({ start, end }) => start >= holder.start && end <= holder.end);
  const spans = isWhole ? all.sort((a, b) => a.start - b.start) : [];
  known.set(holder, spans);
  return spans;
}

function removeLines(field: Field, span: Span, next: Span | undefined): TextEdit | undefined {
  const { text } = field.document.file;
  const lineStart = startOfLine(field, span.start);
  const before = text.slice(lineStart, span.start).replace(/^\ufeff/, '');
  const end = endOfLine(text, span.end);
  const rest = text.slice(span.end, end);
  if (!/^[ \t]*(?:#.*)?$/.test(rest)) return undefined;
  const isItem = field.key === undefined;
  if (!(isItem ? /^ *- +$/ : /^ *$/).test(before)) {
    // The first key behind a dash: the next one takes its place.
    const between = next === undefined || isItem ? '#' : text.slice(span.end, next.start);
    return next === undefined || !/^\s*$/.test(between) ? undefined : edit(field, span.start, next.start, '');
  }
  const from = span.start - (isItem ? before.trimStart().length : 0);
  const comment = rest.indexOf('#');
  if (comment !== -1) return edit(field, from, span.end + comment, '');
  if (end < text.length)
    return edit(field, span.start - before.length, end + (text.startsWith('\r\n', end) ? 2 : 1), '');
  // The last line of a text that ends without a line end: the one before ends so then.
  return edit(field, Math.max(0, lineStart - (text.slice(0, lineStart).endsWith('\r\n') ? 2 : 1)), end, '');
}

function removeFromFlow(
  field: Field,
  holder: Span,
  span: Span,
  previous: Span | undefined,
  next: Span | undefined,
): TextEdit | undefined {
  const { text } = field.document.file;
  // `{a: }`: the value has no place, and a colon would stay. A comment, an anchor or a tag between is not ours.
  if (field.key?.end === span.end) return undefined;
  const isComma = (from: number, to: number): boolean => /^\s*,\s*$/.test(text.slice(from, to));
  if (next !== undefined) return isComma(span.end, next.start) ? edit(field, span.start, next.start, '') : undefined;
  if (previous !== undefined)
    return isComma(previous.end, span.start) ? edit(field, previous.end, span.end, '') : undefined;
  const inside = { start: holder.start + 1, end: holder.end - 1 };
  const around = text.slice(inside.start, span.start) + text.slice(span.end, inside.end);
  const { start, end } = around.trim() === '' ? inside : span;
  return edit(field, start, end, '');
}
