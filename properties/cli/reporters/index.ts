/** The reporters: from what stands on the command line to the printer that a run talks to. */
import { now } from '../clock.ts';
import { JsonPrinter } from '../json.ts';
import type { Printer } from '../printer.ts';
import { NO_PROGRESS, progressOn } from '../progress.ts';
import { terminal } from '../terminal.ts';
import { TextPrinter } from '../text.ts';
import type { ReporterChoice } from './choice.ts';
import { Collector } from './collector.ts';
import { github } from './github.ts';
import { html } from './html.ts';
import { junit } from './junit.ts';
import { outputTo } from './output.ts';
import { Several } from './several.ts';

export { chosen, REPORTERS, type ReporterChoice, type ReporterName, reporters } from './choice.ts';

/** How people see a run. */
export interface Look {
  /** List every row. */
  readonly all: boolean;
  /** Of a run that fails show the counterexample alone. */
  readonly brief: boolean;
}

/** The files are begun at once. @throws UsageError for a file that cannot be written */
export function printerOf(choices: readonly ReporterChoice[], look: Look): Printer {
  const at = now();
  const printers = choices.map((choice) => one(choice, look, at));
  const [only, ...others] = printers;
  return only !== undefined && others.length === 0 ? only : new Several(printers);
}

function one({ name, file }: ReporterChoice, look: Look, at: string): Printer {
  const write = outputTo(file);
  switch (name) {
    case 'terminal': {
      const progress = file === undefined ? progressOn(process.stderr) : NO_PROGRESS;
      return new TextPrinter({ write, progress, width: terminal().width, ...look });
    }
    case 'json':
      return new JsonPrinter(write);
    case 'junit':
      return new Collector(at, junit, write);
    case 'github':
      return new Collector(at, (run) => github(run, process.env['GITHUB_WORKSPACE'] ?? process.cwd()), write);
    case 'html':
      return new Collector(at, html, write);
  }
}
