/** The exit codes of every command, and errors that end one with a sentence. */
export const EXIT = { holds: 0, violated: 1, usage: 2, undecided: 3, interrupted: 130 } as const;

/** The person gave something that cannot be used. The message is one sentence. */
export class UsageError extends Error {}
