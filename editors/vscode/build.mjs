// Bundles the extension and, beside it, the server with all that it needs, so that the package has no dependencies.
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'rolldown';

const here = import.meta.dirname;
const root = join(here, '../..');
for (const folder of ['dist', 'schemas']) rmSync(join(here, folder), { recursive: true, force: true });

const common = { platform: 'node', transform: { target: 'node20' } };
await build({
  ...common,
  cwd: here,
  input: 'src/extension.ts',
  external: ['vscode'],
  output: { file: join(here, 'dist/extension.cjs'), format: 'cjs', minify: true },
});
await build({
  ...common,
  cwd: root,
  input: 'src/cli/start.ts',
  resolve: { alias: { yaml: join(root, 'node_modules/yaml/browser/index.js') } },
  output: { file: join(here, 'dist/server.mjs'), format: 'esm', minify: true, codeSplitting: false },
});
mkdirSync(join(here, 'schemas'));
copyFileSync(join(root, 'schemas/config.schema.json'), join(here, 'schemas/config.schema.json'));
copyFileSync(join(root, 'LICENSE'), join(here, 'LICENSE'));
