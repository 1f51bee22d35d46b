import type { SourceCode } from 'eslint';
import type { CallExpression, ClassBody, Node } from 'estree';
import { childrenOf, isFunction, isNode, nameOfKey, propertyName, unwrapped } from './syntax.ts';
import { addTo } from '../lists/addTo.ts';

const none: readonly Node[] = [];

/** The members of one class: what is declared, and what its methods assign to and call of `this`. */
export class ClassMembers {
  readonly body: ClassBody;
  readonly #declared = new Map<string, Node[]>();
  readonly #getters = new Map<string, Node[]>();
  readonly #assigned = new Map<string, Node[]>();
  readonly #called = new Map<string, CallExpression[]>();

  constructor(body: ClassBody, sourceCode: SourceCode) {
    this.body = body;
    for (const member of body.body) this.#declare(member);
    this.#look(body, sourceCode);
  }

  /** What a member is, or may be. */
  values(name: string): Node[] {
    return [...(this.#declared.get(name) ?? []), ...this.assigned(name)];
  }

  getters(name: string): readonly Node[] {
    return this.#getters.get(name) ?? [];
  }

  /** The values that `this.name` is assigned; of one name, always the same list. */
  assigned(name: string): readonly Node[] {
    return this.#assigned.get(name) ?? none;
  }

  /** `this.name(…)`. */
  calls(name: string): readonly CallExpression[] {
    return this.#called.get(name) ?? [];
  }

  #declare(member: ClassBody['body'][number]): void {
    if (member.type === 'StaticBlock') return;
    const name = isNode(member.key) ? nameOfKey(member) : undefined;
    if (name === undefined || !isNode(member.value)) return;
    const isGetter = member.type === 'MethodDefinition' && member.kind === 'get';
    addTo(isGetter ? this.#getters : this.#declared, name, member.value);
  }

  /** Functions of their own have another `this`, and so have classes. */
  #look(node: Node, sourceCode: SourceCode): void {
    for (const child of childrenOf(node, sourceCode)) {
      const name = child.type === 'AssignmentExpression' ? ownName(child.left) : undefined;
      if (child.type === 'AssignmentExpression' && name !== undefined) addTo(this.#assigned, name, child.right);
      const called = child.type === 'CallExpression' ? ownName(child.callee) : undefined;
      if (child.type === 'CallExpression' && called !== undefined) addTo(this.#called, called, child);
      const isMethod = node.type === 'MethodDefinition' || node.type === 'PropertyDefinition';
      const isOther = child.type === 'ClassBody' || (isFunction(child) && child.type !== 'ArrowFunctionExpression');
      if (isMethod || !isOther) this.#look(child, sourceCode);
    }
  }
}

/** The name of `this.name`. */
export function ownName(node: Node): string | undefined {
  const member = unwrapped(node);
  return member.type === 'MemberExpression' && member.object.type === 'ThisExpression'
    ? propertyName(member)
    : undefined;
}
