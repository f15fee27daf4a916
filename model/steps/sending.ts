/** What a send does and returns: domsg, sendmsg, beginmsg, and initmsg before them (C1, C2, C4, C6, C7). */
import { ASYNC, DONE, EASYNC, QUEUED, REPLY } from '../names.ts';
import type { StepProperty } from './step.ts';
import { DECISIONS, holdsOf } from './step.ts';

export const neverReturnsEasync: StepProperty = {
  name: 'no EASYNC from domsg and waitmsg',
  clauses: ['C1'],
  sentence: 'domsg and waitmsg never return EASYNC, and always a code.',
  of: [...DECISIONS, 'collect'],
  holds: (step) => {
    const { call, ended } = step;
    if (!ended || (call?.name !== 'domsg' && call?.name !== 'waitmsg')) return true;
    return typeof step.returned?.value === 'number' && step.returned.value !== EASYNC;
  },
};

export const returnsTheCode: StepProperty = {
  name: 'the completion code is returned',
  clauses: ['C2', 'C18'],
  sentence: 'domsg and waitmsg return the code their message was completed with, and it is idle then.',
  of: ['completes', 'collect'],
  holds: holdsOf(({ id, now }, step) => {
    const { call, ended } = step;
    if (call?.name !== 'domsg' && call?.name !== 'waitmsg') return true;
    return ended && step.returned?.value === step.observerAfter[id]?.code && now.place === 'idle';
  }),
};

export const sendmsgReportsNothing: StepProperty = {
  name: 'sendmsg reports nothing',
  clauses: ['C4'],
  sentence: 'As soon as the begin function has decided sendmsg returns, and no code.',
  of: DECISIONS,
  holds: (step) => {
    const { call, ended } = step;
    return call?.name !== 'sendmsg' || (ended && step.returned?.value === null);
  },
};

export const beginmsgReportsTheAnswer: StepProperty = {
  name: 'beginmsg and forwardmsg report the answer',
  clauses: ['C11', 'C26'],
  sentence: 'beginmsg and forwardmsg return what the begin function answered: EASYNC, or the code.',
  of: DECISIONS,
  holds: (step) => {
    const { call, ended } = step;
    if (call?.name !== 'beginmsg' && call?.name !== 'forwardmsg') return true;
    return ended && step.returned?.value === (step.action === 'completes' ? step.p.code : EASYNC);
  },
};

const prepared = (hint: number): StepProperty['holds'] =>
  holdsOf(
    ({ old, now }, { p }) =>
      now.flags === ((old.flags & ~(ASYNC | REPLY | QUEUED)) | hint) &&
      now.replyPort === p.thread &&
      !now.abortRequest &&
      now.error === 0 &&
      now.place === 'begun' &&
      now.holder === p.thread,
  );

export const domsgPrepares: StepProperty = {
  name: 'domsg prepares',
  clauses: ['C6'],
  sentence:
    'domsg and beginmsg clear ASYNC, REPLY, QUEUED and the abort request and set the reply port before the target sees the message.',
  of: ['domsg', 'beginmsg'],
  holds: prepared(0),
};

export const sendmsgPrepares: StepProperty = {
  name: 'sendmsg prepares',
  clauses: ['C7'],
  sentence:
    'sendmsg sets ASYNC, clears REPLY, QUEUED and the abort request and sets the reply port before the target sees the message.',
  of: ['sendmsg'],
  holds: prepared(ASYNC),
};

export const initmsgResets: StepProperty = {
  name: 'initmsg resets',
  clauses: ['C24'],
  sentence: 'initmsg leaves a message idle, with DONE alone and no abort request, and its code as it was.',
  of: ['initmsg'],
  holds: holdsOf(
    ({ old, now }, { p }) =>
      now.flags === DONE &&
      now.replyPort === p.thread &&
      !now.abortRequest &&
      now.place === 'idle' &&
      now.error === old.error,
  ),
};
