import type { Facts } from '../facts/facts.ts';
import type { Workload, WorkloadContainer } from '../facts/workloads/workload.ts';
import { type ContainerSettings, type ContainerText, containerWords, settingsOf } from './texts/containerTexts.ts';
import type { Evidence, Strength } from './evidence.ts';
import { idleProgram, toolsAlone } from './programs/idleProgram.ts';
import { hasKubeconfig } from '../facts/workloads/ownCredentials.ts';
import { isNamedByAnybody, parseImage } from '../facts/pods/image.ts';
import { isBareImage } from '../facts/pods/pod.ts';
import type { Knowledge, KnownImage, Use } from './knowledge/knowledge.ts';
import { type MountedFile, mountedFiles } from './texts/mountedFiles.ts';
import { programDoubts } from './programDoubts.ts';
import { type ImageNames, isEntrypointMount, isInterpretation, isOwnName } from './knowledge/programNames.ts';
import { isBrought, runsOf } from './programs/runs.ts';
import type { Runs, Surroundings } from './programs/surroundings.ts';
import { isShell } from './shell/shellArguments.ts';
import { textEvidence } from './textEvidence.ts';
import { lazy } from '../memo/lazy.ts';

/** What one container shows. */
export interface ContainerUse {
  readonly container: WorkloadContainer;
  readonly verdict: 'used' | 'unused' | 'unknown';
  /** Whether nothing at all is known of its image. */
  readonly unheardOf: boolean;
  /** Whether it runs a program that uses the token or not depending on settings. */
  readonly isDependent: () => boolean;
  /** Whether it surely runs the program that its image is known for, and nothing that may start others: a shell, a wrapper, a script. */
  readonly isProgramAlone: () => boolean;
  readonly evidence: readonly Evidence[];
}

/** Collects the evidence of one container: from its image, command line, environment and mounted configuration. */
export function containerUse(
  container: WorkloadContainer,
  workload: Workload,
  facts: Facts,
  knowledge: Knowledge,
): ContainerUse {
  const settings = settingsOf(container, workload, facts, knowledge);
  const known = container.image === undefined ? undefined : knowledge.image(parseImage(container.image));
  const surroundings: Surroundings = {
    container,
    names: known === undefined ? namesOfUnknown(container) : namesOf(known),
    files: lazy(() => [...mountedFiles(container, workload, facts)]),
    environment: settings.environment,
    isEmpty: ({ volume }) => isItsOwnScratch(volume, container, workload),
    knowledge,
  };
  const command = idleProgram(container, settings.commandLine, knowledge);
  const idle = command !== undefined && isAllThatRuns(settings, surroundings) ? command : undefined;
  // What only handles files reads neither the configuration of its image's program nor other variables than it names.
  const files = (): ContainerText[] => (known?.handlesFiles === true ? [] : settings.fileTexts());
  const texts = idle === undefined ? [...settings.environmentTexts(), ...files()] : settings.namedTexts();
  const shown = textEvidence([...settings.commandTexts, ...texts], container, workload, knowledge, known !== undefined);
  const ofImage = known === undefined ? [] : imageEvidence(known, settings, workload, surroundings);
  const ofProgram = known === undefined ? programDoubts(container, settings.commandLine.commands, knowledge) : [];
  const isDependent = (): boolean => known?.use === 'depends' && runsItself(settings.commandLine.argv, surroundings);
  const isUnread =
    known?.configured === true && shown.length === 0 && isDependent() && ![...surroundings.files()].some(mayConfigure);
  const unread = isUnread ? [unreadConfiguration(known, container)] : [];
  const evidence = idle === undefined ? [...ofImage, ...ofProgram, ...shown, ...unread] : [idle, ...shown];
  return {
    container,
    verdict: verdictOf(evidence),
    unheardOf: container.image !== undefined && known === undefined,
    isDependent,
    isProgramAlone: () => known !== undefined && isProgramAlone(container, settings.commandLine.argv, known),
    evidence,
  };
}

/** Whether a file may be a program's configuration: no certificate, key, password or token is. */
function mayConfigure({ entry }: MountedFile): boolean {
  return !/^\s*(?:-----BEGIN |[\w.+/-]*={0,2}\s*$)/.test(entry.text);
}

/** What decides is not in the input: in an image, a volume or an object that somebody else makes. */
function unreadConfiguration({ meaning }: KnownImage, container: WorkloadContainer): Evidence {
  return {
    kind: 'image',
    direction: 'used',
    strength: 'weak',
    message: `${containerWords(container)}: ${meaning}; nothing in the input shows which it has`,
    location: container.field.get('image').valueLocation,
  };
}

function runsItself(argv: readonly string[], surroundings: Surroundings): boolean {
  return argv.length === 0 || runsOf(argv, surroundings).own;
}

function isProgramAlone(
  { field, image = '' }: WorkloadContainer,
  [program = '']: readonly string[],
  known: KnownImage,
): boolean {
  if (isNamedByAnybody(parseImage(image))) return false;
  return field.get('command').items().length === 0 || isOwnName(program, known);
}

function namesOfUnknown({ image = '' }: WorkloadContainer): ImageNames {
  return { image: '', programs: [], runsArguments: isBareImage(image) };
}

function isItsOwnScratch(volume: string, container: WorkloadContainer, { volumes, containers }: Workload): boolean {
  const isScratch = volumes.some(({ name, type }) => name === volume && type === 'emptyDir');
  const mounts = (one: WorkloadContainer): boolean => one.mounts.some((mount) => mount.volume === volume);
  return isScratch && !containers.some((one) => one !== container && mounts(one));
}

/**
 * Of an image that also holds an operator, only the programs that are known to call the API server count, not its
 * name.
 */
function namesOf(known: KnownImage): ImageNames {
  return known.use === 'yes' && known.programs.length > 0 ? { ...known, image: '' } : known;
}

/**
 * Whether an idle command is all that runs: no volume, hook or script brings another program, and no file names the
 * token.
 */
function isAllThatRuns(settings: ContainerSettings, surroundings: Surroundings): boolean {
  const { commandLine, besides } = settings;
  if (runsOf(commandLine.argv, surroundings).brought) return false;
  if (settings.namesHiddenFile() || besides.some(({ argv }) => isBrought(argv, surroundings))) return false;
  const { container, knowledge } = surroundings;
  const namesToken = ({ place, text }: ContainerText): boolean =>
    place === 'configuration' && knowledge.signsIn(text, place).some(({ id }) => id === tokenInConfiguration);
  return container.mounts.length === 0 || !settings.fileTexts().some(namesToken);
}

const tokenInConfiguration = 'token-path-configuration';

/**
 * How a program is run says more than what it is: a strong sign in its settings decides, one of use before one of none.
 * Then a strong sign of use wins over all; against a strong sign of none, a medium one does not stand.
 */
function verdictOf(evidence: readonly Evidence[]): ContainerUse['verdict'] {
  const has = (direction: Evidence['direction'], ...strengths: Evidence['strength'][]): boolean =>
    evidence.some((one) => one.direction === direction && strengths.includes(one.strength));
  const settings = evidence.filter(({ kind, strength }) => strength === 'strong' && !kind.startsWith('image'));
  if (settings.some(({ direction }) => direction === 'used')) return 'used';
  if (settings.length > 0) return 'unused';
  if (has('used', 'strong')) return 'used';
  if (has('unused', 'strong')) return 'unused';
  if (has('used', 'medium')) return 'used';
  return has('unused', 'medium') ? 'unused' : 'unknown';
}

/** What the image is known for, where that is what runs. */
function* imageEvidence(
  known: KnownImage,
  { commandLine, besides }: ContainerSettings,
  workload: Workload,
  surroundings: Surroundings,
): Generator<Evidence> {
  const { container } = surroundings;
  if (known.use === 'depends') return;
  if (known.tokenAudience !== undefined && !holdsToken(known.image, known.tokenAudience, workload)) {
    yield {
      kind: 'image',
      direction: 'used',
      strength: 'weak',
      message: `${containerWords(container)}: it logs in with a token for "${known.tokenAudience}", which the pod does not give it, or with the account's`,
      location: container.field.get('image').valueLocation,
    };
    return;
  }
  const [program] = commandLine.argv;
  // What an operator's program is called is often not known; what a script runs instead of it shows all the same.
  const isAsked = known.use === 'no' || known.programs.length > 0 || isScripted(commandLine.argv);
  const isRead = program !== undefined || container.mounts.some((mount) => isEntrypointMount(mount, known));
  const runs = isRead && isAsked ? runsOf(commandLine.argv, surroundings) : undefined;
  if (known.use === 'no' && besides.some(({ argv }) => isBrought(argv, surroundings))) return;
  if (runs !== undefined && !isShownBy(runs, known.use)) {
    if (known.use === 'no' && !runs.own && !runs.other && !runs.unseen) yield toolsAlone(container);
    return;
  }
  yield {
    kind: known.named ? 'image' : 'imagePattern',
    direction: known.use === 'yes' ? 'used' : 'unused',
    strength: strengthOf(known, runs, hasKubeconfig(container, workload)),
    message: `${containerWords(container)}: ${known.meaning}`,
    location: container.field.get('image').valueLocation,
  };
}

/** A program that is told to log in with a kubeconfig may use the account's token besides, or not. */
function strengthOf({ use, strength }: KnownImage, runs: Runs | undefined, hasOther: boolean): Strength {
  if (use !== 'yes') return strength;
  if (hasOther) return 'weak';
  return runs?.own === false ? 'medium' : strength;
}

function holdsToken(image: string, wanted: string, { containers }: Workload): boolean {
  return containers.some(
    (container) =>
      parseImage(container.image ?? '').name === image &&
      container.tokens.some(({ kind, audience }) => kind === 'projected' && audience === wanted),
  );
}

function isScripted(argv: readonly string[]): boolean {
  return isShell(argv[0]) || isInterpretation(argv);
}

/**
 * Knowing that an image's programs do not call the API server says nothing of other programs that run; an image's
 * program that does call it may be part of what the input does not show.
 */
function isShownBy({ own, other, unseen }: Runs, use: Use): boolean {
  return use === 'no' ? own && !other && !unseen : own || unseen;
}
