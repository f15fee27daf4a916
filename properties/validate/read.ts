/**
 * Reads recorded histories in the format lwkt-trace/1: JSON Lines; a header, then one line an event in the order they
 * happened, then one line that says how the recording ended.
 *
 *     {"format":"lwkt-trace/1","threads":2,"cpus":[0,1],"ports":[{"owner":0},{"owner":1}],"messages":1}
 *     {"thread":0,"call":"domsg","port":1,"msg":0}
 *     {"thread":1,"call":"waitport","port":1}
 *     {"thread":1,"return":0,"flags":[],"error":0}
 *     {"end":"quiescent","blocked":[0]}
 *
 * What our own recordings need beyond the format, all of it optional: `originators` in the header; the begins
 * `queue`, `decide` and `block`, and with the last `codes` in the header; `"timeout":true` in a call;
 * `{"thread":0,"refused":"EBUSY"}` for a call that was refused or ended by its limit; `"abortreq":null` where it is not
 * known, and no `flags` and `error` where nobody looked at the message at all.
 */
import { EASYNC, NONE } from '../../model/index.ts';
import type { HistoryEvent, Seen } from '../history/history.ts';
import type { BeginSpec, Call, PortSpec, Program, Result } from '../programs/program.ts';
import { Fields, Unreadable } from './fields.ts';
import { flagsOf } from './flags.ts';

/** How a recording ended. */
export interface TraceEnd {
  readonly end: 'quiescent' | 'cut';
}

/** What a header says. */
export interface TraceHeader {
  /** The threads, with nothing to do; an originator that is not named is NONE. */
  readonly program: Program;
  /** Codes that are replied with: a begin function that blocks may answer any of them. */
  readonly codes?: readonly number[];
}

export const FORMAT = 'lwkt-trace/1';

const THREADS_MAX = 1000;
const PORTS_MAX = 10_000;
const MESSAGES_MAX = 50_000;
const CODES_MAX = 1000;

/** The first line. @throws Unreadable */
export function readHeader(text: string): TraceHeader {
  const fields = new Fields(text, `the header {"format":"${FORMAT}",...}`);
  if (fields.take('format') !== FORMAT) throw new Unreadable(`"format":"${FORMAT}"`);
  fields.text('source');
  const threads = fields.integer('threads', 1, THREADS_MAX);
  const messages = fields.integer('messages', 0, MESSAGES_MAX);
  fields.integers('cpus', threads, 0, THREADS_MAX);
  const ports = fields
    .list('ports', 'a list of ports', PORTS_MAX)
    .map((port, number) => readPort(port, number, threads));
  if (ports.length < threads) throw new Unreadable(`at least ${threads} ports: one built in for each thread`);
  for (const [port, { begin }] of ports.entries()) checkBegin(begin, port, ports.length, messages);
  const originators = fields.has('originators')
    ? fields.integers('originators', messages, NONE, threads - 1)
    : Array.from({ length: messages }, () => NONE);
  const codes = fields.has('codes') ? { codes: readCodes(fields) } : {};
  fields.finish();
  return { program: { threads: Array.from({ length: threads }, () => []), ports, messages: originators }, ...codes };
}

function readCodes(fields: Fields): readonly number[] {
  const codes = fields.list('codes', 'a list of codes', CODES_MAX);
  if (codes.every((code) => Number.isInteger(code) && code === ((code as number) | 0)))
    return codes as readonly number[];
  throw new Unreadable('"codes" to be a list of whole numbers of 32 bits');
}

function readPort(value: unknown, number: number, threads: number): PortSpec {
  const fields = new Fields(value, `port ${number} as {"owner":...}`);
  const owner = fields.integer('owner', number < threads ? number : NONE, number < threads ? number : threads - 1);
  const begin = readBegin(fields);
  fields.finish();
  return begin === undefined ? { owner } : { owner, begin };
}

function readBegin(fields: Fields): BeginSpec | undefined {
  if (!fields.has('begin')) return undefined;
  const begin = fields.take('begin');
  switch (begin) {
    case 'sync':
      return { does: 'complete', code: readCode(fields) };
    case 'reply_easync':
      return { does: 'reply', code: readCode(fields) };
    case 'decide':
      return { does: 'decide', code: readCode(fields) };
    case 'queue':
      return { does: 'queue', port: fields.integer('port', 0, PORTS_MAX) };
    case 'block':
      return {
        does: 'block',
        port: fields.integer('port', 0, PORTS_MAX),
        message: fields.integer('msg', 0, MESSAGES_MAX),
      };
    default:
      throw new Unreadable('"begin" to be sync, reply_easync, decide, queue or block');
  }
}

function readCode(fields: Fields): number {
  const code = fields.code('error');
  if (code === EASYNC) throw new Unreadable(`"error" to be a completion code, which ${EASYNC} is not`);
  return code;
}

function checkBegin(begin: BeginSpec | undefined, port: number, ports: number, messages: number): void {
  const to = begin !== undefined && 'port' in begin ? begin.port : 0;
  const message = begin?.does === 'block' ? begin.message : NONE;
  if (to < ports && message < messages) return;
  throw new Unreadable(`the begin function of port ${port} to name a port and a message that there are`);
}

/**
 * Reads the lines after a header. Knows who is in which call, as what a return must look like depends on it.
 */
export class EventReader {
  readonly #program: Program;
  readonly #calls: (Call | undefined)[];

  /** @param calls who is in which call already; default: nobody is in any */
  constructor({ program }: TraceHeader, calls: readonly (Call | undefined)[] = program.threads.map(() => undefined)) {
    this.#program = program;
    this.#calls = calls.slice();
  }

  /** One line, or what one holds. @throws Unreadable */
  read(line: unknown): HistoryEvent | TraceEnd {
    const fields = new Fields(line, 'an event {"thread":...}, or the end {"end":...}');
    const read = fields.has('end') ? this.#end(fields) : this.#event(fields);
    fields.finish();
    return read;
  }

  #event(fields: Fields): HistoryEvent {
    const thread = fields.integer('thread', 0, this.#program.threads.length - 1);
    const current = this.#calls[thread];
    if (fields.has('call')) {
      if (current !== undefined)
        throw new Unreadable(`thread ${thread} to return from ${current.name} before it calls`);
      const call = this.#call(fields, thread);
      this.#calls[thread] = call;
      return { thread, call };
    }
    if (!fields.has('return') && !fields.has('refused')) throw new Unreadable('"call", "return" or "refused"');
    if (current === undefined) throw new Unreadable(`thread ${thread} to call before it returns`);
    this.#calls[thread] = undefined;
    return this.#return(fields, thread, current);
  }

  #call(fields: Fields, thread: number): Call {
    const name = nameOf(fields.take('call'));
    const takes = PARAMETERS[name];
    const index = (key: string): number => fields.code(key);
    const port = takes.includes('port') ? index('port') : NONE;
    const message = takes.includes('msg') ? index('msg') : NONE;
    const code = takes.includes('error') ? fields.code('error') : NONE;
    if (name === 'initmsg' && port !== thread) {
      throw new Unreadable(`"port":${thread}, the built-in port of thread ${thread}, as its reply port`);
    }
    const timeout = fields.has('timeout') ? fields.take('timeout') : undefined;
    if (timeout !== undefined && timeout !== true) throw new Unreadable('"timeout" to be true where it is given');
    return {
      name,
      thread,
      port: name === 'initmsg' ? NONE : port,
      message,
      code,
      ...(timeout === true ? { timeout } : {}),
      ...this.#nested(name, port),
    };
  }

  #nested(name: Call['name'], port: number): Pick<Call, 'nested'> {
    const begin = this.#program.ports[port]?.begin;
    const sends = name === 'domsg' || name === 'sendmsg' || name === 'beginmsg' || name === 'forwardmsg';
    return sends && begin?.does === 'block' ? { nested: { port: begin.port, message: begin.message } } : {};
  }

  #return(fields: Fields, thread: number, { name, message }: Call): HistoryEvent {
    if (fields.has('refused')) return { thread, result: { refused: fields.word('refused') } };
    const kind = RETURNS[name];
    const value = fields.take('return');
    if (!isReturned(kind, value)) throw new Unreadable(`"return" of ${name} to be ${kind}`);
    const result: Result = { value };
    const given =
      name === 'domsg' || name === 'waitmsg' ? message : name === 'getport' || name === 'waitport' ? value : null;
    const seen = given === null ? undefined : this.#seen(fields, given);
    return { thread, result, ...(seen === undefined ? {} : { seen }) };
  }

  #seen(fields: Fields, message: number): Seen | undefined {
    if (!fields.has('flags') && !fields.has('error')) return undefined;
    const flags = flagsOf(fields.take('flags'));
    const error = fields.code('error');
    const abortRequest = fields.has('abortreq') ? fields.take('abortreq') : false;
    if (abortRequest === null) return { message, flags, error };
    if (typeof abortRequest !== 'boolean') throw new Unreadable('"abortreq" to be true where it is given');
    return { message, flags, error, abortRequest };
  }

  #end(fields: Fields): TraceEnd {
    const end = fields.take('end');
    if (end === 'cut') return { end };
    if (end !== 'quiescent') throw new Unreadable('"end" to be "quiescent" or "cut"');
    const threads = this.#program.threads.length;
    const blocked = fields.list('blocked', 'a list of threads', threads);
    const inside = [...this.#calls.keys()].filter((thread) => this.#calls[thread] !== undefined);
    const same = blocked.length === inside.length && inside.every((thread) => blocked.includes(thread));
    if (!same) throw new Unreadable(`"blocked":[${inside}], the threads that have not returned`);
    return { end };
  }
}

type Parameter = 'port' | 'msg' | 'error';

const PARAMETERS: Readonly<Record<Call['name'], readonly Parameter[]>> = {
  initmsg: ['port', 'msg'],
  domsg: ['port', 'msg'],
  sendmsg: ['port', 'msg'],
  beginmsg: ['port', 'msg'],
  forwardmsg: ['port', 'msg'],
  abortmsg: ['port', 'msg'],
  waitmsg: ['msg'],
  replymsg: ['msg', 'error'],
  getport: ['port'],
  waitport: ['port'],
};

type ReturnKind = 'null' | 'a code' | 'a message' | 'a message or null';

const RETURNS: Readonly<Record<Call['name'], ReturnKind>> = {
  initmsg: 'null',
  domsg: 'a code',
  sendmsg: 'null',
  beginmsg: 'a code',
  forwardmsg: 'a code',
  abortmsg: 'null',
  waitmsg: 'a code',
  replymsg: 'null',
  getport: 'a message or null',
  waitport: 'a message',
};

function nameOf(value: unknown): Call['name'] {
  const name = Object.keys(PARAMETERS).find((each) => each === value);
  if (name === undefined) throw new Unreadable(`"call" to be one of ${Object.keys(PARAMETERS).join(', ')}`);
  return name as Call['name'];
}

function isReturned(kind: ReturnKind, value: unknown): value is number | null {
  if (value === null) return kind === 'null' || kind === 'a message or null';
  return kind !== 'null' && Number.isInteger(value) && Math.abs(value as number) < 2 ** 31;
}
