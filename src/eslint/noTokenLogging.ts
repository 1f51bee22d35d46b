import type { Rule } from 'eslint';
import type { CallExpression, Node } from 'estree';
import { ruleDocs } from './ruleDocs.ts';
import { propertyName } from './syntax.ts';
import { TokenFlow } from './tokenFlow.ts';

const levels = new Set([
  'log',
  'trace',
  'debug',
  'verbose',
  'silly',
  'info',
  'notice',
  'warn',
  'warning',
  'error',
  'fatal',
  'dir',
  'table',
]);

/** Reports tokens that are written to logs. */
export const noTokenLogging: Rule.RuleModule = {
  meta: {
    type: 'problem',
    docs: ruleDocs('no-token-logging', 'Disallow writing a ServiceAccount token to logs'),
    schema: [],
    messages: {
      logged: 'This writes a ServiceAccount token to the log: whoever reads the log can use it until it expires.',
    },
  },
  create(context) {
    const { sourceCode } = context;
    const flow = new TokenFlow(sourceCode);
    return {
      CallExpression(node) {
        if (!isLogging(node)) return;
        const leaked = node.arguments.find((argument) => flow.of(argument) !== undefined);
        if (leaked !== undefined) context.report({ node: leaked, messageId: 'logged' });
      },
    };
  },
};

/** `console.log`, `logger.info`, `this.log.warn`, `process.stdout.write`. */
function isLogging({ callee }: CallExpression): boolean {
  if (callee.type !== 'MemberExpression') return false;
  const [method, object] = [propertyName(callee) ?? '', nameOf(callee.object)];
  if (method === 'write') return object === 'stdout' || object === 'stderr';
  return levels.has(method) && /^(?:console|log|.*logg(?:er|ing)|pino|winston)$/i.test(object);
}

function nameOf(node: Node): string {
  return node.type === 'Identifier' ? node.name : (propertyName(node) ?? '');
}
