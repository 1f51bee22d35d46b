import { type Connection, MessageType, ShowMessageNotification } from 'vscode-languageserver/node';
import type { Problem } from '../documents/problem.ts';
import { pathToFileURL } from 'node:url';
import { FolderBaseline } from './baseline.ts';
import type { ClientSupport } from './capabilities.ts';
import { property } from '../inputs/property.ts';
import { type ClientSettings, type FolderSettings, clientSettings, defaultOptions, lintSettings } from './settings.ts';

const section = 'kube-token-lint';

/** The settings of the client, and with them how each folder is linted. */
export class Configuration {
  readonly #connection: Connection;
  readonly #support: ClientSupport;
  /** What holds where the client is not asked, or has nothing to say. */
  #settings: ClientSettings;
  /** What it said last. */
  #said: ClientSettings | undefined;
  /** What was last usable, by root: what is being edited may not be. */
  readonly #usable = new Map<string, Omit<FolderSettings, 'problems'>>();

  constructor(connection: Connection, support: ClientSupport, initial: unknown) {
    this.#connection = connection;
    this.#support = support;
    this.#settings = clientSettings(initial);
  }

  /** Takes the settings that a client sends by itself; others are asked when they are needed. */
  replace(settings: unknown): void {
    const own = property(settings, section);
    if (own !== undefined) this.#settings = clientSettings(own);
  }

  get trace(): boolean {
    return (this.#said ?? this.#settings).trace === true;
  }

  async folder(root: string): Promise<FolderSettings> {
    const problems: Problem[] = [];
    const kept: Omit<FolderSettings, 'problems'> = this.#usable.get(root) ?? { lint: defaultOptions };
    const said = await lintSettings(root, await this.#settingsOf(root)).catch(async (error: unknown) => {
      problems.push(...(await this.#refuse(error)));
      return { lint: kept.lint, excludes: kept.excludes };
    });
    const baseline = await FolderBaseline.find(root).catch(async (error: unknown) => {
      problems.push(...(await this.#refuse(error)));
      return kept.baseline;
    });
    this.#usable.set(root, { ...said, baseline });
    return { ...said, baseline, problems };
  }

  /** Shows why something cannot be used; the result is the problem, where it has a place. */
  async #refuse(error: unknown): Promise<Problem[]> {
    const message = error instanceof Error ? error.message : String(error);
    void this.#connection.sendNotification(ShowMessageNotification.type, {
      type: MessageType.Error,
      message: `kube-token-lint: ${message}`,
    });
    const { ConfigError } = await import('../config/configError.ts');
    if (!(error instanceof ConfigError)) return [];
    const { place, reason } = error;
    return [{ ...place, code: 'configuration', severity: 'error', message: reason }];
  }

  async #settingsOf(root: string): Promise<ClientSettings> {
    if (!this.#support.configuration) return this.#settings;
    const asked: unknown = await this.#connection.workspace
      .getConfiguration({ scopeUri: pathToFileURL(root).href, section })
      .catch(() => undefined);
    // What it answers is all that counts: a setting that is no longer there is taken back.
    const isSaid = typeof asked === 'object' && asked !== null;
    this.#said = isSaid ? clientSettings(asked) : undefined;
    return this.#said ?? this.#settings;
  }
}
