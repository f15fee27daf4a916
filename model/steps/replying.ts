/** What a reply does, and that there is one (C14, C15, C16). */
import { DONE, ECONNABORTED, QUEUED, REPLY } from '../names.ts';
import { NONE } from '../state.ts';
import type { StepProperty } from './step.ts';
import { actor, holdsOf, portsLost, putOn, sameList } from './step.ts';

const REPLIES = ['replymsg', 'replies', 'honourAbort'];

export const synchronousReply: StepProperty = {
  name: 'a synchronous reply queues nothing',
  clauses: ['C14'],
  sentence:
    'Replying a message without ASYNC stores the code and sets DONE, leaves REPLY clear, and puts nothing on any port.',
  of: REPLIES,
  holds: holdsOf(({ id, now, seen }, step) => {
    if (seen.asynchronous) return true;
    const code = step.action === 'honourAbort' ? ECONNABORTED : step.p.code;
    return now.place === 'answered' && now.flags === DONE && now.error === code && portsLost(step, id);
  }),
};

export const asynchronousReply: StepProperty = {
  name: 'an asynchronous reply goes to the reply port',
  clauses: ['C15'],
  sentence:
    'Replying a message with ASYNC stores the code and puts it on the built-in port of its originator, or on its way there.',
  of: REPLIES,
  holds: holdsOf((message, step) => {
    const { id, now, seen } = message;
    if (!seen.asynchronous) return true;
    const code = step.action === 'honourAbort' ? ECONNABORTED : step.p.code;
    return now.error === code && putOn(step, message, actor(step), step.configuration.originators[id] ?? NONE);
  }),
};

export const arrivalJoinsTheQueue: StepProperty = {
  name: 'what arrives joins the queue',
  clauses: ['C15', 'C17'],
  sentence:
    'What arrives is last on the queue with QUEUED, and a reply has DONE and REPLY too, and nothing else changes.',
  of: ['arrive'],
  holds: holdsOf(({ id, old, now }, { p, before, after }) => {
    const set = old.place === 'returning' ? DONE | REPLY | QUEUED : QUEUED;
    const queue = [...(before.ports[p.port]?.queue ?? []), id];
    return (
      now.flags === (old.flags | set) && now.error === old.error && sameList(after.ports[p.port]?.queue ?? [], queue)
    );
  }),
};

export const oneReply: StepProperty = {
  name: 'one reply',
  clauses: ['C11', 'C16'],
  sentence: 'What replies was owed by an accepted message, or comes from the begin function itself, and settles it.',
  of: [...REPLIES, 'completes'],
  holds: holdsOf(({ id, seen }, { action, observerAfter }) => {
    const owedAfter = observerAfter[id]?.owed;
    if (action === 'completes') return owedAfter === seen.owed;
    return (seen.owed || (action === 'replies' && seen.code === NONE)) && owedAfter === false;
  }),
};

export const errorStays: StepProperty = {
  name: 'the error stays',
  clauses: ['C16', 'C18'],
  sentence: 'Once a message is completed its error changes only when it is sent again.',
  of: [],
  holds: holdsOf(({ id, old, now, seen }, { observerAfter }) => {
    const sentAgain = observerAfter[id]?.code === NONE;
    return seen.code === NONE || sentAgain || now.error === old.error;
  }),
};
