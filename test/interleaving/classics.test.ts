// Algorithms everybody knows, right and with their well-known mistakes. The counts are pinned: a change of one is a
// change of what the engine takes for a state, and has to be meant.
import { describe, expect, it } from 'vitest';
import {
  AGAIN,
  type ExhaustiveResult,
  exhaustive,
  plainThread,
  type SharedMemory,
  type System,
  sequence,
  type VirtualThread,
} from '../../properties/interleaving/index.ts';

function counts(result: ExhaustiveResult): string {
  return `${result.verdict}: ${result.states} states, ${result.transitions} steps, depth ${result.depth}`;
}

type Part = (memory: SharedMemory) => unknown;

/** What each thread does inside: plain, so that mutual exclusion is the absence of a data race. */
const COUNTER = 7;
function critical(memory: SharedMemory): void {
  memory.set(COUNTER, memory.get(COUNTER) + 1);
}

function lock(threads: readonly (readonly Part[])[]): System {
  return {
    memory: new Int32Array(8),
    threads: threads.map((parts, index) => sequence(`p${index}`, parts)),
    final: (memory) => (memory[COUNTER] === threads.length ? undefined : `${memory[COUNTER]} entered`),
  };
}

describe("Peterson's lock", () => {
  const TURN = 2;
  const peterson = (me: number, announce: readonly Part[]): readonly Part[] => [
    ...announce,
    (memory) => (memory.load(1 - me) === 1 && memory.load(TURN) === 1 - me ? AGAIN : undefined),
    (memory) => {
      critical(memory);
      memory.store(me, 0);
    },
  ];
  const flag =
    (me: number): Part =>
    (memory) =>
      memory.store(me, 1);
  const turn =
    (me: number): Part =>
    (memory) =>
      memory.store(TURN, 1 - me);

  it('holds', () => {
    const result = exhaustive(lock([0, 1].map((me) => peterson(me, [flag(me), turn(me)]))));
    expect(counts(result)).toBe('holds: 38 states, 62 steps, depth 8');
  });

  it('lets both in where the two stores are swapped', () => {
    const result = exhaustive(lock([0, 1].map((me) => peterson(me, [turn(me), flag(me)]))));
    expect(result.violation?.kind).toBe('race');
    expect(result.schedule?.length).toBe(7);
  });
});

// The local is the line the thread is at: how an algorithm with several loops is written so that each of them is seen.
describe("Dekker's lock", () => {
  const TURN = 2;
  type Line = 'announce' | 'look' | 'step back' | 'enter';
  const dekker = (me: number, yields: boolean): VirtualThread<Line> => ({
    name: `p${me}`,
    start: 'announce',
    step: (memory, line) => {
      switch (line) {
        case 'announce':
          memory.store(me, 1);
          return { next: 'look' };
        case 'look':
          if (memory.load(1 - me) === 0) return { next: 'enter' };
          if (!yields || memory.load(TURN) === me) return { next: 'look' };
          memory.store(me, 0);
          return { next: 'step back' };
        case 'step back':
          return { next: memory.load(TURN) === me ? 'announce' : 'step back' };
        case 'enter':
          critical(memory);
          memory.store(TURN, 1 - me);
          memory.store(me, 0);
          return { next: undefined };
      }
    },
  });
  const system = (yields: boolean): System => ({
    ...lock([[], []]),
    threads: [dekker(0, yields), dekker(1, yields)],
  });

  it('holds', () => {
    expect(counts(exhaustive(system(true)))).toBe('holds: 41 states, 66 steps, depth 8');
  });

  it('never ends where nobody yields: both spin, and it is said on what', () => {
    const result = exhaustive(system(false));
    expect(result.violation).toMatchObject({
      kind: 'livelock',
      message: 'p0 can never complete "look" from here, whatever runs next: all it can ever do is "load [1]".',
    });
    expect(result.schedule?.length).toBe(2);
  });
});

describe('a spin lock', () => {
  const taken = (memory: SharedMemory): unknown => (memory.exchange(0, 1) === 1 ? AGAIN : undefined);
  const looked = (memory: SharedMemory): unknown => {
    if (memory.load(0) === 1) return AGAIN;
    memory.store(0, 1);
    return undefined;
  };
  const use = (memory: SharedMemory): void => {
    critical(memory);
    memory.store(0, 0);
  };

  it('holds with an exchange, for three threads', () => {
    const result = exhaustive(lock([0, 1, 2].map(() => [taken, use])));
    expect(counts(result)).toBe('holds: 20 states, 36 steps, depth 6');
    expect(result.interleavings).toBe(Number.POSITIVE_INFINITY);
  });

  it('lets two in with a load and then a store', () => {
    expect(exhaustive(lock([0, 1].map(() => [looked, use]))).violation?.kind).toBe('race');
  });
});

// Drepper, "Futexes are tricky", the second mutex: 0 free, 1 taken, 2 taken and perhaps somebody waits.
describe('a futex mutex', () => {
  const acquire = (mark: boolean) => (memory: SharedMemory) => {
    let seen = memory.compareExchange(0, 0, 1);
    if (seen === 0) return;
    if (seen !== 2 && mark) seen = memory.exchange(0, 2);
    while (seen !== 0) {
      memory.wait(0, mark ? 2 : 1);
      seen = mark ? memory.exchange(0, 2) : memory.compareExchange(0, 0, 1);
    }
  };
  const release = (memory: SharedMemory): void => {
    critical(memory);
    if (memory.add(0, -1) === 1) return;
    memory.store(0, 0);
    memory.notify(0, 1);
  };
  const mutex = (threads: number, mark: boolean): System =>
    lock(Array.from({ length: threads }, () => [acquire(mark), release]));

  it('holds', () => {
    expect(counts(exhaustive(mutex(2, true)))).toBe('holds: 68 states, 94 steps, depth 10');
    expect(counts(exhaustive(mutex(3, true)))).toBe('holds: 10319 states, 18984 steps, depth 26');
  });

  it('loses a wakeup where the one who waits leaves no mark', () => {
    const result = exhaustive(mutex(2, false));
    expect(result.violation?.kind).toBe('lost-wakeup');
    expect(result.schedule?.length).toBe(4);
    expect(result.violation?.detail).toEqual({
      explanation: [
        'p1 sleeps on [0] since step 3, in p1 part 0, having found it 1.',
        'It was changed in step 4 (p0), is 0 now, and no notify on it followed.',
      ],
    });
  });
});

// One writer, one reader, two slots; indices run free.
describe('a bounded queue of one producer and one consumer', () => {
  const [HEAD, TAIL, SLOTS, SIZE, COUNT] = [0, 1, 2, 2, 4];
  const produce =
    (early: boolean) =>
    (memory: SharedMemory, item: number): boolean => {
      const tail = memory.load(TAIL);
      if (tail - memory.load(HEAD) === SIZE) return false;
      if (early) memory.store(TAIL, tail + 1);
      memory.set(SLOTS + (tail % SIZE), item + 1);
      if (!early) memory.store(TAIL, tail + 1);
      return true;
    };
  const consume = (memory: SharedMemory, item: number): boolean => {
    const head = memory.load(HEAD);
    if (memory.load(TAIL) === head) return false;
    const value = memory.get(SLOTS + (head % SIZE));
    memory.store(HEAD, head + 1);
    if (value !== item + 1) throw new Error(`took ${value} for ${item + 1}`);
    return true;
  };
  const loop = (name: string, body: (memory: SharedMemory, item: number) => boolean): System['threads'][number] =>
    sequence(
      name,
      Array.from({ length: COUNT }, (_, item) => (memory: SharedMemory) => (body(memory, item) ? undefined : AGAIN)),
    );
  const queue = (early: boolean): System => ({
    memory: new Int32Array(SLOTS + SIZE),
    threads: [loop('producer', produce(early)), loop('consumer', consume)],
  });

  it('holds, each item once and in order', () => {
    expect(counts(exhaustive(queue(false)))).toBe('holds: 81 states, 153 steps, depth 24');
  });

  it('is a data race where the index is published before the item', () => {
    expect(exhaustive(queue(true)).violation?.message).toMatch(/^Data race on \[2\]: /);
  });
});

describe('a message passed in plain data', () => {
  const passing = (check: boolean): System => ({
    memory: new Int32Array(2),
    threads: [
      plainThread('sender', (memory) => {
        memory.set(0, 42);
        memory.store(1, 1);
      }),
      plainThread('receiver', (memory) => (!check || memory.load(1) === 1 ? memory.get(0) : undefined)),
    ],
  });

  it('is no race where the flag is read first', () => {
    expect(counts(exhaustive(passing(true)))).toBe('holds: 5 states, 4 steps, depth 2');
  });

  it('is a race, in the initial state, where it is not', () => {
    const result = exhaustive(passing(false));
    expect(result).toMatchObject({ violation: { kind: 'race' }, schedule: [], states: 1 });
  });
});

describe('a Treiber stack that is only ever taken whole', () => {
  const [HEAD, SUM] = [0, 9];
  const push =
    (item: number): Part =>
    (memory) => {
      for (;;) {
        const head = memory.load(HEAD);
        memory.set(item, head);
        if (memory.compareExchange(HEAD, head, item) === head) return;
      }
    };
  const take: Part = (memory) => {
    let item = memory.exchange(HEAD, 0);
    if (item === 0) return AGAIN;
    for (; item !== 0; item = memory.get(item)) memory.set(SUM, memory.get(SUM) + item);
    return memory.get(SUM) < 1 + 2 + 4 ? AGAIN : undefined;
  };

  it('loses nothing', () => {
    const system: System = {
      memory: new Int32Array(10),
      threads: [sequence('a', [push(1), push(2)]), sequence('b', [push(4)]), sequence('taker', [take])],
      final: (memory) => (memory[SUM] === 7 ? undefined : `the sum is ${memory[SUM]}`),
    };
    expect(counts(exhaustive(system))).toBe('holds: 531 states, 1134 steps, depth 16');
  });
});
