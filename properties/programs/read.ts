/**
 * Reads programs that people have written down as JSON: the fields of `Program`, where much may be left out.
 *
 *     {"threads": [[{"call": "domsg", "port": 1, "message": 0}],
 *                  [{"call": "waitport", "port": 1, "times": "forever", "serve": {"reply": 7}}]],
 *      "messages": [0]}
 *
 * Left out may be: `ports`, if there are only the built-in ones; each `id`; `times`, which is 1 then; and `serve`, which is
 * `{"reply": 0}`.
 *
 * Ports and messages of calls need not be there: a program may misuse the ports.
 */
import { EASYNC, NONE } from '../../model/index.ts';
import { Fields, Unreadable } from '../validate/fields.ts';
import type { BeginSpec, Operation, PortSpec, Program, Serve } from './program.ts';

const THREADS_MAX = 64;
const LINES_MAX = 100_000;
const PORTS_MAX = 10_000;
const MESSAGES_MAX = 50_000;
const INDEX_MAX = 2 ** 31 - 1;

/** @throws Unreadable, whose message is what was expected and where */
export function readProgram(text: string): Program {
  const fields = new Fields(text, 'a program {"threads":[...],"messages":[...]}');
  const given = fields.list('threads', 'a list of threads', THREADS_MAX);
  if (given.length === 0) throw new Unreadable('"threads" to be a list of one thread at least');
  const threads = given.map(readThread);
  const messages = fields.list('messages', 'a list of the originators', MESSAGES_MAX);
  const originators = fields.integers('messages', messages.length, 0, threads.length - 1);
  const ports = fields.has('ports')
    ? fields.list('ports', 'a list of ports', PORTS_MAX).map((port, number) => readPort(port, number, threads.length))
    : threads.map((_, owner) => ({ owner }));
  if (ports.length < threads.length) {
    throw new Unreadable(
      `"ports" to begin with those that are built in, one for each of the ${threads.length} threads`,
    );
  }
  const payload = fields.has('payload') && fields.take('payload') === true ? { payload: true as const } : {};
  const attempts = fields.has('attempts') ? { attempts: fields.integer('attempts', 0, INDEX_MAX) } : {};
  fields.finish();
  return { threads, ports, messages: originators, ...payload, ...attempts };
}

function readThread(value: unknown, thread: number): Operation[] {
  if (!Array.isArray(value) || value.length > LINES_MAX) {
    throw new Unreadable(`thread ${thread} to be a list of calls, ${LINES_MAX} at most`);
  }
  return value.map((line, number) =>
    within(`call ${number} of thread ${thread}`, () => readOperation(line, `${thread}.${number}`)),
  );
}

function readOperation(value: unknown, otherwise: string): Operation {
  const fields = new Fields(value, '{"call":...}');
  const call = fields.take('call');
  fields.text('id');
  const id = (value as { readonly id?: string }).id ?? otherwise;
  const operation = readCall(fields, call, id);
  fields.finish();
  return operation;
}

function readCall(fields: Fields, call: unknown, id: string): Operation {
  const index = (key: string): number => fields.integer(key, 0, INDEX_MAX);
  switch (call) {
    case 'initmsg':
      return { id, call, message: index('message') };
    case 'domsg':
      return { id, call, port: index('port'), message: index('message'), ...readTimeout(fields) };
    case 'sendmsg':
    case 'beginmsg':
    case 'abortmsg':
    case 'forwardmsg':
      return { id, call, port: index('port'), message: index('message') };
    case 'waitmsg':
      return { id, call, message: index('message'), ...readTimeout(fields) };
    case 'replymsg':
      return { id, call, message: index('message'), code: fields.code('code') };
    case 'getport':
      return { id, call, port: index('port'), times: readTimes(fields), serve: readServe(fields) };
    case 'waitport': {
      const taken = { port: index('port'), times: readTimes(fields), serve: readServe(fields) };
      return { id, call, ...taken, ...readTimeout(fields) };
    }
    default:
      throw new Unreadable(`"call" to be one of ${CALLS.join(', ')}`);
  }
}

const CALLS: readonly Operation['call'][] = [
  'initmsg',
  'domsg',
  'sendmsg',
  'beginmsg',
  'waitmsg',
  'replymsg',
  'getport',
  'waitport',
  'abortmsg',
  'forwardmsg',
];

function readTimeout(fields: Fields): { readonly timeout?: true } {
  if (!fields.has('timeout')) return {};
  if (fields.take('timeout') !== true) throw new Unreadable('"timeout" to be true where it is given');
  return { timeout: true };
}

function readTimes(fields: Fields): number | 'forever' {
  if (!fields.has('times')) return 1;
  const times = fields.take('times');
  if (times === 'forever') return times;
  if (typeof times === 'number' && Number.isInteger(times) && times >= 1 && times <= INDEX_MAX) return times;
  throw new Unreadable(`"times" to be "forever", or a whole number from 1 to ${INDEX_MAX}`);
}

function readServe(fields: Fields): Serve {
  if (!fields.has('serve')) return { reply: 0 };
  const serve = new Fields(
    fields.take('serve'),
    '"serve" to be {"reply":code} or {"forward":port} or {"ask":...} or {"keep":true}',
  );
  const read = serveOf(serve);
  serve.finish();
  return read;
}

function serveOf(serve: Fields): Serve {
  if (serve.has('reply')) return { reply: serve.code('reply') };
  if (serve.has('forward')) return { forward: serve.integer('forward', 0, INDEX_MAX) };
  if (serve.has('ask')) {
    const ask = new Fields(serve.take('ask'), '"ask" to be {"port":...,"message":...}');
    const asked = { port: ask.integer('port', 0, INDEX_MAX), message: ask.integer('message', 0, INDEX_MAX) };
    ask.finish();
    return { ask: asked };
  }
  if (serve.take('keep') !== true) throw new Unreadable('"keep" to be true where it is given');
  return { keep: true };
}

function readPort(value: unknown, number: number, threads: number): PortSpec {
  return within(`port ${number}`, () => {
    const fields = new Fields(value, '{"owner":...}');
    const builtIn = number < threads;
    const owner = fields.integer('owner', builtIn ? number : NONE, builtIn ? number : threads - 1);
    const begin = fields.has('begin') ? readBegin(fields.take('begin')) : undefined;
    fields.finish();
    return begin === undefined ? { owner } : { owner, begin };
  });
}

function readBegin(value: unknown): BeginSpec {
  const fields = new Fields(value, '"begin" to be {"does":...}');
  const begin = beginOf(fields, fields.take('does'));
  fields.finish();
  return begin;
}

function beginOf(fields: Fields, does: unknown): BeginSpec {
  switch (does) {
    case 'complete':
    case 'decide':
    case 'reply': {
      const code = fields.code('code');
      if (code === EASYNC) throw new Unreadable(`"code" to be a completion code, which ${EASYNC} is not`);
      return { does, code };
    }
    case 'queue':
      return { does, port: fields.integer('port', 0, INDEX_MAX) };
    case 'block':
      return { does, port: fields.integer('port', 0, INDEX_MAX), message: fields.integer('message', 0, INDEX_MAX) };
    default:
      throw new Unreadable('"does" to be complete, queue, decide, reply or block');
  }
}

/** Says where it is that something else was expected. */
function within<T>(where: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof Unreadable ? new Unreadable(`${error.message}, in ${where}`) : error;
  }
}
