import type { Field } from '../../documents/field.ts';
import { TextLook } from '../../documents/textLook.ts';
import type { WorkloadContainer, Workload } from '../workloads/workload.ts';
import { type Component, type ComponentName, type Flag, componentNames, gatesOfFlags } from './component.ts';
import { minorOf } from './version.ts';
import { addTo } from '../../lists/addTo.ts';

/** A word of a command line, by its offset in the item that holds it. */
interface Word {
  readonly text: string;
  readonly field: Field;
  readonly start: number;
}

/** Their names, and what may stand for a letter of one in quotes. Most texts hold neither `kube-` nor a backslash. */
const componentWords = new TextLook(
  (text) =>
    (text.includes('kube-') && componentNames.some((name) => text.includes(name))) ||
    text.includes('kubelet') ||
    (text.includes('\\') && /\\[xuU]/.test(text)),
);

/** The components that a pod runs, as static pods and hosted control planes do. */
export function componentsOfPod(workload: Workload): Component[] {
  // Nearly no pod names one.
  if (!componentWords.in(workload.document)) return [];
  return workload.containers.flatMap((container) => componentsOfContainer(workload, container));
}

function componentsOfContainer(workload: Workload, container: WorkloadContainer): Component[] {
  const { field, image, commandLines } = container;
  const words = commandLines[0].flatMap(wordsOf);
  const passed = passedFlags(words);
  const own = words.findIndex(({ text }) => !isWrapper(text));
  const program = field.get('command').set ? words[own]?.text : imageName(image ?? '');
  const name = componentOf(program ?? '');
  const minor = minorOf(image);
  const components = name === undefined || passed.size > 0 ? passed : new Map([[name, flagsOf(words)]]);
  return [...components].map(([component, flags]) => ({
    name: component,
    resource: workload,
    field: field.get('command').set ? field.get('command') : field.get('args').set ? field.get('args') : field,
    // Variables may hold flags.
    complete: passed.size === 0 && words.length > 1 && words.every(({ text }) => !text.includes('$')),
    minor: component === name ? minor : undefined,
    flags,
    gates: gatesOfFlags(flags),
  }));
}

/** An item of a command line is a word; what a shell runs is many. */
function wordsOf(field: Field): Word[] {
  const text = field.string;
  if (text === undefined) return [];
  if (!/\s/.test(text)) return [{ text, field, start: 0 }];
  return [...text.matchAll(/[^\s\\"';]+/g)].map((match) => ({ text: match[0], field, start: match.index }));
}

/** What starts another program: shells and their flags, `exec`, variables before a command, init programs. */
function isWrapper(word: string): boolean {
  return /^-|^\w+=|^exec$|^(?:.*\/)?(?:sh|bash|dash|ash|go-runner|tini|dumb-init)$/.test(word);
}

/** An image without its tag and digest; a colon before the last slash is that of a port. */
function imageName(image: string): string {
  const name = image.split('@', 1)[0] ?? '';
  const tag = name.lastIndexOf(':');
  return tag > name.lastIndexOf('/') ? name.slice(0, tag) : name;
}

function componentOf(path: string): ComponentName | undefined {
  return componentNames.find((name) => path === name || path.endsWith(`/${name}`));
}

function flagsOf(words: readonly Word[]): Flag[] {
  return words.flatMap((word, index): Flag[] => {
    const flag = flagOf(word);
    if (flag !== undefined || !word.text.startsWith('--')) return flag === undefined ? [] : [flag];
    const next = words[index + 1];
    const name = flagName(word.text);
    const separate = next !== undefined && !next.text.startsWith('-') && !booleanFlags.has(name);
    return [{ name, value: separate ? next : { text: 'true', field: word.field, start: word.text.length } }];
  });
}

/** Flags that never take the next word for their value. */
const booleanFlags = new Set(['service-account-lookup', 'service-account-extend-token-expiration']);

function flagOf({ text, field, start }: Word): Flag | undefined {
  const equals = text.indexOf('=');
  if (!text.startsWith('--') || equals === -1) return undefined;
  const value = { text: text.slice(equals + 1), field, start: start + equals + 1 };
  return { name: flagName(text.slice(0, equals)), value };
}

/** Kubernetes reads `_` in the names of flags as `-`. */
function flagName(text: string): string {
  return text.replace(/^--/, '').replaceAll('_', '-');
}

/** k3s and k3d hand flags on: `--kube-apiserver-arg=feature-gates=A=true`. */
export function passedFlags(words: readonly Word[]): Map<ComponentName, Flag[]> {
  const found = new Map<ComponentName, Flag[]>();
  for (const { text, field, start } of words) {
    const [prefix = '', name] =
      /^--(kube-apiserver|kube-controller-manager|kube-scheduler|kubelet)-arg=/.exec(text) ?? [];
    const component = componentNames.find((one) => one === name);
    if (component === undefined) continue;
    const rest = text.slice(prefix.length);
    const dashes = rest.startsWith('--') ? 0 : -2;
    const flag = flagOf({ text: dashes === 0 ? rest : `--${rest}`, field, start: start + prefix.length + dashes });
    if (flag !== undefined) addTo(found, component, flag);
  }
  return found;
}
