import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { type BuildOptions, type ChunkingContext, type Plugin, build } from 'rolldown';

import baselineSchema from '../schemas/baseline.schema.json' with { type: 'json' };
import schema from '../schemas/config.schema.json' with { type: 'json' };
import knowledge from '../src/evidence/knowledge/knowledge.json' with { type: 'json' };
import { writeKnowledge } from '../src/evidence/knowledge/writtenKnowledge.ts';
import { inAscii } from '../src/text/ascii.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const main = join(root, 'src/cli/main.ts');

const knowledgeFile = 'chunks/knowledge.txt';

/**
 * What is known of programs is a third of the code's size: it is read when it is first asked for.
 * @param place an expression of where it lies; to make a URL takes longer than to read it.
 */
function knowledgeOnDemand(place: string): Plugin {
  const code = `import { readFileSync } from 'node:fs';
    import { readKnowledge } from './writtenKnowledge.ts';
    export const packagedKnowledge = () => readKnowledge(readFileSync(${place}, 'latin1'));`;
  return {
    name: 'knowledge-on-demand',
    load: { filter: { id: /packagedKnowledge\.ts$/ }, handler: () => ({ code, moduleType: 'js' }) },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: knowledgeFile, source: writeKnowledge(knowledge) });
    },
  };
}

/**
 * The file with what a command always needs is escaped once it is minified, holds the bundler's helpers, as Node takes a
 * while to find a file, and is the function that the launcher calls: to put it into one later would copy it.
 */
const wholeCore: Plugin = {
  name: 'whole-core',
  generateBundle(_options, bundle) {
    const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
    const core = chunks.find(({ name }) => name === 'core');
    const helpers = chunks.find(({ name }) => name === 'rolldown-runtime');
    if (core === undefined || helpers === undefined)
      throw new Error('There is no chunk of what a command always needs');
    const required = `require("./${basename(helpers.fileName)}")`;
    if (!core.code.includes(required)) throw new Error('What a command always needs takes its helpers from elsewhere');
    const code = core.code.replace(required, () => `(exports=>{${helpers.code};return exports})({})`);
    core.code = `(function(exports,require,__dirname){${inAscii(code)}\n})`;
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
  return neededAtStart(context).has(id) ? 'core' : null;
}

let needed: Set<string> | undefined;

function neededAtStart(context: ChunkingContext): ReadonlySet<string> {
  if (needed !== undefined) return needed;
  needed = new Set([main]);
  for (const id of needed) for (const imported of context.getModuleInfo(id)?.importedIds ?? []) needed.add(imported);
  return needed;
}

const withTypes = !process.argv.includes('--no-types');
for (const name of existsSync(dist) ? readdirSync(dist) : [])
  if (withTypes || name !== 'types') rmSync(join(dist, name), { recursive: true });
const shared = {
  cwd: root,
  platform: 'node',
  // `yaml` is bundled, as importing its many files takes longer than parsing a manifest.
  // Its ES modules are what its package calls the browser build.
  resolve: { alias: { yaml: join(root, 'node_modules/yaml/browser/index.js') } },
  external: ['ajv/dist/2020.js', 'globby', /^vscode-languageserver/, 'eslint'],
} satisfies BuildOptions;
// Less to parse; names stay, for stack traces.
const minify = { compress: true, mangle: false, codegen: { removeWhitespace: true } };
const target = 'node20.19';

await build({
  ...shared,
  plugins: [knowledgeOnDemand(`new URL('${knowledgeFile}', import.meta.url)`), compiledValidators],
  input: { index: 'src/index.ts', eslint: 'src/eslint/plugin.ts' },
  transform: { target },
  output: { dir: dist, format: 'esm', chunkFileNames: 'chunks/[name]-[hash].js', minify },
});
// The command is CommonJS, for which Node 20 takes code that is compiled already (src/cli/launch.ts), and it starts sooner.
const { output } = await build({
  ...shared,
  plugins: [knowledgeOnDemand(`__dirname + '/${basename(knowledgeFile)}'`), compiledValidators, wholeCore],
  input: { command: main },
  transform: { target },
  output: {
    dir: dist,
    format: 'cjs',
    entryFileNames: 'chunks/[name].cjs',
    // The launcher asks for `main`.
    minifyInternalExports: false,
    chunkFileNames: 'chunks/[name]-[hash].cjs',
    codeSplitting: { groups: [{ name: chunkOf, debugName: 'core' }] },
    minify,
  },
});
const core = output.find((file) => file.type === 'chunk' && file.name === 'core');
if (core === undefined) throw new Error('There is no chunk of what the command always needs');
// Code that is compiled already cannot import: it requires chunks that do.
if ('code' in core && /\bimport\(/.test(core.code))
  throw new Error('What the command always needs imports from elsewhere');
await build({
  ...shared,
  input: { cli: 'src/cli/launch.ts' },
  // Any Node that is too old is to read that it is.
  transform: { target: 'es2018', define: { CORE: JSON.stringify(core.fileName) } },
  output: { dir: dist, format: 'cjs', entryFileNames: '[name].cjs', banner: '#!/usr/bin/env node', minify },
});
chmodSync(join(dist, 'cli.cjs'), 0o755);
if (withTypes) {
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  });
}
