import type { Rejection } from '../facts/validation/rejection.ts';
import type { Fix } from './rule.ts';

/** Puts in quotes what the API server rejects without them. */
export function quoteFixes({ field, unquoted }: Rejection): Fix[] {
  return unquoted === undefined ? [] : [{ title: 'Quote it', safety: 'safe', patches: [{ field, set: unquoted }] }];
}
