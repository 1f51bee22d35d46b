import type { Node } from 'estree';
import type { Sources } from './sources.ts';
import { calleeName, propertyName, unwrapped } from './syntax.ts';

/** What stands for a part of a text that is not known. */
export const unknownPart = '\u0000';

/** Names that stand for another, and expressions in expressions, that are followed. */
const deepest = 8;

/** The text that an expression makes, as far as the file says it; parts that it does not say are `unknownPart`. */
export function textOf(node: Node, sources: Sources, depth = 0): string {
  const expression = unwrapped(node);
  const text = (part: Node): string => textOf(part, sources, depth + 1);
  if (depth > deepest) return unknownPart;
  switch (expression.type) {
    case 'Literal':
      return typeof expression.value === 'string' ? expression.value : unknownPart;
    case 'TemplateLiteral':
      return expression.quasis
        .map(({ value }, index) => {
          const next = expression.expressions[index];
          return (value.cooked ?? '') + (next === undefined ? '' : text(next));
        })
        .join('');
    case 'BinaryExpression':
      return expression.operator === '+' && expression.left.type !== 'PrivateIdentifier'
        ? text(expression.left) + text(expression.right)
        : unknownPart;
    case 'LogicalExpression':
      // `process.env.TOKEN_PATH ?? '/default'`: what is written is the default.
      return text(expression.right);
    case 'NewExpression':
      return ['URL', 'Request'].includes(calleeName(expression) ?? '') && expression.arguments[0] !== undefined
        ? text(expression.arguments[0])
        : unknownPart;
    case 'CallExpression': {
      const name = calleeName(expression) ?? '';
      if (['join', 'resolve'].includes(name))
        return expression.arguments
          .map(text)
          .join('/')
          .replaceAll(/\/{2,}/g, '/');
      const { callee } = expression;
      const isSame = ['trim', 'toString', 'normalize'].includes(name) && callee.type === 'MemberExpression';
      return isSame ? text(callee.object) : unknownPart;
    }
    case 'Identifier':
    case 'MemberExpression': {
      const [value, ...others] = sources.of(expression);
      return value === undefined || others.length > 0 ? unknownPart : text(value);
    }
    default:
      return unknownPart;
  }
}

/** The name of an environment variable that an expression reads, `process.env.NAME` or its default's left side. */
export function environmentName(node: Node, sources: Sources, depth = 0): string | undefined {
  const expression = unwrapped(node);
  if (depth > deepest) return undefined;
  const nameIn = (part: Node): string | undefined => environmentName(part, sources, depth + 1);
  if (expression.type === 'LogicalExpression') return nameIn(expression.left);
  if (expression.type === 'CallExpression' && expression.callee.type === 'MemberExpression')
    return propertyName(expression.callee) === 'trim' ? nameIn(expression.callee.object) : undefined;
  if (expression.type === 'MemberExpression' && isEnvironment(expression.object)) return propertyName(expression);
  const variable = sources.variable(expression);
  // `const { NAME } = process.env`
  const picked = variable === undefined ? [] : sources.bindings(variable);
  const [only, ...others] = picked;
  if (only !== undefined && others.length === 0 && only.path.length === 1 && isEnvironment(only.value))
    return only.path[0];
  const [value] = sources.of(expression);
  return value === undefined ? undefined : nameIn(value);
}

function isEnvironment(node: Node): boolean {
  const object = unwrapped(node);
  return (object.type === 'Identifier' ? object.name : propertyName(object)) === 'env';
}
