import type { Field } from '../../documents/field.ts';

export type Labels = ReadonlyMap<string, string>;

/** A LabelSelector: what has all of its labels and meets all of its expressions; an empty one selects everything. */
export interface LabelSelector {
  /** The same for those that are written alike. */
  readonly text: string;
  readonly labels: Labels;
  readonly expressions: readonly ((labels: Labels) => boolean)[];
}

/** `undefined` for one that the API server's code refuses, so that nothing is selected. */
export function readSelector(field: Field): LabelSelector | undefined {
  if (field.node?.kind !== 'map') return undefined;
  const labels = stringsIn(field.get('matchLabels'));
  const written = field.itemsAt('matchExpressions');
  const expressions = written.flatMap((expression) => readExpression(expression) ?? []);
  const isWhole = labels.size === field.get('matchLabels').names.length && expressions.length === written.length;
  return isWhole ? { text: JSON.stringify([[...labels], written.map(wordsOf)]), labels, expressions } : undefined;
}

function wordsOf(expression: Field): unknown {
  return [expression.stringAt('key'), expression.stringAt('operator'), expression.get('values').strings];
}

function readExpression(field: Field): LabelSelector['expressions'][number] | undefined {
  const [key, values] = [field.stringAt('key'), field.get('values').strings];
  if (key === undefined) return undefined;
  const isAmong = (labels: Labels): boolean => values.includes(labels.get(key) ?? '') && labels.has(key);
  switch (field.stringAt('operator')) {
    case 'In':
      return values.length === 0 ? undefined : isAmong;
    case 'NotIn':
      return values.length === 0 ? undefined : (labels) => !isAmong(labels);
    case 'Exists':
      return values.length > 0 ? undefined : (labels) => labels.has(key);
    case 'DoesNotExist':
      return values.length > 0 ? undefined : (labels) => !labels.has(key);
    default:
      return undefined;
  }
}

export function selects({ labels: wanted, expressions }: LabelSelector, labels: Labels): boolean {
  return [...wanted].every(([key, value]) => labels.get(key) === value) && expressions.every((meets) => meets(labels));
}

export function stringsIn(field: Field): Labels {
  return new Map(
    field.fields().flatMap((entry) => (entry.string === undefined ? [] : [[String(entry.segment), entry.string]])),
  );
}
