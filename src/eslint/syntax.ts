import type { Scope, SourceCode } from 'eslint';
import type { CallExpression, NewExpression, Node, Property, PropertyDefinition, MethodDefinition } from 'estree';

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** A node without what only types it: `x as T`, `x!`, `x satisfies T`, `(await x)`, `x?.y`, `(0, x)`. */
export function unwrapped(node: Node): Node {
  const wrappers = [
    'TSAsExpression',
    'TSNonNullExpression',
    'TSSatisfiesExpression',
    'TSTypeAssertion',
    'ChainExpression',
  ];
  if (node.type === 'AwaitExpression') return unwrapped(node.argument);
  const last = node.type === 'SequenceExpression' ? node.expressions.at(-1) : undefined;
  if (last !== undefined) return unwrapped(last);
  const inner: unknown = wrappers.includes(node.type) ? Reflect.get(node, 'expression') : undefined;
  return isNode(inner) ? unwrapped(inner) : node;
}

/** The children of a node, in their order. */
export function childrenOf(node: Node, { visitorKeys }: SourceCode): Node[] {
  const keys = visitorKeys[node.type] ?? [];
  return keys.flatMap((key) => {
    const value: unknown = Reflect.get(node, key);
    return Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [];
  });
}

export function isFunction(node: Node): boolean {
  return ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'].includes(node.type);
}

/** The nearest function around a node; `undefined` at the top level of a module. */
export function functionAround(node: Node, sourceCode: SourceCode): Node | undefined {
  return sourceCode.getAncestors(node).findLast(isFunction);
}

/** `fs.readFile` and `readFile` alike: the last name of what is called, or made with `new`. */
export function calleeName({ callee }: CallExpression | NewExpression): string | undefined {
  const called = unwrapped(callee);
  if (called.type === 'Identifier') return called.name;
  return called.type === 'MemberExpression' ? propertyName(called) : undefined;
}

/** The name of `object.name`, `object['name']`, `object[0]` and `this.#name`. */
export function propertyName(node: Node): string | undefined {
  return node.type === 'MemberExpression' ? keyName(node.property, node.computed) : undefined;
}

/** The name that a property, a field or a method has where it is written. */
export function nameOfKey(node: Property | PropertyDefinition | MethodDefinition): string | undefined {
  return keyName(node.key, node.computed);
}

function keyName(key: Node, computed: boolean): string | undefined {
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  if (key.type === 'Identifier' && !computed) return key.name;
  return key.type === 'Literal' && ['string', 'number'].includes(typeof key.value) ? String(key.value) : undefined;
}

/** What an identifier stands for where it is written. */
export function variableOf(node: Node, sourceCode: SourceCode): Scope.Variable | undefined {
  if (node.type !== 'Identifier') return undefined;
  let scope: Scope.Scope | null = sourceCode.getScope(node);
  for (; scope !== null; scope = scope.upper) {
    const found = scope.set.get(node.name);
    if (found !== undefined) return found;
  }
  return undefined;
}
