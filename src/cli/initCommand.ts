import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { configIn, findConfig } from '../inputs/findConfig.ts';
import { reasonOf } from '../inputs/reason.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from '../inputs/usageError.ts';

const name = 'kube-token-lint.config.yaml';

/** What `init` writes: short, and true of the package as it is (test/cli/init.test.ts). */
export const starter = `# yaml-language-server: $schema=https://raw.githubusercontent.com/kube-token-lint/kube-token-lint/main/schemas/config.schema.json
# Settings of kube-token-lint. All keys: https://github.com/kube-token-lint/kube-token-lint/blob/main/docs/configuration.md

# What to start from: recommended, strict (more rules), zero-trust (short lives, no token without evidence of use), cis, or a file (./base.yaml).
extends: recommended

# What is not linted, by patterns as in .gitignore.
# exclude: [docs/, 'charts/*/templates/']

# Levels of single rules: off, info, warning or error. \`kube-token-lint rules\` lists the rules.
# rules:
#   automount-unused: error

# Other settings for some objects, by file, namespace, kind or label; of several that fit, later ones win.
# overrides:
#   - namespaces: [kube-system]
#     rules:
#       account-default: off

# How long tokens may live: 600 seconds (high), 3600 (medium), 43200 (low).
# expiration:
#   tiers:
#     high: { labels: { tier: payments } }

# The audiences that tokens may have.
# audiences: [https://vault.example.com]

# Whether the input holds all roles and bindings that concern it. Unset, it is inferred: rendered charts, kustomizations and
# lists of a cluster's objects do.
# complete: true
`;

/** Writes a configuration to start from; never over one that is there. */
export async function initCommand(terminal: Terminal): Promise<number> {
  const there = configIn(terminal.cwd, terminal.cwd);
  if (there !== undefined) throw new UsageError(`There is a configuration already: ${there.file.uri}`);
  const above = findConfig(terminal.cwd, undefined);
  try {
    await writeFile(join(terminal.cwd, name), starter, { flag: 'wx' });
  } catch (error) {
    throw new UsageError(`Could not write ${name}: ${reasonOf(error)}`);
  }
  if (above !== undefined)
    terminal.warn(`Here, ${above.file.uri} counts no more: write "extends: ${above.file.uri}" to build on it\n`);
  terminal.write(`Wrote ${name}. What applies to a file: kube-token-lint --print-config FILE\n`);
  return 0;
}
