import type { Scope, SourceCode } from 'eslint';
import type { Node } from 'estree';
import { deletedMembers, memberBindings, putInto } from './bindings.ts';
import { exposedIn } from './objects.ts';
import { calleeName } from './syntax.ts';

/** What a variable may hold when it is used, of the values that it is given: some is put in later, some taken out. */
export function contentsOf(
  variable: Scope.Variable,
  values: readonly Node[],
  sourceCode: SourceCode,
  of: (node: Node) => readonly Node[],
): readonly Node[] {
  const filled = memberBindings(variable, sourceCode);
  const own = filled.flatMap(({ path: [name = '', ...deeper] }) => (deeper.length === 0 ? name : []));
  const hidden = new Set([...own, ...deletedMembers(variable, sourceCode)]);
  return [
    ...values.flatMap((value) =>
      hidden.size > 0 && value.type === 'ObjectExpression' ? exposedIn(value, hidden, of) : value,
    ),
    ...filled.map(({ value }) => value),
    ...(values.some(isMap) ? putInto(variable, sourceCode) : []),
  ];
}

function isMap(value: Node): boolean {
  return value.type === 'NewExpression' && ['URLSearchParams', 'Headers'].includes(calleeName(value) ?? '');
}
