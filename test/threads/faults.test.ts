/**
 * Which seeded faults real threads show, and by which clause: a history tells another story than the interleaving engine,
 * which looks into memory, so the clause is often the one that the consequence breaks.
 *
 * Those that every few runs show are looked for in each run of the tests, all others with LWKT_DEEP=1.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { FAULTS } from '../../properties/faults/index.ts';
import { checkThreads, findOnThreads, SHOWINGS, UNSEEN, WorkerPool } from '../../properties/threads/index.ts';

const pool = new WorkerPool();
const now = (): number => performance.now();
afterAll(() => pool.close());

const DEEP = process.env['LWKT_DEEP'] !== undefined;
/** The most that a fault of the first list needed in 64 searches, on a loaded machine, was 15. */
const RUNS = 500;
const RUNS_DEEP = 5000;

/** What follows differs from one run to another. */
const ANY = 'any';

const SOON: Readonly<Record<string, string>> = {
  'send of a message that is in use': ANY,
  'send of a reply that is parked': ANY,
  'a second reply': ANY,
  'queued with DONE set': 'C2',
  'domsg to oneself': 'C20',
  'the answer is not stored': 'C18',
  'no notify after a synchronous reply': 'C20',
  'no notify from replymsg': 'C20',
  'no notify after a request': 'C20',
  'no notify after an abort': 'C20',
  'the sleep mark is not seen': 'C20',
  'notify before DONE': 'C20',
  'notify before the push': 'C20',
  'sleep without a mark': 'C20',
  'one look after the sleep for a reply': ANY,
  'domsg waits for anything': 'C20',
  'sendmsg waits': 'C4',
  'getport waits': 'C19',
  'push by load and store': ANY,
  'sleep while watching': 'C20',
  'a direct request overtakes': 'C13',
  'direct to another port': ANY,
  'a direct request is served twice': 'C19',
  'a forwarded direct request is watched': ANY,
  'a message is watched twice': ANY,
  'EASYNC from domsg': 'C1',
  'domsg returns 0': 'C2',
  'a completion is not replied': 'C19',
  'a completion is replied twice': 'C19',
  'domsg leaves ASYNC set': 'C17',
  'sendmsg leaves REPLY set': 'C15',
  'REPLY after a synchronous reply': 'C15',
  'no REPLY after an asynchronous reply': 'C15',
  'no DONE after an asynchronous reply': 'C17',
  'QUEUED left set': 'C17',
  'the reply stays on the port': 'C17',
  'waitmsg takes any reply': 'C17',
  'waitmsg clears the error': 'C18',
  'the reply goes to the replier': 'C20',
  'an asynchronous reply as if synchronous': 'C20',
  'newest first': 'C13',
  'the tail of the queue is taken': 'C13',
  'forward rewrites the reply port': ANY,
  'forward clears the hint': ANY,
  'abort completes twice': ANY,
  'abort of an idle message': 'C22',
  'the reply of an abort is not looked for': 'C20',
  'abort of a finished message': 'C22',
  'abort of another message': 'C15',
  'abort with the wrong code': 'C18',
  'a stale abort request under sendmsg': 'C22',
  'a stale abort request under beginmsg': 'C22',
  'reply with EASYNC': ANY,
  'reply of one’s own message': 'C24',
  'forward of what one does not hold': ANY,
  'take from the port of another': 'C24',
  'wait for the message of another': 'C24',
  'send to a dead port': 'C24',
  'a port that there is not': ANY,
  'initmsg of a message in use': ANY,
  'a begin function queues domsg to its caller': 'C20',
};

/** Two threads in a window of some nanoseconds. */
const WITH_LUCK: Readonly<Record<string, string>> = {
  'the lost wakeup of 2003': 'C20',
  'one look after the sleep on a message': ANY,
  'the sleep mark of a port by load and store': 'C20',
  'the sleep mark of a message by load and store': 'C20',
  'DONE by load and store': 'C20',
  'the inbox by load and store': ANY,
  'a plain DONE': 'C20',
  'DONE before the error': ANY,
  'the link after the push': ANY,
  'withdraw by load and store': ANY,
  'direct by load and store': ANY,
  'a direct request with a time limit': 'C13',
  'watch after the reply': ANY,
  'forward drops the abort request': 'C22',
  'abort of what is being served': 'C22',
};

describe('every seeded fault', () => {
  it('is shown by real threads, or there is a reason why not', () => {
    const names = [SOON, WITH_LUCK, UNSEEN].flatMap((each) => Object.keys(each));
    expect(names.toSorted()).toEqual(FAULTS.map(({ name }) => name).toSorted());
    expect(Object.keys(SHOWINGS).filter((name) => !names.includes(name))).toEqual([]);
    expect(Object.keys(UNSEEN).length).toBe(4);
  });
});

describe('a seeded fault on real threads', () => {
  for (const { name, ...fault } of FAULTS) {
    const clause = SOON[name] ?? (DEEP ? WITH_LUCK[name] : undefined);
    if (clause === undefined) continue;
    it(`${name}: ${clause === ANY ? 'is shown' : `breaks ${clause}`}`, { timeout: 300_000 }, async () => {
      const runs = DEEP ? RUNS_DEEP : RUNS;
      const { rejection } = await findOnThreads({ name, ...fault }, { seed: 3, runs, now, pool, boundMs: 100 });
      expect(rejection).toBeDefined();
      if (clause !== ANY) expect(rejection?.clause).toBe(clause);
    });
  }

  if (DEEP) {
    for (const fault of FAULTS.filter(({ name }) => name in UNSEEN)) {
      it(`${fault.name}: leaves no trace`, { timeout: 300_000 }, async () => {
        const { rejection } = await findOnThreads(fault, { seed: 3, runs: 1000, now, pool, boundMs: 100 });
        expect(rejection).toBeUndefined();
      });
    }
  }

  it('is what the programs that bring them out accuse, and not the ports', async () => {
    const programs = Object.entries(SHOWINGS).flatMap(([name, { program }]) =>
      program === undefined ? [] : [{ name, program }],
    );
    const report = await checkThreads({ seed: 5, runs: 3 * programs.length, now, pool, programs, rounds: 5 });
    expect(report).toMatchObject({ accepted: 3 * programs.length, rejected: [] });
  });
});
