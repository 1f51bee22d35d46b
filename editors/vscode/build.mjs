// Bundles the extension and, beside it, the server with all that it needs, so that the package has no dependencies.
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;
const root = join(here, '../..');
for (const folder of ['dist', 'schemas']) rmSync(join(here, folder), { recursive: true, force: true });

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  minify: true,
  legalComments: 'eof',
  logLevel: 'warning',
};
await build({
  ...common,
  absWorkingDir: here,
  entryPoints: ['src/extension.ts'],
  outfile: join(here, 'dist/extension.cjs'),
  format: 'cjs',
  external: ['vscode'],
});
await build({
  ...common,
  absWorkingDir: root,
  entryPoints: ['src/cli/main.ts'],
  outfile: join(here, 'dist/server.mjs'),
  format: 'esm',
  alias: { yaml: join(root, 'node_modules/yaml/browser/index.js') },
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
});
mkdirSync(join(here, 'schemas'));
copyFileSync(join(root, 'schemas/config.schema.json'), join(here, 'schemas/config.schema.json'));
copyFileSync(join(root, 'LICENSE'), join(here, 'LICENSE'));
