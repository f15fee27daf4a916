/**
 * A program on an implementation as its callers see it: the result of a call that hands over a message has with it what
 * its new owner finds there.
 */
import { seenText } from '../history/blame.ts';
import type { Seen } from '../history/history.ts';
import type { Implementation, Ports } from '../implementation.ts';
import type { Outcome, System, VirtualThread } from '../interleaving/index.ts';
import { beginsOf, callAt, type Local, shapeOf } from '../programs/agent.ts';
import type { Call, Program, Result } from '../programs/program.ts';
import { systemOf } from '../programs/system.ts';

/** How a call ended, and the message that it handed over. */
export type Observed = Result & { readonly seen?: Seen };

/** As `systemOf`; the results are `Observed`. */
export function observedSystem(program: Program, implementation: Implementation): System {
  const system = systemOf(program, implementation);
  const threads = program.threads.map((_, thread) =>
    observing(program, implementation, thread, system.threads[thread]),
  );
  return { ...system, threads: [...threads, ...system.threads.slice(threads.length)], results: resultText };
}

function observing(
  program: Program,
  implementation: Implementation,
  id: number,
  thread: VirtualThread | undefined,
): VirtualThread {
  if (thread === undefined) throw new RangeError(`there is no thread ${id}`);
  const shape = shapeOf(program);
  const begins = beginsOf(program);
  return {
    ...thread,
    step(memory, local): Outcome<unknown> {
      const { next, result } = thread.step(memory, local);
      if (local === null) return { next, result };
      const ports = implementation.thread(memory, shape, id, begins, program.attempts ?? 0);
      const seen = look(ports, callAt(program, id, local as Local), result as Result);
      return { next, result: seen === undefined ? result : { ...(result as Result), seen } };
    },
  };
}

/** Whoever is refused the look was handed what it does not own: then the result alone speaks. */
function look(ports: Ports, { name, message }: Call, result: Result): Seen | undefined {
  if (!('value' in result) || result.value === null) return undefined;
  const own = name === 'domsg' || name === 'waitmsg';
  if (!own && name !== 'getport' && name !== 'waitport') return undefined;
  const given = own ? message : result.value;
  try {
    return { message: given, flags: ports.flags(given), error: ports.error(given) };
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

/** `7, message 0 has DONE, error 7`; without a look as any result. */
function resultText(result: unknown): string {
  const { seen, ...rest } = result as Observed;
  if (seen === undefined || !('value' in rest)) return JSON.stringify(result);
  return `${rest.value}, message ${seen.message} has ${seenText(seen.flags, seen.error)}`;
}
