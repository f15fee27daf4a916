/**
 * A thread of a program as a virtual thread: one call at a time, what comes next decided by plain data alone.
 */
import { EASYNC, NONE, REPLY } from '../../model/index.ts';
import type { Begins, Implementation, Ports, Shape } from '../implementation.ts';
import type { Outcome, VirtualThread } from '../interleaving/index.ts';
import type { SharedMemory } from '../interleaving/memory.ts';
import type { BeginSpec, Call, Operation, Program, Result, Serve } from './program.ts';

/** Where a thread is: the operation, how often it is still to be done, and how far a request has been served. */
export interface Local {
  readonly at: number;
  /** Times left; -1: for ever. */
  readonly left: number;
  readonly stage: 'call' | 'ask' | 'forward' | 'reply';
  /** The request being served. */
  readonly message: number;
  readonly code: number;
}

export function shapeOf(program: Program): Shape {
  return { threads: program.threads.length, ports: program.ports.length, messages: program.messages.length };
}

export function firstLocal(operations: readonly Operation[]): Local | undefined {
  return enter(operations, 0);
}

function enter(operations: readonly Operation[], at: number): Local | undefined {
  const operation = operations[at];
  if (operation === undefined) return undefined;
  const left = 'times' in operation ? (operation.times === 'forever' ? -1 : operation.times) : 1;
  return { at, left, stage: 'call', message: NONE, code: 0 };
}

/** The call that a thread makes at `local`. */
export function callAt(program: Program, thread: number, local: Local): Call {
  const operation = operationAt(program, thread, local);
  const port = 'port' in operation ? operation.port : NONE;
  const message = 'message' in operation ? operation.message : NONE;
  const timeout = 'timeout' in operation ? { timeout: true as const } : {};
  switch (local.stage) {
    case 'call': {
      const code = 'code' in operation ? operation.code : NONE;
      return {
        name: operation.call,
        thread,
        port,
        message,
        code,
        ...timeout,
        ...nestedIn(program, operation.call, port),
      };
    }
    case 'ask': {
      const { ask } = served(operation, 'ask');
      return {
        name: 'domsg',
        thread,
        port: ask.port,
        message: ask.message,
        code: NONE,
        ...nestedIn(program, 'domsg', ask.port),
      };
    }
    case 'forward': {
      const { forward } = served(operation, 'forward');
      const nested = nestedIn(program, 'forwardmsg', forward);
      return { name: 'forwardmsg', thread, port: forward, message: local.message, code: NONE, ...nested };
    }
    case 'reply':
      return { name: 'replymsg', thread, port: NONE, message: local.message, code: local.code };
  }
}

function nestedIn(program: Program, name: Operation['call'], port: number): Pick<Call, 'nested'> {
  const begin = program.ports[port]?.begin;
  const sends = name === 'domsg' || name === 'sendmsg' || name === 'beginmsg' || name === 'forwardmsg';
  return sends && begin?.does === 'block' ? { nested: { port: begin.port, message: begin.message } } : {};
}

type ServeOf<Kind extends string> = Extract<Extract<Operation, { serve: unknown }>['serve'], Record<Kind, unknown>>;

function served<Kind extends 'ask' | 'forward'>(operation: Operation, kind: Kind): ServeOf<Kind> {
  if ('serve' in operation && kind in operation.serve) return operation.serve as ServeOf<Kind>;
  throw new Error(`operation ${operation.id} does not serve by ${kind}`);
}

function operationAt(program: Program, thread: number, local: Local): Operation {
  const operation = program.threads[thread]?.[local.at];
  if (operation === undefined) throw new RangeError(`thread ${thread} has no operation ${local.at}`);
  return operation;
}

/** Identity of a call within its program: the operation's, and which call of which round. */
export function identityOf(program: Program, thread: number, local: Local): string {
  const { id } = operationAt(program, thread, local);
  const round = local.left > 1 ? `/${local.left}` : '';
  return local.stage === 'call' ? `${id}${round}` : `${id}${round}.${local.stage}`;
}

/** `domsg port 1 message 0`. */
export function describeCall({ name, port, message, code }: Call): string {
  const parts: string[] = [name];
  if (port !== NONE) parts.push(`port ${port}`);
  if (message !== NONE) parts.push(`message ${message}`);
  if (code !== NONE) parts.push(`code ${code}`);
  return parts.join(' ');
}

/** The begin functions that a program gives the sends of one thread. */
export function beginsOf(program: Program): Begins {
  const begins: Begins[number][] = [];
  for (const [port, { begin }] of program.ports.entries()) if (begin !== undefined) begins[port] = beginFunction(begin);
  return begins;
}

function beginFunction(begin: BeginSpec): Begins[number] {
  switch (begin.does) {
    case 'queue':
      return (ports, _, message) => ports.putport(begin.port, message);
    case 'complete':
      return () => begin.code;
    case 'decide':
      return (ports, port, message) => (message % 2 === 0 ? begin.code : ports.putport(port, message));
    case 'reply':
      return (ports, _, message) => {
        ports.replymsg(message, begin.code);
        return EASYNC;
      };
    case 'block':
      return (ports) => ports.domsg(begin.port, begin.message);
  }
}

/** One thread of a program, run by an implementation. */
export function agent(program: Program, implementation: Implementation, thread: number): VirtualThread<Local | null> {
  const operations = program.threads[thread] ?? [];
  const shape = shapeOf(program);
  const begins = beginsOf(program);
  return {
    name: `thread ${thread}`,
    start: firstLocal(operations) ?? null,
    daemon: operations.some((operation) => 'times' in operation && operation.times === 'forever'),
    describe: (local) => (local === null ? 'nothing' : describeCall(callAt(program, thread, local))),
    identify: (local) => (local === null ? 'nothing' : identityOf(program, thread, local)),
    step(memory, local): Outcome<Local> {
      if (local === null) return { next: undefined };
      const ports = implementation.thread(memory, shape, thread, begins, program.attempts ?? 0);
      return step({ program, implementation, shape, memory, ports, thread }, local);
    },
  };
}

/** What a step of an agent works with. */
export interface Acting {
  readonly program: Program;
  readonly implementation: Implementation;
  readonly shape: Shape;
  readonly memory: SharedMemory;
  readonly ports: Ports;
  readonly thread: number;
}

/** Makes the call at `local`, and says where the thread goes on. */
export function step(acting: Acting, local: Local): Outcome<Local> {
  const call = callAt(acting.program, acting.thread, local);
  const result = perform(acting, call);
  const next = nextLocal(acting.program, local, call, result, (message) => isRequest(acting, message));
  return { next, result };
}

const TIMEOUT_MS = 1;
const NOTHING: Result = { value: null };

/** Makes a call. A refusal is a result; anything else that is thrown is not ours. */
function perform(acting: Acting, call: Call): Result {
  const { ports } = acting;
  const { port, message, code } = call;
  const timeoutMs = call.timeout === true ? TIMEOUT_MS : undefined;
  touch(acting, call);
  try {
    switch (call.name) {
      case 'initmsg':
        ports.initmsg(message);
        return NOTHING;
      case 'domsg':
        return { value: ports.domsg(port, message, timeoutMs) };
      case 'sendmsg':
        ports.sendmsg(port, message);
        return NOTHING;
      case 'beginmsg':
        return { value: ports.beginmsg(port, message) };
      case 'waitmsg':
        return { value: ports.waitmsg(message, timeoutMs) };
      case 'replymsg':
        ports.replymsg(message, code);
        return NOTHING;
      case 'forwardmsg':
        return { value: ports.forwardmsg(port, message) };
      case 'abortmsg':
        ports.abortmsg(port, message);
        return NOTHING;
      case 'getport': {
        const taken = ports.getport(port);
        return { value: taken === NONE ? null : taken };
      }
      case 'waitport':
        return { value: ports.waitport(port, timeoutMs) };
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') return { refused: error.code };
    throw error;
  }
}

/** Who owns a message writes to its payload before it lets go of it (C23). */
function touch({ program, implementation, shape, memory, ports }: Acting, { name, message }: Call): void {
  if (program.payload !== true || implementation.payload === undefined || message === NONE) return;
  const gives = name === 'replymsg' || name === 'forwardmsg';
  const sends = name === 'domsg' || name === 'sendmsg' || name === 'beginmsg';
  if (!(gives || sends) || !isOwn(ports, message)) return;
  const word = implementation.payload(shape, message);
  memory.set(word, (memory.get(word) + 1) & 63);
}

/** Asks without touching what might be another's: a refusal says no. */
function isOwn(ports: Ports, message: number): boolean {
  try {
    ports.flags(message);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}

/**
 * Where a thread goes on after the call at `local` has ended; undefined: it has finished.
 *
 * @param isRequest whether a message that was taken is a request, and no reply
 */
export function nextLocal(
  program: Program,
  local: Local,
  call: Call,
  result: Result,
  isRequest: (message: number) => boolean,
): Local | undefined {
  const operation = operationAt(program, call.thread, local);
  const value = 'value' in result ? result.value : null;
  switch (local.stage) {
    case 'call':
      if (value !== null && 'serve' in operation && !('keep' in operation.serve) && isRequest(value)) {
        return serve(local, operation.serve, value);
      }
      break;
    case 'ask':
      return { ...local, stage: 'reply', code: value ?? 0 };
    case 'forward':
      if (value !== null && value !== EASYNC) return { ...local, stage: 'reply', code: value };
      break;
    case 'reply':
      break;
  }
  return nextRound(program.threads[call.thread] ?? [], local);
}

function serve(local: Local, how: Exclude<Serve, { keep: true }>, message: number): Local {
  if ('reply' in how) return { ...local, stage: 'reply', message, code: how.reply };
  if ('forward' in how) return { ...local, stage: 'forward', message };
  return { ...local, stage: 'ask', message };
}

/** Only what one has sent oneself can come back as a reply. */
function isRequest({ program, ports, thread }: Acting, message: number): boolean {
  return program.messages[message] !== thread || (ports.flags(message) & REPLY) === 0;
}

function nextRound(operations: readonly Operation[], local: Local): Local | undefined {
  if (local.left === -1 || local.left > 1) {
    return { at: local.at, left: local.left === -1 ? -1 : local.left - 1, stage: 'call', message: NONE, code: 0 };
  }
  return enter(operations, local.at + 1);
}
