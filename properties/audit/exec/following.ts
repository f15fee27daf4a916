/** Where the threads of a program are, by the events that were seen; holds the process to the program it was given. */
import { REPLY } from '../../../model/index.ts';
import type { HistoryEvent } from '../../history/history.ts';
import { callAt, describeCall, firstLocal, type Local, nextLocal } from '../../programs/agent.ts';
import type { Call, Program } from '../../programs/program.ts';
import { Unreadable } from '../../validate/fields.ts';
import { EventReader } from '../../validate/read.ts';

/** Never changes: what follows an event is another one. */
export class Following {
  readonly #program: Program;
  readonly #locals: readonly (Local | undefined)[];
  /** The call that each thread is in. */
  readonly #inside: readonly (Call | undefined)[];
  /** Equal keys, equal places. */
  readonly key: string;

  private constructor(program: Program, locals: readonly (Local | undefined)[], inside: readonly (Call | undefined)[]) {
    this.#program = program;
    this.#locals = locals;
    this.#inside = inside;
    this.key = JSON.stringify([locals, inside.map((call) => call !== undefined)]);
  }

  static start(program: Program): Following {
    return new Following(program, program.threads.map(firstLocal), []);
  }

  /** @param line an event as in lwkt-trace/1 @throws Unreadable */
  take(line: unknown): { readonly following: Following; readonly event: HistoryEvent } {
    const event = new EventReader({ program: this.#program }, this.#threads(this.#inside)).read(line);
    if ('end' in event) throw new Unreadable('an event {"thread":...}, not the end');
    return { following: 'call' in event ? this.#called(event.call) : this.#returned(event), event };
  }

  /** A thread that could call although nothing moves; undefined: each has finished or is inside a call. */
  get idle(): number | undefined {
    const found = this.#program.threads.findIndex(
      (_, thread) => this.#inside[thread] === undefined && this.#locals[thread] !== undefined,
    );
    return found === -1 ? undefined : found;
  }

  /** Only those are left who go on for ever. */
  get onlyServers(): boolean {
    return this.#program.threads.every(
      (operations, thread) => this.#locals[thread] === undefined || isServer(operations),
    );
  }

  #called(call: Call): Following {
    const { thread } = call;
    const local = this.#locals[thread];
    const expected = local === undefined ? undefined : callAt(this.#program, thread, local);
    if (expected === undefined || !sameCall(call, expected)) {
      const what = expected === undefined ? 'no call of' : `${callText(expected)} of`;
      throw new Unreadable(`${what} thread ${thread}, by its program, not ${callText(call)}`);
    }
    return new Following(this.#program, this.#locals, this.#threads(this.#inside).with(thread, expected));
  }

  #returned({ thread, result, seen }: Extract<HistoryEvent, { result: unknown }>): Following {
    const [call, local] = [this.#inside[thread], this.#locals[thread]];
    if (call === undefined || local === undefined) throw new Unreadable(`thread ${thread} to be inside a call`);
    const next = nextLocal(this.#program, local, call, result, (message) => {
      // Only what one has sent oneself can come back as a reply.
      if (this.#program.messages[message] !== thread) return true;
      if (seen === undefined) throw new Unreadable('"flags" and "error" of the message that is handed over');
      return (seen.flags & REPLY) === 0;
    });
    const inside = this.#threads(this.#inside).with(thread, undefined);
    return new Following(this.#program, this.#threads(this.#locals).with(thread, next), inside);
  }

  #threads<T>(of: readonly (T | undefined)[]): (T | undefined)[] {
    return this.#program.threads.map((_, thread) => of[thread]);
  }
}

function isServer(operations: Program['threads'][number]): boolean {
  return operations.some((operation) => 'times' in operation && operation.times === 'forever');
}

function sameCall(one: Call, other: Call): boolean {
  return callText(one) === callText(other);
}

function callText(call: Call): string {
  return call.timeout === true ? `${describeCall(call)} with a time limit` : describeCall(call);
}
