/**
 * The transition system of an implementation that runs a program: every interleaving of the real code.
 *
 * A call is seen as late as it can be, with its first atomic operation, and its return as early as it can be, with its
 * last: that is the strictest of the histories that differ only in when they were written down. Whoever explains it
 * explains the others, where calls seem to take longer.
 */
import { NONE } from '../../model/index.ts';
import type { Implementation } from '../implementation.ts';
import {
  type CallEnd,
  everyStep,
  type StateView,
  type System,
  type Teller,
  type ToldStep,
} from '../interleaving/index.ts';
import { beginsOf, callAt, describeCall, type Local, shapeOf } from '../programs/agent.ts';
import { type Look, lookAt } from '../programs/look.ts';
import type { Call, Program, Result } from '../programs/program.ts';
import { systemOf } from '../programs/system.ts';
import { type FindOptions, type Found, Tally } from './found.ts';
import { callLabel, endLabel, returnLabel } from './labels.ts';
import { TransitionSystemBuilder } from './transition-system.ts';

/** @throws Error where the implementation cannot be run on this program */
export function findImplementation(program: Program, implementation: Implementation, options: FindOptions): Found {
  const observable = options.observable === true;
  const system = observable ? lookingSystem(program, implementation) : systemOf(program, implementation);
  const start = (): Scribe => new Scribe(program, observable);
  const { teller, complete, violation } = everyStep(system, start, options);
  return {
    system: teller.builder.finish(),
    complete: complete && violation === undefined,
    taken: teller.taken.counts,
    ends: teller.ends.counts,
    ...(violation === undefined ? {} : { violation: violation.message }),
  };
}

/** The result of a call, and the message that it hands over as the caller finds it. */
type Seen = Result & { readonly look?: Look };

/** The same system, whose threads look at each message that they are handed. That takes no atomic operation. */
function lookingSystem(program: Program, implementation: Implementation): System {
  const system = systemOf(program, implementation);
  const shape = shapeOf(program);
  const begins = beginsOf(program);
  const threads = system.threads.map((thread, id) => {
    if (id >= program.threads.length) return thread;
    const step: typeof thread.step = (memory, local) => {
      const outcome = thread.step(memory, local);
      if (local === null) return outcome;
      const ports = implementation.thread(memory, shape, id, begins, program.attempts ?? 0);
      const result = outcome.result as Result;
      const look = lookAt(ports, callAt(program, id, local as Local), result);
      return look === undefined ? outcome : { ...outcome, result: { ...result, look } };
    };
    return { ...thread, step };
  });
  return { ...system, threads };
}

class Scribe implements Teller {
  readonly builder: TransitionSystemBuilder = new TransitionSystemBuilder();
  readonly taken: Tally = new Tally();
  readonly ends: Tally = new Tally();
  readonly #program: Program;
  readonly #observable: boolean;
  #sink = NONE;

  constructor(program: Program, observable: boolean) {
    this.#program = program;
    this.#observable = observable;
  }

  begin(calls: readonly CallEnd[]): void {
    const labels = calls.flatMap((end) => (end.local === null ? [] : [this.#called(end), this.#returned(end)]));
    if (!this.#observable || labels.length === 0) this.builder.state(0);
    else this.builder.addChain(this.builder.fresh(), labels, this.builder.state(0));
  }

  step(step: ToldStep): void {
    const from = this.builder.state(step.from);
    const to = this.builder.state(step.to);
    if (this.#observable) this.builder.addChain(from, this.#events(step), to);
    else {
      this.taken.add(step.operation);
      this.builder.add(from, this.#operation(step), to);
    }
  }

  stuck(state: number, view: StateView): void {
    const inside = [...this.#program.threads.keys()].filter((thread) => isLocal(view.local(thread)));
    const calls = inside.map((thread) => {
      const call = callAt(this.#program, thread, view.local(thread) as Local);
      return `thread ${thread} in ${describeCall(call)}`;
    });
    this.ends.add(calls.join(', '));
    if (!this.#observable) return;
    this.taken.add('end');
    const from = this.builder.state(state);
    if (this.#sink === NONE) this.#sink = this.builder.fresh();
    this.builder.add(from, endLabel(inside), this.#sink);
  }

  /** The calls and returns of one step. */
  #events({ thread, local, opens, calls }: ToldStep): string[] {
    if (!isLocal(local) || thread >= this.#program.threads.length) {
      this.taken.add('internal');
      return [];
    }
    const labels: string[] = [];
    if (opens) labels.push(this.#call(callAt(this.#program, thread, local)));
    for (const [index, end] of calls.entries()) {
      if (index > 0) labels.push(this.#called(end));
      labels.push(this.#returned(end));
    }
    if (labels.length === 0) this.taken.add('internal');
    return labels;
  }

  #called({ thread, local }: CallEnd): string {
    return this.#call(callAt(this.#program, thread, local as Local));
  }

  #call(call: Call): string {
    this.taken.add('call');
    return callLabel(call);
  }

  #returned({ thread, local, result }: CallEnd): string {
    this.taken.add('return');
    return returnLabel(callAt(this.#program, thread, local as Local), result as Result, (result as Seen).look);
  }

  /** The atomic operation, and the calls that it was the last one of. */
  #operation({ thread, calls, text }: ToldStep): string {
    const program = this.#program;
    if (thread >= program.threads.length) return `interrupt ${thread - program.threads.length}: ${text()}`;
    const ended = calls.map((end) => {
      const { name } = callAt(program, thread, end.local as Local);
      const result = end.result as Result;
      if ('refused' in result) return `; ${name} refused ${result.refused}`;
      return `; ${name} returns${result.value === null ? '' : ` ${result.value}`}`;
    });
    return [`thread ${thread}: ${text()}`, ...ended].join('');
  }
}

function isLocal(local: unknown): local is Local {
  return local !== undefined && local !== null;
}
