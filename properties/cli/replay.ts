/** `lwkt replay`: shows a counterexample again, and says whether it still is one. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { Command, Option } from 'commander';
import { ExternalError } from '../audit/index.ts';
import { decode, ReplayError, show, TokenError, UnknownName } from '../check/index.ts';
import { EXIT, EXIT_CODES, type Finish, UsageError } from './exit.ts';
import { type PatienceOption, patienceOption } from './options.ts';
import { Processes } from './processes.ts';
import { terminal } from './terminal.ts';

export interface ReplayOptions extends PatienceOption {
  readonly json?: true;
  readonly exec?: string;
  readonly certify?: true;
}

/** Gives the exit code. @throws UsageError for what cannot be replayed */
export async function replay(what: string, options: ReplayOptions): Promise<number> {
  const { exec, patience } = options;
  const token = tokenText(what);
  const processes = new Processes();
  try {
    const { text, ...shown } = await show(decode(token), token, {
      ...terminal(),
      ...(exec === undefined ? {} : { exec: processes.running(exec, patience) }),
      certify: options.certify === true,
    });
    const line = options.json === true ? JSON.stringify({ type: 'replay', token, ...shown }) : text;
    process.stdout.write(`${line}\n`);
    if (shown.violated) return EXIT.violated;
    return shown.undecided === true ? EXIT.undecided : EXIT.holds;
  } catch (error) {
    const known =
      error instanceof TokenError ||
      error instanceof ReplayError ||
      error instanceof UnknownName ||
      error instanceof ExternalError;
    throw known ? new UsageError(error.message) : error;
  } finally {
    processes.stopListening();
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

export function replayCommand(finish: Finish): Command {
  return new Command('replay')
    .description('show a counterexample again, as lanes')
    .argument('<token or file>', 'what a failing check printed, or a file that it is in')
    .addOption(new Option('--json', 'one JSON object a line'))
    .addOption(new Option('--exec <command>', 'the process to replay with, where the token is of one'))
    .addOption(new Option('--certify', 'make it as small as it gets, and say what of it is needed'))
    .addOption(patienceOption())
    .addHelpText('after', EXIT_CODES)
    .action(async (what: string, options: ReplayOptions) => finish(await replay(what, options)));
}
