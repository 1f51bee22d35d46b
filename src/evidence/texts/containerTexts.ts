import type { Field } from '../../documents/field.ts';
import { Environment, type Variable, type Variables } from '../../facts/pods/environment.ts';
import type { Facts } from '../../facts/facts.ts';
import type { DataEntry } from '../../facts/objects/objectData.ts';
import type { Resource } from '../../facts/objects/resource.ts';
import type { Workload, WorkloadContainer } from '../../facts/workloads/workload.ts';
import { type Command, type CommandLine, argumentsOf, readCommandLine, scriptCommands } from '../shell/commandLine.ts';
import { copiedFiles } from './copiedFiles.ts';
import type { Knowledge, SignPlace } from '../knowledge/knowledge.ts';
import { mountedFiles } from './mountedFiles.ts';
import { isScriptFile, withoutComments } from '../shell/script.ts';
import { TellingKeys } from './tellingKeys.ts';
import { concat } from '../../lists/concat.ts';
import { mapped } from '../../lists/mapped.ts';
import { getOrMake } from '../../memo/getOrMake.ts';

/** A text that says how a container runs. */
export interface ContainerText {
  readonly place: SignPlace;
  readonly text: string;
  /** What the text is, in words: `argument "--leader-elect"`, `key "app.yaml" of ConfigMap "web"`. */
  readonly what: string;
  readonly field: Field;
  /** Whether it is a file that adds to the configuration of its image: what it lacks may be there. */
  readonly adds?: boolean;
}

/** How a container runs: its command lines, and all texts that reach it. */
export interface ContainerSettings {
  readonly commandLine: CommandLine;
  readonly environment: Variables;
  /** The command lines of probes and lifecycle hooks. */
  readonly besides: readonly CommandLine[];
  /** The texts of all command lines. */
  readonly commandTexts: readonly ContainerText[];
  /** The variables that the command line names. */
  namedTexts(): ContainerText[];
  /**
   * Whether the command line names a variable that by its name is a token's path, and whose value is not in the
   * input.
   */
  namesHiddenFile(): boolean;
  /** The variables that show something. */
  environmentTexts(): ContainerText[];
  /** The mounted files that show something. */
  fileTexts(): ContainerText[];
}

/** `/fluentd/etc/conf.d/extra.conf` */
const additions = /\.d\/[^/]+$/;

/** The container, in words. */
export function containerWords({ name }: WorkloadContainer): string {
  return `Container "${name ?? '?'}"`;
}

export function settingsOf(
  container: WorkloadContainer,
  workload: Workload,
  facts: Facts,
  knowledge: Knowledge,
): ContainerSettings {
  const environment = new Environment(container.field, (kind, name) =>
    (kind === 'Secret' ? facts.secretIndex : facts.configMaps).nearestOne(name, workload),
  );
  const commandLine = readCommandLine(container.commandLines[0], environment);
  const commandTexts = lineTexts(commandLine, knowledge);
  const besides = mapped(container.commandLines.slice(1), (items) => readCommandLine(items, environment));
  for (const beside of besides) for (const text of lineTexts(beside, knowledge)) commandTexts.push(text);
  return {
    commandLine,
    environment,
    besides,
    commandTexts,
    namedTexts: () => {
      const named = namesIn(commandLine.argv);
      return environmentTexts(environment, knowledge, (name) => named.has(name));
    },
    namesHiddenFile: () =>
      [...namesIn(commandLine.argv)].some((name) => {
        const variable = tokenFile.test(name) ? environment.get(name) : undefined;
        return variable !== undefined && variable.value === undefined;
      }),
    environmentTexts: () => environmentTexts(environment, knowledge),
    fileTexts: () =>
      [mountedFiles, copiedFiles].flatMap((filesOf) =>
        Array.from(
          filesOf(container, workload, facts, (one) => tellingFiles(one, knowledge)),
          ({ object, entry, path }) => {
            const texts = fileTexts(entry, fileWords(object, entry), knowledge);
            return additions.test(path) ? mapped(texts, (text) => ({ ...text, adds: true })) : texts;
          },
        ).flat(),
      ),
  };
}

/** The command lines and scripts of a container in which a pattern matches. */
export function* containerScripts(
  container: WorkloadContainer,
  workload: Workload,
  facts: Facts,
  telling: RegExp,
): Generator<Omit<ContainerText, 'place'>> {
  for (const items of container.commandLines) {
    if (!items.some(({ string = '' }) => telling.test(string))) continue;
    const { commands, scripts } = readCommandLine(items, new Map());
    const inScripts = new Set(scripts.map(({ field }) => field));
    for (const { line, what, field } of commands) {
      if (line !== undefined && !inScripts.has(field)) yield { text: line, what, field };
    }
    yield* scripts;
  }
  const tells = ({ key, text }: DataEntry): boolean => isScriptFile(key, text) && telling.test(text);
  const scriptsIn = (object: Resource): readonly DataEntry[] => tellingScripts(telling).entriesIn(object, '', tells);
  for (const { object, entry } of mountedFiles(container, workload, facts, scriptsIn))
    yield { text: entry.text, what: fileWords(object, entry), field: entry.field };
}

function lineTexts(
  { commands, files }: Pick<CommandLine, 'commands' | 'files'>,
  knowledge: Knowledge,
): ContainerText[] {
  const texts = concat(commands, (command) => commandTextsOf(command, knowledge));
  for (const { text, what, field } of files)
    texts.push({ place: 'configuration', what, text: withoutComments(text), field });
  return texts;
}

/** The command and each of its arguments; an idle command only names files. */
function commandTextsOf({ line, words, what, field }: Command, knowledge: Knowledge): ContainerText[] {
  if (line !== undefined && knowledge.idleCommand(line) !== undefined)
    return [{ place: 'file', text: line, what, field }];
  const own: ContainerText[] = mapped(argumentsOf(words), (word) => ({ place: 'argument', ...word }));
  return line === undefined ? own : [{ place: 'command', text: line, what, field }, ...own];
}

const tellingVariables = tellingKeys();
const tellingTexts = tellingKeys();
const tellingScripts = tellingKeys();

/** One cache for each object that decides what is telling. */
function tellingKeys(): (by: object) => TellingKeys {
  const known = new WeakMap<object, TellingKeys>();
  return (by) => getOrMake(known, by, () => new TellingKeys());
}

/** Variables that show something: of a name the last one counts, at the place of the first. */
function environmentTexts(
  environment: Environment,
  knowledge: Knowledge,
  isWanted: (name: string) => boolean = () => true,
): ContainerText[] {
  const tells = (name: string, value: string | undefined): boolean =>
    knowledge.signsIn(settingWords(name, value), 'environment').length > 0;
  const brought = environment.sources.flatMap(({ prefix, object }, index) =>
    tellingVariables(knowledge)
      .entriesIn(object, prefix, ({ key, text }) => tells(`${prefix}${key}`, text))
      .flatMap(({ key }) => environment.lastOf(index, `${prefix}${key}`) ?? []),
  );
  const own = [...environment.own].filter(({ name, value }) => tells(name, value));
  return [...brought, ...own]
    .map((variable) => ({ variable, place: environment.placeOf(variable.name) }))
    .sort((a, b) => a.place[0] - b.place[0] || a.place[1] - b.place[1])
    .flatMap(({ variable }) => (isWanted(variable.name) ? variableText(variable) : []));
}

const tokenFile = /(?:token|jwt)\w*(?:file|path|dir)|service_?account/i;

function namesIn(words: readonly string[]): Set<string> {
  return new Set(words.flatMap((word) => [...word.matchAll(/\$\{?(\w+)/g)].map(([, name = '']) => name)));
}

/** Texts of an object that show something as files. */
function tellingFiles(object: Resource, knowledge: Knowledge): readonly DataEntry[] {
  return tellingTexts(knowledge).entriesIn(object, '', (entry) =>
    fileTexts(entry, '', knowledge).some(({ text, place }) => knowledge.signsIn(text, place).length > 0),
  );
}

function variableText({ name, value, field }: Variable): ContainerText {
  return { place: 'environment', text: settingWords(name, value), what: `environment variable ${name}`, field };
}

function settingWords(name: string, value = ''): string {
  return `${name}=${value}`;
}

function fileWords(object: Resource, { key }: DataEntry): string {
  return `key "${key}" of ${object.kind} "${object.name ?? ''}"`;
}

function fileTexts({ key, text, field }: DataEntry, what: string, knowledge: Knowledge): ContainerText[] {
  if (isScriptFile(key, text)) return lineTexts(scriptCommands({ text, what, field }), knowledge);
  const content: ContainerText = { place: 'configuration', text: withoutComments(text), what, field };
  const isValue = text.length <= longestValue && !text.trimEnd().includes('\n');
  return isValue ? [content, { ...content, text: settingWords(key, text.trimEnd()) }] : [content];
}

/** A file of one such line may be a setting that is called as the file (`dbms.cluster.discovery.resolver_type`). */
const longestValue = 200;
