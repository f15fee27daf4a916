// States that another worker has sent, with the numbers and the packing of this one.
import { Machine } from '../interleaving/machine.ts';
import type { Packing } from '../interleaving/packing.ts';
import type { ReachedStates } from '../interleaving/reached-states.ts';
import { Batch } from './batch.ts';
import { HEADER, HEADER_UNITS } from './layout.ts';
import type { Translation } from './points.ts';

export class Incoming {
  private readonly machine: Machine;
  private readonly threads: number;
  private readonly batch: Batch;
  /** Words that nobody packs stay as they were at the start. */
  private readonly unpacked: Int32Array;

  /** @param machine that of this worker */
  constructor(machine: Machine, threads: number) {
    this.machine = machine;
    this.threads = threads;
    this.batch = new Batch(threads);
    this.unpacked = machine.memory.slice();
  }

  /** Adds the states of a batch, packed as it says, to those that are reached. This worker has room for all of their values. */
  take(units: Int32Array, packing: Packing, { own }: Translation, reached: ReachedStates): void {
    const { batch, machine } = this;
    const alike = packing.bits.every((width, word) => width === machine.packing.bits[word]);
    const stride = this.threads + packing.length + 1;
    const end = HEADER_UNITS + (units[HEADER.count] as number) * stride;
    batch.clear();
    for (let at = HEADER_UNITS; at < end; at += stride) {
      this.add(units, at, alike ? undefined : packing, units[at + stride - 1] as number, own);
    }
    reached.addAll(batch.units, HEADER_UNITS, batch.stride, batch.count);
  }

  private add(
    units: Int32Array,
    from: number,
    packing: Packing | undefined,
    words: number,
    own: readonly number[],
  ): void {
    const { threads, batch, machine } = this;
    const { length } = machine.packing;
    const to = batch.place(threads + length);
    for (let thread = 0; thread < threads; thread += 1) {
      const control = units[from + thread] as number;
      batch.units[to + thread] = Machine.moved(control, own[Machine.positionIn(control)] as number);
    }
    if (packing === undefined) {
      for (let unit = threads; unit < threads + length; unit += 1) {
        batch.units[to + unit] = units[from + unit] as number;
      }
    } else {
      packing.unpack(units, from + threads, this.unpacked);
      machine.packing.pack(this.unpacked, batch.units, to + threads);
    }
    batch.units[to + threads + length] = machine.hashWith(words, batch.units, to);
  }
}
