import type { Scope, SourceCode } from 'eslint';
import type { CallExpression, Node } from 'estree';
import { isNode, nameOfKey, propertyName } from './syntax.ts';

/** Something that a variable is given: an expression, or what the names of a pattern pick of one. */
export interface Binding {
  readonly value: Node;
  /** `['headers', '0']` of `{ headers: [first] } = value`. */
  readonly path: readonly string[];
}

/** A parameter's place: which one it is, and what of it the variable is. */
export interface ParameterPlace {
  readonly owner: Node;
  readonly index: number;
  readonly path: readonly string[];
}

/** All that is written to a variable: its initial value and what is assigned later. */
export function bindingsOf(variable: Scope.Variable, sourceCode: SourceCode): Binding[] {
  return variable.references.flatMap((reference) => {
    const { writeExpr, identifier } = reference;
    if (!reference.isWrite() || !isNode(writeExpr) || !isNode(identifier)) return [];
    const path: string[] = [];
    for (const [around, inner] of outwards(identifier, sourceCode)) {
      if (isGiven(around, writeExpr)) return [{ value: writeExpr, path }];
      const step = pathStep(around, inner);
      if (step === undefined) return [];
      path.unshift(...step);
    }
    return [];
  });
}

/** Where a variable is a parameter, or a part of one. */
export function parameterPlace(variable: Scope.Variable, sourceCode: SourceCode): ParameterPlace | undefined {
  const definition = variable.defs.find(({ type }) => type === 'Parameter');
  if (definition === undefined) return undefined;
  const owner: Node = definition.node;
  const path: string[] = [];
  for (const [around, inner] of outwards(definition.name, sourceCode)) {
    if (around === owner) {
      const index = 'params' in owner ? owner.params.findIndex((parameter) => parameter === inner) : -1;
      return index === -1 ? undefined : { owner, index, path };
    }
    const step = pathStep(around, inner);
    if (step === undefined) return undefined;
    path.unshift(...step);
  }
  return undefined;
}

/** What is assigned to members of a variable: `variable.headers.first = value`. */
export function memberBindings(variable: Scope.Variable, sourceCode: SourceCode): Binding[] {
  return variable.references.flatMap(({ identifier }) => {
    if (!isNode(identifier)) return [];
    const path: string[] = [];
    for (const [around, inner] of outwards(identifier, sourceCode)) {
      if (around.type === 'AssignmentExpression' && around.left === inner && path.length > 0)
        return [{ value: around.right, path }];
      const name = around.type === 'MemberExpression' && around.object === inner ? propertyName(around) : undefined;
      if (name === undefined) return [];
      path.push(name);
    }
    return [];
  });
}

/** The names that `delete variable.name` takes away. */
export function deletedMembers(variable: Scope.Variable, sourceCode: SourceCode): string[] {
  return variable.references.flatMap(({ identifier }) => {
    const [around, member] = isNode(identifier) ? sourceCode.getAncestors(identifier).slice(-2) : [];
    const isDeleted = around?.type === 'UnaryExpression' && around.operator === 'delete';
    return isDeleted && member?.type === 'MemberExpression' ? (propertyName(member) ?? []) : [];
  });
}

/** What is put into a variable's headers or parameters: `variable.set('name', value)`. */
export function putInto(variable: Scope.Variable, sourceCode: SourceCode): Node[] {
  return variable.references.flatMap(({ identifier }) => {
    const [call, callee] = isNode(identifier) ? sourceCode.getAncestors(identifier).slice(-2) : [];
    if (call?.type !== 'CallExpression' || call.callee !== callee || callee.type !== 'MemberExpression') return [];
    const isPut = callee.object === identifier && ['set', 'append'].includes(propertyName(callee) ?? '');
    return isPut ? call.arguments.slice(1) : [];
  });
}

/** The calls of a function by its name. */
export function callsOf(variable: Scope.Variable, sourceCode: SourceCode): CallExpression[] {
  return variable.references.flatMap(({ identifier }) => {
    const call = isNode(identifier) ? sourceCode.getAncestors(identifier).at(-1) : undefined;
    return call?.type === 'CallExpression' && call.callee === identifier ? call : [];
  });
}

/** Each node around a node, with the one that it was come from. */
function* outwards(node: Node, sourceCode: SourceCode): Generator<[around: Node, inner: Node]> {
  let inner = node;
  for (const around of sourceCode.getAncestors(node).reverse()) {
    yield [around, inner];
    inner = around;
  }
}

function isGiven(node: Node, value: Node): boolean {
  if (node.type === 'VariableDeclarator') return node.init === value;
  return (node.type === 'AssignmentExpression' || node.type === 'AssignmentPattern') && node.right === value;
}

/** What a pattern around a name picks; `undefined` where the code does not say it. */
function pathStep(pattern: Node, inner: Node): string[] | undefined {
  if (pattern.type === 'ObjectPattern' || pattern.type === 'AssignmentPattern') return [];
  if (pattern.type === 'ArrayPattern') return [String(pattern.elements.findIndex((element) => element === inner))];
  const name = pattern.type === 'Property' ? nameOfKey(pattern) : undefined;
  return name === undefined ? undefined : [name];
}
