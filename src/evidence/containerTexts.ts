import type { Field } from '../documents/field.ts';
import { normalizePath } from '../facts/container.ts';
import type { Facts } from '../facts/facts.ts';
import type { NameIndex } from '../facts/nameIndex.ts';
import type { Resource } from '../facts/resource.ts';
import type { Volume } from '../facts/volume.ts';
import type { Workload, WorkloadContainer } from '../facts/workload.ts';
import type { SignPlace } from './knowledge.ts';
import { isScriptFile, isShell, scriptCommands, withoutComments } from './script.ts';

/** A text that says how a container runs. */
export interface ContainerText {
  readonly place: SignPlace;
  readonly text: string;
  /** What the text is, in words: `argument "--leader-elect"`, `key "app.yaml" of ConfigMap "web"`. */
  readonly what: string;
  readonly field: Field;
}

/** A shell script, whole. */
export interface ContainerScript extends Omit<ContainerText, 'place'> {
  readonly place: 'script';
}

/** All texts of the input that reach a container: its command line, environment, and mounted configuration. */
export function* containerTexts(
  container: WorkloadContainer,
  workload: Workload,
  facts: Facts,
): Generator<ContainerText> {
  for (const source of sources(container, workload, facts)) {
    if (source.place === 'script') yield* commandsOf(source);
    else yield source;
  }
}

/** What a container runs: its command lines and scripts. */
export function* containerScripts(
  container: WorkloadContainer,
  workload: Workload,
  facts: Facts,
): Generator<Omit<ContainerText, 'place'>> {
  for (const source of sources(container, workload, facts)) {
    if (source.place === 'script' || source.place === 'command') yield source;
  }
}

function* sources(
  container: WorkloadContainer,
  workload: Workload,
  facts: Facts,
): Generator<ContainerText | ContainerScript> {
  yield* commandLine(container);
  yield* environment(container, workload, facts);
  yield* mountedFiles(container, workload, facts);
}

function* commandLine({ field }: WorkloadContainer): Generator<ContainerText | ContainerScript> {
  yield* argv([...field.get('command').items(), ...field.get('args').items()]);
  const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'].map((probe) => field.get(probe));
  const hooks = ['postStart', 'preStop'].map((hook) => field.at('lifecycle', hook));
  for (const holder of [...probes, ...hooks]) yield* argv(holder.at('exec', 'command').items());
}

function* argv(items: readonly Field[]): Generator<ContainerText | ContainerScript> {
  const shell = items.some((item) => isShell(item.string));
  const [first] = items;
  // `command: [kubectl, get, pods]` is a command as a script has it; flags alone are not.
  if (first?.string !== undefined && !shell && /^[^-\s]\S*$/.test(first.string)) {
    const line = items
      .flatMap((item) => (item.string !== undefined && /^\S+$/.test(item.string) ? item.string : []))
      .join(' ');
    yield { place: 'command', text: line, what: `command "${shortened(line)}"`, field: first };
  }
  for (const item of items) {
    const text = item.string;
    if (text === undefined) continue;
    if (text.includes('\n') || (shell && /\s/.test(text)))
      yield { place: 'script', text, what: 'a script of the command line', field: item };
    else yield { place: 'argument', text, what: `argument "${shortened(text)}"`, field: item };
  }
}

/** A script's commands, and each of their words as the argument that it is. */
function* commandsOf({ text, what, field }: ContainerScript): Generator<ContainerText> {
  for (const command of scriptCommands(text)) {
    yield { place: 'command', text: command, what, field };
    for (const word of command.split(/\s+/).slice(1)) yield { place: 'argument', text: unquoted(word), what, field };
  }
}

function unquoted(word: string): string {
  return word.replaceAll(/^["']|["']$/g, '');
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function* environment({ field }: WorkloadContainer, workload: Workload, facts: Facts): Generator<ContainerText> {
  for (const variable of field.get('env').items()) {
    const name = variable.get('name');
    if (name.string === undefined) continue;
    const reference = variable.at('valueFrom', 'configMapKeyRef');
    const value =
      variable.get('value').string ??
      dataOf(facts.configMaps, reference.get('name').string, workload)?.get(reference.get('key').string ?? '').string ??
      '';
    yield {
      place: 'environment',
      text: `${name.string}=${value}`,
      what: `environment variable ${name.string}`,
      field: name,
    };
  }
  for (const source of field.get('envFrom').items()) {
    const prefix = source.get('prefix').string ?? '';
    const data = dataOf(facts.configMaps, source.at('configMapRef', 'name').string, workload);
    for (const entry of data?.fields() ?? []) {
      const name = `${prefix}${String(entry.segment)}`;
      yield {
        place: 'environment',
        text: `${name}=${entry.string ?? ''}`,
        what: `environment variable ${name}`,
        field: entry,
      };
    }
  }
}

function dataOf(index: NameIndex<Resource>, name: string | undefined, workload: Workload): Field | undefined {
  return name === undefined ? undefined : index.nearestOne(name, workload)?.root.get('data');
}

/** Files of ConfigMaps and of Secrets in plain text; only those that the container mounts. */
function* mountedFiles(
  container: WorkloadContainer,
  workload: Workload,
  facts: Facts,
): Generator<ContainerText | ContainerScript> {
  const seen = new Set<Field>();
  for (const mount of container.mounts) {
    const volume = workload.volumes.find(({ name }) => name === mount.volume);
    if (volume === undefined) continue;
    for (const { source, object, data } of sourcesOf(volume, workload, facts)) {
      const paths = new Map(
        source
          .get('items')
          .items()
          .map((item) => [item.get('key').string, item.get('path').string]),
      );
      for (const entry of data.fields()) {
        const key = String(entry.segment);
        const path = paths.size === 0 ? key : paths.get(key);
        const text = entry.string;
        if (text === undefined || path === undefined || seen.has(entry)) continue;
        if (mount.subPath !== undefined && !`${normalizePath(path)}/`.startsWith(`${normalizePath(mount.subPath)}/`))
          continue;
        seen.add(entry);
        const what = `key "${key}" of ${object.kind} "${object.name ?? ''}"`;
        if (isScriptFile(key, text)) yield { place: 'script', text, what, field: entry };
        else yield { place: 'configuration', text: withoutComments(text), what, field: entry };
      }
    }
  }
}

interface FileSource {
  readonly source: Field;
  readonly object: Resource;
  readonly data: Field;
}

function* sourcesOf(volume: Volume, workload: Workload, facts: Facts): Generator<FileSource> {
  const sources = volume.type === 'projected' ? volume.field.at('projected', 'sources').items() : [volume.field];
  for (const holder of sources) {
    const configMap = holder.get('configMap');
    const object = facts.configMaps.nearestOne(configMap.get('name').string ?? '', workload);
    if (object !== undefined) yield { source: configMap, object, data: object.root.get('data') };
    const secret = holder.get('secret');
    const name = secret.get('secretName').string ?? secret.get('name').string ?? '';
    const held = facts.secretIndex.nearestOne(name, workload);
    if (held !== undefined) yield { source: secret, object: held, data: held.root.get('stringData') };
  }
}
