/** The exit codes of every command, and errors that end one with a sentence. */
export const EXIT = { holds: 0, violated: 1, usage: 2, undecided: 3, failed: 2, interrupted: 130 } as const;

/** The person gave something that cannot be used. The message is one sentence. */
export class UsageError extends Error {}

/** Below the help of every command. */
export const EXIT_CODES = `
Exit codes: 0 holds, 1 a violation was found, 2 bad usage or unreadable input, 3 undecided within the budget.`;

/** Takes the exit code that a command ends with. */
export type Finish = (code: number) => void;
