import type { Scope, SourceCode } from 'eslint';
import type { CallExpression, Node } from 'estree';
import { environmentName, textOf } from './staticText.ts';
import { calleeName, childrenOf, isFunction, isNode, propertyName, unwrapped, valuesOf, variableOf } from './syntax.ts';

/** A token's file, as far as the code says which. */
export interface TokenOrigin {
  /** Whether it is the one that the automount puts there, for the API server. */
  readonly isDefault: boolean;
}

/** Where the automounted token lies; `/var/run` is a link to `/run`. */
const defaultPath = /^(?:\/var)?\/run\/secrets\/kubernetes\.io\/serviceaccount\/token$/;
const tokenPath = /^(?:\/var)?\/run\/secrets\/(?:.*\/)?[\w.-]*token[\w.-]*$/i;
const tokenVariable = /(?:^|_)(?:TOKEN|JWT)_?(?:FILE|PATH)$|_TOKEN_FILE_PATH$/;

const readers = new Set(['readFileSync', 'readFile']);
/** Methods and functions whose result still holds the token. */
const passing = new Set([
  'trim',
  'trimEnd',
  'toString',
  'String',
  'stringify',
  'concat',
  'slice',
  'substring',
  'replace',
  'encodeURIComponent',
  'encodeURI',
]);

/** Follows tokens from the files that they are read from, within one file of code. */
export class TokenFlow {
  readonly #sourceCode: SourceCode;
  readonly #variables = new Map<Scope.Variable, TokenOrigin | undefined>();
  readonly #functions = new Map<Scope.Variable, TokenOrigin | undefined>();

  constructor(sourceCode: SourceCode) {
    this.#sourceCode = sourceCode;
  }

  /** The token's file that a call reads; `undefined` where it reads none. */
  readBy(call: CallExpression): TokenOrigin | undefined {
    const [file] = call.arguments;
    if (file === undefined || !readers.has(calleeName(call) ?? '')) return undefined;
    const path = textOf(file, this.#sourceCode);
    if (defaultPath.test(path)) return { isDefault: true };
    const variable = environmentName(file, this.#sourceCode);
    return tokenPath.test(path) || (variable !== undefined && tokenVariable.test(variable))
      ? { isDefault: false }
      : undefined;
  }

  /** The token that the value of an expression is or holds. */
  of(node: Node): TokenOrigin | undefined {
    const expression = unwrapped(node);
    switch (expression.type) {
      case 'CallExpression':
        return this.readBy(expression) ?? this.#ofCall(expression);
      case 'NewExpression':
        return isSearchParams(expression) ? this.#first(expression.arguments) : undefined;
      case 'Identifier':
        return this.#ofVariable(variableOf(expression, this.#sourceCode));
      case 'TemplateLiteral':
        return this.#first(expression.expressions);
      case 'BinaryExpression':
        return expression.operator === '+' ? this.#first([expression.left, expression.right]) : undefined;
      case 'LogicalExpression':
        return this.#first([expression.left, expression.right]);
      case 'ConditionalExpression':
        return this.#first([expression.consequent, expression.alternate]);
      case 'AssignmentExpression':
        return this.of(expression.right);
      case 'ArrayExpression':
        return this.#first(expression.elements.filter((element) => element !== null));
      case 'ObjectExpression':
        return this.#first(
          expression.properties.map((property) => (property.type === 'Property' ? property.value : property.argument)),
        );
      case 'SpreadElement':
        return this.of(expression.argument);
      default:
        return undefined;
    }
  }

  #first(nodes: readonly Node[]): TokenOrigin | undefined {
    for (const node of nodes) {
      const origin = this.of(node);
      if (origin !== undefined) return origin;
    }
    return undefined;
  }

  #ofCall(call: CallExpression): TokenOrigin | undefined {
    const { callee } = call;
    if (callee.type === 'Identifier') {
      const own = this.#returnedBy(variableOf(callee, this.#sourceCode));
      if (own !== undefined) return own;
    }
    if (!passing.has(calleeName(call) ?? '')) return undefined;
    return this.#first(callee.type === 'MemberExpression' ? [callee.object, ...call.arguments] : call.arguments);
  }

  #ofVariable(variable: Scope.Variable | undefined): TokenOrigin | undefined {
    if (variable === undefined) return undefined;
    if (this.#variables.has(variable)) return this.#variables.get(variable);
    // A variable that is made of itself says nothing new.
    this.#variables.set(variable, undefined);
    const origin = variable.defs.some(({ type, node }) => type === 'Variable' && node.id.type !== 'Identifier')
      ? undefined
      : this.#first([...valuesOf(variable), ...this.#setIn(variable)]);
    this.#variables.set(variable, origin);
    return origin;
  }

  /** What is put into a variable's `URLSearchParams`. */
  #setIn(variable: Scope.Variable): Node[] {
    if (!valuesOf(variable).some((value) => isSearchParams(unwrapped(value)))) return [];
    return variable.references.flatMap(({ identifier }) => {
      const [call, callee] = isNode(identifier) ? this.#sourceCode.getAncestors(identifier).slice(-2) : [];
      if (call?.type !== 'CallExpression' || call.callee !== callee || callee.type !== 'MemberExpression') return [];
      const isPut = callee.object === identifier && ['set', 'append'].includes(propertyName(callee) ?? '');
      return isPut ? call.arguments.slice(1) : [];
    });
  }

  /** What a function of this file returns. */
  #returnedBy(variable: Scope.Variable | undefined): TokenOrigin | undefined {
    if (variable === undefined) return undefined;
    if (this.#functions.has(variable)) return this.#functions.get(variable);
    this.#functions.set(variable, undefined);
    const functions = [...valuesOf(variable), ...variable.defs.map(({ node }) => node)].filter(isFunction);
    const origin = this.#first(functions.flatMap((node) => [...this.#returns(node)]));
    this.#functions.set(variable, origin);
    return origin;
  }

  *#returns(node: Node): Generator<Node> {
    if (node.type === 'ArrowFunctionExpression' && node.body.type !== 'BlockStatement') yield node.body;
    for (const child of childrenOf(node, this.#sourceCode)) {
      if (child.type === 'ReturnStatement' && child.argument != null) yield child.argument;
      else if (!isFunction(child)) yield* this.#returns(child);
    }
  }
}

function isSearchParams(node: Node): boolean {
  return node.type === 'NewExpression' && calleeName(node) === 'URLSearchParams';
}
