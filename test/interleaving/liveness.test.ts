// What never ends, told apart: systems that everybody knows, and the very text one gets of them.
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  AGAIN,
  type ExhaustiveResult,
  endStatesText,
  exhaustive,
  explore,
  followLoop,
  type Monitor,
  mergeHistories,
  plainThread,
  type SharedMemory,
  type System,
  sequence,
  type VirtualThread,
} from '../../properties/interleaving/index.ts';

type Part = (memory: SharedMemory) => unknown;

/** Goes through its parts again and again, for ever. */
function forever(name: string, parts: readonly Part[], daemon = true): VirtualThread<number> {
  return {
    name,
    daemon,
    start: 0,
    describe: (at) => `${name} part ${at % parts.length}`,
    // One part alone takes turns to have two numbers: a part that has to be tried again keeps its number.
    step: (memory, at) => {
      const result = parts[at % parts.length]?.(memory);
      return result === AGAIN ? { next: at } : { next: (at + 1) % Math.max(2, parts.length), result };
    },
  };
}

function expectGolden(name: string, text: string): void {
  const file = new URL(`./golden/${name}.txt`, import.meta.url);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
}

/** The loop closes, is fair, and leaves the call open: seen by taking it, not by what the search says. */
function expectLoop(system: System, { schedule = [], loop, violation }: ExhaustiveResult, thread: number): void {
  expect(loop?.thread, violation?.message).toBe(thread);
  if (loop === undefined) return;
  expect(followLoop(system, schedule, loop).watch.flaw(thread)).toBeUndefined();
}

describe('locks that spin, taken again and again by another', () => {
  const [LOCK, TICKET, SERVING] = [0, 0, 1];
  const words = (word: number): string => ['lock', 'serving'][word] ?? '?';
  const acquire: Part = (memory) => (memory.exchange(LOCK, 1) === 1 ? AGAIN : undefined);
  const release: Part = (memory) => memory.store(LOCK, 0);
  const spinLock: System = {
    memory: new Int32Array(1),
    words,
    threads: [sequence('one', [acquire, release]), forever('greedy', [acquire, release])],
  };

  it('starve one who is never lucky, if anybody may take it who comes by', () => {
    const result = explore(spinLock);
    expect(result.violation?.kind).toBe('starvation');
    expectLoop(spinLock, result, 0);
    expectGolden('starvation', result.report);
  });

  const SIZE = 4;
  type Draw = (memory: SharedMemory) => number | undefined;
  const waiting = (name: string, draw: Draw, rounds: boolean): VirtualThread<string> => ({
    name,
    daemon: rounds,
    start: 'draw',
    step: (memory, local) => {
      if (local === 'draw') return { next: draw(memory)?.toString() ?? local };
      if (local === 'leave') {
        memory.store(SERVING, (memory.load(SERVING) + 1) % SIZE);
        return { next: rounds ? 'draw' : undefined };
      }
      return { next: memory.load(SERVING) === Number(local) ? 'leave' : local };
    },
  });
  const ticketLock = (draw: Draw): System => ({
    memory: new Int32Array(2),
    threads: [waiting('one', draw, false), waiting('greedy', draw, true)],
  });

  it('starve nobody who has drawn a ticket', () => {
    const result = explore(
      ticketLock((memory) => {
        const ticket = memory.add(TICKET, 1) % SIZE;
        // It is kept small, or there would be no end of states.
        memory.and(TICKET, SIZE - 1);
        return ticket;
      }),
    );
    expect(result).toMatchObject({ verdict: 'holds', interleavings: Number.POSITIVE_INFINITY });
    expect(result.report).toContain('\nRuns may go on for ever; in every weakly fair one, every call ends.\n');
  });

  it('starve one who never gets as far as to draw a ticket, where that may fail', () => {
    const system = ticketLock((memory) => {
      const seen = memory.load(TICKET);
      return memory.compareExchange(TICKET, seen, (seen + 1) % SIZE) === seen ? seen : undefined;
    });
    const result = exhaustive(system);
    expect(result.violation?.kind).toBe('starvation');
    expect(result.violation?.message).toMatch(/^one never completes "draw"/);
    expectLoop(system, result, 0);
  });
});

describe('a handshake that is too polite', () => {
  const polite = (me: number, name: string): VirtualThread<number> =>
    sequence(name, [
      (memory) => {
        memory.store(me, 1);
        if (memory.load(1 - me) === 0) return undefined;
        memory.store(me, 0);
        return AGAIN;
      },
      (memory) => memory.store(me, 0),
    ]);
  const system: System = { memory: new Int32Array(2), threads: [polite(0, 'left'), polite(1, 'right')] };

  it('is a livelock: both step back, and both come again', () => {
    const result = explore(system);
    expect(result.violation?.kind).toBe('livelock');
    expectLoop(system, result, 0);
    expectGolden('livelock-polite', result.report);
  });

  it('ends where one of them waits for the other before it comes again', () => {
    const patient: VirtualThread<string> = {
      name: 'left',
      start: 'announce',
      step: (memory, local) => {
        if (local === 'wait') return { next: memory.load(1) === 0 ? 'announce' : 'wait' };
        memory.store(0, 1);
        const isFree = memory.load(1) === 0;
        memory.store(0, 0);
        return { next: isFree ? undefined : 'wait' };
      },
    };
    const stubborn = sequence('right', [
      (memory) => memory.store(1, 1),
      (memory) => (memory.load(0) === 0 ? undefined : AGAIN),
      (memory) => memory.store(1, 0),
    ]);
    const result = exhaustive({ ...system, threads: [patient, stubborn] });
    expect(result).toMatchObject({ verdict: 'holds', interleavings: Number.POSITIVE_INFINITY });
  });
});

describe('a server', () => {
  const [FIRST, SECOND, BELL] = [0, 1, 2];
  const words = (word: number): string => ['request of first', 'request of second', 'bell'][word] ?? '?';
  /** Asks, and sleeps until the answer is there. */
  const client = (name: string, word: number, rounds: boolean): VirtualThread<number> => {
    const ask: Part = (memory) => {
      memory.store(word, 1);
      memory.store(BELL, 1);
      memory.notify(BELL);
      memory.wait(word, 1);
    };
    return rounds ? forever(name, [ask]) : sequence(name, [ask]);
  };
  const answer = (memory: SharedMemory, word: number): void => {
    memory.store(word, 0);
    memory.notify(word);
  };
  const serving =
    (order: readonly number[], onlyOne: boolean): Part =>
    (memory) => {
      for (const word of order) {
        if (memory.load(word) === 0) continue;
        answer(memory, word);
        if (onlyOne) return;
      }
      memory.wait(BELL, 0);
      memory.store(BELL, 0);
    };
  const system = (part: Part): System => ({
    memory: new Int32Array(3),
    words,
    threads: [client('first', FIRST, true), client('second', SECOND, false), forever('server', [part])],
  });

  it('that looks at the first client first serves no other, for ever', () => {
    const greedy = system(serving([FIRST, SECOND], true));
    const result = exhaustive(greedy);
    expect(result.violation).toMatchObject({ kind: 'starvation' });
    expect(result.violation?.message).toContain('second never completes second part 0');
    expectLoop(greedy, result, 1);
  });

  it('that looks at all of them in each round serves all', () => {
    expect(exhaustive(system(serving([FIRST, SECOND], false))).verdict).toBe('holds');
  });

  it('with nothing to do is asleep as it may', () => {
    const idle = explore({
      memory: new Int32Array(3),
      words,
      threads: [client('first', FIRST, false), forever('server', [serving([FIRST], false)])],
    });
    expect(idle.verdict).toBe('holds');
    expect(idle.ends).toEqual([
      { states: idle.terminals, waiting: [{ thread: 'server', how: 'asleep', daemon: true }] },
    ]);
    expect(idle.report).toMatch(/\n\d+ end states?: all calls returned; server asleep as it may\.\n$/);
  });

  it('is in a deadlock with a client that it does not know', () => {
    const result = exhaustive({
      memory: new Int32Array(3),
      words,
      threads: [client('second', SECOND, false), forever('server', [serving([FIRST], false)])],
    });
    expect(result).toMatchObject({ violation: { kind: 'deadlock' }, ends: [] });
    expect(result.loop).toBeUndefined();
  });
});

describe('a thread that sleeps while others run on', () => {
  const beat = forever('heart', [(memory) => memory.store(2, 1), (memory) => memory.store(2, 0)]);

  it('has lost its wakeup where the word has changed', () => {
    // 2003: looks, and then sleeps; the reply comes between.
    const system: System = {
      memory: new Int32Array(3),
      threads: [
        plainThread('waiter', (memory) => {
          if (memory.load(0) === 0) memory.wait(1, 0);
        }),
        plainThread('replier', (memory) => {
          memory.store(0, 1);
          memory.notify(1);
        }),
        beat,
      ],
    };
    const result = exhaustive(system);
    expect(result.violation).toMatchObject({
      kind: 'lost-wakeup',
      message:
        'waiter can never complete waiter from here, whatever runs next: it sleeps on [1] and nothing to come wakes it, ' +
        'while others run on.',
    });
    expect(JSON.stringify(result.violation?.detail)).toContain('came too early: waiter was not asleep yet');
    expectLoop(system, result, 0);
  });

  it('is in a deadlock where nothing it waits for was ever there', () => {
    const result = exhaustive({ memory: new Int32Array(3), threads: [plainThread('w', (m) => m.wait(1, 0)), beat] });
    expect(result.violation?.kind).toBe('deadlock');
    expect(result.loop?.thread).toBe(0);
  });

  it('may be a daemon', () => {
    const idle = { ...plainThread('idle', (memory) => memory.wait(1, 0)), daemon: true };
    const result = exhaustive({ memory: new Int32Array(3), threads: [idle, beat] });
    expect(result).toMatchObject({ verdict: 'holds', terminals: 0, ends: [] });
  });

  it('does not, where its time limit passes in the end; and may go round for ever where it then tries again', () => {
    const patient = plainThread('patient', (memory) => memory.wait(1, 0, 10));
    expect(exhaustive({ memory: new Int32Array(3), threads: [patient, beat] }).verdict).toBe('holds');
    const eager = sequence('eager', [(memory) => (memory.wait(1, 0, 10) === 'timed-out' ? AGAIN : undefined)]);
    const result = exhaustive({ memory: new Int32Array(3), threads: [eager, beat] });
    expect(result.violation).toMatchObject({ kind: 'starvation' });
    expect(result.loop?.choices.some(({ kind }) => kind === 'timeout')).toBe(true);
  });

  it('may be excused by the monitor that judges sleep, and blamed by it', () => {
    const system: System = { memory: new Int32Array(3), threads: [plainThread('w', (m) => m.wait(1, 0)), beat] };
    const monitor: Monitor = { tag: () => 7, step: () => undefined, stuck: () => undefined };
    expect(exhaustive(system, { monitor }).verdict).toBe('holds');
    const sleeps: Monitor['sleeps'] = (tag, _, thread) => ({
      kind: 'lost-wakeup',
      message: `${tag}: thread ${thread}`,
    });
    const blamed = exhaustive(system, { monitor: { ...monitor, sleeps } });
    expect(blamed.violation?.message).toBe('7: thread 0');
    // In some state of the loop it may.
    const now: Monitor['sleeps'] = (tag, view, thread) =>
      view.memory[2] === 0 ? sleeps(tag, view, thread) : undefined;
    expect(exhaustive(system, { monitor: { ...monitor, sleeps: now } }).verdict).toBe('holds');
  });

  it('is not all that a monitor may await', () => {
    const monitor: Monitor = {
      tag: ({ memory }) => memory[2] ?? 0,
      step: () => undefined,
      awaited: (tag) => (tag === 0 ? 0b101 : 0b011),
      neverComes: (_, bit, kind) => ({ kind, message: `bit ${bit}` }),
    };
    const system: System = { memory: new Int32Array(3), threads: [beat] };
    const result = exhaustive(system, { monitor });
    expect(result.violation).toEqual({ kind: 'starvation', message: 'bit 0' });
    expectLoop(system, result, -1);
    const never = { ...monitor, awaited: (tag: number) => (tag === 0 ? 0b100 : 0b010) };
    expect(exhaustive(system, { monitor: never }).verdict).toBe('holds');
  });
});

describe('what is not fair', () => {
  it('is no loop: one who spins while the other could go on', () => {
    const spin = sequence('spinner', [(memory) => (memory.load(0) === 0 ? AGAIN : undefined)]);
    const result = explore({
      memory: new Int32Array(1),
      threads: [spin, plainThread('setter', (memory) => memory.store(0, 1))],
    });
    expect(result).toMatchObject({ verdict: 'holds', interleavings: Number.POSITIVE_INFINITY });
  });

  it('is asked of 32 threads', () => {
    const spin = (thread: number): VirtualThread<number> =>
      sequence(`t${thread}`, [(memory) => (memory.load(0) === 0 ? AGAIN : undefined)]);
    const all = Array.from({ length: 32 }, (_, thread) => spin(thread));
    const system: System = { memory: new Int32Array(1), threads: all };
    const stuck = exhaustive(system);
    expect(stuck.violation?.kind).toBe('livelock');
    expect(stuck.loop?.choices).toHaveLength(32);
    const last = plainThread('last', (memory) => memory.store(0, 1));
    expect(exhaustive({ ...system, threads: [...all.slice(0, 5), last] }).verdict).toBe('holds');
  });
});

describe('a loop, taken again', () => {
  const spin = sequence('spinner', [(memory) => (memory.load(0) === 0 ? AGAIN : undefined)]);
  const setter = (value: number): VirtualThread => plainThread('setter', (memory) => memory.store(0, value));
  const system = (value: number): System => ({ memory: new Int32Array([1]), threads: [spin, setter(value)] });
  const { schedule = [], loop = { choices: [], thread: 0 } } = exhaustive(system(0));

  it('closes', () => {
    expect(followLoop(system(0), schedule, loop).watch.flaw(0)).toBeUndefined();
  });

  it('is refused where the code has changed, and it is said how', () => {
    expect(() => followLoop(system(1), schedule, loop)).toThrow('the state after the loop is not the state before it');
    expect(() => followLoop(system(0), [], loop)).toThrow('This is no run that goes on for ever');
    const [again] = loop.choices;
    const other = { thread: 1, kind: 'run' } as const;
    expect(() => followLoop(system(0), schedule, { ...loop, choices: again ? [again, other] : [] })).toThrow(
      'The replay diverges at step 2 of the 2 of the loop: thread 1 (setter) cannot move there.',
    );
    expect(() => followLoop(system(0), schedule, { ...loop, choices: [] })).toThrow('the state after the loop');
    expect(() => followLoop(system(0), schedule, { ...loop, thread: 1 })).toThrow(
      'setter has finished before the loop',
    );
  });

  it('is refused where it is not fair', () => {
    const fair: System = { memory: new Int32Array(1), threads: [spin, setter(1)] };
    expect(() => followLoop(fair, [], loop)).toThrow('setter could go on all through the loop, and never does');
  });

  it('is refused where the call ends in it', () => {
    const both: System = { memory: new Int32Array(2), threads: [forever('a', [(m) => m.add(1, 0)], false)] };
    const round = [0, 0].map((thread) => ({ thread, kind: 'run' as const }));
    expect(() => followLoop(both, [], { choices: round, thread: 0 })).toThrow('a completes a call in the loop');
  });
});

describe('where histories are merged', () => {
  const [READ, OPEN, SEEN] = [0, 1, 2];
  const system: System = {
    memory: new Int32Array(3),
    threads: [
      sequence('reader', [
        (memory) => {
          memory.load(READ);
          memory.store(SEEN, 1);
          return memory.load(OPEN) === 0 ? AGAIN : undefined;
        },
      ]),
      sequence('writer', [
        (memory) => (memory.load(SEEN) === 0 ? AGAIN : undefined),
        (memory) => memory.store(READ, 1),
      ]),
    ],
  };

  it('a loop closes from its second round on: what was read before it is never read again', () => {
    const merged = exhaustive(mergeHistories(system) ?? system);
    expect(merged.violation?.kind).toBe('livelock');
    const { schedule = [], loop = { choices: [], thread: -1 } } = merged;
    expectLoop(system, merged, 0);
    expect(followLoop(system, schedule, loop).loopAt).toBe(schedule.length + loop.choices.length);
    const plain = exhaustive(system);
    expectLoop(system, plain, 0);
    expect(plain.schedule?.length).toBe(schedule.length + 1);
  });
});

describe('how runs end', () => {
  it('is counted by who waits', () => {
    const asleep = { thread: 'server', how: 'asleep', daemon: true } as const;
    const spinning = { thread: 'poller', how: 'spinning', daemon: true } as const;
    const client = { thread: 'client', how: 'asleep', daemon: false } as const;
    expect(endStatesText([])).toBe('');
    expect(endStatesText([{ states: 1, waiting: [] }])).toBe('1 end state: all calls returned.');
    expect(endStatesText([{ states: 3, waiting: [asleep] }])).toBe(
      '3 end states: all calls returned; server asleep as it may.',
    );
    expect(
      endStatesText([
        { states: 2, waiting: [] },
        { states: 5, waiting: [client, asleep, spinning] },
      ]),
    ).toBe(
      '7 end states: 2 with all calls returned; 5 with all other calls returned, client asleep as the monitor allows, ' +
        'server asleep as it may, poller spinning as it may.',
    );
  });
});
