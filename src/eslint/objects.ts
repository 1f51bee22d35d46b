import type { Node, ObjectExpression } from 'estree';
import { nameOfKey, unwrapped } from './syntax.ts';

/** Objects that are spread into each other and are followed. */
const deepest = 8;

/**
 * What an object shows of what it is made of: not what a later property stands for, as in `{ ...headers, token: '***' }`.
 * @param hidden names that are taken away or filled anew later. @param of what an expression may stand for.
 */
export function exposedIn(
  object: ObjectExpression,
  hidden: ReadonlySet<string>,
  of: (node: Node) => readonly Node[],
  depth = 0,
): Node[] {
  const covered = new Set(hidden);
  return object.properties.toReversed().flatMap((property) => {
    if (property.type === 'Property') {
      const name = nameOfKey(property);
      const isHidden = name !== undefined && covered.has(name);
      if (name !== undefined) covered.add(name);
      return isHidden ? [] : property.value;
    }
    const { argument } = property;
    if (covered.size === 0) return argument;
    if (depth > deepest) return [];
    const names = new Set(covered);
    return [unwrapped(argument), ...of(argument)].flatMap((value) =>
      value.type === 'ObjectExpression' ? exposedIn(value, names, of, depth + 1) : [],
    );
  });
}
