import type { Rule, Scope, SourceCode } from 'eslint';
import type { CallExpression, Node } from 'estree';
import { ownVariables } from './settings.ts';
import { exposedIn } from './objects.ts';
import { Sources } from './sources.ts';
import { type TokenFile, tokenFileOf } from './tokenFile.ts';
import { calleeName, propertyName, unwrapped } from './syntax.ts';
import { getOrMake } from '../memo/getOrMake.ts';

const readers = new Set(['readFileSync', 'readFile', 'readTextFile', 'readTextFileSync']);
/** Methods whose result still holds what they are called on. */
const keeping = new Set(['trim', 'trimEnd', 'trimStart', 'toString', 'concat', 'join', 'then', 'catch', 'finally']);
/** Functions and methods whose result holds what they are given first. */
const taking = new Set(['String', 'stringify', 'from', 'encodeURIComponent', 'encodeURI', 'btoa']);

/** Names for names and parts of parts that are followed: generated code has thousands. */
const deepest = 300;

const flows = new WeakMap<SourceCode, TokenFlow>();

/** Follows tokens from the files that they are read from, within one file of code. */
export class TokenFlow {
  readonly sources: Sources;
  readonly #own: ReadonlySet<string>;
  readonly #held = new Map<readonly Node[], TokenFile | undefined>();
  readonly #readers = new Map<Scope.Variable, boolean>();
  readonly #read = new Map<Node, TokenFile | undefined>();
  #depth = 0;
  /** Members of members that are being followed. */
  readonly #open = new Set<Node>();

  private constructor(sourceCode: SourceCode, own: ReadonlySet<string>) {
    this.sources = new Sources(sourceCode);
    this.#own = own;
  }

  /** The one of a file that all rules share; `undefined` where the file reads no token. */
  static in({ sourceCode, settings }: Rule.RuleContext): TokenFlow | undefined {
    if (!/read(?:Text)?File/.test(sourceCode.text)) return undefined;
    return getOrMake(flows, sourceCode, () => new TokenFlow(sourceCode, ownVariables(settings)));
  }

  /** The token's file that a call reads; `undefined` where it reads none. */
  readBy(call: CallExpression): TokenFile | undefined {
    const [file] = call.arguments;
    if (file === undefined || !this.#isReader(call.callee)) return undefined;
    if (!this.#read.has(call)) this.#read.set(call, tokenFileOf(file, this.sources, this.#own));
    return this.#read.get(call);
  }

  /** The token that a function of this file returns when it is called. */
  returnedBy(call: CallExpression): TokenFile | undefined {
    return this.#ofAny(this.sources.of(call));
  }

  /** The token that the value of an expression is or holds. */
  of(node: Node): TokenFile | undefined {
    if (this.#depth > deepest) return undefined;
    this.#depth += 1;
    const file = this.#of(node);
    this.#depth -= 1;
    return file;
  }

  #of(node: Node): TokenFile | undefined {
    const expression = unwrapped(node);
    switch (expression.type) {
      case 'CallExpression':
        return this.readBy(expression) ?? this.returnedBy(expression) ?? this.#kept(expression);
      case 'NewExpression':
        return ['URLSearchParams', 'Headers'].includes(calleeName(expression) ?? '')
          ? this.#first(expression.arguments)
          : this.#ofAny(this.sources.of(expression));
      case 'Identifier': {
        const variable = this.sources.variable(expression);
        return variable === undefined ? undefined : this.#ofAny(this.sources.contents(variable));
      }
      case 'MemberExpression':
        return this.#ofMember(expression);
      case 'TemplateLiteral':
        return this.#first(expression.expressions);
      case 'BinaryExpression':
        return expression.operator === '+' ? this.#first([expression.left, expression.right]) : undefined;
      case 'LogicalExpression':
        // What `a && b` gives of `a` is nothing that one could read.
        return expression.operator === '&&'
          ? this.of(expression.right)
          : this.#first([expression.left, expression.right]);
      case 'ConditionalExpression':
        return this.#first([expression.consequent, expression.alternate]);
      case 'AssignmentExpression':
        return this.of(expression.right);
      case 'ArrayExpression':
        return this.#first(expression.elements.filter((element) => element !== null));
      case 'ObjectExpression':
        return this.#first(exposedIn(expression, new Set(), (part) => this.sources.of(part)));
      case 'SpreadElement':
        return this.of(expression.argument);
      default:
        return undefined;
    }
  }

  #ofMember(member: Node): TokenFile | undefined {
    if (this.#open.has(member)) return undefined;
    this.#open.add(member);
    const file = this.#ofAny(this.sources.of(member));
    this.#open.delete(member);
    return file;
  }

  #first(nodes: readonly Node[]): TokenFile | undefined {
    for (const node of nodes) {
      const file = this.of(node);
      if (file !== undefined) return file;
    }
    return undefined;
  }

  /** Of one list of what a place may stand for. */
  #ofAny(nodes: readonly Node[]): TokenFile | undefined {
    if (nodes.length === 0) return undefined;
    if (this.#held.has(nodes)) return this.#held.get(nodes);
    // A place that is made of itself says nothing new.
    this.#held.set(nodes, undefined);
    const file = this.#first(nodes);
    this.#held.set(nodes, file);
    return file;
  }

  #kept(call: CallExpression): TokenFile | undefined {
    const name = calleeName(call) ?? '';
    const [first, second] = call.arguments;
    // With a second argument, `stringify` may leave it out.
    if (taking.has(name) && first !== undefined)
      return name === 'stringify' && second !== undefined && !isNull(second) ? undefined : this.of(first);
    if (call.callee.type !== 'MemberExpression') return undefined;
    const { object } = call.callee;
    if (name === 'then') return first === undefined ? undefined : this.#thenOf(object, first);
    if (keeping.has(name)) return this.of(object) ?? (name === 'concat' ? this.#first(call.arguments) : undefined);
    return isWhole(name, first, second) ? this.of(object) : undefined;
  }

  /** `read().then((text) => text.trim())`. */
  #thenOf(promise: Node, handler: Node): TokenFile | undefined {
    if (handler.type === 'Identifier' || handler.type === 'MemberExpression') return undefined;
    return this.of(promise) === undefined ? undefined : this.#first(this.sources.returns(handler));
  }

  /** `fs.readFile`, `readFileAsync = promisify(readFile)`, `import { readFileSync as read }`. */
  #isReader(callee: Node): boolean {
    const called = unwrapped(callee);
    if (called.type === 'CallExpression')
      return calleeName(called) === 'promisify' && called.arguments.some((argument) => this.#isReader(argument));
    const variable = this.sources.variable(called);
    const name = called.type === 'Identifier' ? called.name : propertyName(called);
    if (name !== undefined && readers.has(name)) return true;
    if (variable === undefined)
      return called.type === 'MemberExpression' && this.sources.of(called).some((value) => this.#isAlias(value));
    const known = this.#readers.get(variable);
    if (known !== undefined) return known;
    this.#readers.set(variable, false);
    const isReader = variable.defs.some(({ node }) => isImported(node)) || this.#isBoundToReader(variable);
    this.#readers.set(variable, isReader);
    return isReader;
  }

  #isBoundToReader(variable: Scope.Variable): boolean {
    return this.sources
      .bindings(variable)
      .some(({ value, path }) => (path.length === 0 ? this.#isAlias(value) : readers.has(path.at(-1) ?? '')));
  }

  #isAlias(value: Node): boolean {
    return ['MemberExpression', 'Identifier', 'CallExpression'].includes(value.type) && this.#isReader(value);
  }
}

function isImported(node: unknown): boolean {
  if (typeof node !== 'object' || node === null || !('imported' in node)) return false;
  const { imported } = node;
  return typeof imported === 'object' && imported !== null && 'name' in imported && readers.has(String(imported.name));
}

/** Whether a method that cuts or replaces leaves a token as it is: one of which a part is gone is of no use. */
function isWhole(method: string, first: Node | undefined, second: Node | undefined): boolean {
  if (first?.type !== 'Literal') return false;
  if (method === 'slice' || method === 'substring') return second === undefined && typeof first.value === 'number';
  const isRemoval = second?.type === 'Literal' && second.value === '';
  if (method !== 'replace' && method !== 'replaceAll') return false;
  const pattern = 'regex' in first ? first.regex.pattern : String(first.value);
  // Spaces and ends of lines only.
  return isRemoval && /^(?:\\[nrst]|[\s()[\]|?:^$+*])+$/.test(pattern);
}

function isNull(node: Node): boolean {
  return node.type === 'Literal' && node.value === null;
}
