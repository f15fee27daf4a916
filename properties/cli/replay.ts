/** `lwkt replay`: shows a counterexample again, and says whether it still is one. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import {
  clauseOf,
  decode,
  implementationNamed,
  ReplayError,
  type ReportOptions,
  replayRun,
  runReport,
  type Token,
  TokenError,
  UnknownImplementation,
} from '../check/index.ts';
import { EXIT, UsageError } from './exit.ts';
import { terminal } from './terminal.ts';

export interface ReplayReport {
  readonly text: string;
  readonly violated: boolean;
  readonly clause?: string;
  readonly message?: string;
  readonly steps: number;
}

/** Gives the exit code. @throws UsageError for what cannot be replayed */
export async function replay(what: string, options: { readonly json?: true }): Promise<number> {
  const text = tokenText(what);
  try {
    const { text: page, ...report } = await reportOf(decode(text), text, terminal());
    const line = JSON.stringify({ type: 'replay', token: text, ...report });
    process.stdout.write(`${options.json === true ? line : page}\n`);
    return report.violated ? EXIT.violated : EXIT.holds;
  } catch (error) {
    const known = error instanceof TokenError || error instanceof ReplayError || error instanceof UnknownImplementation;
    throw known ? new UsageError(error.message) : error;
  }
}

/** The token that was given, or the first one in the file that was given. */
function tokenText(what: string): string {
  const token = /lwkt\d+-[A-Za-z0-9_-]*/;
  if (new RegExp(`^\\s*${token.source}\\s*$`).test(what)) return what.trim();
  if (!existsSync(what)) throw new UsageError(`"${what}" is neither a token nor a file.`);
  if (!statSync(what).isFile()) throw new UsageError(`"${what}" is no file.`);
  const [found] = token.exec(readFileSync(what, 'utf8')) ?? [];
  if (found === undefined) throw new UsageError(`There is no token in the file "${what}".`);
  return found;
}

export async function reportOf(token: Token, text: string, options: ReportOptions): Promise<ReplayReport> {
  if (token.kind !== 'run') throw new TokenError('Tokens of the model cannot be replayed yet.');
  const replayed = replayRun(token, await implementationNamed(token.implementation));
  const { violation, execution } = replayed;
  const clause = violation === undefined ? undefined : clauseOf(violation);
  return {
    text: runReport(token, text, replayed, options),
    violated: violation !== undefined,
    ...(clause === undefined ? {} : { clause }),
    ...(violation === undefined ? {} : { message: violation.message }),
    steps: execution.length,
  };
}
