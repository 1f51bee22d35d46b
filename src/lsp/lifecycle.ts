import { ErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { property } from '../inputs/property.ts';

/** Which requests can be answered: those between the client's first and last, that say what they are about. */
export class Lifecycle {
  #state: 'new' | 'running' | 'stopped' = 'new';

  /** @throws ResponseError where it has begun already. */
  begin(): void {
    if (this.#state !== 'new') throw new ResponseError(ErrorCodes.InvalidRequest, 'The server was initialized already');
    this.#state = 'running';
  }

  end(): void {
    this.#state = 'stopped';
  }

  /** @throws ResponseError where nothing is answered. */
  check(): void {
    if (this.#state === 'new') throw new ResponseError(ErrorCodes.ServerNotInitialized, 'Nothing was initialized yet');
    if (this.#state === 'stopped') throw new ResponseError(ErrorCodes.InvalidRequest, 'The server was shut down');
  }
}

/** @throws ResponseError where a request about a document, or about a place in it, names none. */
export function checkParams(params: unknown, kind: 'document' | 'position'): void {
  const uri = property(property(params, 'textDocument'), 'uri');
  if (typeof uri !== 'string') throw new ResponseError(ErrorCodes.InvalidParams, 'textDocument.uri is not a string');
  if (kind === 'document') return;
  const position = property(params, 'position');
  const isPlace = ['line', 'character'].every((key) => Number.isInteger(property(position, key)));
  if (!isPlace) throw new ResponseError(ErrorCodes.InvalidParams, 'position has no line and character');
}
