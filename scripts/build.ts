import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { type Plugin, build } from 'esbuild';

import baselineSchema from '../schemas/baseline.schema.json' with { type: 'json' };
import schema from '../schemas/config.schema.json' with { type: 'json' };

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

/** V8 parses a large object many times faster from JSON than from source. */
const jsonAsText: Plugin = {
  name: 'json-as-text',
  setup(bundle) {
    bundle.onLoad({ filter: /knowledge\.json$/ }, ({ path }) => {
      const text = JSON.stringify(JSON.parse(readFileSync(path, 'utf8')));
      return { contents: `export default JSON.parse(${JSON.stringify(text)})`, loader: 'js' };
    });
  },
};

/** The validators of the configuration and the baseline as code, so that a run needs no compiler of schemas. */
const compiledValidators: Plugin = {
  name: 'compiled-validators',
  setup(bundle) {
    bundle.onLoad({ filter: /config[/\\]validator\.ts$/ }, async ({ path }) => {
      const { compiler } = await import('../src/config/validator.ts');
      const contents = standaloneCode.default(compiler, { validateConfig: schema.$id });
      return { contents, loader: 'js', resolveDir: dirname(path) };
    });
    bundle.onLoad({ filter: /baseline[/\\]validator\.ts$/ }, async ({ path }) => {
      const { compiler } = await import('../src/baseline/validator.ts');
      const contents = standaloneCode.default(compiler, { validateBaseline: baselineSchema.$id });
      return { contents, loader: 'js', resolveDir: dirname(path) };
    });
  },
};

rmSync(dist, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: { cli: 'src/cli/main.ts', index: 'src/index.ts', eslint: 'src/eslint/plugin.ts' },
  outdir: dist,
  bundle: true,
  splitting: true,
  plugins: [jsonAsText, compiledValidators],
  // Less to parse; names stay, for stack traces.
  minifyWhitespace: true,
  minifySyntax: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  chunkNames: 'chunks/[name]-[hash]',
  // `yaml` is bundled, as importing its many files takes longer than parsing a manifest.
  // Its ES modules are what its package calls the browser build.
  alias: { yaml: join(root, 'node_modules/yaml/browser/index.js') },
  external: ['ajv/dist/2020.js', 'globby', 'vscode-languageserver', 'vscode-languageserver-textdocument'],
  banner: { js: '// kube-token-lint, Apache-2.0' },
  logLevel: 'warning',
});
const cli = join(dist, 'cli.js');
const shebang = '#!/usr/bin/env node\n';
writeFileSync(cli, shebang + readFileSync(cli, 'utf8'));
chmodSync(cli, 0o755);
if (!process.argv.includes('--no-types')) {
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  });
}
