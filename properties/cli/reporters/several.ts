/** Several printers as one: each is told everything, in the order in which they were asked for. */
import type { Job, Row, Section } from '../../check/index.ts';
import type { Ended, Printer, Start } from '../printer.ts';

export class Several implements Printer {
  readonly wantsLanes: boolean;
  private readonly printers: readonly Printer[];

  constructor(printers: readonly Printer[]) {
    this.printers = printers;
    this.wantsLanes = printers.some(({ wantsLanes }) => wantsLanes === true);
  }

  start(start: Start): void {
    for (const printer of this.printers) printer.start(start);
  }

  section(section: Section): void {
    for (const printer of this.printers) printer.section(section);
  }

  row(row: Row): void {
    for (const printer of this.printers) printer.row(row);
  }

  progress(job: Job, text: string): void {
    for (const printer of this.printers) printer.progress(job, text);
  }

  done(job: Job): void {
    for (const printer of this.printers) printer.done(job);
  }

  end(ended: Ended): void {
    for (const printer of this.printers) printer.end(ended);
  }
}
