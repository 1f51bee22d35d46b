import type { SourceCode } from 'eslint';
import type { Node } from 'estree';
import { calleeName, propertyName, unwrapped, valuesOf, variableOf } from './syntax.ts';

/** What stands for a part of a text that is not known. */
export const unknownPart = '\u0000';

/** The text that an expression makes, as far as the file says it; parts that it does not say are `unknownPart`. */
export function textOf(node: Node, sourceCode: SourceCode, depth = 0): string {
  const expression = unwrapped(node);
  const text = (part: Node): string => textOf(part, sourceCode, depth + 1);
  if (depth > 5) return unknownPart;
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
      return calleeName(expression) === 'URL' && expression.arguments[0] !== undefined
        ? text(expression.arguments[0])
        : unknownPart;
    case 'CallExpression':
      return ['join', 'resolve'].includes(calleeName(expression) ?? '')
        ? expression.arguments
            .map(text)
            .join('/')
            .replaceAll(/\/{2,}/g, '/')
        : unknownPart;
    case 'Identifier': {
      const variable = variableOf(expression, sourceCode);
      const [value, ...others] = variable === undefined ? [] : valuesOf(variable);
      return value === undefined || others.length > 0 ? unknownPart : text(value);
    }
    default:
      return unknownPart;
  }
}

/** The name of an environment variable that an expression reads, `process.env.NAME` or its default's left side. */
export function environmentName(node: Node, sourceCode: SourceCode, depth = 0): string | undefined {
  const expression = unwrapped(node);
  if (depth > 5) return undefined;
  if (expression.type === 'LogicalExpression') return environmentName(expression.left, sourceCode, depth + 1);
  if (expression.type === 'MemberExpression') {
    const { object } = expression;
    const isEnv = (object.type === 'Identifier' ? object.name : propertyName(object)) === 'env';
    return isEnv ? propertyName(expression) : undefined;
  }
  const variable = variableOf(expression, sourceCode);
  const [value] = variable === undefined ? [] : valuesOf(variable);
  return value === undefined ? undefined : environmentName(value, sourceCode, depth + 1);
}
