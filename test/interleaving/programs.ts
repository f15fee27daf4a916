// Random small programs: straight-line calls over few words, with branches on what was read. Plain data, so that a
// failing one can be printed and pasted.

import type { Random, SharedMemory, System, Update, VirtualThread } from '../../properties/interleaving/index.ts';
import { fullMemory } from '../../properties/interleaving/index.ts';

export type Line = readonly [operation: string, word: number, a: number, b: number];
/**
 * Each thread is a list of calls, each a list of lines. A line whose operation begins with `?` runs if the last result
 * was 0.
 */
export type Program = readonly (readonly (readonly Line[])[])[];

const WORDS = 3;
const ATOMIC = ['load', 'test', 'store', 'exchange', 'compareExchange', 'add', 'and', 'or', 'update'];
const BLOCKING = ['wait', 'wait', 'waitTimed', 'notify', 'notifyOne', 'notifyCount', 'awaitChange', 'store'];
const PLAIN = ['get', 'set'];
/** What forgets a part of what it has read, and what does not. */
const LOOPING = ['increment', 'increment', 'tryTwice', 'sleepUntil', 'sum', 'either'];

export interface Taste {
  readonly threads: number;
  readonly lines: number;
  readonly plain: boolean;
  readonly blocking: boolean;
  readonly looping?: true;
}

export function randomProgram(random: Random, taste: Taste): Program {
  const loops = taste.looping === true ? [...LOOPING, ...LOOPING, ...LOOPING] : [];
  const kinds = [...ATOMIC, ...(taste.blocking ? [...BLOCKING, ...BLOCKING] : []), ...loops];
  return Array.from({ length: taste.threads }, (_, thread) => {
    const calls: Line[][] = [[]];
    for (let count = 1 + random.below(taste.lines); count > 0; count -= 1) {
      if (random.below(4) === 0) calls.push([]);
      calls.at(-1)?.push(randomLine(random, kinds, taste.plain, thread));
    }
    return calls;
  });
}

// Plain accesses go mostly to words of the thread's own, or next to every program would have a race.
function randomLine(random: Random, kinds: readonly string[], plain: boolean, thread: number): Line {
  const optional = random.below(4) === 0 ? '?' : '';
  if (plain && random.below(2) === 0) {
    const word = random.below(6) === 0 ? random.below(WORDS) : WORDS + thread;
    return [`${optional}${PLAIN[random.below(2)]}`, word, random.below(3), 0];
  }
  const word = random.below(WORDS - 1);
  return [`${optional}${kinds[random.below(kinds.length)]}`, word, random.below(3), random.below(3)];
}

const EXCLUSIVE_OR: Update = { name: 'xor', apply: (before, operand) => before ^ operand };

export function systemOf(program: Program): System {
  return { memory: new Int32Array(WORDS + program.length), threads: program.map(threadOf), updates: [EXCLUSIVE_OR] };
}

function threadOf(calls: readonly (readonly Line[])[], thread: number): VirtualThread<number> {
  return {
    name: `t${thread}`,
    start: 0,
    step: (memory, at) => {
      const results: unknown[] = [];
      for (const line of calls[at] ?? []) runLine(memory, line, results);
      return { next: at + 1 < calls.length ? at + 1 : undefined, result: results };
    },
  };
}

function runLine(memory: SharedMemory, [operation, word, a, b]: Line, results: unknown[]): void {
  if (operation.startsWith('?')) {
    const last = results.at(-1) ?? 0;
    if (last === 0 || last === 'ok' || last === false) runLine(memory, [operation.slice(1), word, a, b], results);
    return;
  }
  const result = operate(memory, operation, word, a, b);
  if (result !== undefined) results.push(result);
}

function operate(memory: SharedMemory, operation: string, word: number, a: number, b: number): unknown {
  switch (operation) {
    case 'get':
      return memory.get(word);
    case 'set':
      return memory.set(word, a);
    case 'load':
      return memory.load(word);
    case 'test':
      return memory.test(word, a + 1);
    case 'store':
      return memory.store(word, a);
    case 'exchange':
      return memory.exchange(word, a);
    case 'compareExchange':
      return memory.compareExchange(word, a, b);
    case 'add':
      return memory.add(word, a);
    case 'and':
      return memory.and(word, a);
    case 'or':
      return memory.or(word, a);
    case 'wait':
      return memory.wait(word, a % 2);
    case 'waitTimed':
      return memory.wait(word, a % 2, 10);
    case 'notify':
      return memory.notify(word);
    case 'update':
      return fullMemory(memory).update(word, 0, a);
    case 'notifyCount':
      return fullMemory(memory).notifyCount(word, 1);
    case 'awaitChange':
      return fullMemory(memory).awaitChange([word], [a % 2]);
    case 'notifyOne':
      return memory.notify(word, 1);
    default:
      return loop(memory, operation, word, a);
  }
}

function loop(memory: SharedMemory, operation: string, word: number, a: number): unknown {
  switch (operation) {
    case 'increment':
      for (let seen = memory.load(word); ; ) {
        const found = memory.compareExchange(word, seen, (seen + 1) & 3);
        if (found === seen) return undefined;
        seen = found;
      }
    case 'tryTwice':
      for (let tries = 0; tries < 2; tries += 1) {
        const seen = memory.load(word);
        if (memory.compareExchange(word, seen, a) === seen) return tries;
      }
      return 'never';
    case 'sleepUntil':
      while (memory.load(word) === 0) memory.wait(word, 0);
      return undefined;
    case 'sum':
      return memory.load(word) + memory.load(word) + memory.load(1 - word);
    case 'either':
      if (memory.exchange(word, a) === memory.load(1 - word)) memory.add(word, 1);
      return undefined;
    default:
      throw new Error(`There is no operation ${operation}.`);
  }
}
