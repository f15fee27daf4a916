// Loops that spin: what the search makes of them is what there is. The oracle are loops that give up after so many rounds,
// which are not waited for but run round by round.
import { describe, expect, it } from 'vitest';
import { type Exploration, interleave, type Suite } from '../../../properties/interleaving/index.ts';

/** All elements are touched, in order: that numbers the words. */
const words = (count: number) => (): Int32Array => new Int32Array(new SharedArrayBuffer(4 * count)).fill(0);

type Body = (shared: Int32Array) => unknown;

const suite = (threads: Readonly<Record<string, Body>>, finish?: Body): Suite<Int32Array> => ({
  setup: words(4),
  threads,
  ...(finish && { finish }),
});

const check = (of: Suite<Int32Array>): Promise<Exploration> => interleave(() => of, { keepFinals: true });

/** Sorted, each once. */
const finals = ({ finals: found = [] }: Exploration): string[] => [...new Set(found.map(String))].sort();

describe('a loop without a bound', () => {
  it('waits for what it looks at, and for nothing else', async () => {
    const { verdict, states } = await check(
      suite({
        A: (a) => {
          while (Atomics.load(a, 0) === 0);
          return Atomics.load(a, 1);
        },
        B: (a) => {
          Atomics.store(a, 1, 5);
          Atomics.store(a, 0, 1);
        },
      }),
    );
    expect(verdict).toBe('holds');
    expect(states).toBeLessThan(20);
  });

  it('that nobody ends is a deadlock, and not a search without an end', async () => {
    const { verdict, violation } = await check(suite({ A: (a) => spin(a, 0), B: (a) => void Atomics.store(a, 1, 1) }));
    expect(verdict).toBe('violated');
    expect(violation).toMatchObject({ kind: 'deadlock', message: expect.stringContaining('A spins on shared[0]') });
  });

  it.each<readonly [string, Body, Body]>([
    ['looks at two words', (a) => spinTwo(a), (a) => [Atomics.store(a, 2, 1), Atomics.store(a, 0, 1)]],
    ['fails to compare and exchange', (a) => spinCompare(a), (a) => Atomics.store(a, 0, 0)],
    ['exchanges what was there already', (a) => spinExchange(a), (a) => Atomics.store(a, 0, 0)],
    ['sets a bit that is set', (a) => spinOr(a), (a) => Atomics.store(a, 0, 0)],
  ])('%s', async (_, body, other) => {
    const { verdict, violation } = await interleave(() => ({
      setup: () => {
        const a = words(4)();
        a[0] = body.toString().includes('Two') ? 0 : 1;
        return a;
      },
      threads: { A: body, B: other },
    }));
    expect(violation?.message).toBeUndefined();
    expect(verdict).toBe('holds');
  });
});

const spin = (a: Int32Array, index: number): void => {
  while (Atomics.load(a, index) === 0);
};
const spinTwo = (a: Int32Array): void => {
  while (Atomics.load(a, 0) === 0 || Atomics.load(a, 2) === 0);
};
const spinCompare = (a: Int32Array): void => {
  while (Atomics.compareExchange(a, 0, 0, 1) !== 0);
};
const spinExchange = (a: Int32Array): void => {
  while (Atomics.exchange(a, 0, 1) === 1);
};
const spinOr = (a: Int32Array): void => {
  while ((Atomics.or(a, 0, 1) & 1) === 1);
};

describe('a loop with a bound of its own', () => {
  it('goes on by itself: sleeps after so many rounds', async () => {
    const { verdict } = await check(
      suite({
        A: (a) => {
          for (let round = 0; round < 40 && Atomics.load(a, 0) === 0; round += 1);
          if (Atomics.load(a, 0) === 0) Atomics.wait(a, 0, 0);
          return 'awake';
        },
        B: (a) => {
          Atomics.store(a, 0, 1);
          Atomics.notify(a, 0);
        },
      }),
    );
    expect(verdict).toBe('holds');
  });

  it('gives up, and that is seen', async () => {
    const body: Body = (a) => {
      for (let round = 0; round < 3; round += 1) if (Atomics.load(a, 0) === 1) return Atomics.store(a, 1, 1);
      return Atomics.store(a, 1, 2);
    };
    const found = await check(suite({ A: body, B: (a) => void Atomics.store(a, 0, 1) }));
    expect(finals(found)).toEqual(['1,1,0,0', '1,2,0,0']);
  });

  it('that throws after so many rounds does so', async () => {
    const { violation } = await check(
      suite({
        A: (a) => {
          for (let round = 0; Atomics.load(a, 0) === 0; round += 1) if (round > 40) throw new Error('too long');
        },
        B: () => undefined,
      }),
    );
    expect(violation).toMatchObject({ kind: 'threw', message: expect.stringContaining('too long') });
  });
});

// A loop that waits and one that gives up after many rounds, in which case nothing is claimed: the memories in which
// runs end, of those that did not give up, are the same.
describe('waiting and going round by round end in the same memories', () => {
  const GAVE_UP = 99;
  const until = (a: Int32Array, rounds: number, done: () => boolean): boolean => {
    for (let round = 0; round < rounds; round += 1) if (done()) return true;
    Atomics.store(a, 3, GAVE_UP);
    return false;
  };
  type Make = (rounds: number) => Readonly<Record<string, Body>>;
  const CASES: readonly (readonly [string, Make])[] = [
    [
      'a flag',
      (rounds) => ({
        A: (a) => until(a, rounds, () => Atomics.load(a, 0) !== 0) && Atomics.store(a, 1, Atomics.load(a, 2)),
        B: (a) => [Atomics.store(a, 0, 1), Atomics.store(a, 2, 5)],
      }),
    ],
    [
      'a lock that is found taken again and again',
      (rounds) => ({
        A: (a) => until(a, rounds, () => Atomics.exchange(a, 0, 1) !== 1) && Atomics.add(a, 1, 1),
        B: (a) => [1, 0, 1, 0].map((value) => Atomics.add(a, 2, Atomics.exchange(a, 0, value))),
      }),
    ],
    [
      'a flag that comes and goes',
      (rounds) => ({
        A: (a) => until(a, rounds, () => Atomics.load(a, 0) === 1) && Atomics.add(a, 1, 1),
        B: (a) => [Atomics.store(a, 0, 1), Atomics.store(a, 0, 2), Atomics.store(a, 0, 1)],
      }),
    ],
    [
      'two words, in either order',
      (rounds) => ({
        A: (a) =>
          until(a, rounds, () => Atomics.load(a, 0) === 1 && Atomics.load(a, 1) === 0) && Atomics.store(a, 2, 7),
        B: (a) => [Atomics.store(a, 1, 1), Atomics.store(a, 0, 1), Atomics.store(a, 1, 0)],
      }),
    ],
    [
      'a lock by turns',
      (rounds) => {
        const lock: Body = (a) => {
          if (!until(a, rounds, () => Atomics.compareExchange(a, 0, 0, 1) === 0)) return;
          Atomics.store(a, 1, Atomics.load(a, 1) * 2 + 1);
          Atomics.store(a, 0, 0);
        };
        return { A: lock, B: lock };
      },
    ],
    [
      'two loops that look at each other',
      (rounds) => ({
        A: (a) => [Atomics.store(a, 0, 1), until(a, rounds, () => Atomics.load(a, 1) === 1), Atomics.add(a, 2, 1)],
        B: (a) => [Atomics.store(a, 1, 1), until(a, rounds, () => Atomics.load(a, 0) === 1), Atomics.add(a, 2, 2)],
      }),
    ],
  ];

  it.each(CASES)('%s', async (_, make) => {
    const bounded = await check(suite(make(6)));
    const waiting = await check(suite(make(Number.POSITIVE_INFINITY)));
    expect(bounded.verdict).toBe('holds');
    expect(waiting.verdict).toBe('holds');
    const ended = new Set((bounded.finals ?? []).filter((memory) => !memory.includes(GAVE_UP)).map(wordsOf));
    expect(new Set((waiting.finals ?? []).map(wordsOf))).toEqual(ended);
    expect(waiting.states).toBeLessThan(bounded.states);
  });

  it.each(CASES)('%s: histories merged', async (_, make) => {
    const plain = await check(suite(make(Number.POSITIVE_INFINITY)));
    const merged = await interleave(() => suite(make(Number.POSITIVE_INFINITY)), {
      keepFinals: true,
      mergeHistories: true,
    });
    expect(merged.merged).toBe(true);
    expect(finals(merged)).toEqual(finals(plain));
    expect(merged.interleavings).toBe(plain.interleavings);
    expect(merged.states).toBeLessThanOrEqual(plain.states);
  });

  /** Word 3 says only who gave up; it is last where it is known at all. */
  const wordsOf = (memory: readonly number[]): string => String(memory.slice(0, 3));
});

describe('code that is not deterministic is refused, with the first step that differs', () => {
  let calls = 0;
  const next = (): number => {
    calls += 1;
    return calls;
  };
  const CASES: readonly (readonly [string, Suite<Int32Array>, RegExp])[] = [
    [
      'hidden state between runs',
      suite({ A: (a) => [Atomics.load(a, 0), Atomics.store(a, 1, next())] }),
      /A: .*not deterministic: run again .* operation number 2 is "store .*where it was "store .*a variable outside/s,
    ],
    [
      'a random number',
      suite({
        A: (a) => {
          Atomics.load(a, 0);
          // Drawn such that two in a row always differ.
          return Atomics.store(a, next() % 2 === 0 ? 1 : 2, 1);
        },
      }),
      /not deterministic: .*operation number 2 is .*a random number/s,
    ],
    [
      'a clock, in a result only',
      suite({
        A: (a) => {
          Atomics.load(a, 0);
          return next();
        },
      }),
      /not deterministic: run twice with the same results, it ended differently.*a clock/s,
    ],
    [
      'an error that tells of it only',
      suite({
        A: (a) => {
          Atomics.load(a, 0);
          throw new Error(`run ${next()}`);
        },
      }),
      /not deterministic: run twice with the same results, it ended differently/,
    ],
    [
      'a run that ends earlier',
      suite({
        A: (a) => {
          Atomics.load(a, 0);
          if (next() % 2 === 0) Atomics.load(a, 0);
        },
      }),
      /not deterministic: run (again|twice) with the same results, it(s operation number| ended)/,
    ],
    [
      'a setup that gives other values',
      { setup: () => new Int32Array(new SharedArrayBuffer(8)).fill(next()), threads: { A: () => 0 } },
      /`setup` is not deterministic: run twice, it gave shared\[0\] the value \d+ and then \d+/,
    ],
  ];

  it.each(CASES)('%s', async (_, of, sentence) => {
    await expect(interleave(() => of)).rejects.toThrow(sentence);
  });
});

// `forever` calls a function again and again: only then has a run of a suite no end.
describe('a loop that looks in vain again and again', () => {
  const spinLock: Body = (a) => {
    spinExchange(a);
    Atomics.store(a, 0, 0);
  };
  const endless = (threads: Readonly<Record<string, Body>>): Suite<Int32Array> => ({
    ...suite(threads),
    forever: ['busy'],
  });

  it('has no more states for that, and its call may never end', async () => {
    const { violation, loop, states } = await check(endless({ once: spinLock, busy: spinLock }));
    expect(violation).toMatchObject({
      kind: 'starvation',
      message: expect.stringMatching(/^once never completes once/),
    });
    expect(loop?.thread).toBe(0);
    expect(states).toBeLessThan(40);
  });

  it('ends where whoever is busy waits for its turn, too', async () => {
    const inTurn = (me: number): Body => {
      return (a) => {
        while (Atomics.load(a, 0) !== me);
        Atomics.store(a, 0, 1 - me);
      };
    };
    const passes = (a: Int32Array): void => {
      while (Atomics.load(a, 0) !== 1);
      Atomics.store(a, 0, 0);
    };
    const alone = await check(endless({ once: inTurn(0), busy: passes }));
    expect(alone).toMatchObject({ verdict: 'holds' });
  });

  it('is told from one that has seen something else between', async () => {
    // Counts how often the flag has gone up: each time is another round.
    const counting: Body = (a) => {
      for (let seen = 0; seen < 2; seen += 1) {
        while (Atomics.load(a, 0) === 0);
        while (Atomics.load(a, 0) === 1);
      }
      Atomics.store(a, 1, 1);
    };
    const flag: Body = (a) => {
      for (const value of [1, 0, 1, 0]) {
        Atomics.store(a, 0, value);
        while (Atomics.load(a, 2) === 9);
      }
    };
    const found = await check(suite({ A: counting, B: flag }));
    // It may miss a change; but where it saw both, it went on.
    expect(found.violation?.kind).toMatch(/deadlock/);
    const patient = await check({
      ...suite({ A: counting, B: flag }),
      daemons: ['A'],
    });
    expect(finals(patient)).toEqual(['0,0,0,0', '0,1,0,0']);
  });
});
