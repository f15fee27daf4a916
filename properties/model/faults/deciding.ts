// Faults of what begin functions do, and of what their callers make of it.
import { ASYNC, DONE, EASYNC, innermost, NONE, QUEUED, REPLY } from '../../../model/index.ts';
import type { ModelFault } from './fault.ts';
import { andAlso, circle, dropFromQueues, endCall, fault, isBegun, nothing, oneself, simple, wrong } from './fault.ts';

export const DECIDING: readonly ModelFault[] = [
  fault(
    'domsg returns EASYNC',
    'C1',
    simple,
    andAlso(
      'queues',
      (_, { state, p, within }) => {
        if (within === 'domsg') endCall(state, p.thread);
      },
      (right, within) => (within === 'domsg' ? { value: EASYNC } : right),
    ),
    'no EASYNC from domsg and waitmsg',
  ),
  fault(
    'domsg and beginmsg return another code than was answered',
    'C2',
    simple,
    andAlso('completes', nothing, (right, within) => (within === 'sendmsg' ? right : { value: 1 })),
    'the completion code is returned',
    'beginmsg and forwardmsg report the answer',
  ),
  fault(
    'domsg waits although its target has completed the message',
    'C3',
    simple,
    andAlso(
      'completes',
      (_, { state, p, within }) => {
        if (within === 'domsg') state.threads[p.thread]?.calls.push({ name: 'domsg', port: 1, message: 0 });
      },
      (right, within) => (within === 'domsg' ? undefined : right),
    ),
    'domsg waits for its message only',
  ),
  fault(
    'sendmsg tells its caller the code',
    'C4',
    simple,
    andAlso('completes', nothing, (right, within) => (within === 'sendmsg' ? { value: 0 } : right)),
    'sendmsg reports nothing',
    'the caller chooses',
  ),
  fault(
    'sendmsg waits for the reply',
    'C4',
    simple,
    andAlso('queues', (_, { state, p, within }) => {
      if (within === 'sendmsg') state.threads[p.thread]?.calls.push({ name: 'sendmsg', port: p.port, message: 0 });
    }),
    'sendmsg never waits',
    'sendmsg reports nothing',
  ),
  fault(
    'sendmsg does not reply for the target',
    'C5',
    simple,
    andAlso('completes', (message, { state, p, within }) => {
      if (within !== 'sendmsg') return;
      dropFromQueues(state, 0);
      Object.assign(message, { place: 'idle', at: NONE, holder: p.thread, flags: ASYNC | DONE });
    }),
    'sendmsg replies for the target',
  ),
  fault(
    'a target that answers a code replies too',
    'C11',
    simple,
    andAlso('completes', (message, { state, within }) => {
      if (within !== 'beginmsg') return;
      state.ports[0]?.queue.push(0);
      Object.assign(message, { place: 'parked', at: 0, holder: NONE, flags: DONE | REPLY | QUEUED });
    }),
    'who answers a code owes no reply',
  ),
  fault(
    'a target queues and leaves DONE set',
    'C11',
    simple,
    andAlso('queues', (message) => {
      message.flags |= DONE;
    }),
    'who queues clears DONE',
    'DONE means back',
  ),
  fault(
    'a begin function decides what it may not',
    'C10',
    circle,
    wrong('completes', ({ guard }) => ({
      guard: (configuration, state, p) => guard(configuration, state, p) || state.threads[p.thread]?.calls.length === 1,
    })),
    'a begin function decides in its caller',
  ),
  fault(
    'domsg is queued to its caller',
    'C25',
    oneself,
    wrong('queues', ({ guard }) => ({
      guard: (configuration, state, p) =>
        guard(configuration, state, p) || (innermost(state, p.thread)?.name === 'domsg' && isBegun(state, p.thread)),
    })),
    'domsg is not queued to its caller',
    'a begin function decides in its caller',
  ),
];
