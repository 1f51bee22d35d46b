import type { Location, SourceDocument } from '../documents/document.ts';
import type { Field } from '../documents/field.ts';
import type { FileFacts } from '../facts/fileFacts.ts';
import { groupBy } from '../lists/groupBy.ts';
import { comparePositions } from '../text/position.ts';
import type { Resource } from '../facts/objects/resource.ts';
import { ruleSuggestion } from '../rule/plugin.ts';
import type { SuppressedRule, Suppression, UnknownDirective } from '../rule/suppression.ts';
import { annotationPrefix, annotationsFor, ignoreAnnotations, ruleOf, unknownAnnotations } from './annotations.ts';
import { type DirectiveComment, directiveComments, documentAt, unknownComments } from './comments.ts';
import { reasonIn } from './reason.ts';
import { getOrMake } from '../memo/getOrMake.ts';

/** What a finding is matched by. */
export interface Suppressible {
  readonly ruleId: string;
  readonly location: Location;
  readonly resource: Resource;
}

/** What becomes of a rule that a suppression names. */
type StateOf = (id: string | undefined, used: boolean) => Pick<SuppressedRule, 'state' | 'hint'>;

/** Matches findings with the suppressions of their files, and remembers which of these suppressed something. */
export class Suppressor {
  readonly #files: ReadonlyMap<string, FileFacts>;
  readonly #comments = new Map<string, Comments>();
  readonly #resources = new Map<FileFacts, ReadonlyMap<SourceDocument, Resource>>();
  /** What suppressed a finding: names in comments, comments without names, annotations. */
  readonly #used = new Set<unknown>();

  constructor(files: readonly FileFacts[]) {
    const mentioned = files.filter(({ documents: [first] }) => first?.file.text.includes('kube-token-lint') === true);
    this.#files = new Map(mentioned.map((facts) => [facts.documents[0]?.uri ?? '', facts]));
  }

  /** Whether any file says something that may be a suppression. */
  get mayHaveSome(): boolean {
    return this.#files.size > 0;
  }

  /** The reason of the suppression that a finding falls under, empty where it gives none; `undefined` without one. */
  reasonFor(finding: Suppressible): string | undefined {
    if (!this.mayHaveSome) return undefined;
    const byComment = this.#commentsOf(finding.location.uri).firstFor(finding);
    const byAnnotation = annotationsFor(finding.resource, finding.ruleId).map((field) => {
      this.#used.add(nameOf(field));
      return reasonIn(field.string) ?? '';
    });
    return byComment === undefined ? byAnnotation[0] : (byComment.reason ?? '');
  }

  /**
   * Every suppression, with what became of it.
   * @param known all rules, whether or not they ran.
   * @param pluginsLeftOut whether there are plugins whose rules are not known.
   */
  review(known: ReadonlySet<string>, active: ReadonlySet<string>, pluginsLeftOut = false): Suppression[] {
    const stateOf: StateOf = (id, used) => {
      if (used) return { state: 'used' };
      if (id !== undefined && !known.has(id)) {
        const mayBe = pluginsLeftOut && id.includes('/');
        return mayBe ? { state: 'notRun' } : { state: 'unknown', hint: ruleSuggestion(id, known) };
      }
      return { state: id === undefined || active.has(id) ? 'unused' : 'notRun' };
    };
    return [...this.#files].flatMap(([uri, facts]) => [
      ...this.#commentsOf(uri).all.flatMap((comment) => this.#reviewComment(comment, facts, stateOf)),
      ...once(facts.resources, ignoreAnnotations).map(([resource, field]) => {
        const id = ruleOf(field);
        const location = field.keyLocation;
        const reason = reasonIn(field.string);
        const rules = [{ id, location, ...stateOf(id, this.#used.has(nameOf(field))) }];
        return { kind: 'annotation' as const, location, resource, reason, rules };
      }),
    ]);
  }

  /** Comments and annotations that look like suppressions but are not valid ones. */
  unknownDirectives(): UnknownDirective[] {
    return [...this.#files].flatMap(([uri, facts]) => {
      const { documents, resources } = facts;
      const [first] = documents;
      const comments = first === undefined ? [] : unknownComments(first.file, documents);
      return [
        ...comments.flatMap(({ document, ...comment }) => {
          const resource = this.#resourceOf(document, facts);
          return resource === undefined ? [] : [{ kind: 'comment' as const, ...comment, resource }];
        }),
        ...this.#commentsOf(uri).all.flatMap(({ document, sign }) => {
          const resource = this.#resourceOf(document, facts);
          if (resource === undefined || sign === undefined) return [];
          const { text: name, location } = sign;
          return [{ kind: 'sign' as const, name, meant: '--', location, resource }];
        }),
        ...once(resources, unknownAnnotations).map(([resource, field]) => ({
          kind: 'annotation' as const,
          name: String(field.segment),
          meant: `${annotationPrefix}RULE`,
          location: field.keyLocation,
          resource,
        })),
      ];
    });
  }

  #reviewComment(comment: DirectiveComment, facts: FileFacts, stateOf: StateOf): Suppression[] {
    const { location, names, reason, document } = comment;
    const resource = this.#resourceOf(document, facts);
    // Beside what is no manifest, it is not for us.
    if (resource === undefined) return [];
    const rules: SuppressedRule[] =
      names.length === 0
        ? [{ id: undefined, location, ...stateOf(undefined, this.#used.has(comment)) }]
        : names.map((name) => ({ ...name, ...stateOf(name.id, this.#used.has(name)) }));
    return [{ kind: 'comment', location, resource, reason, rules }];
  }

  /** The first object of a document. */
  #resourceOf(document: SourceDocument, facts: FileFacts): Resource | undefined {
    const firsts = getOrMake(
      this.#resources,
      facts,
      ({ resources }) => new Map(resources.toReversed().map((one) => [one.document, one])),
    );
    return firsts.get(document);
  }

  #commentsOf(uri: string): Comments {
    return getOrMake(this.#comments, uri, () => new Comments(this.#files.get(uri)?.documents ?? [], this.#used));
  }
}

/** What a comment is for: a line, or a document. */
type Place = number | SourceDocument;

/** The comments of a file, by what they cover. */
class Comments {
  readonly all: readonly DirectiveComment[];
  readonly #documents: readonly SourceDocument[];
  readonly #used: Set<unknown>;
  readonly #byPlace: ReadonlyMap<Place, readonly DirectiveComment[]>;
  /** By place and rule: findings of one rule in one document are many. */
  readonly #firsts = new Map<Place, Map<string, DirectiveComment | undefined>>();

  /** @param used is told what is of use. */
  constructor(documents: readonly SourceDocument[], used: Set<unknown>) {
    const file = documents[0]?.file;
    this.all = file === undefined ? [] : directiveComments(file, documents);
    this.#documents = documents;
    this.#used = used;
    this.#byPlace = groupBy(this.all, ({ line, document }) => line ?? document);
  }

  /** The first one that a finding falls under; all that it falls under are of use. */
  firstFor({ ruleId, location }: Suppressible): DirectiveComment | undefined {
    if (this.all.length === 0) return undefined;
    const { start } = location.range;
    const offset = this.#documents[0]?.file.lines.offset(start) ?? 0;
    const found = [this.#firstAt(start.line, ruleId)];
    // What stands at the end of a document belongs to it.
    for (const at of [offset - 1, offset]) {
      const document = documentAt(this.#documents, at);
      if (document !== undefined && offset >= document.start) found.push(this.#firstAt(document, ruleId));
    }
    return found
      .filter((comment) => comment !== undefined)
      .sort((a, b) => comparePositions(a.location.range.start, b.location.range.start))[0];
  }

  #firstAt(place: Place, ruleId: string): DirectiveComment | undefined {
    const comments = this.#byPlace.get(place);
    if (comments === undefined) return undefined;
    const firsts = getOrMake(this.#firsts, place, () => new Map<string, DirectiveComment | undefined>());
    if (!firsts.has(ruleId)) firsts.set(ruleId, comments.filter((comment) => this.#use(comment, ruleId))[0]);
    return firsts.get(ruleId);
  }

  /** Whether a comment is for a rule; what it is for is of use then. */
  #use(comment: DirectiveComment, ruleId: string): boolean {
    const name = comment.names.find(({ id }) => id === ruleId);
    if (name === undefined && comment.names.length > 0) return false;
    this.#used.add(name ?? comment);
    return true;
  }
}

/** Annotations with their first object: those of a list are all its objects'. */
function once(
  resources: readonly Resource[],
  annotationsOf: (resource: Resource) => readonly Field[],
): (readonly [Resource, Field])[] {
  const found = new Map<string, readonly [Resource, Field]>();
  for (const resource of resources) {
    for (const field of annotationsOf(resource)) {
      const name = nameOf(field);
      if (!found.has(name)) found.set(name, [resource, field]);
    }
  }
  return [...found.values()];
}

/** The same annotation may be read twice. */
function nameOf({ document, key }: Field): string {
  return `${document.uri} ${String(key?.start)}`;
}
