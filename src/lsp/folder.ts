import { relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type Location, SourceFile } from '../documents/document.ts';
import type { MeansPath } from '../config/filePatterns.ts';
import type { Problem } from '../documents/problem.ts';
import type { ReadInput } from '../inputs/readInput.ts';
import type { LintResult } from '../lint/finding.ts';
import { Session } from '../lint/session.ts';
import type { Model } from '../rule/rule.ts';
import type { Position } from '../text/position.ts';
import { pathOf } from './path.ts';
import type { FolderSettings } from './settings.ts';
import { TextShift } from './textShift.ts';

/** A text that cannot be read while it is typed: its last good state counts, and this says where that is now. */
interface BrokenText {
  readonly problems: readonly Problem[];
  readonly shift: TextShift;
}

/** The files of one workspace folder, unsaved buffers over what is on disk. */
export class Folder {
  /** Absolute path; files are named relative to it, as the command names them when it runs there. */
  readonly root: string;
  readonly buffers = new Map<string, TextDocument>();
  #session: Session;
  #settings: FolderSettings;
  readonly #files = new Map<string, SourceFile>();
  readonly #unreadable = new Map<string, Problem>();
  readonly #broken = new Map<string, BrokenText>();
  /** Configurations that were changed since they were read: what is wrong with them is known when they are saved. */
  readonly #unsaved = new Set<string>();

  constructor(root: string, settings: FolderSettings) {
    this.root = root;
    this.#session = new Session(settings.lint);
    this.#settings = settings;
  }

  get model(): Model {
    return this.#session.model;
  }

  /** The facts of one file, joined with those of the others. */
  modelOf(name: string): Model | undefined {
    return this.#session.modelOf(name);
  }

  get names(): string[] {
    return [...this.#files.keys(), ...this.#unreadable.keys()];
  }

  has(name: string): boolean {
    return this.#files.has(name) || this.#unreadable.has(name);
  }

  /** The name of a document; one that is in no file is named by its URI. */
  nameOf(uri: string): string {
    const path = pathOf(uri);
    return path === undefined ? uri : relative(this.root, path).split(sep).join('/');
  }

  uriOf(name: string): string {
    const open = this.buffers.get(name);
    return open === undefined ? pathToFileURL(resolve(this.root, name)).href : open.uri;
  }

  /** The text that the facts are made of; of a broken one, its last good state. */
  file(name: string): SourceFile | undefined {
    return this.#files.get(name);
  }

  /** Starts anew with the same texts and other rules. */
  configure(settings: FolderSettings): void {
    this.#session = new Session(settings.lint);
    this.#settings = settings;
    this.#unsaved.clear();
    for (const [name, file] of this.#files) {
      if (this.#isExcluded(name)) this.remove(name);
      else this.#session.set(file);
    }
    for (const document of this.buffers.values()) {
      if (!this.#files.has(this.nameOf(document.uri))) this.edit(document);
    }
  }

  /** What the configuration leaves out. */
  get excludes(): MeansPath | undefined {
    return this.#settings.excludes;
  }

  #isExcluded(name: string): boolean {
    return this.excludes?.(resolve(this.root, name), false) === true;
  }

  /** Takes what was read from disk, unless the file is open. */
  read(name: string, { file, problem }: ReadInput): void {
    if (this.buffers.has(name)) return;
    this.#unsaved.delete(name);
    const isKnown = file?.text === this.#files.get(name)?.text && !this.#broken.has(name);
    if (file !== undefined && !isKnown) this.#set(file);
    if (problem !== undefined) {
      this.remove(name);
      this.#unreadable.set(name, problem);
    }
  }

  remove(name: string): void {
    if (this.#files.delete(name)) this.#session.delete(name);
    this.#unreadable.delete(name);
    this.#broken.delete(name);
  }

  /** Takes the present text of an open document; one that the configuration excludes gets no diagnostics. */
  edit(document: TextDocument): void {
    const name = this.nameOf(document.uri);
    this.buffers.set(name, document);
    if (this.#isExcluded(name)) return;
    const file = new SourceFile(name, document.getText());
    const good = this.#files.get(name);
    if (good !== undefined && good.text !== file.text) this.#unsaved.add(name);
    const isGood = good !== undefined && syntaxProblems(this.#session.problemsIn(name)).length === 0;
    const found = this.#session.set(file, (problems) => !isGood || syntaxProblems(problems).length === 0);
    const problems = syntaxProblems(found);
    if (isGood && problems.length > 0) {
      this.#broken.set(name, { problems, shift: new TextShift(good.text, file.text) });
    } else this.#took(file);
  }

  #set(file: SourceFile): void {
    this.#session.set(file);
    this.#took(file);
  }

  #took(file: SourceFile): void {
    this.#files.set(file.uri, file);
    this.#unreadable.delete(file.uri);
    this.#broken.delete(file.uri);
  }

  /** Files that may have diagnostics. */
  get speaking(): ReadonlySet<string> {
    return new Set([...this.names, ...this.buffers.keys(), ...this.#settings.problems.map(({ uri }) => uri)]);
  }

  /** Findings and problems in one file, without what the baseline accepts; the same object until they may be others. */
  resultIn(name: string): LintResult {
    const found = this.#session.resultIn(name);
    const result = this.#settings.baseline?.apply(name, found, (other) => this.#session.resultIn(other)) ?? found;
    const ofSettings = this.#unsaved.has(name) ? [] : this.#settings.problems.filter(({ uri }) => uri === name);
    const unreadable = this.#unreadable.get(name);
    const more = [
      ...(this.#broken.get(name)?.problems ?? []),
      ...(unreadable === undefined ? [] : [unreadable]),
      ...ofSettings,
    ];
    return more.length === 0 ? result : { ...result, problems: [...result.problems, ...more] };
  }

  /** Whether a file's diagnostics lie in a text that cannot be read now, so that typing may only move them. */
  isShifted(name: string, { findings }: Pick<LintResult, 'findings'>): boolean {
    if (this.#broken.size === 0) return false;
    const isBroken = (uri: string | undefined): boolean => uri !== undefined && this.#broken.has(uri);
    return isBroken(name) || findings.some(({ evidence }) => evidence.some(({ location }) => isBroken(location?.uri)));
  }

  /** A place in the present text; `undefined` where it is being typed at and cannot be read. */
  place(location: Location): Location | undefined {
    const broken = this.#broken.get(location.uri);
    if (broken === undefined) return location;
    const range = broken.shift.toLater(location.range);
    return range === undefined ? undefined : { ...location, range };
  }

  /** A position of the present text in the text that the facts are made of. */
  factPosition(name: string, position: Position): Position | undefined {
    const broken = this.#broken.get(name);
    return broken === undefined ? position : broken.shift.toEarlier(position);
  }
}

function syntaxProblems(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ code }) => code === 'yaml-syntax');
}
