#!/usr/bin/env node
/** The command `lwkt`: its arguments and its exit codes. */
import { Command, CommanderError } from 'commander';
import { VERSION } from '../check/index.ts';
import { auditCommand } from './audit.ts';
import { checkCommand } from './check.ts';
import { EXIT, EXIT_CODES, type Finish, UsageError } from './exit.ts';
import { exploreCommand } from './explore.ts';
import { interleaveCommand } from './interleave.ts';
import { recordCommand } from './record.ts';
import { replayCommand } from './replay.ts';
import { validateCommand } from './validate.ts';

/** A command a file: what it is called, its options, and what it does. */
const COMMANDS: readonly ((finish: Finish) => Command)[] = [
  checkCommand,
  auditCommand,
  recordCommand,
  replayCommand,
  validateCommand,
  exploreCommand,
  interleaveCommand,
];

function command(finish: Finish): Command {
  const lwkt = new Command('lwkt')
    .description('LWKT message ports for worker threads, and the checker that holds them to their specification.')
    .version(VERSION)
    .addHelpText('after', EXIT_CODES);
  for (const add of COMMANDS) lwkt.addCommand(add(finish));
  for (const each of [lwkt, ...lwkt.commands]) each.exitOverride();
  return lwkt;
}

/** Runs a command line. Gives the exit code. */
async function main(args: readonly string[]): Promise<number> {
  let code: number = EXIT.holds;
  try {
    await command((ended) => {
      code = ended;
    }).parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.holds : EXIT.usage;
    process.stderr.write(`lwkt: ${error instanceof UsageError ? error.message : stackOf(error)}\n`);
    return error instanceof UsageError ? EXIT.usage : EXIT.violated;
  }
}

/** Something broke in here. Reloaded modules are `data:` URLs, too long to be of use. */
function stackOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return stack.replaceAll(/data:text\/javascript;base64,[A-Za-z0-9+/=]*/g, 'data:...');
}

// Whoever reads along may stop reading: `lwkt check | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});
process.exitCode = await main(process.argv.slice(2));
