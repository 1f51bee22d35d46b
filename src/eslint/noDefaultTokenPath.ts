import type { Rule } from 'eslint';
import type { CallExpression, Node } from 'estree';
import { ruleDocs } from './ruleDocs.ts';
import { textOf, unknownPart } from './staticText.ts';
import { TokenFlow } from './tokenFlow.ts';

/** Reports the API server's token where it is sent to another service. */
export const noDefaultTokenPath: Rule.RuleModule = {
  meta: {
    type: 'problem',
    docs: ruleDocs(
      'no-default-token-path',
      'Disallow sending the automounted token to services other than the API server',
    ),
    schema: [
      {
        type: 'object',
        additionalProperties: false,
        properties: { apiServers: { type: 'array', items: { type: 'string' }, uniqueItems: true } },
      },
    ],
    defaultOptions: [{ apiServers: [] }],
    messages: {
      foreign:
        'The automounted token is one for the API server: {{host}} could use it there. Project a token with an audience of its own and read its path from TOKEN_PATH.',
    },
  },
  create(context) {
    const { sourceCode, options } = context;
    const flow = new TokenFlow(sourceCode);
    const hosts = apiServersOf(options[0]);

    /** The host that a call sends to, where the code says it. */
    function foreignHost(node: CallExpression): string | undefined {
      const texts = node.arguments.flatMap((argument) => [argument, ...addressesOf(argument)]);
      for (const text of texts.map((argument) => textOf(argument, sourceCode))) {
        const host = /^https?:\/\/([^/:?#]+)/i.exec(text)?.[1]?.toLowerCase();
        if (host !== undefined && !host.includes(unknownPart) && !isApiServer(host)) return host;
      }
      return undefined;
    }

    function isApiServer(host: string): boolean {
      return (
        /^(?:kubernetes(?:\.default(?:\.svc(?:\..+)?)?)?|localhost|127\.0\.0\.1)$/.test(host) || hosts.includes(host)
      );
    }

    return {
      CallExpression(node) {
        const sent = node.arguments.find((argument) => flow.of(argument)?.isDefault === true);
        const host = sent === undefined ? undefined : foreignHost(node);
        if (sent !== undefined && host !== undefined)
          context.report({ node: sent, messageId: 'foreign', data: { host } });
      },
    };
  },
};

/** `{ url, hostname, baseURL }` of a request's settings. */
function addressesOf(node: Node): Node[] {
  if (node.type !== 'ObjectExpression') return [];
  return node.properties.flatMap((property) => {
    if (property.type !== 'Property' || property.key.type !== 'Identifier') return [];
    return ['url', 'uri', 'baseURL'].includes(property.key.name) ? [property.value] : [];
  });
}

function apiServersOf(options: unknown): readonly string[] {
  const list: unknown =
    typeof options === 'object' && options !== null ? Reflect.get(options, 'apiServers') : undefined;
  return Array.isArray(list) ? list.filter((host) => typeof host === 'string') : [];
}
