import type { BuiltNames } from '../kustomize/builtNames.ts';
import { type NameIndex, many } from '../objects/nameIndex.ts';
import type { Made, Reads } from '../objects/reads.ts';
import { type Viewpoint, nearest } from '../objects/scope.ts';
import type { Binding, Role } from './rbac.ts';

/** Which roles bindings refer to. */
export class BoundRoles {
  readonly #roles: NameIndex<Role>;
  readonly #names: BuiltNames;
  readonly #reads: Reads;
  readonly #known = new Map<Binding, Made<Role | undefined>>();

  constructor(roles: NameIndex<Role>, names: BuiltNames, reads: Reads) {
    this.#roles = roles;
    this.#names = names;
    this.#reads = reads;
  }

  /** The role that a binding refers to; of several of that name, the nearest. */
  of(binding: Binding): Role | undefined {
    const clusterRole = binding.roleKind === 'ClusterRole';
    const from = { document: binding.document, namespace: clusterRole ? null : binding.namespace };
    const written = this.#roles.candidates(binding.roleName, from.namespace);
    const named = written.length > 0 ? written : this.#namedByBuild(binding, from);
    const isMeant = (role: Role): boolean => role.kind === binding.roleKind;
    if (named.length < many) return nearest(named.filter(isMeant), from)[0];
    const find = (): readonly Role[] =>
      named === written ? this.#roles.nearest(binding.roleName, from, isMeant) : nearest(named.filter(isMeant), from);
    // Where many share a name, each of their pods asks for the roles of all of them.
    return this.#reads.memo(this.#known, binding, () => find()[0]);
  }

  /** Roles that kustomizations call as a binding does. */
  #namedByBuild({ roleName }: Binding, { namespace }: Viewpoint): readonly Role[] {
    return this.#names
      .before(roleName)
      .flatMap((before) => this.#roles.candidates(before, namespace))
      .filter((role) => this.#names.builtOf(role, role.name ?? '').some(({ name }) => name === roleName));
  }
}
