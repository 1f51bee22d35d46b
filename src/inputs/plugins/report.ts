import { SourceDocument } from '../../documents/document.ts';
import { Field } from '../../documents/field.ts';
import type { Report, RuleMeta } from '../../rule/rule.ts';
import { suggestion } from '../../text/suggestion.ts';
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
const patch = { type: 'object', required: ['field'], properties: { rename: text, remove: { const: true } } };
const fix = {
  type: 'object',
  required: ['title', 'safety', 'patches'],
  additionalProperties: false,
  properties: { title: text, safety: { enum: ['safe', 'unsafe'] }, patches: { type: 'array', items: patch } },
};
const support = { type: 'object', required: ['message'], properties: { message: text, location } };

const isReport = compileSchema<Report>({
  type: 'object',
  required: ['messageId', 'location', 'resource', 'confidence'],
  additionalProperties: false,
  properties: {
    messageId: text,
    data: { type: 'object', additionalProperties: { type: ['string', 'number'] } },
    location,
    resource: { type: 'object', required: ['document', 'kind', 'root'] },
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
export function readReport(value: unknown, { messages }: RuleMeta): Report {
  if (!isReport(value)) throw new Error(schemaFault(isReport.errors ?? [], 'a report').reason);
  const { messageId, data = {}, location, resource, fixes = [] } = value;
  const message = Object.hasOwn(messages, messageId) ? messages[messageId] : undefined;
  if (message === undefined) {
    const near = suggestion(messageId, Object.keys(messages));
    throw new Error(`messageId "${messageId}" is none of the rule's messages${near}`);
  }
  const missing = Array.from(message.matchAll(/\{(\w+)\}/g), ([, name = '']) => name).find((name) => !(name in data));
  if (missing !== undefined) throw new Error(`data has no "${missing}", which the message "${messageId}" names`);
  if (!(resource.document instanceof SourceDocument)) throw new Error('resource must be one of the facts');
  if (location.uri === resource.document.file.uri && !fits(location, resource.document)) {
    throw new Error('location lies outside of the file');
  }
  if (!fixes.every(({ patches }) => patches.every(({ field }) => field instanceof Field))) {
    throw new Error('the field of a patch must be one of the facts');
  }
  return value;
}

function fits({ range: { start, end } }: Report['location'], { file }: SourceDocument): boolean {
  const isOrdered = start.line < end.line || (start.line === end.line && start.character <= end.character);
  return isOrdered && end.line < file.text.split('\n').length;
}
