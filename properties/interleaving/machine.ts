// The one definition of what a step does. Every search and every replay moves this machine; searches that branch take
// a move back.
import type { Automaton } from './automaton.ts';
import type { Crossings } from './crossings.ts';
import { UnboundedLoop } from './node-tape.ts';
import * as operation from './operations.ts';
import { PackedState } from './packed-state.ts';
import { NO_SEGMENT, type Positions } from './positions.ts';

// A thread's control: its position, and in the low bits whether it is running (0), woken (1), or asleep and which in
// the order of arrival on its word (2 + rank). Ranks are normalised: sleepers of a word are always 0, 1, 2, ...
const STATUS_BITS = 6;
const STATUS_MASK = (1 << STATUS_BITS) - 1;
const WOKEN = 1;
const ASLEEP = 2;

/** An operation as it happened, for reports. */
export interface Access {
  readonly node: number;
  readonly kind: number;
  readonly word: number;
  /** Arguments. */
  readonly a: number;
  readonly b: number;
  /** What it gave, as in the log of the call; 0 where there is no result. */
  readonly result: number;
  /** The value of the word before and after. */
  readonly before: number;
  readonly after: number;
}

/** Told of every access, and of every end of a call (kind END), in order; for a wait, when it is over. */
export type Listener = (access: Access) => void;

export class Machine extends PackedState {
  /** The calls that ended in the last move, as a number of `Crossings`. */
  crossing = 0;
  /** The node that the last move led to, before another stood for it; -1: the thread fell asleep. */
  arrival = -1;
  listener: Listener | undefined;

  private readonly automaton: Automaton;
  private readonly positions: Positions;
  private readonly crossings: Crossings;

  constructor(automaton: Automaton, positions: Positions, crossings: Crossings, bytes: 1 | 2 | 4 = 4) {
    super(automaton.system.threads.length, automaton.system.memory.length, bytes);
    this.automaton = automaton;
    this.positions = positions;
    this.crossings = crossings;
    this.reset();
  }

  /** Back to the initial state: every thread has run its leading plain operations, in the order of the threads. */
  reset(): void {
    const initial = this.automaton.system.memory;
    for (let word = 0; word < initial.length; word += 1) this.write(word, initial[word] as number);
  }

  /** Part of the start: runs one thread up to its first atomic operation. */
  begin(thread: number): void {
    this.clearUndo();
    this.runOn(thread, this.automaton.start(thread));
  }

  node(thread: number): number {
    return this.positions.node[(this.record[thread] as number) >>> STATUS_BITS] as number;
  }

  canRun(thread: number): boolean {
    const control = this.record[thread] as number;
    const status = control & STATUS_MASK;
    if (status !== 0) return status === WOKEN;
    const node = this.positions.node[control >>> STATUS_BITS] as number;
    const kind = this.automaton.kind[node] as number;
    return kind < operation.END && (kind !== operation.AWAIT || this.hasChanged(node));
  }

  /** The thread spins, and what it looks at is as it was. */
  isSpinning(thread: number): boolean {
    const node = this.node(thread);
    return this.automaton.kind[node] === operation.AWAIT && !this.isAsleep(thread) && !this.hasChanged(node);
  }

  private hasChanged(node: number): boolean {
    const group = this.automaton.groups[this.automaton.a[node] as number];
    return group?.words.some((word, index) => this.memory[word] !== group.values[index]) === true;
  }

  canTimeOut(thread: number): boolean {
    return this.isAsleep(thread) && this.automaton.b[this.node(thread)] === 1;
  }

  isAsleep(thread: number): boolean {
    return ((this.record[thread] as number) & STATUS_MASK) >= ASLEEP;
  }

  isWoken(thread: number): boolean {
    return ((this.record[thread] as number) & STATUS_MASK) === WOKEN;
  }

  /** A thread that `thread` races with, among the first so many; -1 if there is none. */
  racesWith(thread: number, among: number = this.threads): number {
    const control = this.record[thread] as number;
    if ((control & STATUS_MASK) !== 0) return -1;
    const reach = this.positions.reach[control >>> STATUS_BITS] as number;
    for (let other = 0; other < among; other += 1) {
      const there = this.record[other] as number;
      if (other === thread || (there & STATUS_MASK) !== 0) continue;
      if (this.positions.conflict(reach, this.positions.reach[there >>> STATUS_BITS] as number)) return other;
    }
    return -1;
  }

  reach(thread: number): number {
    return this.positions.reach[(this.record[thread] as number) >>> STATUS_BITS] as number;
  }

  /** A control at another position: what else it says remains. */
  static moved(control: number, position: number): number {
    return (position << STATUS_BITS) | (control & STATUS_MASK);
  }

  static positionIn(control: number): number {
    return control >>> STATUS_BITS;
  }

  /** A step of a thread that can take it. @param timeout the time limit of its wait passes; otherwise it runs */
  move(thread: number, timeout: boolean): void {
    if (timeout) this.timeOut(thread);
    else this.run(thread);
  }

  /** One step of a thread that can run: its atomic operation, or its going on after having been woken. */
  run(thread: number): void {
    this.clearUndo();
    const node = this.node(thread);
    if (this.isWoken(thread)) {
      this.listen(node, operation.OK, this.memory[this.automaton.word[node] as number] as number);
      this.runOn(thread, this.automaton.child(node, operation.OK));
      return;
    }
    const word = this.automaton.word[node] as number;
    const before = this.memory[word] as number;
    const kind = this.automaton.kind[node] as number;
    if (kind === operation.WAIT && before === this.automaton.a[node]) {
      this.crossing = 0;
      this.arrival = -1;
      this.setControl(thread, (this.positions.at(node, NO_SEGMENT) << STATUS_BITS) | (ASLEEP + this.sleepers(word)));
      return;
    }
    const result = this.perform(kind, node, word, before);
    this.listen(node, result, before);
    this.runOn(thread, this.automaton.child(node, result));
  }

  /** The time limit of a sleeping thread's wait passes. */
  timeOut(thread: number): void {
    this.clearUndo();
    const node = this.node(thread);
    const word = this.automaton.word[node] as number;
    this.closeRanks(word, ((this.record[thread] as number) & STATUS_MASK) - ASLEEP);
    this.listen(node, operation.TIMED_OUT, this.memory[word] as number);
    this.runOn(thread, this.automaton.child(node, operation.TIMED_OUT));
  }

  private perform(kind: number, node: number, word: number, before: number): number {
    const a = this.automaton.a[node] as number;
    switch (kind) {
      case operation.LOAD:
        return before;
      case operation.TEST:
        return (before & a) === 0 ? 0 : 1;
      case operation.STORE:
        this.write(word, a);
        return 0;
      case operation.EXCHANGE:
        this.write(word, a);
        return before;
      case operation.COMPARE_EXCHANGE:
        if (before === a) this.write(word, this.automaton.b[node] as number);
        return before;
      case operation.ADD:
        this.write(word, (before + a) | 0);
        return before;
      case operation.AND:
        this.write(word, before & a);
        return before;
      case operation.OR:
        this.write(word, before | a);
        return before;
      case operation.UPDATE:
        this.write(word, this.updated(this.automaton.b[node] as number, before, a));
        return before;
      case operation.NOTIFY:
        this.wake(word, a);
        return 0;
      case operation.AWAIT:
        return 0;
      case operation.NOTIFY_COUNT:
        return this.wake(word, a);
      default:
        return operation.NOT_EQUAL;
    }
  }

  /** Plain operations and ends of calls, up to the next atomic operation: nobody can tell when they happen. */
  private runOn(thread: number, start: number): void {
    const { automaton, positions, memory } = this;
    let node = start;
    let segment = NO_SEGMENT;
    let crossing = 0;
    for (let count = 0; ; count += 1) {
      const kind = automaton.kind[node] as number;
      if (kind === operation.GET) {
        const value = memory[automaton.word[node] as number] as number;
        this.listen(node, value, value);
        segment = positions.extend(segment, node);
        node = automaton.child(node, value);
      } else if (kind === operation.SET) {
        const word = automaton.word[node] as number;
        const before = memory[word] as number;
        this.write(word, automaton.a[node] as number);
        this.listen(node, 0, before);
        segment = positions.extend(segment, node);
        node = automaton.child(node, 0);
      } else if (kind === operation.END) {
        crossing = this.crossings.longer(crossing, node);
        if (this.listener !== undefined) this.listenEnd(node);
        node = automaton.afterEnd(node);
      } else {
        break;
      }
      if (count > automaton.plainLimit) this.refuseLoop(thread);
    }
    this.crossing = crossing;
    this.arrival = node;
    this.setControl(thread, positions.at(automaton.canonical(node), segment) << STATUS_BITS);
  }

  private refuseLoop(thread: number): never {
    const name = this.automaton.system.threads[thread]?.name ?? `thread ${thread}`;
    const what = `more than ${this.automaton.plainLimit} plain operations and ends of calls in a row`;
    throw new UnboundedLoop(what, `${name}: `);
  }

  private sleepers(word: number): number {
    let count = 0;
    for (let thread = 0; thread < this.threads; thread += 1) if (this.isAsleepOn(thread, word)) count += 1;
    return count;
  }

  private isAsleepOn(thread: number, word: number): boolean {
    return this.isAsleep(thread) && this.automaton.word[this.node(thread)] === word;
  }

  private updated(code: number, before: number, operand: number): number {
    const update = this.automaton.system.updates?.[code];
    if (update === undefined) throw new RangeError(`update: the system has no operation ${code}.`);
    return update.apply(before, operand) | 0;
  }

  /** Returns how many it woke. */
  private wake(word: number, limit: number): number {
    let count = 0;
    for (let thread = 0; thread < this.threads; thread += 1) {
      if (!this.isAsleepOn(thread, word)) continue;
      const control = this.record[thread] as number;
      const rank = (control & STATUS_MASK) - ASLEEP;
      const position = control & ~STATUS_MASK;
      const woken = limit === operation.EVERYONE || rank < limit;
      if (woken) count += 1;
      this.setControl(thread, position | (woken ? WOKEN : ASLEEP + rank - limit));
    }
    return count;
  }

  private closeRanks(word: number, gone: number): void {
    for (let thread = 0; thread < this.threads; thread += 1) {
      if (!this.isAsleepOn(thread, word)) continue;
      const control = this.record[thread] as number;
      if ((control & STATUS_MASK) - ASLEEP > gone) this.setControl(thread, control - 1);
    }
  }

  private listen(node: number, result: number, before: number): void {
    if (this.listener === undefined) return;
    const { kind, word, a, b } = this.automaton;
    const at = word[node] as number;
    const after = this.memory[at] as number;
    this.listener({ node, kind: kind[node] ?? 0, word: at, a: a[node] ?? 0, b: b[node] ?? 0, result, before, after });
  }

  private listenEnd(node: number): void {
    this.listener?.({ node, kind: operation.END, word: -1, a: 0, b: 0, result: 0, before: 0, after: 0 });
  }
}
