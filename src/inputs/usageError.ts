/** The command was called wrongly: exit code 2, and the message alone. */
export class UsageError extends Error {}
