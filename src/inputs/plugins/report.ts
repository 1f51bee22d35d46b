import { SourceDocument } from '../../documents/document.ts';
import { Field } from '../../documents/field.ts';
import type { Resource } from '../../facts/objects/resource.ts';
import type { Report, RuleMeta } from '../../rule/rule.ts';
import { type Position, comparePositions } from '../../text/position.ts';
import { suggestion } from '../../text/suggestion.ts';
import { checkFixes } from './fixes.ts';
import { compileSchema, schemaFault } from './schemaFault.ts';

const text = { type: 'string', minLength: 1 };
const position = {
  type: 'object',
  required: ['line', 'character'],
  properties: { line: { type: 'integer', minimum: 0 }, character: { type: 'integer', minimum: 0 } },
};
const location = {
  type: 'object',
  required: ['uri', 'range'],
  properties: {
    uri: text,
    range: { type: 'object', required: ['start', 'end'], properties: { start: position, end: position } },
  },
};
const patch = {
  type: 'object',
  required: ['field'],
  additionalProperties: false,
  properties: { field: {}, set: {}, rename: text, remove: { const: true } },
};
const fix = {
  type: 'object',
  required: ['title', 'safety', 'patches'],
  additionalProperties: false,
  properties: { title: text, safety: { enum: ['safe', 'unsafe'] }, patches: { type: 'array', items: patch } },
};
const support = { type: 'object', required: ['message'], properties: { message: text, location } };

const orNull = { type: ['string', 'null'] };
const resource = {
  type: 'object',
  required: ['document', 'root', 'apiVersion', 'kind', 'namespace', 'name'],
  properties: { apiVersion: text, kind: text, namespace: orNull, name: orNull },
};

const isReport = compileSchema<Report>({
  type: 'object',
  required: ['messageId', 'location', 'resource', 'confidence'],
  additionalProperties: false,
  properties: {
    messageId: text,
    data: { type: 'object', additionalProperties: { type: ['string', 'number'] } },
    location,
    resource,
    container: text,
    confidence: { enum: ['high', 'medium', 'low'] },
    severity: { enum: ['error', 'warning', 'info'] },
    evidence: { type: 'array', items: support },
    weight: { enum: [0, 1, 2] },
    explains: { type: 'array', items: text },
    fixes: { type: 'array', items: fix },
  },
});

/** @throws Error that says what of a report that a rule made cannot be used. */
export function readReport(value: unknown, { messages, fixable }: RuleMeta): Report {
  if (!isReport(value)) throw new Error(schemaFault(isReport.errors ?? [], 'a report').reason);
  const { messageId, data = {}, location, resource, evidence = [], fixes = [] } = value;
  const message = Object.hasOwn(messages, messageId) ? messages[messageId] : undefined;
  if (message === undefined) {
    const near = suggestion(messageId, Object.keys(messages));
    throw new Error(`messageId "${messageId}" is none of the rule's messages${near}`);
  }
  const missing = Array.from(message.matchAll(/\{(\w+)\}/g), ([, name = '']) => name).find((name) => !(name in data));
  if (missing !== undefined) throw new Error(`data has no "${missing}", which the message "${messageId}" names`);
  if (!isOfFacts(resource)) throw new Error('resource must be one of the facts');
  const { file } = resource.document;
  if (location.uri !== file.uri) {
    throw new Error(`location is in "${location.uri}", and its resource in "${file.uri}": both must be in one file`);
  }
  const places = [location, ...evidence.flatMap((support) => support.location ?? [])];
  if (!places.every(({ uri, range }) => uri !== file.uri || fits(range, file))) {
    throw new Error(`a location lies outside of the file "${file.uri}"`);
  }
  if (fixes.length > 0 && !fixable) throw new Error('it has fixes, and the meta of its rule says fixable: false');
  checkFixes(fixes);
  return value;
}

function isOfFacts({ document, root }: Resource): boolean {
  return document instanceof SourceDocument && root instanceof Field && root.document === document;
}

function fits({ start, end }: Report['location']['range'], { lines }: SourceDocument['file']): boolean {
  const isThere = ({ line, character }: Position): boolean =>
    line < lines.lineCount && character <= lines.line(line).length;
  return comparePositions(start, end) <= 0 && isThere(start) && isThere(end);
}
