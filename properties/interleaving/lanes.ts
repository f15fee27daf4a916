// A run as text: one column for each thread, one row for each step, and what went wrong, in words, below.
import { accessText, wakeText } from './access-text.ts';
import type { Execution, Step } from './execution.ts';
import { explainSleepers } from './explain.ts';
import type { Access } from './machine.ts';
import { END, isPlain } from './operations.ts';
import { describeCall, threadName } from './system.ts';

/** How much of a run is shown, and how wide. */
export interface LanesOptions {
  /** Columns of text. Default 120. */
  readonly width?: number;
  /** Steps shown at most; beyond, the middle is left out. Default 200. */
  readonly limit?: number;
  /** Plain accesses one by one, or only their number. Default: folded. */
  readonly plain?: 'shown' | 'folded';
  /** So many steps are the prefix; those after them are a loop, which repeats for ever. Default: there is no loop. */
  readonly loopAt?: number;
}

const NUMBER_WIDTH = 4;
const GAP = 2;
const COLUMN_MIN = 16;

/** Of an execution that was recorded. */
export function lanes(execution: Execution, options: LanesOptions = {}): string {
  return new Page(execution, options).render();
}

class Page {
  private readonly execution: Execution;
  private readonly limit: number;
  private readonly shown: boolean;
  private readonly width: number;
  private readonly column: number;
  private readonly loopAt: number | undefined;
  private readonly lines: string[] = [];

  constructor(execution: Execution, options: LanesOptions) {
    this.execution = execution;
    this.limit = Math.max(2, options.limit ?? 200);
    this.shown = options.plain === 'shown';
    this.width = options.width ?? 120;
    this.loopAt = options.loopAt;
    const threads = execution.system.threads.length;
    this.column = Math.max(COLUMN_MIN, Math.floor((this.width - NUMBER_WIDTH) / threads) - GAP);
  }

  render(): string {
    const { system, steps } = this.execution;
    const names = system.threads.map((_, thread) => threadName(system, thread));
    this.lines.push(this.row('', names));
    this.lines.push(
      this.row(
        '',
        names.map(() => '-'.repeat(this.column)),
      ),
    );
    this.prologue();
    if (this.loopAt !== undefined) this.lines.push(`prefix, ${stepsText(this.loopAt)}`);
    const half = this.limit >> 1;
    const cutFrom = steps.length > this.limit ? half : steps.length;
    const cutTo = steps.length > this.limit ? steps.length - (this.limit - half) : steps.length;
    for (const [index, step] of steps.entries()) {
      if (index === this.loopAt) this.lines.push(`loop, ${stepsText(steps.length - index)}, repeats for ever`);
      if (index === cutFrom && cutFrom < cutTo) this.lines.push(`     ... ${cutTo - cutFrom} steps ...`);
      if (index < cutFrom || index >= cutTo) this.step(step, index);
    }
    this.verdict();
    return `${this.lines.map((line) => line.trimEnd()).join('\n')}\n`;
  }

  /** What ran before the first atomic operation of each thread. */
  private prologue(): void {
    const { system, prologue, program } = this.execution;
    for (const thread of system.threads.keys()) {
      const own = prologue.filter((access) => program.threadOf(access.node) === thread);
      this.cell(thread, '', `> ${describeCall(system, thread, system.threads[thread]?.start)}`);
      this.accesses(thread, own, '');
    }
  }

  private step(step: Step, index: number): void {
    const { steps } = this.execution;
    const { thread } = step.choice;
    const before = steps[index - 1];
    if (before !== undefined && before.choice.thread !== thread) this.switchRow(before, thread);
    const number = String(index + 1).padStart(NUMBER_WIDTH - 1);
    if (step.asleepOn >= 0) {
      this.cell(thread, number, `${this.execution.program.automaton.operationAt(step.node)} -> asleep`);
    } else {
      const [first, ...rest] = step.accesses;
      if (first === undefined) return;
      this.cell(
        thread,
        number,
        accessText(this.execution.system, first, step.choice.kind) + wakeText(this.execution.system, first, step.woke),
      );
      this.accesses(thread, rest, '');
    }
  }

  private switchRow(before: Step, to: number): void {
    const from = before.choice.thread;
    const { system } = this.execution;
    this.cell(from, '', `switch to ${threadName(system, to)} (${reason(before)})`);
  }

  private accesses(thread: number, accesses: readonly Access[], number: string): void {
    let folded = 0;
    const flush = (): void => {
      if (folded > 0) this.cell(thread, number, `  ${folded} plain`);
      folded = 0;
    };
    for (const access of accesses) {
      if (access.kind === END) {
        flush();
        this.callEnd(thread, access);
      } else if (isPlain(access.kind) && !this.shown) {
        folded += 1;
      } else {
        this.cell(thread, number, `  ${accessText(this.execution.system, access, 'run')}`);
      }
    }
    flush();
  }

  private callEnd(thread: number, access: Access): void {
    const { system, program } = this.execution;
    const { automaton } = program;
    const end = automaton.ends[automaton.word[access.node] ?? 0];
    if (end === undefined) return;
    const result = end.result === undefined ? '' : ` = ${system.results?.(end.result) ?? JSON.stringify(end.result)}`;
    if (end.again) {
      this.cell(thread, '', '< to be tried again');
      return;
    }
    this.cell(thread, '', `< ${describeCall(system, thread, end.local)}${result}`);
    if (end.next !== undefined) this.cell(thread, '', `> ${describeCall(system, thread, end.next)}`);
  }

  private verdict(): void {
    const { violation } = this.execution;
    this.lines.push('');
    if (violation !== undefined) {
      this.lines.push(...wrap(`${violation.kind}: ${violation.message}`, this.width));
    } else {
      const over = this.execution.enabled().length === 0;
      this.lines.push(
        over ? 'The run is over; nothing was violated.' : 'The run stops here; nothing was violated so far.',
      );
    }
    if (this.execution.violation !== undefined || this.execution.enabled().length === 0) {
      for (const sentence of explainSleepers(this.execution).sentences) this.lines.push(...wrap(sentence, this.width));
    }
  }

  private cell(thread: number, number: string, text: string): void {
    for (const [index, line] of wrap(text, this.column).entries()) {
      const cells = this.execution.system.threads.map((_, at) => (at === thread ? line : ''));
      this.lines.push(this.row(index === 0 ? number : '', cells));
    }
  }

  private row(number: string, cells: readonly string[]): string {
    const columns = cells.map((cell) => cell.slice(0, this.column).padEnd(this.column + GAP));
    return number.padEnd(NUMBER_WIDTH) + columns.join('');
  }
}

function stepsText(count: number): string {
  return count === 1 ? '1 step' : `${count} steps`;
}

/** Why the thread of this step does not take the next one. */
function reason(before: Step): string {
  if (before.asleepOn >= 0) return 'asleep';
  const last = before.calls.at(-1);
  if (last !== undefined && last.next === undefined) return 'finished';
  return last?.again === true ? 'has to try again' : 'preempted';
}

/** Breaks at blanks; what is longer than a line is broken anywhere. Further lines are indented. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > width) {
    const blank = rest.lastIndexOf(' ', width);
    const indent = rest.length - rest.trimStart().length;
    const at = blank > indent + 1 ? blank : width;
    lines.push(rest.slice(0, at));
    rest = `  ${rest.slice(at).trimStart()}`;
  }
  lines.push(rest);
  return lines;
}
