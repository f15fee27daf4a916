/** Short ways to write programs down. */
import type { Operation, PortSpec, Program, Serve } from './program.ts';

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;
/** One line of a thread, which gets its identity from where it stands. */
export type Line = WithoutId<Operation>;

/** A program; each line gets its identity from its thread and its number. */
export function program(
  threads: readonly (readonly Line[])[],
  rest: { readonly messages: readonly number[]; readonly ports?: readonly PortSpec[] } & Omit<
    Program,
    'threads' | 'messages' | 'ports'
  >,
): Program {
  const { ports = [], ...others } = rest;
  return {
    ...others,
    threads: threads.map((lines, thread) =>
      lines.map((line, index): Operation => ({ id: `${thread}.${index}`, ...line })),
    ),
    ports: [...threads.map((_, owner) => ({ owner })), ...ports],
  };
}

/** Makes a message idle, as new. */
export const initmsg = (message: number): Line => ({ call: 'initmsg', message });
/** Sends a message and waits for its completion. */
export const domsg = (port: number, message: number): Line => ({ call: 'domsg', port, message });
/** Sends a message and goes on. */
export const sendmsg = (port: number, message: number): Line => ({ call: 'sendmsg', port, message });
/** Starts a synchronous request whose answer is collected later. */
export const beginmsg = (port: number, message: number): Line => ({ call: 'beginmsg', port, message });
/** Waits for a message of the thread's own. */
export const waitmsg = (message: number): Line => ({ call: 'waitmsg', message });
/** Asks for the abort of a message that was sent to the port. */
export const abortmsg = (port: number, message: number): Line => ({ call: 'abortmsg', port, message });
/** Hands a taken message on. */
export const forwardmsg = (port: number, message: number): Line => ({ call: 'forwardmsg', port, message });
/** Completes a taken message. */
export const replymsg = (message: number, code: number): Line => ({ call: 'replymsg', message, code });

/** Takes messages from a port, waiting for them, and serves the requests among them. */
export const waitport = (port: number, times: number | 'forever' = 1, serve: Serve = { reply: 7 }): Line => ({
  call: 'waitport',
  port,
  times,
  serve,
});
/** Takes messages from a port, or finds none, and serves the requests among them. */
export const getport = (port: number, times: number | 'forever' = 1, serve: Serve = { reply: 7 }): Line => ({
  call: 'getport',
  port,
  times,
  serve,
});

/** A server: takes requests of its built-in port for ever. */
export const server = (port: number, serve?: Serve): Line[] => [waitport(port, 'forever', serve)];

/** The same call, but it gives up some time. */
export function limited(line: Line): Line {
  return { ...line, timeout: true } as Line;
}
