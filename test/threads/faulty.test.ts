/** Threads that hang, die or throw, and wakeups that are lost: seeded into the built ports. */
import { afterAll, describe, expect, it } from 'vitest';
import { accept } from '../../properties/history/accept.ts';
import { domsg, program, server } from '../../properties/programs/build.ts';
import type { Program } from '../../properties/programs/program.ts';
import {
  describeUnfinished,
  type Observation,
  observe,
  type SeededFault,
  ThreadsError,
  WorkerPool,
} from '../../properties/threads/index.ts';

const pool = new WorkerPool();
const now = (): number => performance.now();
afterAll(() => pool.close());

const ONE_DOMSG = program([[domsg(1, 0)], server(1)], { messages: [0] });

/** Puts a statement at the start of domsg. */
function inDomsg(name: string, statement: string): SeededFault {
  const from = 'const answer = begin === undefined';
  return { name, changes: [{ file: 'impl/thread.js', from, to: `${statement}\n${from}` }] };
}

async function failureOf(fault: SeededFault, what: Program = ONE_DOMSG): Promise<ThreadsError> {
  try {
    await observe(what, { now, pool, fault, boundMs: 100, graceMs: 200 });
  } catch (error) {
    if (error instanceof ThreadsError) return error;
    throw error;
  }
  throw new Error('the run did not fail');
}

describe('a thread that does what no thread may do', () => {
  it('hangs without sleeping: its worker is ended within the bound, and the pool goes on', async () => {
    const started = now();
    const error = await failureOf(inDomsg('an endless loop', 'for (;;);'));
    expect(now() - started).toBeLessThan(3000);
    expect(error).toMatchObject({ thread: 0, call: { name: 'domsg', port: 1, message: 0 } });
    expect(error.message).toMatch(/^thread 0, inside domsg port 1 message 0: it neither sleeps nor returns/);
    expect((await observe(ONE_DOMSG, { now, pool })).history.end).toBe('quiescent');
  });

  it('dies: named with its call', async () => {
    const error = await failureOf(inDomsg('the end of its worker', 'process.exit(3);'));
    expect(error.message).toMatch(/^thread 0, inside domsg port 1 message 0: it died: .*3$/);
    expect((await observe(ONE_DOMSG, { now, pool })).history.end).toBe('quiescent');
  });

  it('throws what is no refusal: named with its call', async () => {
    const error = await failureOf(inDomsg('an error', 'null.x;'));
    expect(error.message).toMatch(/^thread 0, inside domsg port 1 message 0: it threw: TypeError/);
    expect((await observe(ONE_DOMSG, { now, pool })).history.end).toBe('quiescent');
  });
});

describe('a wakeup that is lost', () => {
  it('stays lost: the stop is the first to wake the sleeper', async () => {
    const changes = [{ file: 'impl/delivery.js', from: '(old & STATE.sleeping) !== 0', to: 'false' }];
    const fault = { name: 'no notify after a synchronous reply', changes };
    const run = (seed: number): Promise<Observation> =>
      observe(ONE_DOMSG, { now, pool, fault, looks: 0, boundMs: 100, seed });
    let observed = await run(0);
    // Where the reply beats the sleep, nothing is lost.
    for (let seed = 1; observed.unfinished.length < 2 && seed < 100; seed++) observed = await run(seed);
    const { history, unfinished } = observed;
    expect(history.end).toBe('quiescent');
    expect(unfinished.map(describeUnfinished)[0]).toBe(
      'thread 0 is inside domsg port 1 message 0, asleep on message0.state, which holds 3 ' +
        'although it went to sleep on 2: nobody has woken it',
    );
    expect(accept(history)).toMatchObject({ verdict: 'violates', clause: 'C20' });
  });
});
