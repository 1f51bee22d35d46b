import type { Rule } from 'eslint';
import type { Node } from 'estree';
import { ruleDocs } from './ruleDocs.ts';
import { textOf } from './staticText.ts';
import { propertyName } from './syntax.ts';
import { TokenFlow } from './tokenFlow.ts';

/** Reports tokens that become a part of an address. */
export const noTokenInUrl: Rule.RuleModule = {
  meta: {
    type: 'problem',
    docs: ruleDocs('no-token-in-url', 'Disallow ServiceAccount tokens in URLs'),
    schema: [],
    messages: {
      url: 'This puts a ServiceAccount token into a URL, which proxies and servers write to their logs. Send it in the Authorization header.',
    },
  },
  create(context) {
    const { sourceCode } = context;
    const flow = new TokenFlow(sourceCode);

    function check(node: Node, before: string): void {
      // Of a text with several words, the last one.
      const word = before.split(/\s/).at(-1) ?? '';
      if (/:\/\/|[?&][\w.%-]*=/.test(word) && flow.of(node) !== undefined) context.report({ node, messageId: 'url' });
    }

    return {
      TemplateLiteral(node) {
        let before = '';
        node.expressions.forEach((expression, index) => {
          before += node.quasis[index]?.value.cooked ?? '';
          check(expression, before);
          before += textOf(expression, sourceCode);
        });
      },
      BinaryExpression(node) {
        if (node.operator !== '+' || node.left.type === 'PrivateIdentifier') return;
        check(node.right, textOf(node.left, sourceCode));
      },
      CallExpression({ callee, arguments: [, value] }) {
        if (callee.type !== 'MemberExpression' || !['set', 'append'].includes(propertyName(callee) ?? '')) return;
        if (propertyName(callee.object) !== 'searchParams' || value === undefined) return;
        if (flow.of(value) !== undefined) context.report({ node: value, messageId: 'url' });
      },
    };
  },
};
