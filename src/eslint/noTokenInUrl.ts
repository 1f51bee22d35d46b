import type { Rule } from 'eslint';
import type { Node } from 'estree';
import { ruleDocs } from './ruleDocs.ts';
import { textOf, unknownPart } from './staticText.ts';
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

    /** Nodes that are reported as a whole. */
    const told = new Set<Node>();

    function tell(node: Node): void {
      if (flow.of(node) === undefined || sourceCode.getAncestors(node).some((around) => told.has(around))) return;
      told.add(node);
      context.report({ node, messageId: 'url' });
    }

    return {
      TemplateLiteral(node) {
        let before = '';
        node.expressions.forEach((expression, index) => {
          before += node.quasis[index]?.value.cooked ?? '';
          if (isInUrl(before)) tell(expression);
          before += textOf(expression, sourceCode);
        });
      },
      BinaryExpression(node) {
        if (node.operator !== '+' || node.left.type === 'PrivateIdentifier') return;
        if (isInUrl(textOf(node.left, sourceCode))) tell(node.right);
      },
      CallExpression({ callee, arguments: [, value] }) {
        if (callee.type !== 'MemberExpression' || !['set', 'append'].includes(propertyName(callee) ?? '')) return;
        if (propertyName(callee.object) === 'searchParams' && value !== undefined) tell(value);
      },
      AssignmentExpression({ left, right }) {
        if (propertyName(left) === 'search') tell(right);
      },
    };
  },
};

/** Whether what follows a text is a part of a URL. What begins with `name=`, and a `&name=` behind who knows what, may be a form. */
function isInUrl(before: string): boolean {
  if (/^\w[\w.%-]*=/.test(before)) return false;
  // Of a text with several words, the last one.
  const word = before.split(/\s/).at(-1) ?? '';
  return /:\/\/|\?[^?]*=/.test(word) || (word.endsWith('?') && (/^\?|\//.test(word) || word.includes(unknownPart)));
}
