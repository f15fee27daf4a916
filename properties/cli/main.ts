#!/usr/bin/env node
/** The command `lwkt`: its arguments and its exit codes. */
import { availableParallelism } from 'node:os';
import { Command, CommanderError, Option } from 'commander';
import { VERSION } from '../check/index.ts';
import { type CheckOptions, check } from './check.ts';
import { EXIT, UsageError } from './exit.ts';
import { duration, profile, sections, seed, workers } from './options.ts';
import { replay } from './replay.ts';
import { validate } from './validate.ts';

const EXIT_CODES = `
Exit codes: 0 holds, 1 a violation was found, 2 bad usage or unreadable input, 3 undecided within the budget.`;

function command(finish: (code: number) => void): Command {
  const lwkt = new Command('lwkt')
    .description('LWKT message ports for worker threads, and the checker that holds them to their specification.')
    .version(VERSION)
    .exitOverride()
    .addHelpText('after', EXIT_CODES);
  lwkt
    .command('check')
    .description('hold the implementation to the specification')
    .addOption(new Option('--profile <name>', 'smoke, normal or deep').default('normal').argParser(profile))
    .addOption(new Option('--budget <time>', 'stop after this time, such as 20s or 2m').argParser(duration))
    .addOption(new Option('--seed <n>', 'of everything random; default: a new one each time').argParser(seed))
    .addOption(new Option('--only <sections>', 'only these sections, and always awake').argParser(sections).default([]))
    .addOption(
      new Option('--fault <name>', 'check with this seeded fault of the implementation, the model or the checker'),
    )
    .addOption(new Option('--workers <n>', 'threads that do the work').argParser(workers).default(cores()))
    .addOption(new Option('--all', 'list every seeded fault, not only how many there are'))
    .addOption(new Option('--json', 'one JSON object a line'))
    .addHelpText('after', EXIT_CODES)
    .action(async (options: CheckOptions) => finish(await check(options)));
  lwkt
    .command('replay')
    .description('show a counterexample again, as lanes')
    .argument('<token or file>', 'what a failing check printed, or a file that it is in')
    .addOption(new Option('--json', 'one JSON object a line'))
    .addHelpText('after', EXIT_CODES)
    .action(async (what: string, options: { json?: true }) => finish(await replay(what, options)));
  lwkt
    .command('validate')
    .description('say of recorded histories (lwkt-trace/1) whether the model can produce them')
    .argument('<files...>', 'traces; - is standard input')
    .addOption(new Option('--budget <time>', 'for all files together').default(60_000, '60s').argParser(duration))
    .addOption(new Option('--json', 'one JSON object a line'))
    .addHelpText('after', EXIT_CODES)
    .action(async (files: string[], options: { budget: number; json?: true }) =>
      finish(await validate(files, options)),
    );
  return lwkt;
}

const CORES_MAX = 8;

function cores(): number {
  return Math.min(availableParallelism(), CORES_MAX);
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
