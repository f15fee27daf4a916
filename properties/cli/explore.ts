/** `lwkt explore`: all of one system, counted for people, and written as a labelled transition system for other tools. */
import { Command, Option } from 'commander';
import { READABLE_STATES } from '../transitions/index.ts';
import { seconds } from './clock.ts';
import { EXIT, EXIT_CODES, type Finish, UsageError } from './exit.ts';
import { listJson, listText } from './explore/list.ts';
import { type Subject, type SubjectOptions, subjectNamed } from './explore/subject.ts';
import { missingText, type Summary, summaryJson, summaryText } from './explore/summary.ts';
import { FORMATS, type Format, writeSystem } from './explore/write.ts';
import { count } from './numbers.ts';
import { states } from './options.ts';
import { progressOn } from './progress.ts';
import { terminal } from './terminal.ts';

export interface ExploreOptions extends SubjectOptions {
  readonly list?: true;
  readonly observable?: true;
  readonly limit: number;
  readonly export?: Format;
  readonly out?: string;
  readonly json?: true;
}

/**
 * Gives the exit code: 0 all was seen and written, 1 a data race or an error ended it, 3 it is larger than the limit.
 *
 * @throws UsageError for what cannot be explored or written
 */
export async function exploreSystem(name: string | undefined, options: ExploreOptions): Promise<number> {
  if (options.list === true || (name === undefined && options.modelOf === undefined)) {
    process.stdout.write(options.json === true ? listJson() : listText());
    return EXIT.holds;
  }
  checkOptions(options);
  const subject = await subjectNamed(name, options);
  const summary = find(subject, options);
  const { found } = summary;
  const missing = missingText(found, options.limit);
  if (missing === undefined && options.export !== undefined) await write(subject, summary, options.export, options.out);
  report(summary, options);
  if (missing === undefined) return EXIT.holds;
  return found.violation === undefined ? EXIT.undecided : EXIT.violated;
}

function checkOptions({ export: format, out, json }: ExploreOptions): void {
  if (out !== undefined && format === undefined)
    throw new UsageError(`--out says where to write, and not what: add --export ${FORMATS.join(', ')}.`);
  if (json === true && format !== undefined && out === undefined)
    throw new UsageError('--json and --export would both write to standard output: give the file with --out.');
}

function find(subject: Subject, options: ExploreOptions): Summary {
  const begun = seconds();
  const progress = progressOn(process.stderr);
  const observable = options.observable === true;
  const { limit } = options;
  const found = subject.find({
    observable,
    maxStates: limit,
    onProgress: (reached) => {
      progress.show('explore', subject.name, `${count(reached)} states`);
      return true;
    },
  });
  progress.stop();
  return { subject, found, observable, limit, seconds: seconds() - begun };
}

async function write(subject: Subject, { found, observable }: Summary, format: Format, out?: string): Promise<void> {
  const { states: size } = found.system;
  if (format === 'dot' && size > READABLE_STATES)
    process.stderr.write(
      `lwkt: Graphviz takes long to draw ${count(size)} states, and nobody reads what it draws: --export aut is for tools.\n`,
    );
  await writeSystem(found.system, subject, { format, out, observable });
}

/** To standard output, unless the system itself is there. */
function report(summary: Summary, { json, export: format, out }: ExploreOptions): void {
  const stream = format !== undefined && out === undefined ? process.stderr : process.stdout;
  if (json === true) {
    const written = out === undefined || !summary.found.complete ? {} : { out };
    stream.write(`${JSON.stringify({ ...summaryJson(summary), ...written })}\n`);
  } else stream.write(summaryText(summary, terminal().width));
}

const MORE = `
Examples:
  lwkt explore one-domsg --observable --export aut --out impl.aut
  lwkt explore --model-of one-domsg --observable --export aut --out model.aut
  lwkt explore "one message" --export dot | dot -Tsvg > one-message.svg

The internal step is written tau, as mCRL2 wants it; for CADP, which wants i, rename it.`;

export function exploreCommand(finish: Finish): Command {
  return new Command('explore')
    .description('explore one configuration of the model, or one scenario on the implementation; write what was found')
    .argument('[name]', 'of a configuration or a scenario; it may be cut short')
    .addOption(new Option('--list', 'list the configurations and the scenarios'))
    .addOption(new Option('--model-of <scenario>', 'explore what the model allows the program of a scenario'))
    .addOption(new Option('--fault <name>', 'the implementation with this seeded fault'))
    .addOption(new Option('--implementation <name>', 'another one: lwkt-2003, lwkt-2007, or the path of a module'))
    .addOption(new Option('--observable', 'show calls, returns and where nothing moves any more; all else is internal'))
    .addOption(new Option('--limit <states>', 'stop beyond so many states').argParser(states).default(1_000_000))
    .addOption(new Option('--export <format>', 'write the labelled transition system').choices(FORMATS))
    .addOption(new Option('--out <file>', 'where to; default: standard output'))
    .addOption(new Option('--json', 'the summary as one JSON object'))
    .addHelpText('after', `${MORE}\n${EXIT_CODES}`)
    .action(async (name: string | undefined, options: ExploreOptions) => finish(await exploreSystem(name, options)));
}
