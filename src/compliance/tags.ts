/** What a rule's tag stands for. */
export interface Tag {
  readonly name: string;
  readonly url: string;
}

const cisBenchmark = 'https://www.cisecurity.org/benchmark/kubernetes';

export const hardeningGuide =
  'https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF';

const techniques: readonly (readonly [string, string])[] = [
  ['T1078', 'Valid Accounts'],
  ['T1078.001', 'Valid Accounts: Default Accounts'],
  ['T1098', 'Account Manipulation'],
  ['T1098.006', 'Account Manipulation: Additional Container Cluster Roles'],
  ['T1134', 'Access Token Manipulation'],
  ['T1134.001', 'Access Token Manipulation: Token Impersonation/Theft'],
  ['T1528', 'Steal Application Access Token'],
  ['T1548', 'Abuse Elevation Control Mechanism'],
  ['T1550.001', 'Use Alternate Authentication Material: Application Access Token'],
  ['T1552', 'Unsecured Credentials'],
  ['T1552.001', 'Unsecured Credentials: Credentials In Files'],
  ['T1552.007', 'Unsecured Credentials: Container API'],
  ['T1609', 'Container Administration Command'],
  ['T1610', 'Deploy Container'],
  ['T1611', 'Escape to Host'],
  ['T1613', 'Container and Resource Discovery'],
];

const weaknesses: readonly (readonly [number, string])[] = [
  [20, 'Improper Input Validation'],
  [200, 'Exposure of Sensitive Information to an Unauthorized Actor'],
  [250, 'Execution with Unnecessary Privileges'],
  [266, 'Incorrect Privilege Assignment'],
  [269, 'Improper Privilege Management'],
  [276, 'Incorrect Default Permissions'],
  [284, 'Improper Access Control'],
  [285, 'Improper Authorization'],
  [287, 'Improper Authentication'],
  [312, 'Cleartext Storage of Sensitive Information'],
  [340, 'Generation of Predictable Numbers or Identifiers'],
  [477, 'Use of Obsolete Function'],
  [522, 'Insufficiently Protected Credentials'],
  [526, 'Cleartext Storage of Sensitive Information in an Environment Variable'],
  [532, 'Insertion of Sensitive Information into Log File'],
  [538, 'Insertion of Sensitive Information into Externally-Accessible File or Directory'],
  [552, 'Files or Directories Accessible to External Parties'],
  [598, 'Use of GET Request Method With Sensitive Query Strings'],
  [613, 'Insufficient Session Expiration'],
  [653, 'Improper Isolation or Compartmentalization'],
  [668, 'Exposure of Resource to Wrong Sphere'],
  [671, 'Lack of Administrator Control over Security'],
  [672, 'Operation on a Resource after Expiration or Release'],
  [732, 'Incorrect Permission Assignment for Critical Resource'],
  [778, 'Insufficient Logging'],
  [798, 'Use of Hard-coded Credentials'],
  [862, 'Missing Authorization'],
  [863, 'Incorrect Authorization'],
  [1188, 'Initialization of a Resource with an Insecure Default'],
  [1220, 'Insufficient Granularity of Access Control'],
];

/** Controls of the CIS Kubernetes Benchmark v1.11 that concern ServiceAccounts and their tokens. */
export const cisControls: readonly (readonly [string, string])[] = [
  ['1.2.12', 'Ensure that the admission control plugin ServiceAccount is set'],
  ['1.2.21', 'Ensure that the --service-account-lookup argument is set to true'],
  ['1.2.30', 'Ensure that the --service-account-extend-token-expiration parameter is set to false'],
  ['5.1.1', 'Ensure that the cluster-admin role is only used where required'],
  ['5.1.2', 'Minimize access to secrets'],
  ['5.1.3', 'Minimize wildcard use in Roles and ClusterRoles'],
  ['5.1.4', 'Minimize access to create pods'],
  ['5.1.5', 'Ensure that default service accounts are not actively used'],
  ['5.1.6', 'Ensure that Service Account Tokens are only mounted where necessary'],
  ['5.1.7', 'Avoid use of system:masters group'],
  ['5.1.8', 'Limit use of the Bind, Impersonate and Escalate permissions in the Kubernetes cluster'],
  ['5.1.9', 'Minimize access to create persistent volumes'],
  ['5.1.10', 'Minimize access to the proxy sub-resource of nodes'],
  ['5.1.11', 'Minimize access to the approval sub-resource of certificatesigningrequests objects'],
  ['5.1.12', 'Minimize access to webhook configuration objects'],
  ['5.1.13', 'Minimize access to the service account token creation'],
  ['5.2.12', 'Minimize the admission of HostPath volumes'],
  ['5.4.1', 'Prefer using Secrets as files over Secrets as environment variables'],
  ['5.4.2', 'Consider external secret storage'],
];

/** Every tag that a rule may have. */
export const tags: ReadonlyMap<string, Tag> = new Map<string, Tag>([
  ...cisControls.map(([id, title]): [string, Tag] => [`CIS-${id}`, { name: title, url: cisBenchmark }]),
  ['NSA-CISA', { name: 'NSA/CISA Kubernetes Hardening Guide v1.2', url: hardeningGuide }],
  ...techniques.map(([id, name]): [string, Tag] => [
    `MITRE-${id}`,
    { name, url: `https://attack.mitre.org/techniques/${id.replace('.', '/')}/` },
  ]),
  ...weaknesses.map(([number, name]): [string, Tag] => [
    `CWE-${String(number)}`,
    { name, url: `https://cwe.mitre.org/data/definitions/${String(number)}.html` },
  ]),
]);
