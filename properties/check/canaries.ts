/**
 * What the checker must find in every run before anything it says is believed: small things that are wrong on purpose,
 * one for each way in which it sees.
 */
import { Thread } from '../../impl/thread.ts';
import type { ClauseId } from '../../model/index.ts';
import { EASYNC, NONE } from '../../model/index.ts';
import { accept } from '../history/accept.ts';
import { withThread } from '../implementation.ts';
import { AGAIN, exhaustive, plainThread, type System, sample, sequence } from '../interleaving/index.ts';
import { checkModelFaults } from '../model/index.ts';
import { domsg, program, server } from '../programs/build.ts';
import { systemOf } from '../programs/system.ts';
import { clauseOf } from '../refinement/clause-of.ts';
import { RefinementMonitor } from '../refinement/monitor.ts';

export interface Canary {
  readonly name: string;
  /** What is wrong, and what has to be said of it. */
  readonly about: string;
  readonly expected: string;
  /** The kind of violation found, or its clause; undefined: nothing was found. */
  look(): Found;
}

export interface Found {
  readonly what: string | undefined;
  readonly states?: number;
  readonly transitions?: number;
  readonly steps?: number;
}

/** Two threads read a counter and write back one more: an increment is lost. */
const racyCounter: System = {
  memory: new Int32Array(1),
  threads: ['one', 'other'].map((name) =>
    plainThread(name, (memory) => {
      const seen = memory.load(0);
      memory.store(0, seen + 1);
    }),
  ),
  final: ([count]) => (count === 2 ? undefined : `the counter is ${count}, not 2`),
};

/** The same without atomics: nothing orders the two. */
const plainCounter: System = {
  memory: new Int32Array(1),
  threads: ['one', 'other'].map((name) => plainThread(name, (memory) => memory.set(0, memory.get(0) + 1))),
};

const READY = 0;
const BELL = 1;

/** Looks, then sleeps: a bell that rings between the two is heard by nobody. The source of 2003 did much the same. */
const lostWakeup: System = {
  memory: new Int32Array(2),
  threads: [
    plainThread('waiter', (memory) => {
      if (memory.load(READY) === 0) memory.wait(BELL, 0);
    }),
    plainThread('replier', (memory) => {
      memory.store(READY, 1);
      memory.notify(BELL);
    }),
  ],
};

/** Spins on a word that nobody sets. */
const spinner: System = {
  memory: new Int32Array(1),
  threads: [sequence('spinner', [(memory) => (memory.load(0) === 0 ? AGAIN : undefined)])],
};

/** Takes a lock and gives it back for ever, while another spins for it: each thread has its turn, and one of no use. */
const greedyLock: System = {
  memory: new Int32Array(1),
  threads: [
    sequence('once', [(memory) => (memory.exchange(0, 1) === 1 ? AGAIN : undefined), (memory) => memory.store(0, 0)]),
    {
      name: 'greedy',
      daemon: true,
      start: 'take',
      step: (memory, local) => {
        if (local === 'take') return { next: memory.exchange(0, 1) === 1 ? 'take' : 'give' };
        memory.store(0, 0);
        return { next: 'take' };
      },
    },
  ],
};

/** domsg that hands EASYNC to its caller when the target queues: the fault that gave clause C1 its number. */
class Leaking extends Thread {
  override domsg(port: number, message: number): number {
    return this.beginmsg(port, message);
  }
}

const easyncLeak = withThread('EASYNC leak', Leaking);
const oneDomsg = program([[domsg(1, 0)], server(1)], { messages: [0] });

function bySearch(name: string, about: string, system: System, expected: string): Canary {
  return { name, about, expected, look: () => found(exhaustive(system)) };
}

function found(result: ReturnType<typeof exhaustive>): Found {
  const { violation, states, transitions, schedule = [] } = result;
  const what: ClauseId | string | undefined = violation?.kind === 'refinement' ? clauseOf(violation) : violation?.kind;
  return { what, states, transitions, steps: schedule.length };
}

function bySampling(): Found {
  const { violation, steps, schedule = [] } = sample(racyCounter, { seed: 1, runs: 1000 });
  return { what: violation?.kind, transitions: steps, steps: schedule.length };
}

function byRefinement(): Found {
  const monitor = new RefinementMonitor(oneDomsg, easyncLeak);
  return found(exhaustive(systemOf(oneDomsg, easyncLeak), { monitor }));
}

function byHistory(): Found {
  const call = { name: 'domsg', thread: 0, port: 1, message: 0, code: NONE } as const;
  const events = [
    { thread: 0, call },
    { thread: 0, result: { value: EASYNC } },
  ];
  return { what: accept({ program: oneDomsg, events, end: 'cut' }).clause, steps: events.length };
}

function byModel(): Found {
  const [row] = checkModelFaults({ only: 'domsg returns EASYNC' }).rows;
  return { what: row?.violation?.clauses[0], states: row?.states ?? 0 };
}

export const CANARIES: readonly Canary[] = [
  bySearch('racy counter', 'an increment is lost', racyCounter, 'final'),
  { name: 'racy counter, sampled', about: 'an increment is lost', expected: 'final', look: bySampling },
  bySearch('plain counter', 'a data race', plainCounter, 'race'),
  bySearch('lost wakeup', 'looks, then sleeps', lostWakeup, 'lost-wakeup'),
  bySearch('livelock', 'spins for ever', spinner, 'livelock'),
  bySearch('starvation', 'waits for a lock that another takes each time', greedyLock, 'starvation'),
  { name: 'EASYNC leak', about: 'domsg hands out EASYNC, by its steps', expected: 'C1', look: byRefinement },
  { name: 'EASYNC leak, from outside', about: 'the same, by its history', expected: 'C1', look: byHistory },
  { name: 'EASYNC leak of the model', about: 'the same of the model', expected: 'C1', look: byModel },
];
