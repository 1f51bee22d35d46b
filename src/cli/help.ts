import { type Command, commands } from './commands.ts';

const general = `kube-token-lint: which ServiceAccount tokens reach which containers, and which of them nobody needs

Usage
  kube-token-lint [PATH…]        lint files, folders, globs, or - for standard input (default: .), without what
                                 git ignores, what the configuration excludes and what a pattern with ! names
  kube-token-lint tokens [PATH…] list every token that reaches every container, who decided so, what it may do
  kube-token-lint rules          list the rules, with their levels by --preset, --rule and --config
  kube-token-lint explain RULE   print what a rule reports, why, its messages and its options; or what a problem means
  kube-token-lint init           write a configuration to start from
  kube-token-lint lsp --stdio    language server for editors

Options
  -f, --format FORMAT        pretty, json, sarif, github, gitlab, junit, markdown or html (default: pretty);
                             for tokens pretty, json or markdown; for rules and explain pretty or json
  -o, --output FILE          write the --format before it to FILE, whose folder is made, or to - (standard output); both
                             can be repeated; without a --format, the ending chooses: .json, .sarif, .xml (junit), .md,
                             .html, others pretty
  -c, --config FILE          a configuration; otherwise kube-token-lint.config.{yaml,yml,json}, searched upwards
      --allow-plugins        run the code of plugins that the configuration names; without it, that is an error
      --print-config FILE    print what the configuration says of a file, as JSON
      --preset NAME          recommended, strict, zero-trust or cis (default: recommended); can be repeated
      --rule ID=LEVEL        set a rule to off, info, warning or error; can be repeated
      --compliance NAME      group findings by the controls of a framework: cis or nsa (pretty, json, markdown, html)
      --fail-on LEVEL        exit with 1 from this level on: error, warning, info or never (default: warning)
      --fix[=all]            write the safe fixes to the files, or all: unsafe ones may change a running workload;
                             what cannot be written (standard input, rendered charts) is a diff on standard error
      --fix-dry-run          print them as a diff instead of the pretty report (beside a report in another format, on
                             standard error); with --fix=all also the unsafe ones
      --baseline FILE        findings to leave out, as they were accepted; otherwise kube-token-lint.baseline.json,
                             searched upwards (--no-baseline: none)
      --update-baseline      accept the findings there are: write them to the baseline
      --include-suppressed   put what is suppressed or in the baseline into SARIF, marked so (code scanning of GitHub
                             raises alerts for it all the same)
      --complete             the input holds every role and binding that concerns it (--no-complete: it does not);
                             otherwise inferred: rendered charts, kustomizations and dumps of a cluster do
      --stdin-filename NAME  what to call standard input in reports (default: stdin)
  -n, --namespace NAME       tokens: only workloads of this namespace
      --account NAME         tokens: only workloads of this account
      --verdict VERDICT      tokens: only used, unused or unknown API tokens
      --sort ORDER           tokens: by name, verdict or account within a namespace (default: name)
  -q, --quiet                only findings at or above --fail-on, no summary, no warnings of what was skipped
      --color[=WHEN]         auto, always or never (default: auto); --no-color
  -h, --help
  -V, --version

Exit codes
  0  nothing at or above --fail-on
  1  findings
  2  wrong usage, or some input could not be read (what could be read is still reported)
`;

/** What a command is for and its options, out of the general help. */
export function helpFor(command: Command): string {
  if (command === 'lint') return general;
  const usage = blocksBelow('Usage').filter((block) => block.startsWith(`  kube-token-lint ${command} `));
  const { formats, options: own } = commands[command];
  const known: readonly string[] = ['help', ...own];
  const options = blocksBelow('Options').flatMap((block) => {
    const [, name = ''] = /--([a-z-]+)/.exec(block) ?? [];
    if (!known.includes(name)) return [];
    if (name === 'format') return formatLine(formats);
    if (name === 'output') return block.replace(/\.json, [^]*$/, `${endingsOf(formats)}, others pretty`);
    return name === 'quiet' && command === 'tokens' ? block.replace(/only .*(?=no warnings)/, '') : block;
  });
  return `Usage\n${usage.join('\n')}\n\nOptions\n${options.join('\n')}\n\nAll commands and options: kube-token-lint --help\n`;
}

function formatLine(formats: readonly string[]): string {
  return `  -f, --format FORMAT        ${formats.join(', ').replace(/, (?=\w+$)/, ' or ')} (default: pretty)`;
}

function endingsOf(formats: readonly string[]): string {
  return formats.includes('markdown') ? '.json, .md' : '.json';
}

/** The entries of a section, each with the lines that go on with it. */
function blocksBelow(title: string): string[] {
  const section = general.split(/\n\n/).find((text) => text.startsWith(`${title}\n`)) ?? '';
  return section.slice(title.length + 1).split(/\n(?= {2}kube|(?: {2}-\w, | {6})--)/);
}
