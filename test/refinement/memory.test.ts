/** The memory of the implementation and that of the engine are the same interface, though neither imports the other. */
import { expect, expectTypeOf, test } from 'vitest';
import { AtomicsMemory, type Memory } from '../../impl/memory.ts';
import type { SharedMemory } from '../../properties/interleaving/index.ts';

test('what runs on one memory runs on the other', () => {
  expectTypeOf<Memory>().toEqualTypeOf<SharedMemory>();
  const memory: SharedMemory = new AtomicsMemory(new SharedArrayBuffer(8));
  expect(memory.add(0, 3)).toBe(0);
  expect(memory.compareExchange(0, 3, 4)).toBe(3);
  expect(memory.load(0)).toBe(4);
  expect(memory.wait(0, 3)).toBe('not-equal');
});
