// The identities of the calls of one run. Schedules address a step by them, so they must be unique within the run: the
// second call with an identity is told apart by its number.
import type { Program } from './program.ts';
import { threadAt, threadName } from './system.ts';

export class CallNames {
  private readonly program: Program;
  private readonly started: Int32Array;
  private readonly names: string[];
  private readonly used = new Map<string, number>();
  // What has been entered and not named yet: most runs are never asked for a name.
  private readonly threads: number[] = [];
  private readonly locals: unknown[] = [];
  private entered = 0;

  constructor(program: Program) {
    this.program = program;
    this.started = new Int32Array(program.system.threads.length);
    this.names = program.system.threads.map(() => '');
  }

  restart(): void {
    this.started.fill(0);
    this.used.clear();
    this.entered = 0;
    for (let thread = 0; thread < this.names.length; thread += 1) {
      this.enter(thread, threadAt(this.program.system, thread).start);
    }
  }

  /** The thread has come to a call; `undefined`: to its end. */
  enter(thread: number, local: unknown): void {
    this.threads[this.entered] = thread;
    this.locals[this.entered] = local;
    this.entered += 1;
  }

  private name(thread: number, local: unknown): void {
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
    for (let index = 0; index < this.entered; index += 1) this.name(this.threads[index] as number, this.locals[index]);
    this.entered = 0;
    return this.names[thread] ?? '';
  }
}
