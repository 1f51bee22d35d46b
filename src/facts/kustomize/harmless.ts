import type { Field } from '../../documents/field.ts';

/** Labels and annotations whose names say that nothing adds containers or volumes for them. */
const plainPrefix =
  /^(?:checksum|helm\.sh|karpenter\.sh|co\.elastic\.logs|fluentbit\.io|reloader\.stakater\.com|(?:ad|tags)\.datadoghq\.com|(?:[\w-]+\.)*(?:prometheus|kubernetes|fluxcd|argoproj)\.io)$/;

/** Whether a label or an annotation of a pod may ask a controller to add something to the pod. */
export function mayAskForInjection(name: string): boolean {
  if (/inject/i.test(name)) return true;
  const slash = name.indexOf('/');
  // What has no domain was made up by who wrote it, as `app` and `team` were.
  if (slash === -1) return /sidecar|agent|proxy|mesh|identity|instrument|enable/i.test(name);
  return !plainPrefix.test(name.slice(0, slash));
}

/** Whether some text may have to do with the API server or with tokens. */
export function mayConcernTokens(text: string): boolean {
  return /kube|k8s|openshift|cluster|leader|operator|discover|namespace|rbac|jwt|service-?_?account|token|vault:/i.test(
    text.replaceAll('.cluster.local', ''),
  );
}

const plainName =
  /(?:^|[_.-])(?:logs?|logging|loglevel|level|debug|verbose|ports?|hosts?|hostname|addr|address|urls?|uri|endpoint|domain|dsn|names?|title|message|tz|timezone|lang|lc|locale|language|env|environment|region|zone|user|username|password|db|database|bucket|timeout|version)(?:$|[_.-])/i;

const plainValues = [
  /^[-+]?\d[\d.:]*[a-z%]{0,3}$/i,
  /^(?:true|false|yes|no|trace|debug|info|notice|warn|warning|error|critical|fatal|none)?$/i,
  /^(?:dev|development|test|testing|qa|uat|stage|staging|prod|production|local)$/i,
  // URLs, hosts and paths.
  /^[a-z][a-z\d+.-]*:\/\/\S*$/i,
  /^(?:[\w-]+(?:\.[\w-]+)+|[\w-]+:\d+|[\w-]+(?:\.[\w-]+)+:\d+)$/,
  /^[\w.-]*(?:\/[\w.-]*)+$/,
];

/**
 * Whether a variable can hardly decide if a token is used. Most of what kustomizations set is another address, or another
 * level of logs; of other names and other values nobody knows what they do.
 *
 * @param value `undefined` where it is not known.
 */
export function isHarmlessSetting(name: string, value: string | undefined): boolean {
  if (mayConcernTokens(`${name}=${value ?? ''}`) || value?.includes('\n') === true) return false;
  // `logLevel` is `log_Level`.
  return plainName.test(name.replaceAll(/([a-z])(?=[A-Z])/g, '$1_')) || (value !== undefined && isPlain(value));
}

function isPlain(value: string): boolean {
  return plainValues.some((plain) => plain.test(value));
}

/** An entry of `env`. */
export function isHarmlessVariable(variable: Field): boolean {
  const name = variable.stringAt('name') ?? '';
  if (variable.stringAt('$patch') === 'delete') return !mayConcernTokens(name);
  if (variable.get('valueFrom').set) return !mayConcernTokens(variable.source);
  const value = variable.get('value');
  return isHarmlessSetting(name, value.string ?? (value.set ? value.source : ''));
}

/** An argument that is a flag; another may be what the program is told to do, or the program itself. */
export function isHarmlessArgument(argument: string): boolean {
  return !mayConcernTokens(argument) && (argument.startsWith('-') || isPlain(argument));
}

const emptyVolumes = ['emptyDir', 'persistentVolumeClaim', 'ephemeral', 'nfs'];

/** A volume that brings nothing that others wrote for the pod. */
export function isHarmlessVolume(volume: Field): boolean {
  if (volume.stringAt('$patch') === 'delete') return true;
  const kinds = volume.fields().filter(({ segment, set }) => segment !== 'name' && set);
  return kinds.every(({ segment }) => emptyVolumes.includes(String(segment)));
}

/** An `exec`, or its command, that only waits: how most let connections end before a container does. */
export function isWaiting(exec: Field): boolean {
  const words = exec.get('command').set ? exec.get('command').strings : exec.strings;
  return /^(?:(?:\/bin\/)?(?:ba)?sh -c )?(?:\/bin\/)?sleep \d+$/.test(words.join(' '));
}
