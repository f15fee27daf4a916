/** What getport, waitport and waitmsg do, and in which order messages are taken (C13, C18, C19). */
import { QUEUED } from '../names.ts';
import { NONE } from '../state.ts';
import type { StepProperty } from './step.ts';
import { holdsOf, portsLost, sameCalls, sameMessage, samePort } from './step.ts';

const TAKES = ['getport', 'take'];

export const takesTheHead: StepProperty = {
  name: 'taking takes the head',
  clauses: ['C17', 'C19'],
  sentence:
    'getport and waitport return the head of the queue and clear QUEUED: a request is the taker’s now, a reply is idle again.',
  of: TAKES,
  holds: (step) => {
    const message = step.about;
    if (message === undefined) return true;
    const { id, old, now } = message;
    const mine = now.holder === step.p.thread && now.place === (old.place === 'parked' ? 'idle' : 'taken');
    return step.returned?.value === id && mine && now.flags === (old.flags & ~QUEUED) && portsLost(step, id);
  },
};

export const getportNeverBlocks: StepProperty = {
  name: 'getport never blocks',
  clauses: ['C19'],
  sentence: 'getport returns at once, with nothing exactly if the queue is empty, and changes no call.',
  of: ['getport'],
  holds: ({ before, after, p, returned }) =>
    (returned?.value === null) === (before.ports[p.port]?.queue.length === 0) &&
    returned !== undefined &&
    sameCalls(before, after),
};

export const takenInOrder: StepProperty = {
  name: 'messages are taken in order',
  clauses: ['C13'],
  sentence: 'What is taken from a port has nothing ahead of it that the same sender sent there before.',
  of: TAKES,
  holds: ({ observerBefore, returned }) => (observerBefore[returned?.value ?? NONE]?.ahead ?? 0) === 0,
};

export const arrivesInOrder: StepProperty = {
  name: 'messages arrive in order',
  clauses: ['C13'],
  sentence: 'What arrives leaves nothing in transit that the same thread sent to the same port before.',
  of: ['arrive'],
  holds: holdsOf(({ seen }) => seen.ahead === 0),
};

export const waitmsgCollects: StepProperty = {
  name: 'waitmsg takes its message off the reply port',
  clauses: ['C18'],
  sentence: 'domsg and waitmsg take their own message off its port, which keeps the others in order, and clear QUEUED.',
  of: ['collect'],
  holds: holdsOf(
    ({ id, old, now }, step) =>
      now.place === 'idle' &&
      now.holder === step.p.thread &&
      now.flags === (old.flags & ~QUEUED) &&
      portsLost(step, id),
  ),
};

export const waitingTouchesNothing: StepProperty = {
  name: 'to wait touches nothing',
  clauses: ['C18', 'C19'],
  sentence: 'To call waitmsg or waitport changes no message and no port.',
  of: ['waitmsg', 'waitport'],
  holds: ({ before, after }) =>
    before.messages.every((old, id) => sameMessage(old, after.messages[id])) &&
    before.ports.every((old, port) => samePort(old, after.ports[port])),
};
