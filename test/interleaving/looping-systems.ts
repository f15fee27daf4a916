// Random small systems that may run for ever, and what is true of them by definition: each thread a list of calls, each
// call a list of single operations, so that a state is no more than where each thread is, who sleeps, and the memory.
import {
  AGAIN,
  fullMemory,
  type Random,
  type SharedMemory,
  type System,
  type VirtualThread,
} from '../../properties/interleaving/index.ts';

/**
 * `is` and `take` that fail begin the call anew: `is` looks for a value, `take` puts 1 in the place of 0; `until` waits
 * for a value to change, as a loop that spins. `sleepFor` has a time limit.
 */
export type Name = 'is' | 'take' | 'store' | 'exchange' | 'until' | 'sleep' | 'sleepFor' | 'notify' | 'notifyOne';
export type Line = readonly [name: Name, word: number, value: number];

export interface Thread {
  readonly calls: readonly (readonly Line[])[];
  /** After the last call the first one comes again. */
  readonly forever: boolean;
  readonly daemon: boolean;
}

const WORDS = 2;
const NAMES: readonly Name[] = [
  ...(['is', 'is', 'is', 'take', 'take', 'store', 'store', 'exchange', 'exchange'] as const),
  ...(['until', 'sleep', 'sleepFor', 'notify', 'notify', 'notifyOne'] as const),
];

export function randomThreads(random: Random, most: number): Thread[] {
  return Array.from({ length: 2 + random.below(most - 1) }, () => ({
    calls: Array.from({ length: 1 + random.below(2) }, () =>
      Array.from({ length: 1 + random.below(2) }, (): Line => {
        const name = NAMES[random.below(NAMES.length)] ?? 'is';
        return [name, random.below(WORDS), random.below(2)];
      }),
    ),
    forever: random.below(2) === 0,
    daemon: random.below(4) === 0,
  }));
}

export function systemOf(threads: readonly Thread[]): System {
  return { memory: new Int32Array(WORDS), threads: threads.map(virtualThread) };
}

function virtualThread({ calls, forever, daemon }: Thread, index: number): VirtualThread<number> {
  return {
    name: `t${index}`,
    daemon,
    start: 0,
    step: (memory, local) => {
      const at = local >> 1;
      for (const line of calls[at] ?? []) if (perform(memory, line) === AGAIN) return { next: local };
      if (at + 1 < calls.length) return { next: local + 2 };
      // The rounds take turns to be called 0 and 1: what has to be tried again is the very same local, and this is not.
      return { next: forever ? 1 - (local & 1) : undefined };
    },
  };
}

function perform(memory: SharedMemory, [name, word, value]: Line): unknown {
  switch (name) {
    case 'is':
      return memory.load(word) === value ? undefined : AGAIN;
    case 'take':
      return memory.compareExchange(word, 0, 1) === 0 ? undefined : AGAIN;
    case 'store':
      return memory.store(word, value);
    case 'exchange':
      memory.exchange(word, value);
      return undefined;
    case 'until':
      return fullMemory(memory).awaitChange([word], [value]);
    case 'sleep':
      memory.wait(word, value);
      return undefined;
    case 'sleepFor':
      memory.wait(word, value, 1);
      return undefined;
    case 'notify':
      return memory.notify(word);
    case 'notifyOne':
      return memory.notify(word, 1);
  }
}
