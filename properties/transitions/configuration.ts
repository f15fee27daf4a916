/**
 * The transition system of a configuration of the model: threads that make any call they may at any time. A call has its
 * effect at once; what a target decides, what arrives and who goes on are steps of their own.
 */
import type { Call as ModelCall, State } from '../../model/index.ts';
import { NONE } from '../../model/index.ts';
import { explore, type ModelStep, type World } from '../model/index.ts';
import { describeCall } from '../programs/agent.ts';
import { handedOver, type Look } from '../programs/look.ts';
import type { Call, Result } from '../programs/program.ts';
import { type FindOptions, type Found, Tally } from './found.ts';
import { actionLabel, callLabel, endLabel, returnLabel } from './labels.ts';
import { TransitionSystemBuilder } from './transition-system.ts';

const UNCHECKED = { invariants: [], steps: [], guards: [], progress: false };

/** The states and steps of a bounded configuration of the model. */
export function findConfiguration(world: World, options: FindOptions): Found {
  const { observable, maxStates, onProgress } = options;
  const scribe = new Scribe(observable === true);
  let states = 0;
  const { complete } = explore(
    { ...world, misuse: false },
    {
      properties: UNCHECKED,
      witnesses: [],
      maxStates,
      onStep: (step) => scribe.step(step),
      onProgress: (count) => {
        states = count;
      },
      deadline: () => onProgress?.(states) === false,
    },
  );
  if (complete) scribe.end();
  return { system: scribe.builder.finish(), complete, taken: scribe.taken.counts, ends: scribe.ends.counts };
}

class Scribe {
  readonly builder: TransitionSystemBuilder = new TransitionSystemBuilder();
  readonly taken: Tally = new Tally();
  readonly ends: Tally = new Tally();
  readonly #observable: boolean;
  /** The states that nothing was seen to leave so far, of those in which every thread is inside a call. */
  readonly #resting = new Map<number, State>();

  constructor(observable: boolean) {
    this.#observable = observable;
    this.builder.state(0);
  }

  step(step: ModelStep): void {
    const { action, p, after } = step;
    const from = this.builder.state(step.from);
    const known = this.builder.states;
    const to = this.builder.state(step.to);
    this.#resting.delete(from);
    // A thread between calls can always make one.
    if (to === known && after.threads.every(({ calls }) => calls.length > 0)) this.#resting.set(to, copyOfCalls(after));
    if (this.#observable) this.builder.addChain(from, this.#events(step), to);
    else {
      this.taken.add(action.name);
      this.builder.add(from, actionLabel(action, p), to);
    }
  }

  /** All steps were told. */
  end(): void {
    const sink = this.#observable && this.#resting.size > 0 ? this.builder.fresh() : NONE;
    for (const [state, { threads }] of this.#resting) {
      const calls = threads.map(({ calls }, thread) => `thread ${thread} in ${innermost(thread, calls)}`);
      this.ends.add(calls.join(', '));
      if (sink !== NONE) this.builder.add(state, endLabel([...threads.keys()]), sink);
    }
    if (sink !== NONE) for (const _ of this.#resting) this.taken.add('end');
  }

  #events({ action, p, returned, before, after }: ModelStep): string[] {
    const labels: string[] = [];
    const called = action.kind === 'call' ? ({ ...p, name: action.name } as Call) : undefined;
    if (called !== undefined) {
      this.taken.add('call');
      labels.push(callLabel(called));
    }
    const call = called ?? callOf(p.thread, before.threads[p.thread]?.calls.at(-1));
    if (returned !== undefined && call !== undefined) {
      this.taken.add('return');
      labels.push(returnLabel(call, returned, lookAt(after, call, returned)));
    }
    if (labels.length === 0) this.taken.add('internal');
    return labels;
  }
}

function callOf(thread: number, call: ModelCall | undefined): Call | undefined {
  return call === undefined ? undefined : { ...call, thread, code: NONE };
}

function innermost(thread: number, calls: readonly ModelCall[]): string {
  const call = callOf(thread, calls.at(-1));
  return call === undefined ? 'no call' : describeCall(call);
}

/** The message that a call hands over, in the state right after it. */
export function lookAt({ messages }: State, call: Call, result: Result): Look | undefined {
  const message = handedOver(call, result);
  const found = messages[message];
  return found === undefined ? undefined : { message, flags: found.flags, error: found.error };
}

/** Calls are never changed, lists of them are. */
function copyOfCalls({ threads }: State): State {
  return { messages: [], ports: [], threads: threads.map(({ calls }) => ({ calls: calls.slice() })) };
}
