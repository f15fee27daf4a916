/** Hears of a whole run, and writes it as one document when it is over. */
import { stripVTControlCharacters } from 'node:util';
import type { Row, Section } from '../../check/index.ts';
import type { Ended, Printer, Start } from '../printer.ts';
import type { Finished, Part } from './finished.ts';

export class Collector implements Printer {
  readonly wantsLanes = true;
  private readonly at: string;
  private readonly format: (run: Finished) => string;
  private readonly write: (text: string) => void;
  private readonly sections: Section[] = [];
  private readonly rows: Row[] = [];
  private begun: Start | undefined;

  /**
   * @param at when the run began: ISO 8601, in UTC
   * @param format makes the document
   */
  constructor(at: string, format: (run: Finished) => string, write: (text: string) => void) {
    this.at = at;
    this.format = format;
    this.write = write;
  }

  start(start: Start): void {
    this.begun = start;
  }

  section(section: Section): void {
    this.sections.push(section);
  }

  row(row: Row): void {
    this.rows.push(row);
  }

  progress(): void {
    // A document is written once.
  }

  done(): void {
    // And tells of rows, not of jobs.
  }

  end({ report, ...ended }: Ended): void {
    const { begun: start, at } = this;
    if (start === undefined) throw new Error('a run ended that was not begun');
    const text = report === undefined ? {} : { report: stripVTControlCharacters(report) };
    this.write(this.format({ start, at, parts: this.parts(), ...ended, ...text }));
  }

  private parts(): readonly Part[] {
    return this.sections.map(({ name, title }) => ({
      name,
      title,
      rows: this.rows.filter(({ section }) => section === name),
    }));
  }
}
