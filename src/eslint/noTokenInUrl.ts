import type { Rule } from 'eslint';
import type { CallExpression, Node } from 'estree';
import { ruleDocs } from './ruleDocs.ts';
import type { Sources } from './sources.ts';
import { textOf, unknownPart } from './staticText.ts';
import { calleeName, nameOfKey, propertyName, unwrapped } from './syntax.ts';
import { TokenFlow } from './tokenFlow.ts';

/** Reports tokens that become a part of an address. */
export const noTokenInUrl: Rule.RuleModule = {
  meta: {
    type: 'problem',
    docs: ruleDocs('no-token-in-url', 'Disallow ServiceAccount tokens in URLs'),
    schema: [],
    messages: {
      url: 'This puts the token in {{file}} into a URL, which proxies and servers write to their logs. Send it in a header or in the body.',
    },
  },
  create(context) {
    const { sourceCode } = context;
    const flow = TokenFlow.in(context);
    if (flow === undefined) return {};
    const { sources } = flow;

    /** Nodes that are reported as a whole. */
    const told = new Set<Node>();

    function tell(node: Node): void {
      const file = flow?.of(node)?.name;
      if (file === undefined || sourceCode.getAncestors(node).some((around) => told.has(around))) return;
      told.add(node);
      context.report({ node, messageId: 'url', data: { file } });
    }

    return {
      TemplateLiteral(node) {
        const start = textOf(node, sources).slice(0, longestName);
        if (isForm(start)) return;
        let word = '';
        node.expressions.forEach((expression, index) => {
          word = lastWord(word + (node.quasis[index]?.value.cooked ?? ''));
          if (isInUrl(word)) tell(expression);
          word += textOf(expression, sources);
        });
      },
      BinaryExpression(node) {
        if (node.operator !== '+' || node.left.type === 'PrivateIdentifier') return;
        const before = textOf(node.left, sources);
        if (!isForm(before) && isInUrl(lastWord(before))) tell(node.right);
      },
      CallExpression(node) {
        for (const query of queriesOf(node, sources)) tell(query);
        const { callee } = node;
        const [, value] = node.arguments;
        if (callee.type !== 'MemberExpression' || !['set', 'append'].includes(propertyName(callee) ?? '')) return;
        const isQuery = [callee.object, ...sources.of(callee.object)].some(
          (object) => propertyName(unwrapped(object)) === 'searchParams',
        );
        if (isQuery && value !== undefined) tell(value);
      },
      AssignmentExpression({ left, right }) {
        if (propertyName(left) === 'search') tell(right);
      },
    };
  },
};

/** Letters of the longest name that a form may begin with. */
const longestName = 200;

/** What begins with `name=`, and a `&name=` behind who knows what, may be a form. */
function isForm(before: string): boolean {
  return /^\w[\w.%-]*=/.test(before);
}

/** Of a text with several words or quotes, what is written last. */
function lastWord(text: string): string {
  let start = text.length;
  while (start > 0 && !/[\s"'<>`]/.test(text.charAt(start - 1))) start -= 1;
  return text.slice(start);
}

/** Whether what follows is a part of a URL that is requested: others than those of HTTP are for connections. */
function isInUrl(word: string): boolean {
  const scheme = /(?:^|[^a-z\d+.-])([a-z][a-z\d+.-]*):\/\//i.exec(word)?.[1]?.toLowerCase();
  if (scheme !== undefined) return ['http', 'https', 'ws', 'wss'].includes(scheme);
  if (word.includes('://')) return true;
  return /\?[^?]*=/.test(word) || (word.endsWith('?') && (/^\?|\//.test(word) || word.includes(unknownPart)));
}

/** `{ searchParams }` of got and ky, `{ qs }` of request, `{ params }` of axios. */
function queriesOf(call: CallExpression, sources: Sources): Node[] {
  const names = isAxios(call, sources) ? ['params'] : ['searchParams', 'qs'];
  return call.arguments.flatMap((argument) =>
    argument.type === 'ObjectExpression'
      ? argument.properties.flatMap((property) =>
          property.type === 'Property' && names.includes(nameOfKey(property) ?? '') ? property.value : [],
        )
      : [],
  );
}

function isAxios({ callee }: CallExpression, sources: Sources): boolean {
  const object = unwrapped(callee.type === 'MemberExpression' ? callee.object : callee);
  if (object.type === 'Identifier' && object.name === 'axios') return true;
  return sources
    .of(object)
    .some(
      (value) =>
        value.type === 'CallExpression' &&
        calleeName(value) === 'create' &&
        value.callee.type === 'MemberExpression' &&
        value.callee.object.type === 'Identifier' &&
        value.callee.object.name === 'axios',
    );
}
