/**
 * A program: which threads make which calls, on which ports and messages, and what the begin functions do. Plain data,
 * so the exhaustive search runs it, fast-check generates and shrinks it, a token carries it and a file keeps it.
 */
import type { Begin, Configuration } from '../../model/index.ts';
import { ECONNABORTED, EDEADLK, queueing } from '../../model/index.ts';

/** What a begin function does with a message. Without one, the port queues. */
export type BeginSpec =
  /** Puts it on the queue of another port. */
  | { readonly does: 'queue'; readonly port: number }
  | { readonly does: 'complete'; readonly code: number }
  /** Completes messages with even numbers, queues the others. */
  | { readonly does: 'decide'; readonly code: number }
  /** Replies inside the call and answers EASYNC. */
  | { readonly does: 'reply'; readonly code: number }
  /** Blocks in its caller: a domsg of `message`, which is the caller's, to `port`; then answers that code (C12). */
  | { readonly does: 'block'; readonly port: number; readonly message: number };

/** Who owns a port, and what its begin function does; default: it queues. */
export interface PortSpec {
  readonly owner: number;
  readonly begin?: BeginSpec;
}

/** What a thread does with a request that it has taken. */
export type Serve =
  | { readonly reply: number }
  /** Forwards it; replies the code itself if the port would not queue it. */
  | { readonly forward: number }
  /** First asks another server with a domsg of its own, then replies with that code. */
  | { readonly ask: { readonly port: number; readonly message: number } }
  /** Takes it and leaves it. */
  | { readonly keep: true };

/** One line of a thread. `id` stays with it when other lines are shrunk away. */
export type Operation =
  | { readonly id: string; readonly call: 'initmsg'; readonly message: number }
  | {
      readonly id: string;
      readonly call: 'domsg' | 'sendmsg' | 'beginmsg' | 'abortmsg' | 'forwardmsg';
      readonly port: number;
      readonly message: number;
      /** Gives up some time: only domsg. */
      readonly timeout?: true;
    }
  | { readonly id: string; readonly call: 'waitmsg'; readonly message: number; readonly timeout?: true }
  | { readonly id: string; readonly call: 'replymsg'; readonly message: number; readonly code: number }
  | {
      readonly id: string;
      readonly call: 'getport' | 'waitport';
      readonly port: number;
      /** How often. A thread that does it for ever is a server, and may stay blocked. */
      readonly times: number | 'forever';
      readonly serve: Serve;
      readonly timeout?: true;
    };

/** A whole program, as plain data. */
export interface Program {
  /** The operations of each thread, in order. */
  readonly threads: readonly (readonly Operation[])[];
  /** Ports 0 to threads-1 are built in and belong to the threads with these numbers. */
  readonly ports: readonly PortSpec[];
  /** The originator of each message. */
  readonly messages: readonly number[];
  /** Every owner of a message writes to its payload, so that a race on it shows (C23). */
  readonly payload?: true;
  /** How often to look before sleeping: default 0. */
  readonly attempts?: number;
}

/** The call that a thread makes at one point of its program. */
export interface Call {
  readonly name: Operation['call'];
  readonly thread: number;
  readonly port: number;
  readonly message: number;
  readonly code: number;
  readonly timeout?: true;
  /** The domsg that the begin function of `port` makes inside this call. */
  readonly nested?: { readonly port: number; readonly message: number };
}

/** How a call ended: with a value (null for nothing), or refused or timed out with the code of an error. */
export type Result = { readonly value: number | null } | { readonly refused: string };

/** Codes that the threads of a program reply with. */
export function codesOf(program: Program): number[] {
  const codes = new Set<number>([0]);
  for (const operation of program.threads.flat()) {
    if (operation.call === 'replymsg') codes.add(operation.code);
    if ('serve' in operation && 'reply' in operation.serve) codes.add(operation.serve.reply);
  }
  for (const { begin } of program.ports) if (begin !== undefined && 'code' in begin) codes.add(begin.code);
  return [...codes];
}

/**
 * The constants of the model that a program's runs are held to.
 *
 * @param replied codes that are replied with, where the calls of the threads are not known beforehand
 */
export function configurationOf(program: Program, replied: readonly number[] = []): Configuration {
  const all = [...new Set([...codesOf(program), ...replied])];
  return {
    threads: program.threads.length,
    owners: program.ports.map(({ owner }) => owner),
    begins: program.ports.map(({ begin }, port) => beginOf(begin, port, all)),
    originators: program.messages,
    codes: all,
  };
}

function beginOf(begin: BeginSpec | undefined, port: number, codes: readonly number[]): Begin {
  switch (begin?.does) {
    case undefined:
      return queueing(port);
    case 'queue':
      return { completes: [EDEADLK], queues: [begin.port], replies: [] };
    case 'complete':
      return { completes: [begin.code], queues: [], replies: [] };
    case 'decide':
      return { completes: [begin.code, EDEADLK], queues: [port], replies: [] };
    case 'reply':
      return { completes: [], queues: [], replies: [begin.code] };
    case 'block':
      return { completes: [...codes, ECONNABORTED, EDEADLK], queues: [], replies: [] };
  }
}
