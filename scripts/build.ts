import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { type ChunkingContext, type Plugin, build } from 'rolldown';

import baselineSchema from '../schemas/baseline.schema.json' with { type: 'json' };
import schema from '../schemas/config.schema.json' with { type: 'json' };
import knowledge from '../src/evidence/knowledge.json' with { type: 'json' };
import { requiredWords } from '../src/evidence/requiredWords.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const main = join(root, 'src/cli/main.ts');

/** What is known of programs is a third of the code's size: it is read when it is first asked for. */
const knowledgeOnDemand: Plugin = {
  name: 'knowledge-on-demand',
  load: {
    filter: { id: /knowledge\.json$/ },
    handler() {
      const signs = knowledge.signs.map((sign) => ({ ...sign, words: requiredWords(sign.pattern) ?? [] }));
      const source = JSON.stringify({ ...knowledge, signs });
      this.emitFile({ type: 'asset', fileName: 'chunks/knowledge.json', source });
      const getters = Object.keys(knowledge).map((key) => `get ${key}() { return (data ??= load()).${key}; }`);
      const code = `import { readFileSync } from 'node:fs';
        let data;
        const load = () => JSON.parse(readFileSync(new URL('knowledge.json', import.meta.url), 'utf8'));
        export default { ${getters.join(', ')} };`;
      return { code, moduleType: 'js' };
    },
  },
};

/** The validators of the configuration and the baseline as code, so that a run needs no compiler of schemas. */
const compiledValidators: Plugin = {
  name: 'compiled-validators',
  load: {
    filter: { id: /(?:config|baseline)[/\\]validator\.ts$/ },
    async handler(path) {
      const code = path.includes('baseline')
        ? standaloneCode.default((await import('../src/baseline/validator.ts')).compiler, {
            validateBaseline: baselineSchema.$id,
          })
        : standaloneCode.default((await import('../src/config/validator.ts')).compiler, { validateConfig: schema.$id });
      return { code, moduleType: 'js' };
    },
  },
};

/** What the command needs whatever it is asked lies in one file: opening thirty small ones takes longer than reading one. */
function chunkOf(id: string, context: ChunkingContext): string | null {
  return neededAtStart(context).has(id) && id !== main ? 'core' : null;
}

let needed: Set<string> | undefined;

function neededAtStart(context: ChunkingContext): ReadonlySet<string> {
  if (needed !== undefined) return needed;
  needed = new Set([main]);
  for (const id of needed) for (const imported of context.getModuleInfo(id)?.importedIds ?? []) needed.add(imported);
  return needed;
}

rmSync(dist, { recursive: true, force: true });
await build({
  cwd: root,
  input: { cli: main, index: 'src/index.ts', eslint: 'src/eslint/plugin.ts' },
  platform: 'node',
  plugins: [knowledgeOnDemand, compiledValidators],
  // `yaml` is bundled, as importing its many files takes longer than parsing a manifest.
  // Its ES modules are what its package calls the browser build.
  resolve: { alias: { yaml: join(root, 'node_modules/yaml/browser/index.js') } },
  external: ['ajv/dist/2020.js', 'globby', /^vscode-languageserver/, 'eslint'],
  transform: { target: 'node20.19' },
  output: {
    dir: dist,
    format: 'esm',
    chunkFileNames: 'chunks/[name]-[hash].js',
    codeSplitting: { groups: [{ name: chunkOf, debugName: 'core' }] },
    // Less to parse; names stay, for stack traces.
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    banner: ({ name }) => (name === 'cli' ? '#!/usr/bin/env node' : ''),
  },
});
chmodSync(join(dist, 'cli.js'), 0o755);
if (!process.argv.includes('--no-types')) {
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  });
}
