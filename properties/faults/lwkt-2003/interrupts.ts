/**
 * The interrupt contexts: one for each ordered pair of cpus, which runs the IPI functions that one has sent to the other.
 *
 * A function holds the word that critical sections of its cpu take, so neither gets into the other. A thread that is in no critical
 * section may here take a step while a function runs, which no real cpu allows. That only adds behaviours: what holds here
 * holds there, and the violations that the tests show make no use of it.
 */
import type { Interrupt } from '../../implementation.ts';
import type { SharedMemory } from '../../interleaving/index.ts';
import { ABORTPORT_REMOTE, Cpu, type Machine, PUTPORT_REMOTE, REPLYPORT_REMOTE, unpack } from './kernel.ts';
import type { Layout } from './layout.ts';
import { SLOTS } from './layout.ts';
import { OnCpu, type SyncReplyOn } from './on-cpu.ts';

/** IPIs of one sender are kept in order; those of two senders are not, so each pair has a context of its own. */
export function interruptsOf(layout: Layout, machine: Machine, syncReplyOn: SyncReplyOn): Interrupt[] {
  const cpus = Array.from({ length: layout.shape.threads }, (_, cpu) => cpu);
  return cpus.flatMap((to) =>
    cpus.filter((from) => from !== to).map((from) => interrupt(layout, machine, syncReplyOn, from, to)),
  );
}

function interrupt(layout: Layout, machine: Machine, syncReplyOn: SyncReplyOn, from: number, to: number): Interrupt {
  return {
    name: `ipi${from}${to}`,
    cpu: to,
    daemon: true,
    start: 0,
    describe: () => `IPI of cpu ${from}`,
    step(memory, rd) {
      const cpu = new Cpu(memory, layout, machine, to);
      const { wr, slots } = layout.ipiq(from, to);
      if (memory.wait(wr, rd) !== 'not-equal' || !cpu.interrupt()) return { next: rd };
      const { what, argument } = unpack(memory.get(slots + rd));
      const result = runFunction(new OnCpu(memory, layout, cpu, syncReplyOn), cpu, what, argument);
      const next = (rd + 1) % SLOTS;
      finish(memory, layout, from, to, next);
      cpu.endInterrupt();
      return { next, result };
    },
  };
}

/** Inside the critical section, so that the abstraction function never finds a function half done and yet taken off. */
function finish(memory: SharedMemory, layout: Layout, from: number, to: number, next: number): void {
  const { rd, slots } = layout.ipiq(from, to);
  memory.set(slots + memory.get(rd), 0);
  memory.set(rd, next);
}

function runFunction(onCpu: OnCpu, cpu: Cpu, what: number, argument: number): string {
  switch (what) {
    case PUTPORT_REMOTE:
      onCpu.putportRemote(argument);
      return 'putport_remote';
    case REPLYPORT_REMOTE:
      onCpu.replyportRemote(argument);
      return 'replyport_remote';
    case ABORTPORT_REMOTE:
      onCpu.sweep(argument);
      return 'abortport_remote';
    default:
      cpu.schedule(argument);
      return 'lwkt_schedule';
  }
}
