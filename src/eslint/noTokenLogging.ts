import type { Rule } from 'eslint';
import type { CallExpression, Node } from 'estree';
import { ruleDocs } from './ruleDocs.ts';
import type { Sources } from './sources.ts';
import { propertyName, unwrapped } from './syntax.ts';
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
      logged:
        'This writes the token in {{file}} to the log: whoever reads the log can use it for as long as it is valid.',
      written:
        'This writes the token in {{file}} to {{stream}}, which is the log of a container: whoever reads that can use it for as long as it is valid.',
    },
  },
  create(context) {
    const flow = TokenFlow.in(context);
    if (flow === undefined) return {};
    const { sources } = flow;
    return {
      CallExpression(node) {
        const stream = streamOf(node.callee);
        const values =
          stream !== undefined || isLogger(node.callee, sources) ? node.arguments : passedOn(node, sources);
        const leaked = values.find((value) => flow.of(value) !== undefined);
        const file = leaked && flow.of(leaked)?.name;
        if (leaked === undefined || file === undefined) return;
        if (stream === undefined) context.report({ node: leaked, messageId: 'logged', data: { file } });
        else context.report({ node: leaked, messageId: 'written', data: { file, stream } });
      },
    };
  },
};

/** `process.stdout.write`. */
function streamOf(callee: Node): string | undefined {
  if (callee.type !== 'MemberExpression' || propertyName(callee) !== 'write') return undefined;
  const object = nameOf(callee.object);
  return object === 'stdout' || object === 'stderr' ? object : undefined;
}

/** What `promise.then(console.log)` writes. */
function passedOn({ callee, arguments: [handler] }: CallExpression, sources: Sources): Node[] {
  const isThen = callee.type === 'MemberExpression' && propertyName(callee) === 'then';
  return isThen && handler !== undefined && isLogger(handler, sources) ? [callee.object] : [];
}

/** `console.log`, `logger.info`, `this.log.warn`, and names for them; what the package `debug` makes. */
function isLogger(callee: Node, sources: Sources): boolean {
  const called = unwrapped(callee);
  if (called.type === 'MemberExpression') return levels.has(propertyName(called) ?? '') && hasLogName(called.object);
  const variable = sources.variable(called);
  if (variable === undefined) return false;
  return sources.bindings(variable).some(({ value, path: [name, ...deeper] }) => {
    const given = unwrapped(value);
    if (name !== undefined) return deeper.length === 0 && levels.has(name) && hasLogName(given);
    return given.type === 'MemberExpression' ? isLogger(given, sources) : isDebug(given, sources);
  });
}

/** `debug('name')`, `require('debug')('name')`. */
function isDebug(node: Node, sources: Sources): boolean {
  if (node.type !== 'CallExpression') return false;
  const { callee } = node;
  if (callee.type === 'CallExpression') return isRequireOfDebug(callee);
  const variable = sources.variable(callee);
  if (variable === undefined) return false;
  const isImported = variable.defs.some(
    ({ type, parent }) => type === 'ImportBinding' && parent.source.value === 'debug',
  );
  return isImported || sources.bindings(variable).some(({ value }) => isRequireOfDebug(value));
}

function isRequireOfDebug(node: Node): boolean {
  if (node.type !== 'CallExpression' || nameOf(node.callee) !== 'require') return false;
  const [name] = node.arguments;
  return name?.type === 'Literal' && name.value === 'debug';
}

function hasLogName(object: Node): boolean {
  return /^(?:console|log|.*logg(?:er|ing)|pino|winston)$/i.test(nameOf(object));
}

/** The last name of an object, or of what makes it: `getLogger('x')`. */
function nameOf(node: Node): string {
  const object = unwrapped(node);
  if (object.type === 'CallExpression') return nameOf(object.callee);
  return object.type === 'Identifier' ? object.name : (propertyName(object) ?? '');
}
