/**
 * The mutants of what was built: that each way to notice one is needed and awake, and that what is said to be equivalent is
 * still there, and still survives. All of them are tried by `lwkt audit --mutants`.
 */
import { describe, expect, test } from 'vitest';
import { isBad } from '../../properties/check/index.ts';
import { breachOf, CONTRACTS } from '../../properties/contracts/index.ts';
import { allMutants, EQUIVALENTS, type Mutant, PARTS } from '../../properties/mutants/index.ts';
import { loadPorts } from '../../properties/mutants/load.ts';
import { tryMutant } from '../../properties/mutants/try.ts';
import { tryActions } from '../../properties/mutants/try-actions.ts';
import { tryPorts } from '../../properties/mutants/try-ports.ts';

const ALL = new Map(PARTS.flatMap((part) => allMutants(part)).map((mutant) => [mutant.name, mutant]));
const DEEP = process.env['LWKT_DEEP'] !== undefined;

function mutant(name: string): Mutant {
  const found = ALL.get(name);
  if (found === undefined) throw new Error(`there is no mutant "${name}" any more`);
  return found;
}

const silent = (): void => undefined;
/** Enough to see that something survives, and quickly done. */
const LITTLE = { steps: 2_000, seenSteps: 100, programs: 3, seed: 1 };

describe('mutants', () => {
  test('are many, of every kind, and have names of their own', () => {
    const all = PARTS.flatMap((part) => allMutants(part));
    expect(ALL.size).toBe(all.length);
    expect(all.length).toBeGreaterThan(1000);
    const kinds = ['condition', 'constant', 'drop', 'duplicate', 'flag', 'move', 'swap', 'weaken'];
    expect([...new Set(all.map(({ operator }) => operator))].sort()).toEqual(kinds);
  });

  test.each([
    ['queue push: weaken memory.compareExchange(head, seen, message + 1), in two steps', 'killed', 'C20'],
    ['queue push: weaken memory.compareExchange(head, seen, message + 1), plain', 'killed', 'C23'],
    ['delivery wake: drop self.memory.notify(word)', 'killed', 'C20'],
    ['waiting sleep: drop self.memory.wait(word, value)', 'hangs', 'C20'],
    ['thread #queue: swap this.#handedOn(message, standing) and wake(this, sleeper)', 'killed', 'C4'],
    ['actions completes: drop reply(configuration, state, thread, message, code)', 'killed', 'C5'],
    ["refusals notHeld: condition only the left of m.place === 'taken' && m.holder === p.thread", 'killed', 'C24'],
    ["actions abortmsg: condition only the left of m.place !== 'idle' && !ownSendDecides(state, p)", 'killed', 'C22'],
  ])('%s: %s, %s', async (name, verdict, clause) => {
    const outcome = await tryMutant(mutant(name), 'smoke', 1, silent);
    expect({ verdict: outcome.verdict, clause: outcome.clause }, outcome.message).toEqual({ verdict, clause });
  });

  test('a change that changes nothing survives, and that is bad', async () => {
    const nothing = { ...mutant('queue first: constant PORT.first→last'), to: 'PORT.first' };
    expect(await tryPorts(nothing, LITTLE)).toMatchObject({ verdict: 'survived' });
    expect(isBad('survived')).toBe(true);
  });

  test('one that cannot be loaded is noticed', async () => {
    const broken = { ...mutant('queue first: constant PORT.first→last'), to: ')' };
    expect(await tryMutant(broken, 'smoke', 1, silent)).toMatchObject({ verdict: 'killed', by: 'loading it' });
  });
});

describe('equivalent mutants', () => {
  const named = PARTS.flatMap((part) => EQUIVALENTS[part]).flatMap(({ mutants }) => mutants);

  test('are all still there, each once, with a reason', () => {
    expect(named.filter((name) => !ALL.has(name))).toEqual([]);
    expect(new Set(named).size).toBe(named.length);
    const reasons = PARTS.flatMap((part) => EQUIVALENTS[part]).map(({ reason }) => reason);
    expect(reasons.filter((reason) => !/^\w.{30,}\.$/.test(reason))).toEqual([]);
  });

  // All of them take minutes: LWKT_DEEP=1, or the deep profile of the command.
  const tried = DEEP ? named : [named[0] ?? '', 'actions replies: flag DONE→QUEUED'];
  test.each(tried)('survive: %s', { timeout: 120_000 }, async (name) => {
    const one = mutant(name);
    const little = one.part === 'impl' ? tryPorts(one, LITTLE) : tryActions(one, { worlds: 'smoke', steps: 400 });
    expect(await (DEEP ? tryMutant(one, 'smoke', 1, silent) : little)).toMatchObject({ verdict: 'survived' });
  });
});

describe('every contract notices a mutant', () => {
  const NOTICED: Readonly<Record<string, string>> = {
    'each operation does what it is called': 'memory notify: drop Atomics.notify(this.words, word, count)',
    'what is there already costs one look': 'waiting awaitDone: condition n <→<= attempts',
    'as many looks as the strategy says': 'waiting awaitDone: condition n >→>= 0',
    'who gives up says so, and loses nothing': "sentences nothingCame: constant 'ETIMEDOUT'→'EINVAL'",
    'woken for nothing, one sleeps on': 'waiting deadlineOf: condition timeoutMs ===→!== NEVER',
    'only who sleeps is woken, and once': 'delivery wake: duplicate self.memory.notify(word)',
    'a sender tries first what it found last time': 'delivery putFar: constant 1→2',
    'who asks again needs no port': 'watch beWilling: drop memory.set(at, WILLING)',
    'who is awake asks again without a wake': 'watch replyDirect: constant 0→1',
    'no two words are one': 'words: constant 8→9',
    'sizes that make no sense are refused': 'layout constructor: constant 29→30',
    'a page without shared memory is told so': "system createSystem: drop checkSharedMemory('createSystem')",
    'who attaches finds the system as it was made': 'system createSystem: drop memory.set(HEADER.magic, MAGIC)',
    'misuse is refused': "thread forwardmsg: drop checkMessageIndex(this, 'forwardmsg', message)",
    'a begin function that fails has sent nothing': 'thread #ask: drop memory.set(words + MESSAGE.flags, flags)',
    'a begin function that takes and answers a code is refused': 'sentences brokenWord: condition not taken',
    'what a begin function sees': 'thread #ask: drop memory.set(words + MESSAGE.state, STATE.done)',
    'a begin function that queues to its caller':
      'thread putport: condition only the left of asOriginator(standing) === DECIDING_DOMSG && owns(this, port)',
    'a forward that is answered': 'thread forwardmsg: constant 0→1 (2)',
    'an abort before service is honoured': 'delivery takeHead: flag STATE.abortRequest→watched',
    'an abort of what is back affects no other':
      'thread abortmsg: condition only the right of mine !== PARKED && owns(this, port)',
    'isDone tells what waitmsg would do': 'thread isDone: constant true→false',
    'flags, error and abort request of one’s own': 'thread initmsg: drop memory.set(words + MESSAGE.flags, 0)',
    'begin functions are of one thread’s sends': 'thread setbegin: drop this.#begins[port] = begin',
    'what a message carries': 'thread initmsg: constant MESSAGE.claim→length',
    'one port, one owner':
      'thread initport: weaken memory.compareExchange(words + PORT.owner, 0, id + 1), in two steps',
    'one message, one originator':
      'thread initmsg: weaken memory.compareExchange(words + MESSAGE.claim, 0, id + 1), in two steps',
    'one number, one thread': 'system claim: weaken memory.compareExchange(layout.attached(id), 0, 1), in two steps',
    'a port that is alive is whole': 'thread initport: duplicate memory.store(words + PORT.head, EMPTY)',
    'looks while others act':
      'thread isDone: weaken memory.test(layout.message(message) + MESSAGE.state, STATE.done), plain',
  };

  test.each(CONTRACTS.map((contract) => [contract.name, contract] as const))('%s', async (name, contract) => {
    const { parts } = await loadPorts(mutant(NOTICED[name] ?? ''));
    expect(breachOf(contract, parts)).toBeDefined();
  });
});
