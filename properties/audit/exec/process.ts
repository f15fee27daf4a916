/**
 * A process that is asked in lines and answers in lines, and that leaves nothing behind: it leads a process group of its own,
 * which is killed as soon as it ends, breaks a rule or is no longer needed.
 *
 * Every answer is waited for within a bound, and no more of one is kept than a bound. Whatever goes wrong first ends the
 * process, and is what all later questions are answered with.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';

/** The process cannot be used. The message is a sentence for the person who gave the command. */
export class ExternalError extends Error {}

/** It was closed while it was asked. */
export class Closed extends ExternalError {}

export interface ProcessOptions {
  /** For the shell. */
  readonly command: string;
  /** Milliseconds that an answer may take. */
  readonly patienceMs: number;
  /** Told of the process at once, before it has said anything. */
  readonly onStart?: (process: LineProcess) => void;
}

/** Characters of one line, and of one answer of several lines. */
const LINE_MAX = 1 << 22;
const ANSWER_MAX = 1 << 24;
/** Characters of its last words on standard error that are kept. */
const COMPLAINT_MAX = 400;
/** Milliseconds for the process to end by itself once its input has ended. */
const FAREWELL_MS = 500;
/** Milliseconds after its end for what it has written to arrive. */
const DRAIN_MS = 100;

interface Question {
  readonly lines: string[];
  length: number;
  readonly isLast: (line: string) => boolean;
  readonly resolve: (lines: string[]) => void;
  readonly reject: (error: ExternalError) => void;
}

export class LineProcess {
  readonly #options: ProcessOptions;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #ended: Promise<void>;
  readonly #questions: Question[] = [];
  #timer: NodeJS.Timeout | undefined;
  #parts: string[] = [];
  #partsLength = 0;
  #complaint = '';
  #broken: ExternalError | undefined;

  constructor(options: ProcessOptions) {
    this.#options = options;
    // Detached: it leads a group, so that what it has started itself can be ended with it.
    this.#child = spawn(options.command, { shell: true, detached: true, stdio: 'pipe' });
    const { stdin, stdout, stderr } = this.#child;
    stdin.on('error', () => undefined); // its end is told by the end of the process
    stdout.setEncoding('utf8').on('data', (text: string) => this.#read(text));
    stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#complaint = (this.#complaint + text).slice(-COMPLAINT_MAX);
    });
    this.#child.once('error', (error) => this.#fail(`cannot be started: ${error.message}`));
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', () => resolve());
      this.#child.once('exit', (code, signal) => {
        this.kill();
        setTimeout(() => this.#fail(endText(code, signal)), DRAIN_MS);
        resolve();
      });
    });
    options.onStart?.(this);
  }

  /** The number of its process, and of the group that it leads; undefined: it could not be started. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /**
   * Asks in one line. Questions may be asked before earlier ones are answered.
   *
   * @param isLast of a line of the answer; default: an answer is one line
   * @throws ExternalError
   */
  ask(line: string, isLast: (line: string) => boolean = () => true): Promise<string[]> {
    if (this.#broken !== undefined) return Promise.reject(this.#broken);
    return new Promise((resolve, reject) => {
      this.#questions.push({ lines: [], length: 0, isLast, resolve, reject });
      if (this.#questions.length === 1) this.#wait();
      this.#child.stdin.write(`${line}\n`);
    });
  }

  /** Lets it end, and ends it where it does not. */
  async close(): Promise<void> {
    this.#broken ??= new Closed(`${this.#name} was ended.`);
    clearTimeout(this.#timer);
    for (const { reject } of this.#questions.splice(0)) reject(this.#broken);
    this.#child.stdin.end();
    const timer = setTimeout(() => this.kill(), FAREWELL_MS);
    await this.#ended;
    clearTimeout(timer);
    this.#child.stdout.destroy();
    this.#child.stderr.destroy();
  }

  /** Ends it and all that it has started, at once. */
  kill(): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // There is nobody left in the group.
    }
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill('SIGKILL');
  }

  /** Ends it because of what it does. @param what it does, after its name in a sentence */
  breakOff(what: string): ExternalError {
    this.#fail(what);
    return this.#broken as ExternalError;
  }

  get #name(): string {
    return `The process "${this.#options.command}"`;
  }

  #wait(): void {
    const { patienceMs } = this.#options;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => this.#fail(`did not answer within ${patienceMs / 1000} s; --patience gives it more`),
      patienceMs,
    );
  }

  #read(text: string): void {
    const [first = '', ...others] = text.split('\n');
    this.#keep(first);
    for (const part of others) {
      if (this.#broken !== undefined) return;
      this.#line(this.#parts.join(''));
      this.#parts = [];
      this.#partsLength = 0;
      this.#keep(part);
    }
  }

  #keep(part: string): void {
    this.#parts.push(part);
    this.#partsLength += part.length;
    if (this.#partsLength > LINE_MAX) this.#fail(`wrote a line of more than ${LINE_MAX} characters`);
  }

  #line(line: string): void {
    const [question] = this.#questions;
    if (question === undefined) {
      this.#fail(`wrote a line without being asked: ${shortened(line)}`);
      return;
    }
    question.lines.push(line);
    question.length += line.length;
    if (question.length > ANSWER_MAX) {
      this.#fail(`answered with more than ${ANSWER_MAX} characters`);
    } else if (question.isLast(line)) {
      this.#questions.shift();
      clearTimeout(this.#timer);
      if (this.#questions.length > 0) this.#wait();
      question.resolve(question.lines);
    }
  }

  #fail(what: string): void {
    if (this.#broken !== undefined) return;
    const complaint = lastLine(this.#complaint);
    const said = complaint === '' ? '' : ` Its last words on standard error: ${complaint}`;
    this.#broken = new ExternalError(`${this.#name} ${what}.${said}`);
    clearTimeout(this.#timer);
    this.kill();
    for (const { reject } of this.#questions.splice(0)) reject(this.#broken);
  }
}

function endText(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
}

const SHOWN_MAX = 120;

/** A line as it may be shown: of one line, without what a terminal would obey. */
export function shortened(line: string): string {
  const text = line.slice(0, SHOWN_MAX + 1).replaceAll(/\p{Cc}/gu, '?');
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}...` : text;
}

function lastLine(text: string): string {
  return shortened(text.trimEnd().split('\n').at(-1) ?? '');
}
