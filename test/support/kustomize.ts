import { execFileSync } from 'node:child_process';
import { folder } from './command.ts';
import { tool } from './tools.ts';

/** Texts by the names of their files. */
export type Files = Readonly<Record<string, string>>;

/** Picks one of a list. */
export type Pick = <T>(list: readonly T[]) => T;

/** Random files and what kubectl builds of them; `KUSTOMIZE_CASES=1000` looks longer, `KUSTOMIZE_SEED=2` elsewhere. */
export function* builds(generate: (pick: Pick) => Files): Generator<{ files: Files; built: string }> {
  const pick = picking(Number(process.env['KUSTOMIZE_SEED'] ?? 1));
  for (let index = 0; index < buildCount; index += 1) {
    const files = generate(pick);
    const built = build(files);
    // kustomize refuses patches that are for nothing, and references that may be for several objects.
    if (built !== undefined) yield { files, built };
  }
}

export const buildCount = Number(process.env['KUSTOMIZE_CASES'] ?? 50);

/** The same for the same seed. */
function picking(seed: number): Pick {
  let state = seed;
  return (list) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    const picked = list[Math.floor((state / 2147483648) * list.length)];
    if (picked === undefined) throw new Error('nothing to pick from');
    return picked;
  };
}

/** What kubectl makes of the kustomization in `top`, else of that in `over`. */
function build(files: Files): string | undefined {
  const cwd = folder(files);
  const path = 'top/kustomization.yaml' in files ? 'top' : 'over';
  try {
    return execFileSync(tool('kubectl'), ['kustomize', path], {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return undefined;
  }
}
