import type { SourceCode } from 'eslint';
import type { AssignmentExpression, Node } from 'estree';
import { isFunction, unwrapped } from './syntax.ts';

/** Tells whether code fills a place only where it is empty. */
export class Presence {
  readonly #sourceCode: SourceCode;

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
      if (around.type === 'BlockStatement' && this.#isLeftBefore(around.body, inner, left)) return true;
      inner = around;
    }
    return false;
  }

  /** Whether a statement before another returns where the place is filled. */
  #isLeftBefore(statements: readonly Node[], last: Node, place: Node): boolean {
    const before = statements.slice(
      0,
      statements.findIndex((statement) => statement === last),
    );
    return before.some((one) => {
      if (one.type !== 'IfStatement' || !this.#asksForPresence(one.test, place)) return false;
      const { consequent } = one;
      const end = consequent.type === 'BlockStatement' ? consequent.body.at(-1) : consequent;
      return end?.type === 'ReturnStatement';
    });
  }

  /** `!token`, `token === undefined`, `token == null`. */
  #asksForAbsence(test: Node, place: Node): boolean {
    if (test.type === 'UnaryExpression') return test.operator === '!' && this.#asksForPresence(test.argument, place);
    return test.type === 'BinaryExpression' && test.operator.startsWith('==') && this.#comparesToNothing(test, place);
  }

  /** `token`, `token !== undefined`, `token != null`. */
  #asksForPresence(test: Node, place: Node): boolean {
    if (test.type === 'BinaryExpression') return test.operator.startsWith('!=') && this.#comparesToNothing(test, place);
    return this.#isSame(test, place);
  }

  #comparesToNothing({ left, right }: { readonly left: Node; readonly right: Node }, place: Node): boolean {
    return this.#isSame(left, place) && ['undefined', 'null', "''", '""'].includes(this.#sourceCode.getText(right));
  }

  #isSame(a: Node, b: Node): boolean {
    return this.#sourceCode.getText(unwrapped(a)) === this.#sourceCode.getText(unwrapped(b));
  }
}
