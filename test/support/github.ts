import { gzipSync } from 'node:zlib';
import type { Log, PhysicalLocation, Region, ReportingDescriptor, Result, Run } from 'sarif';
import type { Input } from './inputs.ts';

/** A path as GitHub takes it: relative, with `/`, every other character than these percent-encoded. */
const encodedPath = /^(?!\/|[a-z][a-z0-9+.-]*:)(?:[\w.~!$&'()*+,;=:@/-]|%[0-9A-F]{2})+$/i;

/** GitHub's limits and wishes for code scanning, which the schema of SARIF does not know. */
export function githubProblems(log: Log, inputs: readonly Input[]): string[] {
  const lines = new Map(inputs.map(({ uri, text }) => [uri, text.split(/\r\n|\r|\n/)]));
  const problems = [
    ...(log.runs.length > 20 ? ['more than 20 runs'] : []),
    ...(gzipSync(JSON.stringify(log)).length > 10_000_000 ? ['more than 10 MB'] : []),
    ...log.runs.flatMap((run) => runProblems(run, lines)),
  ];
  return [...new Set(problems)];
}

type Lines = ReadonlyMap<string, readonly string[]>;

/** The names of the checks that do not hold. */
function broken(checks: Readonly<Record<string, boolean>>): string[] {
  return Object.entries(checks).flatMap(([name, holds]) => (holds ? [] : [name]));
}

function runProblems(run: Run, lines: Lines): string[] {
  const { driver } = run.tool;
  const { rules = [] } = driver;
  const results = run.results ?? [];
  const notifications = (run.invocations ?? []).flatMap((one) => one.toolExecutionNotifications ?? []);
  return [
    ...broken({
      'driver without name, version or address':
        driver.name !== '' && driver.semanticVersion !== undefined && driver.informationUri !== undefined,
      'no category': run.automationDetails?.id?.includes('/') === true,
      'a suppressed result, which becomes an alert': results.every(
        ({ suppressions = [] }) => suppressions.length === 0,
      ),
      'more than 25000 results': results.length <= 25_000,
      'a fingerprint repeats': isSet(results.map((result) => JSON.stringify(result.partialFingerprints))),
      'a rule repeats': isSet(rules.map(({ id }) => id)),
    }),
    ...rules.flatMap(ruleProblems),
    ...results.flatMap((result) => resultProblems(result, rules, lines)),
    ...notifications.flatMap((one) =>
      (one.locations ?? []).flatMap(({ physicalLocation }) => placeProblems(physicalLocation, lines, false)),
    ),
  ];
}

function isSet(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}

function ruleProblems(rule: ReportingDescriptor): string[] {
  const properties: Record<string, unknown> = rule.properties ?? {};
  const severity = properties['security-severity'];
  const tags = rule.properties?.tags ?? [];
  const isText = (text: string | undefined): boolean => text !== undefined && text !== '' && text.length <= 1024;
  return broken({
    'security-severity':
      typeof severity === 'string' && /^\d+\.\d+$/.test(severity) && Number(severity) >= 0.1 && Number(severity) <= 10,
    precision: ['very-high', 'high', 'medium', 'low'].includes(String(properties['precision'])),
    'problem.severity': ['error', 'warning', 'recommendation'].includes(String(properties['problem.severity'])),
    'more than 20 tags': tags.length <= 20,
    'a tag repeats': isSet(tags),
    'no tag "security"': tags.includes('security'),
    'a description is missing or too long': isText(rule.shortDescription?.text) && isText(rule.fullDescription?.text),
    'a name is missing or too long': [rule.id, rule.name ?? ''].every((name) => name !== '' && name.length <= 255),
    'a rule without help':
      rule.help?.text !== undefined && rule.help.markdown !== undefined && /^https:/.test(rule.helpUri ?? ''),
    'a rule without level': ['error', 'warning', 'note'].includes(String(rule.defaultConfiguration?.level)),
  });
}

function resultProblems(result: Result, rules: readonly ReportingDescriptor[], lines: Lines): string[] {
  const { locations = [], relatedLocations = [], message, fixes = [] } = result;
  const ids = relatedLocations.map(({ id }) => String(id));
  const links = [...(message.text ?? '').matchAll(/(?<!\\)\[(?:\\.|[^\\[\]])*\]\(([^)]*)\)/g)];
  const changes = fixes.flatMap((fix) => fix.artifactChanges);
  return [
    ...broken({
      'ruleIndex is not of the rule': rules[result.ruleIndex ?? -1]?.id === result.ruleId,
      'a result without level': ['error', 'warning', 'note'].includes(String(result.level)),
      'a result without message': message.text !== undefined && message.text !== '',
      'a result without fingerprint': Object.values(result.partialFingerprints ?? {}).some((print) => print !== ''),
      'a result without place': locations.length > 0,
      'more than 1000 locations': locations.length + relatedLocations.length <= 1000,
      'an id of a related location repeats': isSet(ids),
      'a link to no related location': links.every((link) => ids.includes(link[1] ?? '')),
    }),
    ...[...locations, ...relatedLocations].flatMap(({ physicalLocation }) =>
      placeProblems(physicalLocation, lines, true),
    ),
    ...changes.flatMap(({ artifactLocation, replacements }) =>
      replacements.flatMap(({ deletedRegion }) =>
        placeProblems({ artifactLocation, region: deletedRegion }, lines, true),
      ),
    ),
  ];
}

function placeProblems(place: PhysicalLocation | undefined, lines: Lines, needsRegion: boolean): string[] {
  const uri = place?.artifactLocation?.uri ?? '';
  const region = place?.region;
  if (!encodedPath.test(uri)) return [`uri ${uri}`];
  const text = lines.get(decodeURIComponent(uri));
  if (text === undefined) return [`uri ${uri} names no input`];
  if (region === undefined) return needsRegion ? ['a place without region'] : [];
  return regionProblems(region, text).map((problem) => `${problem} in ${uri}: ${JSON.stringify(region)}`);
}

function regionProblems(region: Region, text: readonly string[]): string[] {
  const { startLine = 0, startColumn = 0, endLine = 0, endColumn = 0 } = region;
  const numbers = [startLine, startColumn, endLine, endColumn];
  const inside = (line: number, column: number): boolean => column <= (text[line - 1]?.length ?? -1) + 1;
  return broken({
    'a region without its four numbers': numbers.every((number) => Number.isInteger(number) && number >= 1),
    'a region that ends before it starts': endLine > startLine || (endLine === startLine && endColumn >= startColumn),
    'a region outside of the file': inside(startLine, startColumn) && inside(endLine, endColumn),
  });
}
