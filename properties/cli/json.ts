/** Prints one JSON object a line and nothing else. */
import { type Row, VERSION } from '../check/index.ts';
import { EXIT } from './exit.ts';
import type { Ended, Printer, Start } from './printer.ts';

export class JsonPrinter implements Printer {
  private readonly write: (text: string) => void;

  constructor(write: (text: string) => void) {
    this.write = write;
  }

  start({ command, settings, workers, budgetMs }: Start): void {
    this.line({
      type: 'start',
      version: VERSION,
      command,
      ...settings,
      workers,
      ...(budgetMs === undefined ? {} : { budgetMs }),
    });
  }

  section(): void {
    // Every row names its section.
  }

  row(row: Row): void {
    this.line({ type: 'row', ...row });
  }

  progress(): void {
    // Progress is for people.
  }

  done(): void {
    // And so is its end.
  }

  end({ end, seconds, unexplored }: Ended): void {
    const rounded = Math.round(seconds * 1000) / 1000;
    this.line({ type: 'end', verdict: end, exit: EXIT[end], seconds: rounded, unexplored });
  }

  private line(data: Readonly<Record<string, unknown>>): void {
    this.write(`${JSON.stringify(data)}\n`);
  }
}
