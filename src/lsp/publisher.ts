import { setImmediate } from 'node:timers/promises';
import { CodeLensRefreshRequest, type Connection, type Diagnostic } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { ClientSupport } from './capabilities.ts';
import type { Configuration } from './configuration.ts';
import { type Reported, diagnosticsOf } from './diagnostics.ts';
import type { Folder } from './folder.ts';
import { getOrMake } from '../memo/getOrMake.ts';

/** Waiting times in milliseconds: the longer linting takes, the longer a pause in typing must be. */
const shortest = 2;
const longest = 250;

/** Milliseconds of linting that nobody notices. */
const unnoticed = 50;

/** Milliseconds for which files that are not open may keep requests waiting, and how many are looked at together. */
const longestStep = 5;
const fewFiles = 8;

/** Sends the diagnostics that changed. */
export class Publisher {
  /** Folders that are still being read: only their open files get diagnostics. */
  readonly openOnly = new Set<Folder>();
  readonly #connection: Connection;
  readonly #support: ClientSupport;
  readonly #configuration: Configuration;
  readonly #timers = new Map<Folder, NodeJS.Timeout>();
  readonly #published = new Map<Folder, Map<string, Published>>();
  readonly #durations = new Map<Folder, number>();
  /** Folders that were removed: nothing more is sent about them. */
  readonly #cleared = new WeakSet<Folder>();
  /** The latest run over the files that are not open. */
  readonly #runs = new Map<Folder, symbol>();

  constructor(connection: Connection, support: ClientSupport, configuration: Configuration) {
    this.#connection = connection;
    this.#support = support;
    this.#configuration = configuration;
  }

  /** Lints a folder when nothing more comes in for a moment. */
  schedule(folder: Folder): void {
    clearTimeout(this.#timers.get(folder));
    const duration = this.#durations.get(folder) ?? 0;
    const wait = duration < unnoticed ? shortest : Math.min(longest, duration / 2);
    this.#timers.set(
      folder,
      setTimeout(() => {
        void this.publish(folder);
      }, wait),
    );
  }

  /** Sends what is new: of open files at once, of the others little by little; resolves when all is sent. */
  async publish(folder: Folder): Promise<void> {
    clearTimeout(this.#timers.get(folder));
    this.#timers.delete(folder);
    if (this.#cleared.has(folder)) return;
    const start = performance.now();
    const sent = this.#try(folder, () => this.#publish(folder, [...folder.buffers.keys()]));
    if (sent) this.#refresh();
    const duration = performance.now() - start;
    this.#durations.set(folder, duration);
    if (this.#configuration.trace) this.#connection.console.log(`Linted ${folder.root} in ${duration.toFixed(0)} ms`);
    if (!this.openOnly.has(folder)) await this.#publishRest(folder);
  }

  /** Requests are answered between two steps; a newer text makes it start again. */
  async #publishRest(folder: Folder): Promise<void> {
    const rest = [...new Set([...(this.#published.get(folder)?.keys() ?? []), ...folder.speaking])];
    const run = Symbol(folder.root);
    this.#runs.set(folder, run);
    let sent = false;
    let at = 0;
    while (at < rest.length) {
      await setImmediate();
      if (this.#runs.get(folder) !== run || this.#timers.has(folder)) return;
      const end = performance.now() + longestStep;
      while (at < rest.length && performance.now() < end) {
        const some = rest.slice(at, at + fewFiles);
        if (this.#try(folder, () => this.#publish(folder, some))) sent = true;
        at += fewFiles;
      }
    }
    if (sent) this.#refresh();
  }

  #refresh(): void {
    if (this.#support.refreshInlayHints) void this.#connection.languages.inlayHint.refresh();
    if (this.#support.refreshCodeLenses) void this.#connection.sendRequest(CodeLensRefreshRequest.type);
  }

  #try(folder: Folder, run: () => boolean): boolean {
    try {
      return run();
    } catch (error) {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.#connection.console.error(`Could not lint ${folder.root}: ${reason}`);
      return false;
    }
  }

  /** Whether anything was new. */
  #publish(folder: Folder, names: readonly string[]): boolean {
    const published = this.#publishedOf(folder);
    return names.filter((name) => this.#send(folder, name, folder.resultIn(name), published)).length > 0;
  }

  #send(folder: Folder, name: string, reported: Reported, published: Map<string, Published>): boolean {
    const before = published.get(name);
    const document = folder.buffers.get(name);
    const isClean = reported.findings.length + reported.problems.length === 0;
    if (before === undefined && isClean && document === undefined) return false;
    const shifted = folder.isShifted(name, reported);
    const isOld = before?.document === document && !shifted && !before?.shifted;
    if (isOld && before !== undefined && isSame(before.reported, reported)) return false;
    const uri = folder.uriOf(name);
    const diagnostics = diagnosticsOf(reported, folder, this.#support.diagnostics);
    const text = JSON.stringify(diagnostics);
    const kept = diagnostics.length > 0 || document !== undefined;
    if (!kept) {
      published.delete(name);
      if (before === undefined || before.text === '[]') return false;
      this.#notify(before.uri, []);
      return true;
    }
    published.set(name, { uri, document, reported, shifted, text });
    if (before?.uri === uri && before.text === text) return false;
    if (before !== undefined && before.uri !== uri) this.#notify(before.uri, []);
    this.#notify(uri, diagnostics, document?.version);
    return true;
  }

  #notify(uri: string, diagnostics: Diagnostic[], version?: number): void {
    void this.#connection.sendDiagnostics({ uri, diagnostics, ...(version === undefined ? {} : { version }) });
  }

  /** Diagnostics that one folder sent for a document count as sent by another, which may withdraw them. */
  move(uri: string, from: Folder, to: Folder): void {
    const published = this.#published.get(from);
    const sent = published?.get(from.nameOf(uri));
    if (sent === undefined) return;
    published?.delete(from.nameOf(uri));
    this.#publishedOf(to).set(to.nameOf(uri), sent);
  }

  #publishedOf(folder: Folder): Map<string, Published> {
    return getOrMake(this.#published, folder, () => new Map<string, Published>());
  }

  /** Withdraws all diagnostics of a folder. */
  clear(folder: Folder): void {
    clearTimeout(this.#timers.get(folder));
    for (const { uri } of this.#published.get(folder)?.values() ?? []) this.#notify(uri, []);
    this.#timers.delete(folder);
    this.#published.delete(folder);
    this.#runs.delete(folder);
    this.#durations.delete(folder);
    this.#cleared.add(folder);
  }
}

/** The diagnostics that were sent for a file, and under which name. */
interface Published {
  readonly uri: string;
  /** The open document that it was sent of. */
  readonly document: TextDocument | undefined;
  readonly reported: Reported;
  /** Whether places were carried over into a text that could not be read. */
  readonly shifted: boolean;
  readonly text: string;
}

function isSame(a: Reported, b: Reported): boolean {
  if (a === b) return true;
  const same = (left: readonly unknown[], right: readonly unknown[]): boolean =>
    left.length === right.length && left.every((item, index) => item === right[index]);
  return same(a.findings, b.findings) && same(a.problems, b.problems);
}
