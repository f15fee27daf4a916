// States are kept in as few bits as they need: what is kept must be what was reached, however late more room is needed.
import { describe, expect, it } from 'vitest';
import {
  exhaustive,
  plainThread,
  Random,
  type SharedMemory,
  type System,
} from '../../properties/interleaving/index.ts';
import { bitsFor, Packing } from '../../properties/interleaving/packing.ts';

describe('a packing', () => {
  it('has room for a range of integers, and not for more', () => {
    const ranges: readonly (readonly [number, number, number])[] = [
      [0, 0, 1],
      [-1, 0, 1],
      [0, 1, 2],
      [-2, 1, 2],
      [-3, 1, 3],
      [0, 127, 8],
      [-128, 127, 8],
      [128, 128, 9],
      [-2147483648, 0, 32],
      [0, 2147483647, 32],
    ];
    for (const [low, high, bits] of ranges) expect(bitsFor(low, high), `${low} to ${high}`).toBe(bits);
  });

  it('gives back what was put in, in any widths', () => {
    const random = new Random(7);
    for (let round = 0; round < 200; round += 1) {
      const bits = Uint8Array.from({ length: 1 + random.below(40) }, () => random.below(33));
      const packing = new Packing(bits);
      const memory = Int32Array.from(bits, (width) => (width === 0 ? 0 : random.next() >> (32 - width)));
      const out = new Int32Array(packing.length + 2).fill(-1);
      packing.pack(memory, out, 1);
      expect([out[0], out.at(-1)]).toEqual([-1, -1]);
      for (const [word, width] of bits.entries()) {
        if (width === 0) continue;
        const unit = out[1 + (packing.unit[word] ?? 0)] ?? 0;
        expect((unit << (32 - width - (packing.shift[word] ?? 0))) >> (32 - width)).toBe(memory[word]);
      }
      expect([...packing.words].every((word) => bits[word] !== 0)).toBe(true);
    }
  });
});

describe('states that need more room as the search goes on', () => {
  const STEPS = 20;
  const adder = (word: number, by: number, last?: number) => (memory: SharedMemory) => {
    for (let step = 0; step < STEPS; step += 1) memory.add(word, by);
    if (last !== undefined) memory.exchange(3, last);
  };
  const growing = (by: readonly number[], last: number): System => ({
    memory: Int32Array.of(0, -3, 0, 5, 77),
    threads: by.map((amount, word) => plainThread(`t${word}`, adder(word, amount, word === 2 ? last : undefined))),
    // Each word holds what its thread has put there, and nothing else.
    invariant: (memory) => {
      const multiples = by.every((amount, word) => ((memory[word] ?? 0) - (word === 1 ? -3 : 0)) % amount === 0);
      const late = memory[3] === 5 || (memory[3] === last && memory[2] === STEPS * (by[2] ?? 0));
      return multiples && late && memory[4] === 77 ? undefined : `the memory is ${memory.join()}`;
    },
    final: (memory) => {
      const [a = 0, b = 0, c = 0] = by;
      const expected = [STEPS * a, STEPS * b - 3, STEPS * c, last, 77];
      return memory.join() === expected.join() ? undefined : `${memory.join()} instead of ${expected.join()}`;
    },
  });

  // 21 places of each thread, and one more of the last: 21 * 21 * 22.
  it.each([
    [[1, 1, 1], 6],
    [[1, 1000, 100_000], -70_000],
    [[-1, 100_000_000, -7], 2_147_483_647],
    [[107_374_182, -3, 1], -2_147_483_648],
  ])('are all kept as they are: %j, %d', (by, last) => {
    const result = exhaustive(growing(by, last));
    expect(result.violation).toBeUndefined();
    expect(result).toMatchObject({ verdict: 'holds', states: 9702, terminals: 1, depth: 61 });
  });

  it('may need it for a moment only', () => {
    const flicker = (word: number) => (memory: SharedMemory) => {
      for (let step = 0; step < 40; step += 1) {
        memory.add(word, 1);
        if (step === 38) memory.set(2 + word, 1_000_000);
        memory.set(2 + word, 0);
      }
    };
    const system: System = {
      memory: new Int32Array(5),
      threads: [0, 1].map((word) => plainThread(`t${word}`, flicker(word))),
    };
    const third = plainThread('t4', (memory) => {
      for (let step = 0; step < 6; step += 1) memory.add(4, 1);
    });
    expect(exhaustive({ ...system, threads: [...system.threads, third] })).toMatchObject({
      verdict: 'holds',
      states: 41 * 41 * 7,
    });
  });
});
