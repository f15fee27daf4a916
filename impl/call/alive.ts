/**
 * Whether a thread of the system is still there.
 *
 * Nothing in the ports can tell a thread that is slow from one that has ended: whoever knows says so in the thread's own word of
 * the header, once and for ever, and whoever waits for an answer looks there now and then. No port, message or queue is
 * touched, so it does not matter in the middle of what the thread has ended.
 */
import { LwktError } from '../error.ts';
import { HEADER, type Layout } from '../layout.ts';
import { AtomicsMemory } from '../memory.ts';
import { layoutOf } from '../system.ts';
import type { Thread } from '../thread.ts';
import { PORT } from '../words.ts';

/** How often who waits for an answer looks whether the other thread is there, in milliseconds: the bound for bad news. */
export const LOOK_EVERY_MS = 100;

/** Beside 0 (never attached) and 1 (attached). */
const ENDED = 2;

/**
 * Says that a thread has ended, for all who wait for its answers: their calls end with EOWNERDEAD within a tenth of a second.
 * The number is not free again, and the messages that the thread had are lost with it.
 */
export function declareDead(system: SharedArrayBuffer, thread: number): void {
  const layout = layoutOf(system);
  if (!(thread >>> 0 === thread && thread < layout.threads))
    throw new LwktError('EINVAL', `declareDead: there is no thread ${thread}: the system has ${layout.threads}`);
  Atomics.store(new Int32Array(system), HEADER.attached + thread, ENDED);
}

/** Something that ends: a Worker of node:worker_threads. */
interface Ending {
  once(event: 'exit', listener: () => void): unknown;
}

/**
 * Declares a thread dead when its worker ends, in whatever way: also where the worker itself cannot say so, because it was
 * terminated or ran out of memory. Returns the worker.
 *
 * A worker in a page does not tell when it ends: call `declareDead` where you terminate it.
 */
export function watch<W extends Ending>(worker: W, system: SharedArrayBuffer, thread: number): W {
  worker.once('exit', () => declareDead(system, thread));
  return worker;
}

/** Threads of this worker, each with the system it is in: one listener for all of them. */
const here = new Set<() => void>();
let listening = false;

/**
 * Declares a thread of the calling worker dead when the worker exits. Where there is no process, in a page, it does nothing.
 *
 * @returns to be called when the thread has ended before
 */
export function declareAtExit(system: SharedArrayBuffer, thread: number): () => void {
  const { process } = globalThis as { process?: { once?: (event: 'exit', listener: () => void) => unknown } };
  if (!listening) {
    process?.once?.('exit', () => {
      for (const declare of here) declare();
    });
  }
  listening = true;
  const declare = (): void => declareDead(system, thread);
  here.add(declare);
  return () => here.delete(declare);
}

/** The buffer of a thread from `attach`. @throws TypeError if it is on other memory */
export function systemOf(thread: Thread): SharedArrayBuffer {
  const { memory } = thread;
  if (memory instanceof AtomicsMemory) return memory.words.buffer as SharedArrayBuffer;
  throw new TypeError('a connection needs a thread on a SharedArrayBuffer, from attach()');
}

/** Whether the owner of a port has ended. Of a port without owner: whether the thread with its number has. */
export function hasEnded({ memory }: Thread, layout: Layout, port: number): boolean {
  const owner = memory.load(layout.port(port) + PORT.owner) - 1;
  const thread = owner >= 0 ? owner : port;
  return thread < layout.threads && memory.load(layout.attached(thread)) === ENDED;
}
