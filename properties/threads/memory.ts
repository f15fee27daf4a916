/**
 * The memory of a thread that can be stopped: the production memory, except that a wait says where it is, and ends by
 * throwing `Stop` once the run is over. Without a stop every operation is the real one, and nothing ever wakes a sleeper
 * but the algorithm's own notify: a lost wakeup stays lost.
 */
import { AtomicsMemory } from '../../impl/memory.ts';
import { type Control, STATUS } from './control.ts';
import type { Jitter } from './jitter.ts';

/** The run is over. Has no `code`, so it is no refusal. */
export class Stop extends Error {}

export class StoppableMemory extends AtomicsMemory {
  readonly #control: Control;
  readonly #thread: number;

  constructor(buffer: SharedArrayBuffer, control: Control, thread: number) {
    super(buffer);
    this.#control = control;
    this.#thread = thread;
  }

  /**
   * The stop is looked for after the status is set, and set before the controller looks at the status. So either the thread
   * sees the stop here, or the controller sees where the thread sleeps and notifies that word until it has left.
   */
  override wait(word: number, value: number, timeoutMs?: number): 'ok' | 'not-equal' | 'timed-out' {
    const control = this.#control;
    const forever = timeoutMs === undefined || timeoutMs === Number.POSITIVE_INFINITY;
    control.sleeps(this.#thread, word, value, forever ? STATUS.asleep : STATUS.dozing);
    if (control.stopping) throw new Stop();
    const ended = super.wait(word, value, timeoutMs);
    if (control.stopping) throw new Stop();
    control.status(this.#thread, STATUS.running);
    return ended;
  }
}

/**
 * The same with small delays before the accesses, which widen the windows between them. Before plain ones too: they are
 * without a race only as long as the code is right.
 */
export class JitteryMemory extends StoppableMemory {
  readonly #jitter: Jitter;

  constructor(buffer: SharedArrayBuffer, control: Control, thread: number, jitter: Jitter) {
    super(buffer, control, thread);
    this.#jitter = jitter;
  }

  override get(word: number): number {
    this.#jitter.beforePlainAccess();
    return super.get(word);
  }

  override set(word: number, value: number): void {
    this.#jitter.beforePlainAccess();
    super.set(word, value);
  }

  override load(word: number): number {
    this.#jitter.beforeAccess();
    return super.load(word);
  }

  override test(word: number, mask: number): boolean {
    this.#jitter.beforeAccess();
    return super.test(word, mask);
  }

  override store(word: number, value: number): void {
    this.#jitter.beforeAccess();
    super.store(word, value);
  }

  override exchange(word: number, value: number): number {
    this.#jitter.beforeAccess();
    return super.exchange(word, value);
  }

  override compareExchange(word: number, expected: number, replacement: number): number {
    this.#jitter.beforeAccess();
    return super.compareExchange(word, expected, replacement);
  }

  override add(word: number, value: number): number {
    this.#jitter.beforeAccess();
    return super.add(word, value);
  }

  override and(word: number, value: number): number {
    this.#jitter.beforeAccess();
    return super.and(word, value);
  }

  override or(word: number, value: number): number {
    this.#jitter.beforeAccess();
    return super.or(word, value);
  }

  override wait(word: number, value: number, timeoutMs?: number): 'ok' | 'not-equal' | 'timed-out' {
    this.#jitter.beforeAccess();
    return super.wait(word, value, timeoutMs);
  }

  override notify(word: number, count?: number): void {
    this.#jitter.beforeAccess();
    super.notify(word, count);
  }
}
