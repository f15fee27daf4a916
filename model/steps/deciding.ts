/** What the begin function of a target does, whatever it decides (C5, C10, C11, C12, C25). */
import { ownerOf } from '../effects.ts';
import { ASYNC, DONE, QUEUED, REPLY } from '../names.ts';
import type { StepProperty } from './step.ts';
import { DECISIONS, holdsOf, portsLost, putOn, sameButAbort } from './step.ts';

export const sendmsgRepliesForTheTarget: StepProperty = {
  name: 'sendmsg replies for the target',
  clauses: ['C5'],
  sentence:
    'A message sent with sendmsg that the begin function completes is parked at once on the reply port of the sender with that code.',
  of: ['completes'],
  holds: holdsOf((message, step) => {
    if (step.call?.name !== 'sendmsg') return true;
    const { now } = message;
    const allSet = now.flags === (ASYNC | DONE | REPLY | QUEUED);
    return now.error === step.p.code && allSet && putOn(step, message, step.p.thread, step.p.thread);
  }),
};

export const answeringACodeOwesNothing: StepProperty = {
  name: 'who answers a code owes no reply',
  clauses: ['C11', 'C12'],
  sentence:
    'If the begin function answers a code to domsg or beginmsg, the message is idle with that code, and goes to no port; a forwarder has it back.',
  of: ['completes'],
  holds: holdsOf(({ id, old, now }, step) => {
    const name = step.call?.name;
    if (name === 'sendmsg') return true;
    if (!portsLost(step, id) || now.flags !== old.flags) return false;
    if (name === 'forwardmsg') return now.place === 'taken' && now.holder === step.p.thread && now.error === old.error;
    return now.place === 'idle' && now.error === step.p.code;
  }),
};

export const queueingAccepts: StepProperty = {
  name: 'who queues clears DONE',
  clauses: ['C11', 'C12', 'C17'],
  sentence:
    'A begin function that queues has cleared DONE, and the message is on its way to that port or queued there.',
  of: ['queues'],
  holds: holdsOf(
    (message, step) => (message.now.flags & (DONE | REPLY)) === 0 && putOn(step, message, step.p.thread, step.p.port),
  ),
};

export const noQueueToOneself: StepProperty = {
  name: 'domsg is not queued to its caller',
  clauses: ['C25'],
  sentence: 'The begin function of a domsg never queues the message to the thread that calls domsg.',
  of: ['queues'],
  holds: (step) => step.call?.name !== 'domsg' || ownerOf(step.configuration, step.p.port) !== step.p.thread,
};

export const begunIsTheBeginFunctions: StepProperty = {
  name: 'a begun message is its begin function’s',
  clauses: ['C10', 'C12'],
  sentence:
    'Nothing but the begin function, in the thread that sends, changes a begun message, save its abort request.',
  of: [],
  holds: holdsOf(({ id, old, now }, { action, call, p }) => {
    if (old.place !== 'begun') return true;
    const decided = DECISIONS.includes(action) && p.thread === old.holder && call?.message === id;
    return decided || sameButAbort(old, now);
  }),
};
