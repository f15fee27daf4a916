/**
 * What somebody has to write for their own message ports to be audited, and what is assumed where they leave something out.
 */
import { AtomicsMemory } from '../../impl/memory.ts';
import type { State } from '../../model/index.ts';
import type { Begins, Concrete, Implementation, Interrupt, Ports, Promises, Shape } from '../implementation.ts';
import type { SharedMemory } from '../interleaving/memory.ts';

/** The calls without which nothing can be asked. */
const REQUIRED = [
  'initport',
  'initmsg',
  'domsg',
  'sendmsg',
  'waitmsg',
  'replymsg',
  'getport',
  'waitport',
  'flags',
  'error',
  'putport',
] as const;

/** Those that may be missing: scenarios that make these calls are left out, and the audit says so. */
export const OPTIONAL = ['beginmsg', 'abortmsg', 'forwardmsg'] as const;

/** One thread's calls. */
export type OwnPorts = Pick<Ports, (typeof REQUIRED)[number]> & Partial<Ports>;

/**
 * Message ports of one's own, over shared memory.
 *
 * All that threads share is in the words of `memory`: an object that `thread` gives keeps nothing between two calls, and
 * plain words are for one owner at a time.
 */
export interface OwnImplementation {
  /** Words of memory that a system of this shape needs. */
  words(shape: Shape): number;
  /** Brings fresh memory, all zero, into its initial state. Default: zeros are the initial state. */
  format?(memory: SharedMemory, shape: Shape): void;
  /**
   * One thread's calls on that memory.
   *
   * @param begins the begin functions by port, with holes for ports that just queue; each is called with the object that
   *   this function gives, a port and a message, and answers a code or EASYNC
   * @param attempts how often to look before sleeping, for those who do
   */
  thread(memory: SharedMemory, shape: Shape, id: number, begins: Begins, attempts: number): OwnPorts;
  /** The word of a message that its owner may use as it likes. Default: there is none, and payload races are not looked for. */
  payload?(shape: Shape, message: number): number;
  /** A name for a word, for reports. */
  wordName?(shape: Shape, word: number): string;
  /**
   * What the memory means, as a state of the model; or a sentence saying why it means nothing. With it every step is held to
   * the model, without it the histories of calls and returns are.
   */
  abstraction?(shape: Shape, concrete: Concrete): State | string;
  /** What runs beside the threads of a program. */
  interrupts?(shape: Shape): readonly Interrupt[];
  /** What it does not promise, though this project does. Default: it promises everything. */
  readonly promises?: Partial<Promises>;
}

/** What was given is no implementation. The message is a sentence for the person who gave it. */
export class ModuleError extends Error {}

/** @param what it is, as the beginning of a sentence @throws ModuleError for what is missing */
export function completed(name: string, what: string, given: Partial<OwnImplementation>): Implementation {
  for (const part of ['words', 'thread'] as const) {
    if (typeof given[part] !== 'function') throw new ModuleError(`${what} has no function "${part}".`);
  }
  const own = given as OwnImplementation;
  const ports = tried(own, what);
  const absent = REQUIRED.filter((call) => typeof ports[call] !== 'function');
  if (absent.length > 0) {
    throw new ModuleError(`${what} lacks calls: what its function "thread" gives has no ${absent.join(', no ')}.`);
  }
  const missing = OPTIONAL.filter((call) => typeof ports[call] !== 'function');
  return {
    ...(own.promises === undefined ? {} : { promises: own.promises }),
    name,
    missing,
    words: (shape) => own.words(shape),
    format: (memory, shape) => own.format?.(memory, shape),
    thread: (memory, shape, id, begins, attempts) => own.thread(memory, shape, id, begins, attempts) as Ports,
    ...(own.payload === undefined ? {} : { payload: own.payload.bind(own) }),
    ...(own.wordName === undefined ? {} : { wordName: own.wordName.bind(own) }),
    ...(own.abstraction === undefined ? {} : { abstraction: own.abstraction.bind(own) }),
    ...(own.interrupts === undefined ? {} : { interrupts: own.interrupts.bind(own) }),
  };
}

/** Makes the ports of one thread once, in the way of the audit, so that what fails does so with a sentence. */
function tried(own: OwnImplementation, what: string): Partial<Ports> {
  const shape: Shape = { threads: 2, ports: 2, messages: 1 };
  let ports: unknown;
  try {
    const words = own.words(shape);
    if (!Number.isInteger(words) || words < 1) throw new RangeError(`"words" gives ${words}, not a number of words`);
    const memory = new AtomicsMemory(new SharedArrayBuffer(words * 4));
    own.format?.(memory, shape);
    ports = own.thread(memory, shape, 0, [], 0);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ModuleError(`${what} cannot be used for two threads and one message: ${why}.`, { cause });
  }
  if (typeof ports === 'object' && ports !== null) return ports;
  throw new ModuleError(`${what}: its function "thread" gives no object with calls.`);
}
