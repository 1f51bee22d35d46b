import type { SourceCode } from 'eslint';
import type { AssignmentExpression, BlockStatement, Node } from 'estree';
import { isFunction, unwrapped } from './syntax.ts';
import { getOrMake } from '../memo/getOrMake.ts';

/** The statements of a block in their order, and the first one that returns where a place, by its text, is filled. */
interface Block {
  readonly order: ReadonlyMap<Node, number>;
  readonly leaving: ReadonlyMap<string, number>;
}

/** Tells whether code fills a place only where it is empty. */
export class Presence {
  readonly #sourceCode: SourceCode;
  readonly #blocks = new Map<BlockStatement, Block>();

  constructor(sourceCode: SourceCode) {
    this.#sourceCode = sourceCode;
  }

  /** `x ??= y`, `if (!x) x = y`, `if (x) return x; x = y`, `x = x || y`, `x || (x = y)`. */
  isFilledOnce(assignment: AssignmentExpression): boolean {
    const { operator, left, right } = assignment;
    if (operator === '??=' || operator === '||=') return true;
    const value = unwrapped(right);
    if (value.type === 'LogicalExpression' && value.operator !== '&&' && this.#isSame(value.left, left)) return true;
    if (value.type === 'ConditionalExpression' && this.#asksForPresence(value.test, left)) return true;
    let inner: Node = assignment;
    for (const around of this.#sourceCode.getAncestors(assignment).reverse()) {
      if (isFunction(around)) return false;
      if (around.type === 'IfStatement' && around.consequent === inner && this.#asksForAbsence(around.test, left))
        return true;
      if (around.type === 'LogicalExpression' && around.operator !== '&&' && this.#isSame(around.left, left))
        return true;
      if (around.type === 'BlockStatement' && this.#isLeftBefore(around, inner, left)) return true;
      inner = around;
    }
    return false;
  }

  /** Whether a statement before another returns where the place is filled. */
  #isLeftBefore(block: BlockStatement, last: Node, place: Node): boolean {
    const { leaving, order } = getOrMake(this.#blocks, block, () => this.#read(block));
    const left = leaving.get(this.#textOf(place));
    return left !== undefined && left < (order.get(last) ?? 0);
  }

  #read({ body }: BlockStatement): Block {
    const leaving = new Map<string, number>();
    body.forEach((one, index) => {
      const place = one.type === 'IfStatement' && isReturn(one.consequent) ? this.#presentIn(one.test) : undefined;
      if (place !== undefined && !leaving.has(place)) leaving.set(place, index);
    });
    return { order: new Map(body.map((one, index) => [one, index])), leaving };
  }

  /** `!token`, `token === undefined`, `token == null`. */
  #asksForAbsence(test: Node, place: Node): boolean {
    if (test.type === 'UnaryExpression') return test.operator === '!' && this.#asksForPresence(test.argument, place);
    if (test.type !== 'BinaryExpression' || !test.operator.startsWith('==')) return false;
    return this.#isNothing(test.right) && this.#isSame(test.left, place);
  }

  #asksForPresence(test: Node, place: Node): boolean {
    return this.#presentIn(test) === this.#textOf(place);
  }

  /** What is filled where a test holds: `token`, `token !== undefined`, `token != null`. */
  #presentIn(test: Node): string | undefined {
    if (test.type !== 'BinaryExpression') return this.#textOf(test);
    return test.operator.startsWith('!=') && this.#isNothing(test.right) ? this.#textOf(test.left) : undefined;
  }

  #isNothing(node: Node): boolean {
    return ['undefined', 'null', "''", '""'].includes(this.#sourceCode.getText(node));
  }

  #isSame(a: Node, b: Node): boolean {
    return this.#textOf(a) === this.#textOf(b);
  }

  #textOf(node: Node): string {
    return this.#sourceCode.getText(unwrapped(node));
  }
}

function isReturn(statement: Node): boolean {
  const last = statement.type === 'BlockStatement' ? statement.body.at(-1) : statement;
  return last?.type === 'ReturnStatement';
}
