// The identities of the calls of one run. Schedules address a step by them, so they must be unique within the run: the
// second call with an identity is told apart by its number.
import type { Program } from './program.ts';
import { threadAt, threadName } from './system.ts';

export class CallNames {
  private readonly program: Program;
  private readonly started: Int32Array;
  private readonly names: string[];
  private readonly used = new Map<string, number>();

  constructor(program: Program) {
    this.program = program;
    this.started = new Int32Array(program.system.threads.length);
    this.names = program.system.threads.map(() => '');
  }

  restart(): void {
    this.started.fill(0);
    this.used.clear();
    for (const [thread, { start }] of this.program.system.threads.entries()) this.enter(thread, start);
  }

  /** The thread has come to a call; `undefined`: to its end. */
  enter(thread: number, local: unknown): void {
    if (local === undefined) return;
    const number = this.started[thread] as number;
    this.started[thread] = number + 1;
    const { system } = this.program;
    const identity = threadAt(system, thread).identify?.(local) ?? `${threadName(system, thread)}#${number}`;
    const times = (this.used.get(identity) ?? 0) + 1;
    this.used.set(identity, times);
    this.names[thread] = times === 1 ? identity : `${identity}@${times}`;
  }

  current(thread: number): string {
    return this.names[thread] ?? '';
  }
}
