/**
 * A system: one SharedArrayBuffer that holds all ports and messages, made once, handed to every worker, attached to by each.
 */
import { LwktError } from './error.ts';
import { checkSharedMemory } from './isolation.ts';
import type { Sizes } from './layout.ts';
import { HEADER, Layout, MAGIC } from './layout.ts';
import type { Memory } from './memory.ts';
import { AtomicsMemory } from './memory.ts';
import { ScorePolicy } from './score-policy.ts';
import { Thread } from './thread.ts';
import type { Waiting } from './waiting.ts';
import { DEAD, PORT } from './words.ts';

/**
 * Makes a system. Hand the buffer to workers as `workerData`.
 *
 * @throws RangeError for sizes that make no sense; LwktError ENOTSUP in a page without shared memory
 */
export function createSystem(sizes: Sizes): SharedArrayBuffer {
  checkSharedMemory('createSystem');
  const layout = new Layout(sizes);
  const buffer = new SharedArrayBuffer(layout.words * 4);
  const memory = new AtomicsMemory(buffer);
  format(memory, layout);
  memory.set(HEADER.magic, MAGIC);
  return buffer;
}

/** Writes the sizes, and DEAD into the head of every port. All else of a fresh memory is 0. */
export function format(memory: Memory, layout: Layout): void {
  memory.set(HEADER.threads, layout.threads);
  memory.set(HEADER.ports, layout.ports);
  memory.set(HEADER.messages, layout.messages);
  memory.set(HEADER.payloadBytes, layout.payloadBytes);
  for (let port = 0; port < layout.ports; port++) memory.set(layout.port(port) + PORT.head, DEAD);
}

/** How to attach. */
export interface AttachOptions {
  /** The thread's number; default: the first free one. */
  readonly thread?: number;
  /** How to wait; default: spin where that has paid off, else sleep. */
  readonly waiting?: Waiting;
}

/**
 * Attaches the calling thread to a system and initialises its built-in port, which has the thread's number.
 *
 * @throws LwktError EINVAL (no such buffer or number), EBUSY (the number is taken, or none is free)
 */
export function attach(buffer: SharedArrayBuffer, options: AttachOptions = {}): Thread {
  const layout = layoutOf(buffer);
  const memory = new AtomicsMemory(buffer);
  const id = claim(memory, layout, options.thread);
  return join(memory, layout, id, options.waiting ?? new ScorePolicy());
}

/** A thread on any memory, with its built-in port. */
export function join(memory: Memory, layout: Layout, id: number, waiting: Waiting): Thread {
  const thread = new Thread(memory, layout, id, waiting);
  thread.initport(id);
  return thread;
}

/** The layout of a buffer that createSystem has made. @throws LwktError EINVAL */
export function layoutOf(buffer: SharedArrayBuffer): Layout {
  const words = new Int32Array(buffer, 0, Math.floor(buffer.byteLength / 4));
  const size = (at: number): number => words[at] ?? 0;
  if (size(HEADER.magic) === MAGIC) {
    const layout = new Layout({
      threads: size(HEADER.threads),
      ports: size(HEADER.ports),
      messages: size(HEADER.messages),
      payloadBytes: size(HEADER.payloadBytes),
    });
    if (layout.words * 4 === buffer.byteLength) return layout;
  }
  throw new LwktError('EINVAL', 'attach: this buffer was not made by createSystem');
}

/** Makes a number one’s own. Beside `attach` for those who bring a memory of their own. @throws LwktError EINVAL, EBUSY */
export function claim(memory: Memory, layout: Layout, wanted: number | undefined): number {
  if (wanted !== undefined && !(wanted >>> 0 === wanted && wanted < layout.threads)) {
    throw new LwktError('EINVAL', `attach: there is no thread ${wanted}: the system has ${layout.threads}`);
  }
  for (let id = wanted ?? 0; id < (wanted ?? layout.threads - 1) + 1; id++) {
    if (memory.compareExchange(layout.attached(id), 0, 1) === 0) return id;
  }
  throw new LwktError(
    'EBUSY',
    wanted === undefined ? `attach: all ${layout.threads} threads are taken` : `attach: thread ${wanted} is taken`,
  );
}
