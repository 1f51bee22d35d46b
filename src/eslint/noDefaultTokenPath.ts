import type { Rule } from 'eslint';
import type { CallExpression, Node } from 'estree';
import { ruleDocs } from './ruleDocs.ts';
import { textsIn } from './settings.ts';
import type { Sources } from './sources.ts';
import { textOf, unknownPart } from './staticText.ts';
import { calleeName, nameOfKey, unwrapped } from './syntax.ts';
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
        'The automounted token is one for the API server: {{host}} could use it there. Project a token with an audience of its own and read its path from an environment variable.',
    },
  },
  create(context) {
    const flow = TokenFlow.in(context);
    if (flow === undefined) return {};
    const { sources } = flow;
    const own = new Set(textsIn(context.options[0], 'apiServers'));
    return {
      CallExpression(node) {
        if (!isSending(node)) return;
        const sent = node.arguments.find((argument) => flow.of(argument)?.isDefault === true);
        const host = sent === undefined ? undefined : foreignHost(node, sources, own);
        if (sent !== undefined && host !== undefined)
          context.report({ node: sent, messageId: 'foreign', data: { host } });
      },
    };
  },
};

/** By its name: others may compare a token with an address, or write both to the log. */
function isSending(call: CallExpression): boolean {
  return /fetch$|request$|^(?:get|post|put|patch|delete|head|send|query|connect|login|axios|got|ky|needle)$/i.test(
    calleeName(call) ?? '',
  );
}

/** The host that a call sends to, where the code says it. */
function foreignHost(call: CallExpression, sources: Sources, own: ReadonlySet<string>): string | undefined {
  const objects = call.arguments.flatMap((argument) => [argument, ...sources.of(argument)]);
  const texts = [
    ...call.arguments.map((argument) => textOf(argument, sources)),
    ...objects.flatMap((object) => addressesIn(object, sources)),
  ];
  for (const text of texts) {
    const [, authority = '', path = ''] = /^https?:\/\/([^/?#]*)(.*)$/is.exec(text) ?? [];
    const [, host = '', port = ''] = /^(?:.*@)?(\[.*\]|[^:]*)(.*)$/s.exec(authority.toLowerCase()) ?? [];
    if (host === '' || authority.includes(unknownPart) || own.has(host)) continue;
    if (!isApiServer(host, port, path)) return host;
  }
  return undefined;
}

/** By its name in the cluster, its usual port, or a path that only it has. */
function isApiServer(host: string, port: string, path: string): boolean {
  return (
    /^(?:(?:kubernetes|openshift)(?:\.default(?:\.svc(?:\..+)?)?)?|localhost|127\.0\.0\.1|\[::1\])$/.test(host) ||
    port === ':6443' ||
    /^\/(?:apis\/|api\/v1\/(?:namespaces|nodes|pods|services)\b)/.test(path)
  );
}

/** `{ url, hostname, baseURL }` of a request's settings. */
function addressesIn(node: Node, sources: Sources): string[] {
  const object = unwrapped(node);
  if (object.type !== 'ObjectExpression') return [];
  const part = (name: string): string | undefined => {
    const property = object.properties.find((one) => one.type === 'Property' && nameOfKey(one) === name);
    return property?.type === 'Property' ? textOf(property.value, sources) : undefined;
  };
  const host = part('hostname') ?? part('host');
  const port = part('port');
  const separate = host && `https://${host}${port === undefined ? '' : `:${port}`}${part('path') ?? ''}`;
  return [part('url'), part('uri'), part('baseURL'), separate].filter((text) => text !== undefined);
}
