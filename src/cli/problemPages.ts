import type { ProblemCode } from '../documents/problem.ts';

/** What there is to know of one kind of problem. */
export interface ProblemPage {
  /** An error makes the exit code 2. */
  readonly severity: 'error' | 'warning';
  readonly description: string;
  /** What follows from it. */
  readonly meaning: string;
  /** What to do. */
  readonly remedy: string;
}

export const problemPages: Readonly<Record<ProblemCode, ProblemPage>> = {
  'yaml-syntax': {
    severity: 'error',
    description: 'The document is neither YAML nor JSON',
    meaning:
      'kubectl refuses such a document. Nothing of it was linted; the other documents of the file were, without what this one would have told of accounts, roles and pods.',
    remedy:
      'Mend the text where the problem points. Where only the parser knows what it stumbled over, the cause may be further up.',
  },
  'yaml-unsupported': {
    severity: 'error',
    description: 'YAML that has no meaning for Kubernetes',
    meaning:
      'The API server takes what JSON can hold, which an alias without its anchor, a key that is a list or a tag that does not fit are not. Within […] and {…}, a ? ends a text without quotes. Nothing of the document was linted.',
    remedy:
      'Write the value as JSON could hold it; put a text in quotes that begins with * or &, or within […] and {…} with a colon, or holds a ? there.',
  },
  'too-deep': {
    severity: 'error',
    description: 'A document is nested so deeply that it cannot be read',
    meaning: 'No object of Kubernetes is nested like that. Nothing of the document was linted.',
    remedy: "Leave the file out with a pattern ('!path/file.yaml') if it is not for Kubernetes.",
  },
  'control-character': {
    severity: 'error',
    description: 'A document holds a character that YAML does not allow, such as NUL',
    meaning: 'kubectl refuses it. Nothing of the document was linted.',
    remedy:
      'Remove the character, or write it as an escape in double quotes ("\\u0007"). A binary file is no input: leave it out.',
  },
  'duplicate-key': {
    severity: 'warning',
    description: 'A mapping has the same key twice',
    meaning:
      'kubectl takes the last of them, which is what was linted; an API server that validates strictly rejects the object.',
    remedy:
      'Remove all but one. In a list of containers or ports, a dash may be missing before the second; between two objects, a line with ---.',
  },
  'unrendered-template': {
    severity: 'warning',
    description: 'A document is a template (Helm, Jinja, ytt), which says what it means only once it is rendered',
    meaning: 'Nobody knows what it will say: it was skipped, and so is unlinted.',
    remedy: 'Lint what is rendered: helm template . | kube-token-lint -',
  },
  'incomplete-manifest': {
    severity: 'warning',
    description:
      'A manifest lacks its apiVersion or kind, has its pod or containers where no workload has them, or stands in a list',
    meaning:
      'The API server refuses it as it is. Nothing was linted of what it should say: neither its tokens, nor its accounts and roles.',
    remedy:
      'Write what is missing, mend the key, the indentation or the dash that the message names, or write --- between objects that stand in a list.',
  },
  'unknown-version': {
    severity: 'warning',
    description: 'An object is of a kind that Kubernetes never had in its apiVersion',
    meaning:
      'Every API server refuses it. It was linted as what it is surely meant to be, where its group leaves no doubt. Of versions that a newer Kubernetes has dropped, such as batch/v1beta1, nothing is said: yours may have them.',
    remedy: 'Write the version that the message names.',
  },
  encrypted: {
    severity: 'warning',
    description: 'SOPS encrypted more of an object than the data of a Secret',
    meaning:
      'Nobody knows what the values say that begin with ENC[AES256_GCM: they were not judged, and nothing is taken for complete beside a role or a binding with such values.',
    remedy:
      'Lint what is decrypted: sops --decrypt file.yaml | kube-token-lint - (or have SOPS encrypt the data of Secrets only: --encrypted-regex "^(data|stringData)$").',
  },
  'missing-resource': {
    severity: 'warning',
    description: 'A kustomization needs what is not among the files that were read',
    meaning: 'What lies there was not linted, and accounts, roles or patches in it are not known.',
    remedy:
      'Lint what is built: kubectl kustomize overlays/prod | kube-token-lint --complete - (or name the base beside its overlay).',
  },
  'helm-notes': {
    severity: 'warning',
    description: "The output of helm install ends in a chart's notes, which are no YAML",
    meaning: 'The manifests before them were linted; the notes were left out.',
    remedy: 'Use helm template, which prints manifests alone.',
  },
  configuration: {
    severity: 'error',
    description: 'A rule of a plugin failed, or (in an editor) the configuration cannot be used',
    meaning:
      'What that rule would have found is missing; all other findings are reported. An editor goes on with the configuration that it could use last.',
    remedy: 'Mend the plugin or the configuration as the message says, or turn the rule off.',
  },
  'not-utf8': {
    severity: 'error',
    description: 'A file is binary, or in an encoding other than UTF-8',
    meaning: 'Nothing of the file was linted.',
    remedy:
      'Save it as UTF-8 (iconv -f WINDOWS-1252 -t UTF-8 file.yaml, with the encoding that it has), or leave it out.',
  },
  'not-found': {
    severity: 'error',
    description: 'A path that was named leads to nothing',
    meaning:
      'There is no file or folder of that name, or a pattern fits no file. Everything else that was named was linted.',
    remedy: 'Correct the path; paths start in the working directory.',
  },
  unreadable: {
    severity: 'error',
    description: 'A file or folder is there but cannot be read',
    meaning:
      'It is closed to the user, a link that leads nowhere or in a circle, or larger than a text can be. Nothing of it was linted.',
    remedy: 'Give the user the right to read it, mend the link, or leave it out.',
  },
  'not-fixed': {
    severity: 'error',
    description: 'A fix was not written to its file',
    meaning: 'The file could not be written, or somebody changed it after it was read. It is as it was.',
    remedy: 'Run it again, once the file can be written; --fix-dry-run prints the change as a diff.',
  },
};

/** What holds for all of them. */
export const aboutProblems =
  'A problem is no finding: it says what could not be read, or not as its author may expect. It has no level that could be set, and no suppression or baseline hides it.';

/** Whether it makes a run fail. */
export function exitWords({ severity }: ProblemPage): string {
  return severity === 'error'
    ? 'an error: the exit code is 2, whatever was found'
    : 'a warning: the exit code is as without it';
}
