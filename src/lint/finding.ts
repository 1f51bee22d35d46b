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
  /** What a thief of the token gains: 1 for a way to more permissions, 2 for full control, 0 for less. */
  readonly weight: 0 | 1 | 2;
  /** The ways to more permissions that the message names, where it may name several. */
  readonly ways?: readonly string[];
  /** Findings of the same fault that were left out, as this one says more. */
  readonly explains?: readonly ExplainedFinding[];
  /** Why it is hidden: by a comment or an annotation in the input, or by the baseline. */
  readonly suppressed?: Suppressed;
  /** Stays the same while lines move and other parts of the file change. */
  readonly fingerprint: string;
  /** Made without the file's name: it also stays the same when the file moves, and is unique only within the file. */
  readonly partialFingerprint: string;
}

/** A finding that was left out because another one covers it. */
export interface ExplainedFinding {
  readonly ruleId: string;
  readonly messageId: string;
}

/**
 * A finding before it gets its fingerprint, which depends on the others; two may have the same `partialFingerprint`.
 */
export type UnnamedFinding = Omit<Finding, 'fingerprint'>;

/** The words are SARIF's: `inSource` by a comment or an annotation, `external` by a baseline. */
export interface Suppressed {
  readonly kind: 'inSource' | 'external';
  /** May be empty. */
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
  /** Left out because the baseline accepts them; unset where there is no baseline. */
  readonly baselined?: number;
}

export interface LintResult {
  readonly findings: readonly Finding[];
  /** Findings that somebody decided not to see. */
  readonly suppressed: readonly Finding[];
  readonly problems: readonly Problem[];
  /** The kinds of objects that deploy a chart (`HelmRelease`, …), whose content is not in the input. */
  readonly charts: readonly string[];
  /** For each workload that is not judged because a kustomization changes it, where the kustomization says so. */
  readonly unbuilt: readonly Location[];
  readonly summary: Summary;
}
