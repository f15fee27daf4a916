/**
 * Programs at random, larger than what can be exhausted: mostly well-formed, now and then misused.
 *
 * Nothing is ever drawn and thrown away. A client keeps account of its messages while its lines are drawn, so that most
 * calls are legal where they stand.
 */
import type { Line } from '../programs/build.ts';
import * as build from '../programs/build.ts';
import type { BeginSpec, PortSpec, Program, Serve } from '../programs/program.ts';

/** A whole number from 0 to `bound - 1`. */
export type Draw = (bound: number) => number;

/** How large a program may get. */
export interface Size {
  readonly clients: number;
  readonly servers: number;
  /** Messages of each client. */
  readonly messages: number;
  /** Lines of each client, the waits at its end not counted. */
  readonly lines: number;
}

export const SIZE: Size = { clients: 2, servers: 2, messages: 2, lines: 5 };

const CODES = [0, 5, 7];

/** A program of at most this size. */
export function generateProgram(draw: Draw, size: Size = SIZE): Program {
  const clients = 1 + draw(size.clients);
  const servers = 1 + draw(size.servers);
  const messages: number[] = [];
  const own = Array.from({ length: clients }, (_, client) => {
    const count = 1 + draw(size.messages);
    return Array.from({ length: count }, () => messages.push(client) - 1);
  });
  const extra = generatePort(draw, clients, servers);
  const threads: Line[][] = own.map((mine, client) =>
    new Client(draw, client, mine, clients + servers + extra.length, size).lines(),
  );
  for (let server = clients; server < clients + servers; server++) {
    const port = extra[0]?.owner === server && draw(2) === 0 ? clients + servers : server;
    threads.push([generateServer(draw, port, generateServe(draw, server, clients + servers, messages))]);
  }
  return build.program(threads, {
    messages,
    ports: extra,
    ...(draw(2) === 0 ? { payload: true as const } : {}),
    ...(draw(4) === 0 ? { attempts: 1 } : {}),
  });
}

/** At most one port beside the built-in ones: it belongs to a server and may have a begin function. */
function generatePort(draw: Draw, clients: number, servers: number): PortSpec[] {
  if (draw(2) === 0) return [];
  const owner = clients + draw(servers);
  const code = pick(draw, CODES);
  const begins: readonly (BeginSpec | undefined)[] = [
    undefined,
    { does: 'complete', code },
    { does: 'decide', code },
    { does: 'reply', code },
    { does: 'queue', port: owner },
  ];
  const begin = pick(draw, begins);
  return [begin === undefined ? { owner } : { owner, begin }];
}

function generateServer(draw: Draw, port: number, serve: Serve): Line {
  if (draw(6) === 0) return build.getport(port, 'forever', serve);
  return build.waitport(port, draw(5) === 0 ? 1 + draw(3) : 'forever', serve);
}

/** Forwards and questions go to later servers only, so that they come to an end. */
function generateServe(draw: Draw, server: number, threads: number, messages: number[]): Serve {
  if (draw(12) === 0) return { keep: true };
  const later = threads - server - 1;
  const kind = draw(later > 0 ? 6 : 4);
  if (kind === 4) return { forward: server + 1 + draw(later) };
  if (kind === 5) return { ask: { port: server + 1 + draw(later), message: messages.push(server) - 1 } };
  return { reply: pick(draw, CODES) };
}

function pick<T>(draw: Draw, from: readonly T[]): T {
  return from[draw(from.length)] as T;
}

type Standing = 'idle' | 'sync' | 'async';

/** Draws the lines of one client. */
class Client {
  readonly #draw: Draw;
  readonly #id: number;
  readonly #ports: number;
  readonly #size: Size;
  readonly #standing: Map<number, Standing>;
  readonly #lines: Line[] = [];

  constructor(draw: Draw, id: number, messages: readonly number[], ports: number, size: Size) {
    this.#draw = draw;
    this.#id = id;
    this.#ports = ports;
    this.#size = size;
    this.#standing = new Map(messages.map((message) => [message, 'idle']));
  }

  lines(): Line[] {
    const count = 1 + this.#draw(this.#size.lines);
    for (let line = 0; line < count; line++) this.#line();
    for (const [message, standing] of this.#standing) if (standing !== 'idle') this.#lines.push(build.waitmsg(message));
    return this.#lines;
  }

  #line(): void {
    const message = pick(this.#draw, [...this.#standing.keys()]);
    if (this.#draw(20) === 0) this.#misuse(message);
    else if (this.#standing.get(message) === 'idle') this.#send(message);
    else this.#collect(message);
  }

  #send(message: number): void {
    const port = this.#port();
    const kind = this.#draw(8);
    if (kind === 7) this.#lines.push(build.initmsg(message));
    else if (kind >= 5) this.#add(build.beginmsg(port, message), message, 'sync');
    else if (kind >= 2) this.#add(build.sendmsg(port, message), message, 'async');
    else this.#lines.push(this.#maybeLimited(build.domsg(port, message), message));
  }

  /** Rarely its own port: a domsg there is refused, and what is sent there only it can serve. */
  #port(): number {
    const port = this.#draw(this.#ports);
    return port === this.#id && this.#draw(4) !== 0 ? (port + 1) % this.#ports : port;
  }

  #collect(message: number): void {
    const kind = this.#draw(8);
    if (kind < 3) this.#lines.push(build.abortmsg(this.#draw(this.#ports), message));
    else if (kind === 3) this.#lines.push(build.getport(this.#id, 1 + this.#draw(2)));
    else if (kind === 4 && this.#standing.get(message) === 'async')
      this.#add(build.waitport(this.#id), message, 'async');
    else this.#add(this.#maybeLimited(build.waitmsg(message), message), message, 'idle');
  }

  #maybeLimited(line: Line, message: number): Line {
    if (this.#draw(8) !== 0) return line;
    this.#standing.set(message, 'sync');
    return build.limited(line);
  }

  #misuse(message: number): void {
    const foreign = this.#draw(message + 2);
    const misuses: readonly Line[] = [
      build.sendmsg(this.#port(), foreign),
      build.domsg(this.#id, message),
      build.replymsg(message, 5),
      build.forwardmsg(this.#port(), message),
      build.getport((this.#id + 1) % this.#ports),
      build.initmsg(message),
      build.waitmsg(foreign),
    ];
    this.#lines.push(pick(this.#draw, misuses));
  }

  #add(line: Line, message: number, standing: Standing): void {
    this.#lines.push(line);
    if (!('timeout' in line)) this.#standing.set(message, standing);
  }
}
