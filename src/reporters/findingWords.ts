import type { Finding } from '../lint/finding.ts';
import { objectWords } from '../lint/objectWords.ts';
import type { Support } from '../rule/rule.ts';
import type { Range } from '../text/position.ts';

/** The message and what it is about: `… (Deployment prod/storefront in template shop/templates/web.yaml, medium confidence)`. */
export function findingWords({ message, resource, template, confidence }: Finding): string {
  const where = template === undefined ? '' : ` in template ${template.file}`;
  const sure = confidence === 'high' ? '' : `, ${confidence} confidence`;
  return `${message} (${objectWords(resource)}${where}${sure})`;
}

/** The message, with the confidence where that is not high. */
export function messageWords({ message, confidence }: Finding): string {
  return confidence === 'high' ? message : `${message} (${confidence} confidence)`;
}

/** `because The Secret is declared here (k8s/token.yaml:3:7)` */
function becauseWords({ message, location }: Support): string {
  return `because ${message}${location === undefined ? '' : ` (${location.uri}:${placeOf(location.range)})`}`;
}

/** What to change, as the first fix says; nothing where there is none. */
export function fixWords({ fixes: [fix] }: Finding): string[] {
  return fix === undefined ? [] : [`fix (${fix.safety}): ${fix.title}`];
}

/** What there is to say beside the finding: what supports it, and what to change. */
export function detailWords(finding: Finding): string[] {
  return [...finding.evidence.map(becauseWords), ...fixWords(finding)];
}

/** Where a range starts: line and column, from 1. */
export function placeOf({ start }: Range): string {
  return `${String(start.line + 1)}:${String(start.character + 1)}`;
}
