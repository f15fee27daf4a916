/** Programs for implementations that do not promise to refuse misuse: nobody may call them so. */
import { IMPLEMENTATION } from '../implementation.ts';
import { type CallEnd, Program as Compiled, Execution, Random, RandomWalk } from '../interleaving/index.ts';
import type { Program, Result } from '../programs/program.ts';
import { systemOf } from '../programs/system.ts';

const WALKS = 4;
const STEPS_MAX = 400;

/** Whether our own ports, which do refuse it, have refused nothing in some runs. Misuse hardly depends on the schedule. */
export function isCareful(program: Program, seed: number): boolean {
  let refused = false;
  const listen = (ends: readonly CallEnd[]): undefined => {
    refused ||= ends.some(({ result }) => isRefusal(result as Result | undefined));
  };
  const monitor = {
    tag: () => 0,
    begin: (_: number, ends: readonly CallEnd[]) => listen(ends),
    step: (_: number, { calls }: { readonly calls: readonly CallEnd[] }) => listen(calls),
    stuck: () => undefined,
  };
  const walk = new RandomWalk(new Random(seed));
  const execution = new Execution(new Compiled(systemOf(program, IMPLEMENTATION)), { monitor });
  for (let run = 0; run < WALKS && !refused; run++) {
    if (run > 0) execution.restart();
    walk.begin();
    for (let steps = 0; steps < STEPS_MAX && !refused; steps++) {
      const enabled = execution.enabled();
      if (enabled.length === 0) break;
      execution.take(walk.pick(enabled));
    }
  }
  return !refused;
}

/** That a wait gave up is nobody's fault. */
function isRefusal(result: Result | undefined): boolean {
  return result !== undefined && result !== null && 'refused' in result && result.refused !== 'ETIMEDOUT';
}
