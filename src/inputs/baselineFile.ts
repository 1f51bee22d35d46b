import type { Stats } from 'node:fs';
import { mkdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ErrorObject } from 'ajv';
import type { BaselineEntry } from '../baseline/baseline.ts';
import { validateBaseline } from '../baseline/validator.ts';
import { ConfigError, type Fault, type Place } from '../config/configError.ts';
import { ConfigText } from '../config/configText.ts';
import { SourceFile } from '../documents/document.ts';
import { whyUnread } from './findConfig.ts';
import { uriOf } from './findFiles.ts';
import { replaceFile } from './replaceFile.ts';

const schemaUri = 'https://raw.githubusercontent.com/kube-token-lint/kube-token-lint/main/schemas/baseline.schema.json';
/** A larger text than this is not read for the place of its fault: it would take seconds. */
const readSlowly = 5_000_000;

/**
 * Reads a baseline.
 * @param path absolute.
 * @returns `undefined` where there is no such file.
 * @throws ConfigError where it is none, or broken.
 */
export async function readBaseline(path: string, cwd: string): Promise<readonly BaselineEntry[] | undefined> {
  const uri = uriOf(path, cwd);
  let text: string;
  try {
    text = (await readFile(path, 'utf8')).replace(/^\ufeff/, '');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new ConfigError({ place: { uri, range: null }, reason: `could not be read: ${whyUnread(error)}` });
  }
  const file = new SourceFile(uri, text);
  const value = valueOf(file);
  if (validateBaseline(value)) return value.findings;
  throw new ConfigError(faultOf(validateBaseline.errors?.[0], file));
}

/** Writes a baseline in one step, links and modes stay; nothing happens where it says that already. */
export async function writeBaseline(path: string, entries: readonly BaselineEntry[]): Promise<void> {
  const text = `${JSON.stringify({ $schema: schemaUri, version: 1, findings: entries }, undefined, 2)}\n`;
  const existing = await statusOf(path);
  if (existing !== undefined && (await readFile(path, 'utf8')) === text) return;
  await mkdir(dirname(path), { recursive: true });
  await replaceFile(existing === undefined ? path : await realpath(path), text, existing);
}

function statusOf(path: string): Promise<Stats | undefined> {
  return stat(path).catch(() => undefined);
}

/** Almost JSON, as it is edited by hand (a comma too many), is read as YAML. */
function valueOf(file: SourceFile): unknown {
  if (file.text.trim() === '')
    throw new ConfigError({
      place: { uri: file.uri, range: file.lines.range(0, 0) },
      reason: 'empty: not a baseline; remove it, or restore it',
    });
  try {
    return JSON.parse(file.text);
  } catch {
    throwConflict(file);
    if (file.text.length <= readSlowly) return readAsYaml(file);
    throw notJson({ uri: file.uri, range: null });
  }
}

function readAsYaml(file: SourceFile): unknown {
  try {
    return new ConfigText(file, [], readSlowly).value;
  } catch (error) {
    throw error instanceof ConfigError ? notJson(error.place) : error;
  }
}

function notJson(place: Place): ConfigError {
  return new ConfigError({ place, reason: 'not valid JSON' });
}

function throwConflict({ uri, text, lines }: SourceFile): void {
  const mark = /^(?:<{7}|={7}|>{7})(?=\s|$)/m.exec(text);
  if (mark === null) return;
  const range = lines.range(mark.index, mark.index + 7);
  throw new ConfigError({ place: { uri, range }, reason: 'a merge conflict; resolve it, and run --update-baseline' });
}

function faultOf(error: ErrorObject | undefined, file: SourceFile): Fault {
  const path = (error?.instancePath ?? '').split('/').slice(1);
  const unknown: unknown = error?.params['additionalProperty'];
  const isUnknown = typeof unknown === 'string';
  const name = path.length === 0 ? 'a baseline' : path.join('.');
  const says =
    error?.keyword === 'const' ? `must be ${String(error.params['allowedValue'])}` : (error?.message ?? 'is not valid');
  const reason = isUnknown ? `unknown key "${unknown}"` : `${name} ${says}`;
  if (file.text.length > readSlowly) return { place: { uri: file.uri, range: null }, reason };
  const text = new ConfigText(file, [], readSlowly);
  return { place: isUnknown ? text.keyPlace([...path, unknown]) : text.valuePlace(path), reason };
}
