/**
 * Over every interleaving: a notify answers a sleep mark, so that there are at most as many of them as sleeps; and while
 * nobody sleeps, nobody is notified. Counted by words beside those of the ports, of which each thread has its own.
 */
import { describe, expect, it } from 'vitest';
import { EMPTY, SLEEPING, STATE } from '../../impl/words.ts';
import { SCENARIO_COUNTS } from '../../properties/check/manifest.ts';
import { type Fault, loadFault } from '../../properties/faults/index.ts';
import { IMPLEMENTATION, type Implementation } from '../../properties/implementation.ts';
import type { Program } from '../../properties/index.ts';
import { exhaustive, type SharedMemory, type System } from '../../properties/interleaving/index.ts';
import { domsg, program, sendmsg, waitmsg, waitport } from '../../properties/programs/build.ts';
import { SCENARIOS } from '../../properties/programs/scenarios.ts';
import { systemOf } from '../../properties/programs/system.ts';

/** Memory of a thread that counts its sleep marks in one word, and its notifies in the next. */
function counting(memory: SharedMemory, marks: number): SharedMemory {
  return new Proxy(memory, {
    get(target, name: keyof SharedMemory) {
      return (...args: number[]) => {
        const result = (target[name] as (...given: number[]) => number).apply(target, args);
        const count = name === 'notify' ? marks + 1 : isMark(name, args, result) ? marks : undefined;
        if (count !== undefined) target.set(count, target.get(count) + 1);
        return result;
      };
    },
  });
}

/** A mark that comes after DONE is no sleep. @param old what the word held */
function isMark(name: keyof SharedMemory, args: readonly number[], old: number): boolean {
  const [, first, second] = args;
  if (name === 'compareExchange') return first === EMPTY && second === SLEEPING && old === EMPTY;
  return name === 'or' && first === STATE.sleeping && (old & (STATE.sleeping | STATE.done)) === 0;
}

interface Counted {
  readonly system: System;
  readonly sleeps: (memory: Int32Array) => number;
  readonly notifies: (memory: Int32Array) => number;
}

/** @param looks before going to sleep */
function counted(program: Program, implementation: Implementation, looks: number): Counted {
  const counts: Implementation = {
    ...implementation,
    words: (shape) => implementation.words(shape) + 2 * shape.threads,
    thread: (memory, shape, id, begins) =>
      implementation.thread(counting(memory, implementation.words(shape) + 2 * id), shape, id, begins, looks),
  };
  const system = systemOf(program, counts);
  const first = system.memory.length - 2 * program.threads.length;
  const sum = (memory: Int32Array, from: number): number =>
    memory.reduce((total, value, word) => (word >= first && (word - first) % 2 === from ? total + value : total), 0);
  const sleeps = (memory: Int32Array): number => sum(memory, 0);
  const notifies = (memory: Int32Array): number => sum(memory, 1);
  const invariant = (memory: Int32Array): string | undefined =>
    notifies(memory) <= sleeps(memory) ? undefined : `${notifies(memory)} notifies of ${sleeps(memory)} sleeps`;
  return { system: { ...system, invariant }, sleeps, notifies };
}

const STATES_MAX = 5000;
const small = SCENARIOS.filter(({ name }) => (SCENARIO_COUNTS[name]?.states ?? STATES_MAX) < STATES_MAX);

describe.each([0, 2])('with %i looks before sleeping', (looks) => {
  it.each(small)('$name: no more notifies than sleeps', ({ program: what }) => {
    const { system } = counted(what, IMPLEMENTATION, looks);
    // Whether all may come to rest as they do is for others to judge.
    const { failures = [], complete } = exhaustive(system, { progressCheck: false, keepGoing: true });
    expect(failures.filter(({ violation }) => violation.kind === 'invariant')).toEqual([]);
    expect(complete).toBe(true);
  });
});

it.each([
  ['domsg', [domsg(1, 0)]],
  ['sendmsg and waitmsg', [sendmsg(1, 0), waitmsg(0)]],
] as const)('where looking is enough, nobody sleeps and nobody is notified: %s', (_, lines) => {
  const { system, sleeps, notifies } = counted(
    program([[...lines], [waitport(1)]], { messages: [0] }),
    IMPLEMENTATION,
    1,
  );
  const ends = { fast: 0, slow: 0 };
  const final = (memory: Int32Array): string | undefined => {
    ends[sleeps(memory) === 0 ? 'fast' : 'slow'] += 1;
    return sleeps(memory) === 0 && notifies(memory) > 0 ? 'a notify, and nobody has slept' : undefined;
  };
  expect(exhaustive({ ...system, final }, { progressCheck: false }).verdict).toBe('holds');
  expect(ends.fast).toBeGreaterThan(0);
  expect(ends.slow).toBeGreaterThan(0);
});

it('a notify too many is seen', async () => {
  const fault: Fault = {
    name: 'a notify of every reply',
    about: 'A reply notifies, whether somebody sleeps or not.',
    kind: 'waking',
    clause: 'C20',
    scenarios: [],
    changes: [
      {
        file: 'impl/delivery.js',
        from: 'return (old & STATE.sleeping) !== 0 ? words + MESSAGE.state : NONE;',
        to: 'return words + MESSAGE.state;',
      },
    ],
  };
  const { system } = counted(program([[domsg(1, 0)], [waitport(1)]], { messages: [0] }), await loadFault(fault), 0);
  expect(exhaustive(system, { progressCheck: false }).violation?.message).toContain('notifies of');
});
