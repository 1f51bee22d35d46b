import type { Scope, SourceCode } from 'eslint';
import type { CallExpression, ClassBody, Node, ObjectExpression } from 'estree';
import { groupBy } from '../lists/groupBy.ts';
import { type Binding, bindingsOf, callsOf, memberBindings, parameterPlace } from './bindings.ts';
import { ClassMembers } from './classMembers.ts';
import { contentsOf } from './contents.ts';
import {
  calleeName,
  childrenOf,
  isFunction,
  isNode,
  nameOfKey,
  propertyName,
  unwrapped,
  variableOf,
} from './syntax.ts';
import { getOrMake } from '../memo/getOrMake.ts';

const none: readonly Node[] = [];
/** Objects within objects that are followed. */
const deepest = 8;

/** Follows names through one file of code. Of one place, it always gives the same list. */
export class Sources {
  readonly #sourceCode: SourceCode;
  readonly #bindings = new Map<Scope.Variable, readonly Binding[]>();
  readonly #given = new Map<Scope.Variable, readonly Node[]>();
  readonly #variables = new Map<Scope.Variable, readonly Node[]>();
  readonly #assigned = new Map<Scope.Variable, ReadonlyMap<string, readonly Node[]>>();
  readonly #properties = new Map<Node, ReadonlyMap<string, readonly Node[]>>();
  readonly #contents = new Map<Scope.Variable, readonly Node[]>();
  readonly #members = new Map<Scope.Variable | ClassBody, Map<string, readonly Node[]>>();
  readonly #returns = new Map<Node, readonly Node[]>();
  readonly #returnsOfAny = new Map<readonly Node[], readonly Node[]>();
  readonly #classes = new Map<ClassBody, ClassMembers>();

  constructor(sourceCode: SourceCode) {
    this.#sourceCode = sourceCode;
  }

  variable(node: Node): Scope.Variable | undefined {
    return variableOf(node, this.#sourceCode);
  }

  bindings(variable: Scope.Variable): readonly Binding[] {
    return getOrMake(this.#bindings, variable, () => bindingsOf(variable, this.#sourceCode));
  }

  /** The values that a variable is given, whole or in part. */
  given(variable: Scope.Variable): readonly Node[] {
    return getOrMake(this.#given, variable, () => this.bindings(variable).map(({ value }) => value));
  }

  /** What a name, a member or a call may stand for, where the code says it. */
  of(node: Node, depth = 0): readonly Node[] {
    const expression = unwrapped(node);
    if (depth > deepest) return none;
    switch (expression.type) {
      case 'Identifier': {
        const variable = this.variable(expression);
        return variable === undefined ? none : this.#ofVariable(variable, depth);
      }
      case 'MemberExpression': {
        const name = propertyName(expression);
        return name === undefined ? none : this.#member(expression.object, name, depth);
      }
      case 'CallExpression':
        return this.#returned(expression, depth);
      case 'NewExpression': {
        const [executor] = calleeName(expression) === 'Promise' ? expression.arguments : [];
        return executor === undefined ? none : this.#resolved(executor);
      }
      default:
        return none;
    }
  }

  /** What a variable may hold: also what is put into its object later. */
  contents(variable: Scope.Variable): readonly Node[] {
    return getOrMake(this.#contents, variable, () =>
      contentsOf(variable, this.#ofVariable(variable, 0), this.#sourceCode, (node) => this.of(node)),
    );
  }

  /** The class that `this` belongs to at a node. */
  classAround(node: Node): ClassMembers | undefined {
    const body = this.#sourceCode.getAncestors(node).findLast((around) => around.type === 'ClassBody');
    return body === undefined ? undefined : this.#class(body);
  }

  /** What is assigned to `variable.name`. */
  assigned(variable: Scope.Variable, name: string): readonly Node[] {
    const byName = getOrMake(this.#assigned, variable, () => {
      const own = memberBindings(variable, this.#sourceCode).filter(({ path }) => path.length === 1);
      const groups = groupBy(own, ({ path: [member = ''] }) => member);
      return new Map(Array.from(groups, ([member, bindings]) => [member, bindings.map(({ value }) => value)]));
    });
    return byName.get(name) ?? none;
  }

  #class(body: ClassBody): ClassMembers {
    return getOrMake(this.#classes, body, () => new ClassMembers(body, this.#sourceCode));
  }

  #ofVariable(variable: Scope.Variable, depth: number): readonly Node[] {
    return getOrMake(this.#variables, variable, () => {
      this.#variables.set(variable, none);
      return [
        ...this.bindings(variable).flatMap(({ value, path }) => this.#within(value, path, depth)),
        ...this.#passed(variable, depth),
        ...variable.defs.flatMap(({ node }) => (isNode(node) && node.type === 'FunctionDeclaration' ? node : [])),
      ];
    });
  }

  #within(value: Node, path: readonly string[], depth: number): readonly Node[] {
    return path.reduce<readonly Node[]>(
      (nodes, name) => nodes.flatMap((node) => this.#member(node, name, depth + 1)),
      [value],
    );
  }

  #member(object: Node, name: string, depth: number): readonly Node[] {
    const holder = unwrapped(object);
    if (depth > deepest) return none;
    const inner = (): Node[] => this.of(holder, depth + 1).flatMap((value) => this.#member(value, name, depth + 1));
    switch (holder.type) {
      case 'ThisExpression': {
        const members = this.classAround(holder);
        return members === undefined ? none : this.#memberOf(members.body, name, () => this.#ofClass(members, name));
      }
      case 'ObjectExpression':
        return this.#propertiesOf(holder).get(name) ?? none;
      case 'ArrayExpression':
        return holder.elements.slice(Number(name), Number(name) + 1).filter((element) => element !== null);
      case 'CallExpression':
        return isAllOf(holder)
          ? holder.arguments.slice(0, 1).flatMap((list) => this.#member(list, name, depth + 1))
          : inner();
      case 'Identifier': {
        const variable = this.variable(holder);
        if (variable === undefined) return none;
        return this.#memberOf(variable, name, () => {
          const bodies = variable.defs.flatMap(({ node }) =>
            isNode(node) && 'body' in node && isClassBody(node.body) ? node.body : [],
          );
          return [
            ...this.assigned(variable, name),
            ...bodies.flatMap((body) => this.#ofClass(this.#class(body), name)),
            ...inner(),
          ];
        });
      }
      default:
        return inner();
    }
  }

  #propertiesOf(object: ObjectExpression): ReadonlyMap<string, readonly Node[]> {
    return getOrMake(this.#properties, object, () => {
      const named = new Map<string, Node[]>();
      for (const property of object.properties) {
        const name = property.type === 'Property' ? nameOfKey(property) : undefined;
        if (property.type === 'Property' && name !== undefined) named.set(name, [property.value]);
      }
      return named;
    });
  }

  #memberOf(owner: Scope.Variable | ClassBody, name: string, find: () => readonly Node[]): readonly Node[] {
    const members = getOrMake(this.#members, owner, () => new Map<string, readonly Node[]>());
    return getOrMake(members, name, () => {
      members.set(name, none);
      return find();
    });
  }

  #ofClass(members: ClassMembers, name: string): readonly Node[] {
    return [...members.values(name), ...members.getters(name).flatMap((getter) => this.returns(getter))];
  }

  /** What the functions of this file that a call may mean return. */
  #returned({ callee }: CallExpression, depth: number): readonly Node[] {
    const called = unwrapped(callee);
    if (isFunction(called)) return this.returns(called);
    const values = this.of(called, depth + 1);
    return getOrMake(this.#returnsOfAny, values, () => values.filter(isFunction).flatMap((one) => this.returns(one)));
  }

  returns(node: Node): readonly Node[] {
    return getOrMake(this.#returns, node, () => [...this.#returnsIn(node)]);
  }

  *#returnsIn(node: Node): Generator<Node> {
    if (node.type === 'ArrowFunctionExpression' && node.body.type !== 'BlockStatement') yield node.body;
    for (const child of childrenOf(node, this.#sourceCode)) {
      if (child.type === 'ReturnStatement' && child.argument != null) yield child.argument;
      else if (!isFunction(child)) yield* this.#returnsIn(child);
    }
  }

  /** What a parameter is called with in this file. */
  #passed(variable: Scope.Variable, depth: number): readonly Node[] {
    const place = parameterPlace(variable, this.#sourceCode);
    if (place === undefined) return [];
    const { owner, index, path } = place;
    const [around, holder] = this.#sourceCode.getAncestors(owner).slice(-2).reverse();
    const given = this.#callsOf(owner, around).flatMap((call) => call.arguments[index] ?? []);
    if (around?.type === 'CallExpression' && around.callee !== owner) {
      const { callee } = around;
      // `promise.then((value) => …)`, `readFile(path, (error, data) => …)`.
      const isThen =
        callee.type === 'MemberExpression' && propertyName(callee) === 'then' && around.arguments[0] === owner;
      if (isThen) return index === 0 ? this.#within(callee.object, path, depth) : [];
      else if (index === 1 && around.arguments.at(-1) === owner) given.push(around);
    }
    const name = around?.type === 'MethodDefinition' ? nameOfKey(around) : undefined;
    if (name !== undefined && holder?.type === 'ClassBody')
      given.push(
        ...this.#class(holder)
          .calls(name)
          .flatMap((call) => call.arguments[index] ?? []),
      );
    return given.flatMap((value) => this.#within(value, path, depth));
  }

  /** The calls of a function by its name, or where it is written. */
  #callsOf(owner: Node, around: Node | undefined): CallExpression[] {
    if (around?.type === 'CallExpression' && around.callee === owner) return [around];
    const named =
      owner.type === 'FunctionDeclaration' ? owner.id : around?.type === 'VariableDeclarator' ? around.id : null;
    const variable = named == null ? undefined : this.variable(named);
    return variable === undefined ? [] : callsOf(variable, this.#sourceCode);
  }

  /** What the function that a promise is made with gives to its first parameter. */
  #resolved(executor: Node): readonly Node[] {
    const first = 'params' in executor ? executor.params[0] : undefined;
    const resolve = this.#sourceCode.getDeclaredVariables(executor).find(({ identifiers: [name] }) => name === first);
    return resolve === undefined
      ? none
      : callsOf(resolve, this.#sourceCode).flatMap((call) => call.arguments.slice(0, 1));
  }
}

/** `Promise.all([a, b])`, which is `[a, b]` when it is awaited. */
function isAllOf({ callee }: CallExpression): boolean {
  return (
    callee.type === 'MemberExpression' &&
    callee.object.type === 'Identifier' &&
    callee.object.name === 'Promise' &&
    propertyName(callee) === 'all'
  );
}

function isClassBody(node: unknown): node is ClassBody {
  return isNode(node) && node.type === 'ClassBody';
}
