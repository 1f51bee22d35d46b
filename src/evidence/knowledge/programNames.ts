import type { VolumeMount } from '../../facts/pods/container.ts';

/** What the programs of an image are called. */
export interface ImageNames {
  /** The last part of the image's repository. */
  readonly image: string;
  /** Those that do not resemble it. */
  readonly programs: readonly string[];
  /** Whether its entrypoint runs its arguments as a command. */
  readonly runsArguments: boolean;
}

const wrappers = new Set(
  'tini tini-static dumb-init catatonit env exec nice ionice nohup timeout time stdbuf setpriv command builtin'.split(
    ' ',
  ),
);

/** Of programs that run others, the flags whose value is the next word. */
const valuedFlags: ReadonlyMap<string, RegExp> = new Map([
  ['env', /^-[uC]$/],
  ['timeout', /^-[ks]$/],
  ['exec', /^-a$/],
  ['stdbuf', /^-[ioe]$/],
  ['time', /^-[fo]$/],
  ['nice', /^-n$/],
  ['ionice', /^-[cnp]$/],
  [
    'setpriv',
    /^--(?:(?:re|r|e)?[ug]id|groups|inh-caps|ambient-caps|bounding-set|securebits|pdeathsig|selinux-label|apparmor-profile)$/,
  ],
]);

const entrypoints = /^(?:(?:docker-)?entry-?point(?:\.sh)?|run\.sh|start\.sh|setup\.sh|(?:pre|post)-init\.sh|init)$/;

const interpreters =
  /^(?:python[\d.]*|node|nodejs|ruby|perl|java|php[\d.]*|dotnet|deno|bun|gunicorn|uvicorn|uwsgi|celery|bundle|rails|rake)$/;

/** Tools of any image that call what they are told to, or nothing. */
const tools = new Set(
  (
    'apk apt apt-get dnf yum microdnf zypper curl wget awk gawk mawk ps pgrep pkill kill killall which type trap case ' +
    'export local readonly declare @test for select function typeset let shopt getopt id groups useradd adduser usermod groupadd addgroup ' +
    'groupmod passwd mknod mkfifo chattr split paste rev nl fold fmt column shuf factor yes tput stty tty clear less more ' +
    'bc dc cmp patch iconv dos2unix strings file hexdump zip bzip2 xz zstd lsof ss netstat host traceroute arp route ' +
    'ifconfig vi nano logger mapfile readarray pushd popd dirs enable printf echo disown jobs bg fg ' +
    'times caller complete'
  ).split(' '),
);

/** What a tool is told to run, and how the API server is called. */
const runsOrCalls =
  /\bsystem\s*\(|(?<!\|)\|\s*[\w"&]|(?:^|\s)--filter\b|\bAuthorization\b|\bbearer\b|\/apis?\/(?:v1|[a-z.]+\/v\d)/i;

/** Parts of names that say that a program works with a cluster, whatever else it is named after. */
const telling =
  /operator|controller|manager|leader|elect|kube|k8s|sidecar|peer|finder|discovery|autopilot|injector|watcher/;

/** What is named after the program that it is made for: `nginx-prometheus-exporter`, which no nginx is. */
const companion = /exporter/;

/** Parts of names that say nothing of what a program is. */
const common = new Set(
  'server service client agent web http https api app docker linux amd64 arm64 alpine debian ubuntu image base prometheus'.split(
    ' ',
  ),
);

/** The file's name, without folders. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function isWrapper(program: string): boolean {
  return wrappers.has(baseName(program));
}

/** Whether a flag of a program that runs others has its value in the next word. */
export function takesNextWord(wrapper: string, flag: string): boolean {
  return valuedFlags.get(wrapper)?.test(flag) === true;
}

export function isTool(program: string, words: readonly string[]): boolean {
  return tools.has(baseName(program)) && !runsOrCalls.test(words.join(' '));
}

export function isInterpreter(program: string): boolean {
  return interpreters.test(baseName(program));
}

/** Whether words are those of an interpreter with its code: `node` with options alone is what some program calls a part of it. */
export function isInterpretation([program = '', ...words]: readonly string[]): boolean {
  return isInterpreter(program) && words.some((word) => !word.startsWith('-'));
}

/** A script that images bring to start their own program with, or with what comes after it. */
export function isEntrypoint(path: string): boolean {
  return /^\/opt\/bitnami\/scripts\/\S+\.sh$/.test(path) || entrypoints.test(baseName(path));
}

const mountedEntrypoint =
  /\/(?:docker-)?entry-?point(?:\.sh)?$|^\/opt\/bitnami\/scripts\/\S+\.sh$|^\/run\.sh$|^\/docker-entrypoint(?:-[a-z]+)?\.d(?:\/|$)/;
const programFolder = /^\/(?:usr(?:\/local)?(?:\/s?bin)?|s?bin)$/;

/** Whether something is mounted in place of what an image starts with, or of scripts that its entrypoint runs. */
export function isEntrypointMount({ mountPath }: VolumeMount, names: ImageNames): boolean {
  if (mountedEntrypoint.test(mountPath) || programFolder.test(mountPath)) return true;
  const end = mountPath.lastIndexOf('/');
  return programFolder.test(mountPath.slice(0, Math.max(end, 0))) && isNamed(mountPath, names);
}

/** Scripts of functions that an image brings. */
export function isLibrary(text: string): boolean {
  return /^(?:(?:\.|source)\s+)?"?(?:\/opt\/bitnami\/scripts\/|\/lib\w+\.sh$)/.test(text);
}

/** Whether a name is one that functions of such a library have: `info`, `is_dir_empty`. */
export function isLibraryFunction(name: string): boolean {
  return /^(?:info|warn|error|debug|log|indent|[a-z]\w*_\w+)$/.test(name);
}

const scriptFile = /\.(?:py|js|mjs|rb|pl|php)$/;

/** Whether a file is code that an interpreter runs. */
export function isInterpreted(path: string): boolean {
  return scriptFile.test(path);
}

/** Whether a program is named just as its image, or is one that it is known to have. */
export function isNamed(path: string, { image, programs }: ImageNames): boolean {
  const file = baseName(path).toLowerCase();
  return programs.includes(file) || nameOf(file) === plain(image);
}

/** Whether a program is named as its image, `kube-hunter.py` too, or after it: `mysqld` of `mysql-server`. */
export function isOwnName(path: string, names: ImageNames): boolean {
  if (isNamed(path, names)) return true;
  const file = baseName(path).toLowerCase();
  const [name, whole] = [nameOf(file), plain(names.image)];
  if (scriptFile.test(file) || (telling.test(name) && !whole.includes(name))) return false;
  if (companion.test(name) && !companion.test(whole)) return false;
  const parts = telling.exec(name) === null ? name.split('-') : [name];
  return whole
    .split('-')
    .filter((part) => part.length >= 3 && !common.has(part))
    .some((part) =>
      parts.some((own) => own.startsWith(part) || (own.length >= 4 && !common.has(own) && part.startsWith(own))),
    );
}

/** Without the ending that says what code it is. */
function nameOf(file: string): string {
  return plain(file.replace(/\.sh$/, '').replace(scriptFile, ''));
}

function plain(name: string): string {
  return name.replaceAll(/[_.]/g, '-');
}
