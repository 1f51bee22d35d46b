import type { SourceDocument } from '../documents/document.ts';
import type { FileFacts } from './fileFacts.ts';
import { isOpen } from './rbac/openMisses.ts';
import { accountOfSubject, groupOfAccounts } from './rbac/rbac.ts';
import type { Key } from './objects/reads.ts';
import { type Resource, apiGroup } from './objects/resource.ts';

/**
 * The names under which other files find something in one, and what they find there, as a text that tells whether it is
 * another by now. `undefined` where anything may find it.
 */
function namesIn(facts: FileFacts): Map<Key, string> | undefined {
  if (isKustomizing(facts)) return undefined;
  const found = new Map<Key, string>();
  const add = (kind: string, name: string | null, what: string): void => {
    const key: Key = `${kind} ${name ?? ''}`;
    found.set(key, `${found.get(key) ?? ''}${what}\n`);
  };
  const addBoth = (kind: string, name: string | null, what: string): void => {
    add(kind, name, what);
    add(kind, '*', what);
  };
  const textOf = texts(facts.isDump);
  for (const account of facts.accounts) addBoth('accounts', account.name, textOf(account.document));
  for (const role of facts.roles) {
    addBoth('roles', role.name, textOf(role.document));
    if (role.aggregated) add('aggregated', '*', textOf(role.document));
  }
  for (const { document, subjects, roleName } of facts.bindings) {
    add('bindings', roleName, textOf(document));
    add('changedBindings', '*', textOf(document));
    for (const subject of subjects) {
      const account = accountOfSubject(subject);
      if (account !== undefined) addBoth('subjects', account.name, textOf(document));
      if (isOpen(subject)) add('openSubjects', '*', textOf(document));
      if (groupOfAccounts(subject) !== undefined) add('groups', '*', textOf(document));
    }
  }
  for (const { name, document } of facts.secrets) addBoth('secrets', name, textOf(document));
  for (const { name, document } of facts.configMaps) addBoth('configMaps', name, textOf(document));
  for (const { resource, accountName, program, hasImages } of facts.pods) {
    const { document, kind, namespace, name, root } = resource;
    // Beside a kustomization, one without images is only a patch.
    const where = [document.template, kind, namespace, name, hasImages];
    addBoth('podsByAccount', accountName, JSON.stringify(where));
    add('pods', accountName, textOf(document));
    if (program === undefined) continue;
    add('programs', program, JSON.stringify(where));
    add('accountOf', placeName(resource), accountName);
    add('places', placeName(resource), JSON.stringify(root.at('metadata', 'name').valueLocation.range));
  }
  for (const { name, namespace, document } of facts.mentions) {
    addBoth('mentions', name, JSON.stringify([namespace, document.template]));
  }
  for (const { name } of facts.recordings) addBoth('recordings', name, '');
  for (const resource of facts.resources) add('apiGroup', apiGroup(resource), '');
  const writer = facts.documents[0]?.template ?? '';
  for (const name of facts.writtenNames) add('written', name, writer);
  return found;
}

/** Whether a file says what is changed in others. */
export function isKustomizing({ kustomizations, deployedFolders, postRenderers }: FileFacts): boolean {
  return kustomizations.length + deployedFolders.length + postRenderers.length > 0;
}

/** What an object is looked up by where it is known, and only its account or the place of its name may be another. */
export function placeName({ document: { uri }, kind, namespace, name }: Resource): string {
  return JSON.stringify([uri, kind, namespace, name]);
}

/** The text of a document, and where it is: findings elsewhere point into it, and say how complete its file is. */
function texts(isDump: boolean): (document: SourceDocument) => string {
  const known = new Map<SourceDocument, string>();
  return (document) => {
    const { file, start, end } = document;
    const text =
      known.get(document) ??
      JSON.stringify([isDump, document.template, file.lines.position(start)]) + file.text.slice(start, end);
    known.set(document, text);
    return text;
  };
}

/** The names under which something else is found than before; `undefined` where that may be any. */
export function changedNames(before: FileFacts | undefined, after: FileFacts | undefined): Set<Key> | undefined {
  const [was, is] = [before, after].map((facts) => (facts === undefined ? new Map<Key, string>() : namesIn(facts)));
  if (was === undefined || is === undefined) return undefined;
  return new Set([...was.keys(), ...is.keys()].filter((key) => was.get(key) !== is.get(key)));
}
