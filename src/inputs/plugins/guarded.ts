import type { LocalFile } from '../../config/config.ts';
import type { Problem } from '../../documents/problem.ts';
import type { Report, Rule } from '../../rule/rule.ts';
import type { ExitWatch } from './exitWatch.ts';
import { failureOf } from './failure.ts';
import { readReport } from './report.ts';

/** A plugin's rule under the name it has for users; where it fails, or reports what is no report, that is a problem. */
export class GuardedRule implements Rule {
  readonly meta: Rule['meta'];
  readonly #rule: Rule;
  readonly file: LocalFile;
  readonly #watch: ExitWatch;
  readonly #failures: Problem[];
  readonly #said = new Set<string>();
  #failed = false;

  constructor(rule: Rule, id: string, file: LocalFile, watch: ExitWatch, failures: Problem[]) {
    this.meta = { ...rule.meta, id };
    this.#rule = rule;
    this.file = file;
    this.#watch = watch;
    this.#failures = failures;
  }

  *check(...[model, options]: Parameters<Rule['check']>): Iterable<Report> {
    if (this.#failed) return;
    try {
      const made: unknown = this.#run(() => this.#rule.check(model, options));
      const reports = iteratorOf(made);
      for (let step = this.#run(() => reports.next()); step.done !== true; step = this.#run(() => reports.next())) {
        const report = this.#read(step.value);
        if (report !== undefined) yield report;
      }
    } catch (error) {
      this.#failed = true;
      this.#say(`failed: ${failureOf(error)}`);
    }
  }

  #read(value: unknown): Report | undefined {
    try {
      return readReport(value, this.meta);
    } catch (error) {
      this.#say(`made a report that cannot be used: ${failureOf(error)}`);
      return undefined;
    }
  }

  #run<T>(code: () => T): T {
    return this.#watch.run(this.file.name, code);
  }

  /** Each fault once, however many reports have it. */
  #say(fault: string): void {
    if (this.#said.has(fault)) return;
    this.#said.add(fault);
    const { name, place } = this.file;
    const message = `The rule "${this.meta.id}" of the plugin "${name}" ${fault}`;
    this.#failures.push({ uri: place.uri, range: null, code: 'configuration', severity: 'error', message });
  }
}

function iteratorOf(made: unknown): Iterator<unknown> {
  if (isIterable(made)) return made[Symbol.iterator]();
  // What it fails of later is said already.
  if (made instanceof Promise) made.catch(() => undefined);
  throw new Error('check must return its reports, at once: make it a generator (*check), and not async');
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}
