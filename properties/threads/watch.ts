/**
 * When a run is over.
 *
 * It may be over while threads sleep: servers always do. To tell a thread that sleeps for ever from one that has been
 * notified and only waits for a core, no time limit is good enough on a loaded machine. So the last word has
 * `Atomics.notify`, which says how many it has woken: after the stop is set, it is called for each sleeper.
 *
 *   look: every thread left is in a wait without time limit
 *   stop: whoever wakes from now on ends without touching the system
 *   notify each: all of them were on the wait lists, none has entered another wait since the look
 *
 * Then nobody has done anything since the look, and nobody would ever have: the run was quiescent. If a notify wakes
 * nobody, that thread was on its way, and the run counts as cut.
 *
 * A thread that polls for ever counts as asleep if it has polled in vain, from the first word to the last, while all others
 * slept: the next poll finds what that one has found.
 */
import type { Program } from '../programs/program.ts';
import { type Control, STATUS, type Whereabouts } from './control.ts';
import type { LogReader } from './log.ts';

/** A thread that has not ended, as last seen. */
export interface Seen extends Whereabouts {
  readonly thread: number;
  /** What the word it sleeps on holds now. */
  readonly holds: number;
  /** It does not wait at its port, but asks for ever. */
  readonly polls: boolean;
}

export class Watch {
  readonly #program: Program;
  readonly #control: Control;
  readonly #system: Int32Array;
  readonly #log: LogReader;
  readonly #boundMs: number;
  /** The last look. */
  #before: readonly Seen[] = [];
  #lastMove: number;

  /** @param boundMs how long nothing may happen before the run is ended all the same */
  constructor(program: Program, control: Control, system: Int32Array, log: LogReader, boundMs: number, now: number) {
    this.#program = program;
    this.#control = control;
    this.#system = system;
    this.#log = log;
    this.#boundMs = boundMs;
    this.#lastMove = now;
  }

  look(unfinished: readonly number[]): Seen[] {
    return unfinished.map((thread) => {
      const where = this.#control.look(thread);
      const polls = isPoller(this.#program, thread);
      return { thread, ...where, holds: Atomics.load(this.#system, where.word), polls };
    });
  }

  /** `asleep`: worth asking whether the run is quiescent. `end`: it goes on for too long, or nothing comes of it. */
  judge(seen: readonly Seen[], now: number): 'go on' | 'asleep' | 'end' {
    const before = this.#before;
    this.#before = seen;
    if (fingerprint(seen) !== fingerprint(before)) {
      this.#lastMove = now;
      return 'go on';
    }
    const late = now - this.#lastMove >= this.#boundMs;
    const at = (thread: number): number => before.find((each) => each.thread === thread)?.logged ?? 0;
    const resting = seen.every(
      ({ thread, polls, status, logged }) =>
        status === STATUS.asleep || (polls && this.#log.pollsInVain(thread, at(thread), logged)),
    );
    // Somebody has changed a word that another sleeps on: most likely that one is about to wake.
    const settled = sleepers(seen).every(({ value, holds }) => value === holds);
    if (resting && (settled || late)) return 'asleep';
    return late ? 'end' : 'go on';
  }

  /** Wakes all that sleep, once the stop is set. Returns whether all of `seen` slept and none had moved since. */
  wake(seen: readonly Seen[]): boolean {
    const sleeping = sleepers(seen);
    let woken = 0;
    for (const word of new Set(sleeping.map(({ word }) => word))) woken += Atomics.notify(this.#system, word);
    const stayed = sleeping.every(({ thread, waits, logged }) => {
      const now = this.#control.look(thread);
      return now.waits === waits && now.logged === logged;
    });
    return stayed && woken === sleeping.length;
  }
}

function sleepers(seen: readonly Seen[]): Seen[] {
  return seen.filter(({ status }) => status === STATUS.asleep || status === STATUS.dozing);
}

/** A thread that moves changes its part of this; one that is awake and only polls does not. */
function fingerprint(seen: readonly Seen[]): string {
  return seen
    .map(({ thread, polls, status, waits, logged }) =>
      polls && status === STATUS.running ? thread : `${thread} ${status} ${waits} ${logged}`,
    )
    .join();
}

/** Whether a thread asks a port for ever. */
function isPoller(program: Program, thread: number): boolean {
  const operations = program.threads[thread] ?? [];
  return operations.some((each) => each.call === 'getport' && each.times === 'forever');
}
