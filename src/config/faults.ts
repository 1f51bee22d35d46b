import type { ErrorObject } from 'ajv';
import schema from '../../schemas/config.schema.json' with { type: 'json' };
import type { Path } from '../documents/document.ts';
import { isProblemCode } from '../documents/problem.ts';
import { ruleSuggestion } from '../rule/plugin.ts';
import type { Fault, Place } from './configError.ts';
import type { ConfigText } from './configText.ts';
import { suggestion } from '../text/suggestion.ts';
import { typeWords } from './typeWords.ts';

/** Of the errors at one place, those that say most come first. */
const telling = ['additionalProperties', 'enum', 'required', 'minProperties', 'type', 'pattern'];
const summaries = new Set(['anyOf', 'oneOf', 'allOf', 'if', 'not', '$ref']);
/** What is wrong with the keys of an object stays wrong whatever its values are. */
const ofKeys = new Set(['required', 'minProperties']);
const shown = 10;
/** Where nothing fits, looking for the place of everything would take for ever. */
const looked = 50;
const selectors = 'give it files, namespaces, kinds or labels';

/** What is wrong with a configuration, in the order of its text: one fault for each place. */
export function faultsOf(errors: readonly ErrorObject[], text: ConfigText): Fault[] {
  const byPlace = new Map<string, ErrorObject>();
  for (const error of [...errors].sort((a, b) => rank(a) - rank(b))) {
    const unknown: unknown = error.params['additionalProperty'];
    const key = typeof unknown === 'string' ? `${error.instancePath}/${unknown}` : error.instancePath;
    if (!byPlace.has(key)) byPlace.set(key, error);
  }
  // An error inside of a value says more than one about the whole value.
  const places = new Set([...byPlace.keys()].flatMap(ancestors));
  return [...byPlace]
    .filter(
      ([place, { keyword }]) =>
        (!places.has(place) || ofKeys.has(keyword)) && (!summaries.has(keyword) || byPlace.size === 1),
    )
    .slice(0, looked)
    .map(([, error]) => (error.keyword === 'required' ? lackOf(error, errors, text) : fault(error, text)))
    .sort((a, b) => start(a) - start(b))
    .slice(0, shown);
}

/** What is wrong with a setting for a plugin's rule where there is no plugin. */
export function withoutPlugin({ id, place }: { readonly id: string; readonly place: Place }): Fault {
  const near = ruleSuggestion(id, Object.keys(schema.$defs.rules.properties));
  return { place, reason: `unknown rule "${id}"${near || ': no plugin is configured that may have it'}` };
}

function rank({ keyword }: ErrorObject): number {
  const index = telling.indexOf(keyword);
  return index === -1 ? telling.length + (summaries.has(keyword) ? 1 : 0) : index;
}

function ancestors(place: string): string[] {
  const segments = place.split('/');
  return segments.slice(1).map((_segment, index) => segments.slice(0, index + 1).join('/'));
}

function start({ place }: Fault): number {
  return place.range === null ? 0 : place.range.start.line * 100_000 + place.range.start.character;
}

/** All that is missing at the place of an error, by the same demand. */
function lackOf({ instancePath, schemaPath }: ErrorObject, errors: readonly ErrorObject[], text: ConfigText): Fault {
  const path = pathOf(instancePath);
  const missing = errors
    .filter((other) => other.instancePath === instancePath && other.schemaPath === schemaPath)
    .map(({ params }) => `"${String(params['missingProperty'])}"`);
  return {
    place: text.valuePlace(path),
    reason: `${path.join('.') || 'the configuration'} lacks ${missing.join(', ')}`,
  };
}

function fault(error: ErrorObject, text: ConfigText): Fault {
  const path = pathOf(error.instancePath);
  const unknown: unknown = error.params['additionalProperty'];
  if (typeof unknown === 'string') {
    const reason = `unknown ${kindOfKey(path)} "${unknown}"${hintForKey(unknown, path)}`;
    return { place: text.keyPlace([...path, unknown]), reason };
  }
  const place = text.valuePlace(path);
  const name = path.join('.') || 'the configuration';
  if (error.params['pattern'] === schema.$defs.name.pattern)
    return { place, reason: `${name} may hold * only at its start and end` };
  if (error.keyword === 'minProperties')
    return { place: text.keyPlace(path), reason: `${name} chooses nothing: ${selectors}` };
  const allowed: unknown = error.params['allowedValues'];
  if (Array.isArray(allowed)) {
    const values = allowed.map(String);
    const written = text.scalar(path);
    const hint = written === undefined ? hintForList(path) : suggestion(written, values);
    return { place, reason: `${name} must be one of ${values.join(', ')}${hint}` };
  }
  if (error.keyword === 'type') {
    const known = schemasAt(path).flatMap(({ type }) => type ?? []);
    return { place, reason: `${name} must be ${typeWords(known.length === 0 ? [error.params['type']] : known)}` };
  }
  const described = error.keyword === 'pattern' ? schemasAt(path).find(({ description }) => description) : undefined;
  if (described !== undefined) return { place, reason: `${name} is not valid: ${String(described['description'])}` };
  return { place, reason: `${name} ${error.message ?? 'is not valid'}` };
}

/** What may have been meant by a key that there is not. */
function hintForKey(unknown: string, path: Path): string {
  if (path.length === 0 && /^(?:ignore|exclude)/i.test(unknown)) return ' (did you mean "exclude"?)';
  if (path.at(-1) === 'rules' && isProblemCode(unknown)) return ': it is a problem, which has no level';
  const known = [...new Set(keysAt(path))];
  const near = suggestion(unknown, known);
  if (near !== '' || known.length === 0) return near;
  return path.at(-1) === 'rules' ? ': `kube-token-lint rules` lists them' : `: one of ${known.join(', ')}`;
}

/** What holds for a rule that is set to a list or a mapping. */
function hintForList(path: Path): string {
  if (path.at(-2) !== 'rules') return '';
  const takesList = schemasAt(path).some(({ type }) => type === 'array');
  return takesList ? ', or a list of one of them and options: [error, {…}]' : ', alone: the rule has no options';
}

function kindOfKey(path: Path): string {
  if (path.at(-1) === 'rules') return 'rule';
  return path.at(-3) === 'rules' ? 'option' : 'key';
}

function pathOf(pointer: string): string[] {
  return pointer.split('/').slice(1).map(unescaped);
}

function unescaped(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** The keys that the schema knows at a place. */
function keysAt(path: Path): string[] {
  return schemasAt(path).flatMap(({ properties }) => (isRecord(properties) ? Object.keys(properties) : []));
}

/** What the schema has for a place, one of which must fit. */
function schemasAt(path: Path): JsonSchema[] {
  const found = path.reduce<unknown[]>(
    (schemas, segment) => schemas.flatMap(alternatives).flatMap((one) => child(one, segment)),
    [schema],
  );
  return found.flatMap(alternatives);
}

function child(at: JsonSchema, segment: string | number): unknown[] {
  const { properties, prefixItems, items } = at;
  const isIndex = /^\d+$/.test(String(segment));
  const ofList: unknown = Array.isArray(prefixItems) ? prefixItems[Number(segment)] : items;
  const own = isRecord(properties) ? properties[segment] : isIndex ? ofList : undefined;
  return own === undefined ? [] : [own];
}

/** A schema with its references followed, or those of which one must fit. */
function alternatives(at: unknown): JsonSchema[] {
  if (!isRecord(at)) return [];
  const { $ref, anyOf } = at;
  if (Array.isArray(anyOf)) return Array.from<unknown>(anyOf).flatMap(alternatives);
  if (typeof $ref !== 'string') return [at];
  const target = pathOf($ref).reduce<unknown>((sum, segment) => (isRecord(sum) ? sum[segment] : undefined), schema);
  return alternatives(target);
}

type JsonSchema = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null;
}
