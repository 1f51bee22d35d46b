import type { Location } from '../documents/document.ts';
import type { Problem } from '../documents/problem.ts';
import type { Confidence } from '../evidence/evidence.ts';
import type { Change } from '../fixes/change.ts';
import type { Severity, Support } from '../rule/rule.ts';
import type { TextEdit } from '../text/edit.ts';

/** The object that a finding is about, as written. */
export interface ResourceName {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string | null;
}

/** The helm template that a finding's document was rendered from. */
export interface TemplateName {
  readonly file: string;
}

export interface FindingFix {
  readonly title: string;
  readonly safety: 'safe' | 'unsafe';
  /** Edits that belong together; their ranges refer to the texts before any of them. */
  readonly edits: readonly FixEdit[];
}

/** An edit of a file. */
export interface FileEdit extends TextEdit {
  readonly uri: string;
}

export interface FixEdit extends FileEdit {
  /** What the edit means. */
  readonly change: Change;
}

export interface Finding {
  readonly ruleId: string;
  readonly messageId: string;
  readonly message: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly resource: ResourceName;
  readonly container: string | undefined;
  readonly location: Location;
  readonly template: TemplateName | undefined;
  readonly evidence: readonly Support[];
  readonly fixes: readonly FindingFix[];
  /** What a thief gains: 0, 1 for a way to more permissions, 2 for everything. */
  readonly weight: 0 | 1 | 2;
  /** The ways to more permissions that it tells, where they are several. */
  readonly ways?: readonly string[];
  /** What was found too and is the same fault. */
  readonly explains?: readonly ExplainedFinding[];
  /** Why it is not shown: a comment or an annotation of the input, or a baseline. */
  readonly suppressed?: Suppressed;
  /** Stays the same while lines move and other parts of the file change. */
  readonly fingerprint: string;
  /** The same without the name of the file, in which it is unique: it stays the same where the file moves, too. */
  readonly partialFingerprint: string;
}

/** A finding that is left out for another one. */
export interface ExplainedFinding {
  readonly ruleId: string;
  readonly messageId: string;
}

/** A finding as a rule makes it: what else is found has a part in its fingerprints, so the partial one may be a repeat. */
export type UnnamedFinding = Omit<Finding, 'fingerprint'>;

/** The words are SARIF's: `inSource` by a comment or an annotation, `external` by a baseline. */
export interface Suppressed {
  readonly kind: 'inSource' | 'external';
  /** Perhaps empty. */
  readonly reason: string;
}

export interface Summary {
  readonly files: number;
  readonly documents: number;
  readonly workloads: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  /** By comments and annotations. */
  readonly suppressed: number;
  /** Left out as they are in the baseline; unset where there is none. */
  readonly baselined?: number;
}

export interface LintResult {
  readonly findings: readonly Finding[];
  /** Findings that somebody decided not to see. */
  readonly suppressed: readonly Finding[];
  readonly problems: readonly Problem[];
  /** The kinds of the objects whose charts are deployed, and not rendered here: what is in these was not looked at. */
  readonly charts: readonly string[];
  /** What kustomizations change in workloads that are not judged for that, by workload. */
  readonly unbuilt: readonly Location[];
  readonly summary: Summary;
}
