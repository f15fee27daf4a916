/** The queue of a port, a TAILQ. Only the cpu of the port's owner touches it, in critical sections and IPI functions. */
import type { SharedMemory } from '../../interleaving/index.ts';
import type { Layout } from './layout.ts';
import { NONE } from './layout.ts';

export function append(memory: SharedMemory, layout: Layout, port: number, message: number): void {
  const { first, last } = layout.port(port);
  const { next, prev } = layout.message(message);
  const before = memory.get(last);
  memory.set(next, NONE);
  memory.set(prev, before);
  memory.set(before === NONE ? first : layout.message(before).next, message);
  memory.set(last, message);
}

/** The links of the message itself stay as they were. */
export function remove(memory: SharedMemory, layout: Layout, port: number, message: number): void {
  const { first, last } = layout.port(port);
  const words = layout.message(message);
  const next = memory.get(words.next);
  const prev = memory.get(words.prev);
  memory.set(prev === NONE ? first : layout.message(prev).next, next);
  memory.set(next === NONE ? last : layout.message(next).prev, prev);
}
