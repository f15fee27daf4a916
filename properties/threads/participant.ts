/**
 * One thread of a run: makes the calls of its part of the program, and writes down what it called and what it got.
 */
import { DONE } from '../../model/index.ts';
import type { Seen } from '../history/history.ts';
import type { Implementation, Ports } from '../implementation.ts';
import { type Acting, beginsOf, callAt, firstLocal, type Local, shapeOf, step } from '../programs/agent.ts';
import { lookAt } from '../programs/look.ts';
import type { Call, Program, Result } from '../programs/program.ts';
import { Control, STATUS } from './control.ts';
import { Jitter, type JitterMode } from './jitter.ts';
import { LogWriter } from './log.ts';
import { JitteryMemory, Stop, StoppableMemory } from './memory.ts';
import type { SeededFault } from './subject.ts';

/** What a worker is told. Plain data and shared buffers. */
export interface Job {
  readonly program: Program;
  readonly thread: number;
  readonly system: SharedArrayBuffer;
  readonly control: SharedArrayBuffer;
  readonly log: SharedArrayBuffer;
  /** Events that the log has room for, for each thread. */
  readonly capacity: number;
  readonly looks: number;
  /** How often the thread makes the calls of its program. */
  readonly rounds: number;
  /** Record the calls of initmsg before the program begins. */
  readonly initialisation: boolean;
  readonly jitter: JitterMode;
  readonly seed: number;
  readonly fault?: SeededFault;
  /** Path of a module that exports the ports to run, instead of this project’s own. */
  readonly module?: string;
}

/** Runs the thread to its end, or to the stop. Whatever it throws is a fault of the implementation or of ours. */
export function participate(job: Job, implementation: Implementation): void {
  const control = new Control(job.control);
  const { program, thread } = job;
  const jitter = new Jitter(job.jitter, job.seed);
  const log = new LogWriter(job.log, job.capacity, control, thread);
  const memory =
    job.jitter === 'accesses' || job.jitter === 'stalls'
      ? new JitteryMemory(job.system, control, thread, jitter)
      : new StoppableMemory(job.system, control, thread);
  const shape = shapeOf(program);
  const ports = implementation.thread(memory, shape, thread, beginsOf(program), program.attempts ?? 0);
  try {
    initialise(program, thread, ports, job.initialisation ? log : undefined);
    control.arrive(program.threads.length);
    control.status(thread, STATUS.running);
    control.status(
      thread,
      run({ program, implementation, shape, memory, ports, thread }, job.rounds, control, log, jitter),
    );
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    control.status(thread, STATUS.stopped);
  }
}

/** Before the common start: each port by its owner, each message by its originator. */
function initialise({ ports: specs, messages }: Program, thread: number, ports: Ports, log?: LogWriter): void {
  for (const [port, { owner }] of specs.entries()) if (owner === thread) ports.initport(port);
  for (const [message, originator] of messages.entries()) {
    if (originator !== thread) continue;
    const recorded = log?.hasRoom === true ? log : undefined;
    recorded?.initmsg(message);
    ports.initmsg(message);
    recorded?.return(recorded.order(), { value: null }, undefined);
  }
}

function run(acting: Acting, rounds: number, control: Control, log: LogWriter, jitter: Jitter): number {
  const { program, thread, ports } = acting;
  const first = firstLocal(program.threads[thread] ?? []);
  let local: Local | undefined = first;
  let left = rounds;
  while (local !== undefined) {
    if (control.stopping) return STATUS.stopped;
    if (!log.hasRoom) return STATUS.full;
    const call = callAt(program, thread, local);
    jitter.beforeCall();
    log.call(local);
    const { next, result } = step(acting, local);
    const returned = result as Result;
    const seen = look(ports, call, returned);
    const order = log.order();
    log.return(order, returned, seen === undefined ? undefined : asOfThen(ports, seen));
    if (call.name === 'getport' && 'value' in returned && returned.value === null) jitter.afterEmptyPoll();
    local = next;
    if (local === undefined && --left > 0) local = first;
  }
  return STATUS.finished;
}

/** The message that a call has handed over, looked at by its owner before anything else is done with it. */
function look(ports: Ports, call: Call, result: Result): Seen | undefined {
  const seen = lookAt(ports, call, result);
  if (seen === undefined) return undefined;
  // Field by field: a spread takes several times as long as the call that is recorded.
  const { message, flags, error } = seen;
  // Not everybody has the call.
  if (typeof ports.abortRequested !== 'function') return { message, flags, error };
  return { message, flags, error, abortRequest: ports.abortRequested(message) };
}

/**
 * What can be said of the moment in which the return took its number, from a look before it.
 *
 * Flags and error are the owner's and have stayed. The originator of a request may ask for its abort meanwhile, and nobody
 * can take that back while we hold it. So a request that was there is there, and one that is still not there after the
 * number was not there before. One that came between the two looks may have come before the number or after: not told.
 */
function asOfThen(ports: Ports, seen: Seen): Seen {
  const { message, flags, error, abortRequest } = seen;
  if (abortRequest !== false || (flags & DONE) !== 0 || !ports.abortRequested(message)) return seen;
  return { message, flags, error };
}
