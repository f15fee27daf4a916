// How the workers pack their states at first: as the first states of the search need it.
import type { Program } from '../interleaving/index.ts';
import type { Packing } from '../interleaving/packing.ts';
import { ReachedStates } from '../interleaving/reached-states.ts';
import { RunState } from '../interleaving/run-state.ts';

const STATES = 4500;

export function settledPacking(program: Program): Packing {
  const { machine } = new RunState(program);
  const threads = program.system.threads.length;
  const reached = new ReachedStates(machine, threads);
  reached.add();
  for (let state = 0; state < reached.count && reached.count < STATES; state += 1) {
    reached.enter(state);
    for (let thread = 0; thread < threads; thread += 1) {
      const timeout = !machine.canRun(thread);
      if (timeout && !machine.canTimeOut(thread)) continue;
      reached.move(state, thread, timeout);
      reached.add();
      machine.undo();
    }
  }
  return machine.packing;
}
