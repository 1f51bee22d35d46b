import type { Field } from '../../documents/field.ts';
import { TextLook } from '../../documents/textLook.ts';
import { Environment, expand } from '../../facts/pods/environment.ts';
import { lazy } from '../../memo/lazy.ts';
import type { WorkloadContainer } from '../../facts/workloads/workload.ts';

/** A setting of a container that names the file of a token. */
export interface TokenReference {
  /** The absolute path that it names. */
  readonly path: string;
  /** `environment variable VAULT_TOKEN_PATH`, `argument --token-file`. */
  readonly what: string;
  /** The setting's own name: `AWS_WEB_IDENTITY_TOKEN_FILE`. */
  readonly name: string;
  readonly field: Field;
}

// Most documents hold no such word, and no escape that may stand for one. `ken` is also in `--saToken`; texts are looked
// through for the first letter, which is to be rare.
const tokenWords = lookFor(['TOKEN', 'ken', 'JWT', 'jwt', 'Jwt', '\\']);
const audienceWords = lookFor(['AUDIENCE', 'token-audience', '\\']);

function lookFor(words: readonly string[]): TextLook {
  return new TextLook((text) => words.some((word) => text.includes(word)));
}

const variableName = /(?:^|_)(?:TOKEN|JWT)_?(?:FILE|PATH)$|^TOKEN_PATH$|_TOKEN_FILE_PATH$/;
const flag = /^--?([\w.-]*(?:TOKEN|[Tt]oken|JWT|[Jj]wt)[\w.-]*(?:[Ff]ile|[Pp]ath|FILE|PATH))=(\/.+)$/;

/** Environment variables and flags that, by their names, hold the path of a token's file. */
export function tokenReferences(container: WorkloadContainer): TokenReference[] {
  const { field } = container;
  if (!tokenWords.in(field.document)) return [];
  const environment = lazy(() => new Environment(field));
  const variables = field.itemsAt('env').flatMap((variable): TokenReference[] => {
    const [name, value] = [variable.stringAt('name'), variable.get('value')];
    if (name === undefined || !variableName.test(name)) return [];
    const path = valueIn(environment, name, value);
    if (!path.startsWith('/')) return [];
    return [{ path, what: `environment variable ${name}`, name, field: value }];
  });
  const flags = flagsOf(container).flatMap(({ text, item }): TokenReference[] => {
    const [, name, path] = flag.exec(expandedIn(environment, text)) ?? [];
    return name === undefined || path === undefined ? [] : [{ path, what: `argument --${name}`, name, field: item }];
  });
  return [...variables, ...flags];
}

/** The items of a command line; a flag whose value is the next item as `--flag=value`, at the value's place. */
function flagsOf({ commandLines: [items] }: WorkloadContainer): { readonly text: string; readonly item: Field }[] {
  return items.map((item, index) => {
    const before = items[index - 1]?.string ?? '';
    const text = item.string ?? '';
    return { text: /^--[\w.-]+$/.test(before) && !text.startsWith('-') ? `${before}=${text}` : text, item };
  });
}

/** A text with its `$(…)` as the kubelet expands them; those of unknown value stay. */
function expandedIn(environment: () => Environment, text: string): string {
  return text.includes('$(') ? expand(text, environment()) : text;
}

/** What a variable holds, in which the kubelet expands those before it. */
function valueIn(environment: () => Environment, name: string, { string = '' }: Field): string {
  return string.includes('$(') ? (environment().get(name)?.value ?? string) : string;
}

/** A setting of a container that names the audience that a token must have. */
export interface AudienceSetting {
  readonly audience: string;
  readonly what: string;
  /** Whether the name leaves open whose tokens are meant: the program's own, or those that it checks as a server. */
  readonly ambiguous: boolean;
  readonly field: Field;
}

const audienceVariable = /^(?:.*_)?(?:TOKEN|SERVICE_?ACCOUNT|SA|K8S|KUBERNETES|VAULT)(?:_TOKEN)?_AUDIENCE$/;
const audienceFlag = /^--?((?:service-account-|sa-|projected-|k8s-)?token-audience)=(.+)$/;

/** Settings that say for whom the token that the program presents is. */
export function audienceSettings(container: WorkloadContainer): AudienceSetting[] {
  const { field } = container;
  if (!audienceWords.in(field.document)) return [];
  const environment = lazy(() => new Environment(field));
  const variables = field.itemsAt('env').flatMap((variable): AudienceSetting[] => {
    const [name, value] = [variable.stringAt('name'), variable.get('value')];
    if (name === undefined || !audienceVariable.test(name)) return [];
    const audience = valueIn(environment, name, value);
    if (!isKnown(audience)) return [];
    const ambiguous = name === 'TOKEN_AUDIENCE';
    return [{ audience, what: `environment variable ${name}`, ambiguous, field: value }];
  });
  const flags = flagsOf(container).flatMap(({ text, item }): AudienceSetting[] => {
    const [, name, audience] = audienceFlag.exec(expandedIn(environment, text)) ?? [];
    if (name === undefined || audience === undefined || !isKnown(audience)) return [];
    return [{ audience, what: `argument --${name}`, ambiguous: name === 'token-audience', field: item }];
  });
  return [...variables, ...flags];
}

function isKnown(audience: string): boolean {
  return audience !== '' && !audience.includes('$(');
}

const verifier = /^--?[\w.-]*(?:issuer|jwks|token-?review|oidc|authentication-token)[\w.-]*(?:=|$)/i;

/** Whether a program checks the tokens of others: it knows who signs them, or asks the API server. */
export function isVerifier(container: WorkloadContainer): boolean {
  return flagsOf(container).some(({ text }) => verifier.test(text));
}

/** Audiences that a receiver is known to want of the token in the file that one of its client's settings names. */
const wellKnown: ReadonlyMap<string, readonly string[]> = new Map([
  ['AWS_WEB_IDENTITY_TOKEN_FILE', ['sts.amazonaws.com', 'sts.amazonaws.com.cn', 'openshift', 'amazonaws.com']],
  [
    'AZURE_FEDERATED_TOKEN_FILE',
    ['api://AzureADTokenExchange', 'api://AzureADTokenExchangeChina', 'api://AzureADTokenExchangeUSGov'],
  ],
]);

/** The audiences of which the token behind a reference must have one; `undefined` where any may be right. */
export function expectedAudiences(
  { name }: TokenReference,
  { field }: WorkloadContainer,
): readonly string[] | undefined {
  const expected = wellKnown.get(name);
  if (expected === undefined) return undefined;
  // Others than Amazon offer a token service of that interface.
  const elsewhere = field
    .itemsAt('env')
    .some((variable) =>
      /^AWS_ENDPOINT_URL|(?:^|_)STS_(?:\w+_)?(?:ENDPOINT|URL)$/.test(variable.stringAt('name') ?? ''),
    );
  return elsewhere ? undefined : expected;
}
