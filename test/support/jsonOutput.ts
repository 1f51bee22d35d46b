import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';

export interface JsonRange {
  start: { line: number; column: number };
  end: { line: number; column: number };
}

export interface JsonFinding {
  ruleId: string;
  messageId: string;
  message: string;
  severity: string;
  confidence: string;
  file: string;
  range: JsonRange;
  resource: { apiVersion: string; kind: string; namespace: string | null; name: string | null };
  container?: string;
  template?: { file: string };
  evidence: { message: string; file: string | null; range: JsonRange | null }[];
  fixes: { title: string; safety: string; edits: { file: string; range: JsonRange; newText: string }[] }[];
  fingerprint: string;
  suppression?: { kind: string; reason: string };
}

export interface JsonOutput {
  findings: JsonFinding[];
  suppressed?: JsonFinding[];
  problems: { file: string; range: JsonRange | null; message: string; code: string; severity: string }[];
  summary: Record<string, number>;
  compliance?: {
    framework: string;
    controls: { id: string; status: string; part?: string; rules: string[]; findings: string[] }[];
  };
}

const schema: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../../schemas/output.schema.json'), 'utf8'));
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile<JsonOutput>(Object(schema));

/** The command's JSON output, checked against its published schema. */
export function readOutput(text: string): JsonOutput {
  const value: unknown = JSON.parse(text);
  if (!validate(value)) throw new Error(JSON.stringify(validate.errors?.slice(0, 3)));
  return value;
}
