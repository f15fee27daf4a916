/**
 * Several threads at once, every interleaving: two claim the same thing, of which exactly one gets it and the other is told
 * so (C24); or one looks while the other acts (C23).
 */
import type { BeginFunction, Layout, Thread } from '../../impl/index.ts';
import type { Memory } from '../../impl/memory.ts';
import { SLEEP_AT_ONCE } from '../../impl/score-policy.ts';
import { PORT } from '../../impl/words.ts';
import { AGAIN, exhaustive, plainThread, type System, sequence } from '../interleaving/index.ts';
import { type Contract, hold, type Parts, refusalOf, same } from './contract.ts';

const REFUSED = -1;
const NOT_YET = 0;
const GOT = 1;

/** Each thread has one word behind the system for what came of it. */
function race(
  { AtomicsMemory, Layout, Thread, format }: Parts,
  setup: (thread: (id: number) => Thread) => void,
  bodies: readonly ((thread: Thread, memory: Memory) => number)[],
  final: (results: readonly number[], memory: Int32Array, layout: Layout) => string | undefined,
): void {
  const layout = new Layout({ threads: bodies.length, ports: bodies.length + 1, messages: 1 }, 1);
  const shared = new AtomicsMemory(new SharedArrayBuffer((layout.words + bodies.length) * 4));
  const threadOn = (memory: Memory, id: number): Thread => new Thread(memory, layout, id, SLEEP_AT_ONCE);
  format(shared, layout);
  setup((id) => threadOn(shared, id));
  const system: System = {
    memory: Int32Array.from(shared.words),
    threads: bodies.map((body, id) =>
      plainThread(`thread ${id}`, (memory) => memory.set(layout.words + id, body(threadOn(memory, id), memory))),
    ),
    final: (memory) => final(Array.from(memory.subarray(layout.words)), memory, layout),
  };
  const { violation } = exhaustive(system);
  hold(violation === undefined, violation?.message ?? '');
}

function oneWinner(results: readonly number[]): string | undefined {
  const got = results.filter((result) => result === GOT).length;
  return got === 1 ? undefined : `${got} of ${results.length} threads got it`;
}

/** GOT, or REFUSED with the right code. */
function claimed(code: string, call: () => unknown): number {
  const refused = refusalOf(call);
  if (refused === undefined) return GOT;
  return refused === code ? REFUSED : NOT_YET;
}

const told = (results: readonly number[]): string | undefined =>
  results.includes(NOT_YET) ? 'a thread was refused with another code' : oneWinner(results);

export const onePortOneOwner: Contract = {
  name: 'one port, one owner',
  clause: 'C24',
  promises: 'Of two threads that take possession of a port at once, one owns it and the other is refused.',
  attempt: (parts) => {
    const body = (thread: Thread): number =>
      claimed('EPERM', () => {
        thread.initport(2);
        hold(thread.getport(2) === -1, 'a new port is not empty');
      });
    race(parts, () => undefined, [body, body], told);
  },
};

export const oneMessageOneOriginator: Contract = {
  name: 'one message, one originator',
  clause: 'C24',
  promises: 'Of two threads that make a message their own at once, one has it and the other is refused.',
  attempt: (parts) => {
    const body = (thread: Thread): number =>
      claimed('EPERM', () => {
        thread.initmsg(0);
        hold(thread.waitmsg(0) === 0, 'a new message is not idle');
      });
    race(parts, () => undefined, [body, body], told);
  },
};

export const oneNumberOneThread: Contract = {
  name: 'one number, one thread',
  clause: 'C24',
  promises:
    'Threads that attach at once get numbers of their own, and one that wants a number that is taken is refused.',
  attempt: (parts) => {
    const { claim, Layout } = parts;
    const layout = new Layout({ threads: 2, ports: 3, messages: 1 }, 1);
    const any = (_: Thread, memory: Memory): number => claim(memory, layout, undefined) + 10;
    race(
      parts,
      () => undefined,
      [any, any],
      (results) => (new Set(results).size === 2 ? undefined : `both have got number ${(results[0] ?? 0) - 10}`),
    );
    const wanted = (_: Thread, memory: Memory): number => claimed('EBUSY', () => claim(memory, layout, 1));
    race(parts, () => undefined, [wanted, wanted], told);
  },
};

export const alivePortIsWhole: Contract = {
  name: 'a port that is alive is whole',
  clause: 'C23',
  promises:
    'A send that meets a port while its owner takes possession of it is refused, or its message is found there.',
  attempt: (parts) => {
    const sender = (thread: Thread): number => claimed('ENXIO', () => thread.sendmsg(2, 0));
    const owner = (thread: Thread): number => {
      thread.initport(2);
      return GOT + 1 + thread.getport(2);
    };
    const final = ([sent, found]: readonly number[], memory: Int32Array, layout: Layout): string | undefined => {
      if (sent === NOT_YET) return 'the sender was refused with another code';
      const there = found === GOT + 1 || memory[layout.port(2) + PORT.head] === 1;
      if (there === (sent === GOT)) return undefined;
      return there ? 'a message is found that was never sent' : 'a message that was sent is nowhere';
    };
    race(
      parts,
      (thread) => {
        thread(0).initport(0);
        thread(0).initmsg(0);
      },
      [sender, owner],
      final,
    );
  },
};

/** How a thread that may not sleep goes on: it looks until what it looks for is there. */
export const lookedAtMeanwhile: Contract = {
  name: 'looks while others act',
  clause: 'C23',
  promises:
    'isDone, abortRequested and flags may be asked while the other side replies, aborts or forwards: no race, no lie.',
  attempt(parts) {
    const { AtomicsMemory, Layout, Thread, format } = parts;
    const layout = new Layout({ threads: 2, ports: 3, messages: 1 }, 1);
    const memory = new AtomicsMemory(new SharedArrayBuffer(layout.words * 4));
    format(memory, layout);
    const begins: BeginFunction[] = [];
    begins[2] = (thread, _, message) => thread.flags(message);
    const on = (given: Memory, id: number): Thread => new Thread(given, layout, id, SLEEP_AT_ONCE, begins);
    for (const id of [0, 1]) on(memory, id).initport(id);
    on(memory, 1).initport(2);
    on(memory, 0).initmsg(0);
    const asks: Part[] = [
      (thread) => void thread.beginmsg(1, 0),
      (thread) => thread.abortmsg(1, 0),
      (thread) => (thread.isDone(0) ? undefined : AGAIN),
      (thread) => hold(thread.isDone(0), 'what was done is not done any more'),
      (thread) => thread.waitmsg(0),
    ];
    const serves: Part[] = [
      (thread) => {
        const message = thread.waitport(1);
        const before = thread.abortRequested(message);
        same('the answer of a begin function that looks at the flags', thread.forwardmsg(2, message), 0);
        hold(thread.abortRequested(message) || !before, 'an abort request is gone');
        thread.replymsg(message, 7);
      },
    ];
    const threads = [asks, serves].map((parts_, id) =>
      sequence(
        `thread ${id}`,
        parts_.map((part) => (given) => part(on(given, id))),
        id === 1,
      ),
    );
    const { violation } = exhaustive({ memory: Int32Array.from(memory.words), threads });
    hold(violation === undefined, violation?.message ?? '');
  },
};

type Part = (thread: Thread) => unknown;
