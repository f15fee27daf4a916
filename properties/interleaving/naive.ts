// The second oracle: every interleaving of every operation, plain ones too, one after another. No automata, no matching
// of states, no folding of plain operations: nothing of the clever search is shared but the interfaces. For very small
// systems only; the tests hold the clever search to it.
import type { FullMemory } from './memory.ts';
import type { Outcome, System } from './system.ts';

/** All that could be seen from outside in any run. */
export interface NaiveResult {
  /** The memories in which nothing can move, as JSON text. */
  readonly finals: ReadonlySet<string>;
  /** The calls that ended in some run: JSON text of [thread, local, result]. */
  readonly results: ReadonlySet<string>;
  readonly races: boolean;
  readonly deadlocks: boolean;
  readonly errors: ReadonlySet<string>;
  readonly interleavings: number;
}

type Operation = readonly [name: keyof FullMemory, word: number, a: number, b: number];
type Sleep = 'awake' | 'asleep' | 'woken';

interface World {
  readonly memory: Int32Array;
  /** For each thread, all results since its start. */
  readonly logs: readonly (readonly unknown[])[];
  readonly sleep: readonly Sleep[];
  /** Those asleep and not yet woken, in the order of their arrival. */
  readonly queue: readonly { readonly thread: number; readonly word: number }[];
}

interface Run {
  /** What comes next; `undefined`: finished, or threw. */
  readonly next: Operation | undefined;
  readonly ends: readonly string[];
  readonly error: string | undefined;
}

/** Throws beyond `maxInterleavings`. */
export function naive(system: System, maxInterleavings = 1_000_000): NaiveResult {
  const finals = new Set<string>();
  const results = new Set<string>();
  const errors = new Set<string>();
  const found = { races: false, deadlocks: false, interleavings: 0 };

  const explore = (world: World): void => {
    const runs = system.threads.map((_, thread) => rerun(system, thread, world.logs[thread] ?? []));
    for (const run of runs) {
      for (const end of run.ends) results.add(end);
      if (run.error !== undefined) errors.add(run.error);
    }
    if (hasRace(runs, world)) found.races = true;
    const after = runs.flatMap((run, thread) => successors(system, world, thread, run.next));
    for (const next of after) explore(next);
    if (after.length > 0) return;
    found.interleavings += 1;
    if (found.interleavings > maxInterleavings) throw new Error(`More than ${maxInterleavings} interleavings.`);
    finals.add(JSON.stringify([...world.memory]));
    if (runs.some((run, thread) => run.next !== undefined && system.threads[thread]?.daemon !== true))
      found.deadlocks = true;
  };

  explore({
    memory: system.memory.slice(),
    logs: system.threads.map(() => []),
    sleep: system.threads.map(() => 'awake'),
    queue: [],
  });
  return { finals, results, errors, ...found };
}

/** Runs the whole thread from its start, fed with the log. */
function rerun(system: System, thread: number, log: readonly unknown[]): Run {
  const stop = new Error('stop');
  let at = 0;
  let next: Operation | undefined;
  const operate = (...operation: Operation): unknown => {
    if (at < log.length) {
      at += 1;
      return log[at - 1];
    }
    next ??= operation;
    throw stop;
  };
  const ends: string[] = [];
  let local = system.threads[thread]?.start;
  try {
    while (local !== undefined) {
      const outcome: Outcome<unknown> | undefined = system.threads[thread]?.step(recording(operate), local);
      ends.push(JSON.stringify([thread, local, outcome?.result ?? null]));
      local = outcome?.next;
    }
  } catch (error) {
    if (error !== stop) return { next: undefined, ends, error: String(error) };
  }
  return { next, ends, error: undefined };
}

/** By number: words and the values they had. */
const GROUPS: (readonly (readonly [number, number])[])[] = [];

function groupOf(words: readonly number[], values: readonly number[]): number {
  return GROUPS.push(words.map((word, index) => [word, values[index] ?? 0] as const)) - 1;
}

function recording(operate: (...operation: Operation) => unknown): FullMemory {
  return {
    get: (word) => Number(operate('get', word, 0, 0)),
    set: (word, value) => void operate('set', word, value | 0, 0),
    load: (word) => Number(operate('load', word, 0, 0)),
    test: (word, mask) => Boolean(operate('test', word, mask | 0, 0)),
    store: (word, value) => void operate('store', word, value | 0, 0),
    exchange: (word, value) => Number(operate('exchange', word, value | 0, 0)),
    compareExchange: (word, expected, value) => Number(operate('compareExchange', word, expected | 0, value | 0)),
    add: (word, value) => Number(operate('add', word, value | 0, 0)),
    and: (word, value) => Number(operate('and', word, value | 0, 0)),
    or: (word, value) => Number(operate('or', word, value | 0, 0)),
    wait: (word, value, timeout = Number.POSITIVE_INFINITY) =>
      operate('wait', word, value | 0, timeout) as 'ok' | 'not-equal' | 'timed-out',
    update: (word, code, operand) => Number(operate('update', word, operand | 0, code)),
    awaitChange: (words, values) => void operate('awaitChange', words[0] ?? -1, groupOf(words, values), 0),
    notifyCount: (word, count = Number.POSITIVE_INFINITY) => Number(operate('notifyCount', word, count, 0)),
    notify: (word, count = Number.POSITIVE_INFINITY) => void operate('notify', word, count, 0),
  };
}

function hasRace(runs: readonly Run[], world: World): boolean {
  const pending = runs.map((run, thread) => (world.sleep[thread] === 'awake' ? run.next : undefined));
  return pending.some((one, index) => pending.some((other, later) => later > index && races(one, other)));
}

function races(one: Operation | undefined, other: Operation | undefined): boolean {
  if (one === undefined || other === undefined || one[1] !== other[1]) return false;
  if (one[0].startsWith('notify') || other[0].startsWith('notify')) return false;
  const plain = [one, other].some(([name]) => name === 'get' || name === 'set');
  return plain && [one, other].some(([name]) => !['get', 'load', 'test', 'wait', 'awaitChange'].includes(name));
}

function successors(system: System, world: World, thread: number, next: Operation | undefined): World[] {
  if (next === undefined) return [];
  const [name, word, a, b] = next;
  if (world.sleep[thread] === 'woken') return [advance(world, thread, 'ok', {})];
  if (world.sleep[thread] === 'asleep') {
    const queue = world.queue.filter((sleeper) => sleeper.thread !== thread);
    return b < Number.POSITIVE_INFINITY ? [advance(world, thread, 'timed-out', { queue })] : [];
  }
  const old = world.memory[word] ?? 0;
  if (name === 'awaitChange' && !GROUPS[a]?.some(([at, value]) => world.memory[at] !== value)) return [];
  if (name === 'wait') {
    if (old !== a) return [advance(world, thread, 'not-equal', {})];
    return [{ ...world, sleep: world.sleep.with(thread, 'asleep'), queue: [...world.queue, { thread, word }] }];
  }
  if (name === 'notify') return [advance(wake(world, word, a), thread, undefined, {})];
  if (name === 'notifyCount') return [advance(wake(world, word, a), thread, wokenBy(world, word, a), {})];
  const value = newValue(system, name, old, a, b);
  return [advance(world, thread, name === 'test' ? (old & a) !== 0 : old, { memory: world.memory.with(word, value) })];
}

function advance(world: World, thread: number, result: unknown, change: Partial<World>): World {
  const log = [...(world.logs[thread] ?? []), result];
  return { ...world, logs: world.logs.with(thread, log), sleep: world.sleep.with(thread, 'awake'), ...change };
}

function wokenBy(world: World, word: number, limit: number): number {
  return Math.min(limit, world.queue.filter((sleeper) => sleeper.word === word).length);
}

function wake(world: World, word: number, limit: number): World {
  const woken = world.queue.filter((sleeper) => sleeper.word === word).slice(0, limit);
  const threads = woken.map((sleeper) => sleeper.thread);
  const sleep = world.sleep.map((was, thread) => (threads.includes(thread) ? 'woken' : was));
  return { ...world, sleep, queue: world.queue.filter((sleeper) => !woken.includes(sleeper)) };
}

function newValue(system: System, name: keyof FullMemory, old: number, a: number, b: number): number {
  switch (name) {
    case 'set':
    case 'store':
    case 'exchange':
      return a;
    case 'compareExchange':
      return old === a ? b : old;
    case 'add':
      return (old + a) | 0;
    case 'and':
      return old & a;
    case 'or':
      return old | a;
    case 'update':
      return (system.updates?.[b]?.apply(old, a) ?? old) | 0;
    default:
      return old;
  }
}
