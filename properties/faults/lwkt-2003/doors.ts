/** Other doors to the same memory: some operations replaced, the others as they were. */
import type { SharedMemory } from '../../interleaving/index.ts';
import type { Layout } from './layout.ts';

export function through(memory: SharedMemory, replaced: Partial<SharedMemory>): SharedMemory {
  return {
    get: (word) => memory.get(word),
    set: (word, value) => memory.set(word, value),
    load: (word) => memory.load(word),
    test: (word, mask) => memory.test(word, mask),
    store: (word, value) => memory.store(word, value),
    exchange: (word, value) => memory.exchange(word, value),
    compareExchange: (word, expected, replacement) => memory.compareExchange(word, expected, replacement),
    add: (word, value) => memory.add(word, value),
    and: (word, value) => memory.and(word, value),
    or: (word, value) => memory.or(word, value),
    wait: (word, value, timeoutMs) => memory.wait(word, value, timeoutMs),
    notify: (word, count) => memory.notify(word, count),
    ...replaced,
  };
}

/** Plain accesses are interleaving points too. The auxiliary words are no part of the algorithm and stay plain. */
export function everyAccess(memory: SharedMemory, { auxiliary }: Layout): SharedMemory {
  return through(memory, {
    get: (word) => (word < auxiliary ? memory.load(word) : memory.get(word)),
    set: (word, value) => (word < auxiliary ? memory.store(word, value) : memory.set(word, value)),
  });
}
