import type { Rule } from 'eslint';
import type { Node } from 'estree';
import { ruleDocs } from './ruleDocs.ts';
import { functionAround, isFunction, unwrapped, variableOf } from './syntax.ts';
import { TokenFlow } from './tokenFlow.ts';

/** Reports tokens that are read once and kept, while the kubelet replaces the file. */
export const noCachedToken: Rule.RuleModule = {
  meta: {
    type: 'problem',
    docs: ruleDocs('no-cached-token', 'Disallow keeping a ServiceAccount token that was read once'),
    schema: [],
    messages: {
      module:
        'This token is read once, when the module is loaded; the kubelet replaces the file before it expires. Read it for each request.',
      memoized:
        'This token is kept after the first read; the kubelet replaces the file before it expires. Read it for each request.',
      instance:
        'This token is kept as long as the object lives; the kubelet replaces the file before it expires. Read it for each request.',
    },
  },
  create(context) {
    const { sourceCode } = context;
    const flow = new TokenFlow(sourceCode);

    /** Where a value that a function reads outlives the call. */
    function keeping(node: Node): 'memoized' | 'instance' | undefined {
      const around = sourceCode.getAncestors(node);
      const own = around.findLastIndex(isFunction);
      const inside = around.slice(own + 1);
      const assignment = inside.findLast((one) => one.type === 'AssignmentExpression');
      if (assignment === undefined) return undefined;
      const target = unwrapped(assignment.left);
      const isOwnField = target.type === 'MemberExpression' && target.object.type === 'ThisExpression';
      const holder = around[own - 1];
      if (isOwnField && holder?.type === 'MethodDefinition' && holder.kind === 'constructor') return 'instance';
      const variable = variableOf(target, sourceCode);
      const outer = variable !== undefined && variable.scope.variableScope !== sourceCode.getScope(node).variableScope;
      if (!outer && !isOwnField) return undefined;
      const once = assignment.operator === '??=' || assignment.operator === '||=';
      return once || inside.some((one) => one.type === 'IfStatement' && asksForAbsence(one.test, target))
        ? 'memoized'
        : undefined;
    }

    /** `!token`, `token === undefined`, `token == null`. */
    function asksForAbsence(test: Node, target: Node): boolean {
      const isTarget = (node: Node): boolean => sourceCode.getText(unwrapped(node)) === sourceCode.getText(target);
      if (test.type === 'UnaryExpression') return test.operator === '!' && isTarget(test.argument);
      if (test.type !== 'BinaryExpression' || test.left.type === 'PrivateIdentifier') return false;
      const other = sourceCode.getText(test.right);
      return test.operator.startsWith('==') && isTarget(test.left) && ['undefined', 'null'].includes(other);
    }

    function isInstanceField(node: Node): boolean {
      return sourceCode.getAncestors(node).some((one) => one.type === 'PropertyDefinition');
    }

    return {
      CallExpression(node) {
        if (flow.readBy(node) === undefined) return;
        const inFunction = functionAround(node, sourceCode) !== undefined;
        const messageId = inFunction ? keeping(node) : isInstanceField(node) ? 'instance' : 'module';
        if (messageId !== undefined) context.report({ node, messageId });
      },
    };
  },
};
