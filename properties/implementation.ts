/** What an implementation has to offer to be checked, and the one under `impl/`. */
import { Layout } from '../impl/layout.ts';
import { format } from '../impl/system.ts';
import { Thread } from '../impl/thread.ts';
import type { Waiting } from '../impl/waiting.ts';
import type { State } from '../model/index.ts';
import { fingerprintOfPorts } from './fingerprints/index.ts';
import type { VirtualThread } from './interleaving/index.ts';
import type { SharedMemory } from './interleaving/memory.ts';
import type { Call } from './programs/program.ts';
import { abstractState } from './refinement/abstraction.ts';
import { wordName } from './refinement/words.ts';

/** One thread's calls. An error that is thrown with a `code` is a refusal. */
export interface Ports {
  initport(port: number): void;
  initmsg(message: number): void;
  domsg(port: number, message: number, timeoutMs?: number): number;
  sendmsg(port: number, message: number): void;
  beginmsg(port: number, message: number): number;
  waitmsg(message: number, timeoutMs?: number): number;
  replymsg(message: number, code: number): void;
  getport(port: number): number;
  waitport(port: number, timeoutMs?: number): number;
  abortmsg(port: number, message: number): void;
  forwardmsg(port: number, message: number): number;
  putport(port: number, message: number): number;
  flags(message: number): number;
  error(message: number): number;
  abortRequested(message: number): boolean;
}

/** The begin functions of a thread, by port. */
export type Begins = readonly ((ports: Ports, port: number, message: number) => number)[];

/** How much of everything there is. */
export interface Shape {
  readonly threads: number;
  readonly ports: number;
  readonly messages: number;
}

/** What the abstraction function may look at. */
export interface Concrete {
  readonly memory: Int32Array;
  /** The call each thread is in; undefined: it has finished. */
  readonly calls: readonly (Call | undefined)[];
  /** The originator of each message. */
  readonly originators: readonly number[];
  readonly owners: readonly number[];
}

/** An interrupt context: it may look after the ports of the thread with the number `cpu`, in that thread's place. */
export interface Interrupt extends VirtualThread<number> {
  readonly cpu: number;
}

/** What this project promises beyond the mail and the source of 2003. Somebody else may not. */
export interface Promises {
  /** Misuse is refused with an error, and so is a domsg to oneself (C24, C25). */
  readonly refusals: boolean;
  /** The code that a begin function answers to a synchronous request is stored in the message (decision 4). */
  readonly storesSynchronousCode: boolean;
  /** domsg, waitmsg and waitport give up after a time limit, with ETIMEDOUT. */
  readonly timeLimits: boolean;
}

/** An implementation under test. Only what has no default must be there. */
export interface Implementation {
  readonly name: string;
  /** What it does not promise. Default: it promises everything. */
  readonly promises?: Partial<Promises>;
  /** Calls that it does not have. Default: it has all. */
  readonly missing?: readonly Call['name'][];
  /** Words of memory that a system of this shape needs. */
  words(shape: Shape): number;
  /** Brings fresh memory, all zero, into its initial state. */
  format(memory: SharedMemory, shape: Shape): void;
  /** One thread's calls on that memory. Keeps no state of its own. `begins` has holes for ports that just queue. */
  thread(memory: SharedMemory, shape: Shape, id: number, begins: Begins, attempts: number): Ports;
  /** What runs beside the threads of a program, on the cpus of these threads. They are daemons. Default: nothing. */
  interrupts?(shape: Shape): readonly Interrupt[];
  /** The word of a message that its owner may use as it likes. Absent: there is none. */
  payload?(shape: Shape, message: number): number;
  /** A name for a word, for reports. */
  wordName?(shape: Shape, word: number): string;
  /** What the memory means, as a state of the model; or a sentence saying why it means nothing. */
  abstraction?(shape: Shape, concrete: Concrete): State | string;
  /** Eight hexadecimal digits of the text that it is made of: others, if that is another. Absent or undefined: not known. */
  fingerprint?(): string | undefined;
}

function attempts(count: number): Waiting {
  return { attempts: () => count, learn: () => undefined, now: () => 0 };
}

/** The message ports of this project, unmodified. */
export const IMPLEMENTATION: Implementation = { ...withThread('impl', Thread), fingerprint: fingerprintOfPorts };

/** The modules of ports that were made from these: of another revision, or with a change in them. */
export interface Modules {
  readonly Thread: typeof Thread;
  readonly Layout: typeof Layout;
  readonly format: typeof format;
}

/** The ports of this project with another class for a thread: how faults are seeded. */
export function withThread(name: string, ThreadClass: typeof Thread): Implementation {
  return withPorts(name, { Thread: ThreadClass, Layout, format });
}

/** The ports of this project with a change anywhere in them, their memory still meaning what it should. */
export function withPorts(name: string, modules: Modules): Implementation {
  const { layoutOf, implementation } = assembled(name, modules);
  return { ...implementation, abstraction: (shape, concrete) => abstractState(layoutOf(shape), concrete) };
}

/** Ports of which only the calls are known to be the same: their memory may mean something else. */
export function withModules(name: string, modules: Modules): Implementation {
  return assembled(name, modules).implementation;
}

function assembled(
  name: string,
  modules: Modules,
): { readonly implementation: Implementation; readonly layoutOf: (shape: Shape) => Layout } {
  const layouts = new Map<string, Layout>();
  const layoutOf = (shape: Shape): Layout => {
    const key = `${shape.threads} ${shape.ports} ${shape.messages}`;
    const layout = layouts.get(key) ?? new modules.Layout({ ...shape, payloadBytes: 4 }, 1);
    layouts.set(key, layout);
    return layout;
  };
  const implementation: Implementation = {
    name,
    words: (shape) => layoutOf(shape).words,
    format: (memory, shape) => modules.format(memory, layoutOf(shape)),
    thread: (memory, shape, id, begins, count) =>
      new modules.Thread(memory, layoutOf(shape), id, attempts(count), begins),
    payload: (shape, message) => layoutOf(shape).payload(message),
    wordName: (shape, word) => wordName(layoutOf(shape), word),
  };
  return { implementation, layoutOf };
}
