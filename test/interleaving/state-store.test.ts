// The table of states: whole states are compared, so that colliding hashes cost time and nothing else.
import { describe, expect, it } from 'vitest';
import { Random } from '../../properties/interleaving/index.ts';
import { StateStore } from '../../properties/interleaving/state-store.ts';

describe('the table of states', () => {
  it('numbers states in the order they come, and knows them again', () => {
    const store = new StateStore(2);
    expect([
      store.add(Int32Array.of(1, 2), 5),
      store.add(Int32Array.of(2, 1), 6),
      store.add(Int32Array.of(1, 2), 5),
    ]).toEqual([0, 1, 0]);
    expect(store.count).toBe(2);
    expect([...store.chunkOf(1).subarray(store.offsetOf(1), store.offsetOf(1) + 2)]).toEqual([2, 1]);
  });

  it('keeps states apart whose hashes are all the same', () => {
    const store = new StateStore(1);
    for (let value = 0; value < 300; value += 1) expect(store.add(Int32Array.of(value), 42)).toBe(value);
    for (let value = 0; value < 300; value += 1) expect(store.add(Int32Array.of(value), 42)).toBe(value);
  });

  it('agrees with a Map on many states, past several growths', () => {
    const random = new Random(2);
    const store = new StateStore(2);
    const naive = new Map<string, number>();
    for (let index = 0; index < 40_000; index += 1) {
      const record = Int32Array.of(random.below(120), random.below(120));
      const key = record.join();
      const expected = naive.get(key) ?? naive.size;
      naive.set(key, expected);
      if (store.add(record, record[0] ?? 0) !== expected) throw new Error(`State ${key} was taken for another.`);
    }
    expect(store.count).toBe(naive.size);
  });
});
