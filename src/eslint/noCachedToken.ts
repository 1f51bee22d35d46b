import type { Rule } from 'eslint';
import type { AssignmentExpression, CallExpression, Node, PropertyDefinition } from 'estree';
import { ownName } from './classMembers.ts';
import { Presence } from './presence.ts';
import { ruleDocs } from './ruleDocs.ts';
import { functionAround, isFunction, nameOfKey, propertyName, unwrapped } from './syntax.ts';
import { TokenFlow } from './tokenFlow.ts';
import { getOrMake } from '../memo/getOrMake.ts';

/** A variable, a member or a field, and what it is given. */
interface Place {
  readonly target?: Node;
  readonly field?: PropertyDefinition;
  readonly value: Node;
}

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
    const flow = TokenFlow.in(context);
    if (flow === undefined) return {};
    const { sources } = flow;
    const presence = new Presence(sourceCode);
    const laterWrites = new Map<readonly Node[], readonly Node[]>();
    const isProjected = (node: Node): boolean => flow.of(node)?.isProjected === true;

    /** All values that the place that an assignment or a declaration fills is given, and where; `undefined` for a local one. */
    function writesTo(target: Node, around: Node | undefined): readonly Node[] | undefined {
      const place = unwrapped(target);
      const own = ownName(place);
      if (own !== undefined) return sources.classAround(place)?.assigned(own);
      const holder = place.type === 'MemberExpression' ? unwrapped(place.object) : place;
      const variable = sources.variable(holder);
      if (variable === undefined || (around !== undefined && functionOf(variable.scope.block) === around))
        return undefined;
      return place.type === 'MemberExpression'
        ? sources.assigned(variable, propertyName(place) ?? '')
        : sources.given(variable);
    }

    function functionOf(block: Node): Node | undefined {
      return isFunction(block) ? block : functionAround(block, sourceCode);
    }

    /** Whether a place is written to again later: it is emptied, or filled anew. */
    function isRenewed(target: Node, value: Node, around: Node | undefined): boolean {
      const writes = writesTo(target, around);
      return writes !== undefined && laterOf(writes).some((one) => one !== value);
    }

    /** What of all that a place is given it is given by functions that may be called again; found once for each place. */
    function laterOf(writes: readonly Node[]): readonly Node[] {
      return getOrMake(laterWrites, writes, () =>
        writes.filter((one) => {
          const around = functionAround(one, sourceCode);
          return around !== undefined && !isConstructor(around);
        }),
      );
    }

    function isConstructor(node: Node): boolean {
      const method = sourceCode.getAncestors(node).at(-1);
      return method?.type === 'MethodDefinition' && method.kind === 'constructor';
    }

    /** What outlives the call that an assignment is a part of keeps the first token. */
    function keeping(assignment: AssignmentExpression): 'memoized' | 'instance' | undefined {
      const { left, right } = assignment;
      const around = functionAround(assignment, sourceCode);
      if (around === undefined || writesTo(left, around) === undefined || isRenewed(left, right, around))
        return undefined;
      if (isConstructor(around)) return ownName(left) === undefined ? undefined : 'instance';
      return presence.isFilledOnce(assignment) ? 'memoized' : undefined;
    }

    /** Outside of functions: what is given the value that a call is a part of. */
    function placeOf(call: CallExpression): Place | undefined {
      for (const one of sourceCode.getAncestors(call).reverse()) {
        if (one.type === 'PropertyDefinition' && one.value != null) return { field: one, value: one.value };
        if (one.type === 'VariableDeclarator' && one.init != null) return { target: one.id, value: one.init };
        if (one.type === 'AssignmentExpression') return { target: one.left, value: one.right };
      }
      return undefined;
    }

    function isRenewedPlace({ target, field, value }: Place): boolean {
      if (target !== undefined) return isRenewed(target, value, undefined);
      const name = field && nameOfKey(field);
      const later = name === undefined ? [] : (sources.classAround(value)?.assigned(name) ?? []);
      return later.some(isProjected);
    }

    return {
      CallExpression(node) {
        if (functionAround(node, sourceCode) !== undefined) return;
        const isRead = flow.readBy(node)?.isProjected === true;
        if (!isRead && flow.returnedBy(node)?.isProjected !== true) return;
        const place = placeOf(node);
        if (place === undefined ? !isRead : (!isRead && !isProjected(place.value)) || isRenewedPlace(place)) return;
        context.report({ node, messageId: place?.field?.static === false ? 'instance' : 'module' });
      },
      AssignmentExpression(node) {
        const messageId = isProjected(node.right) ? keeping(node) : undefined;
        if (messageId !== undefined) context.report({ node: node.right, messageId });
      },
    };
  },
};
