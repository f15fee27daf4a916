/** What no step does, whichever it is (C10, C13, C22, C23). */
import type { StepProperty } from './step.ts';
import { actor, holdsOf, ownerOfMessage, sameButAbort, sameCallsOf, sameList, sameMessage, without } from './step.ts';

export const oneMessageAStep: StepProperty = {
  name: 'a step changes one message',
  clauses: ['C22', 'C23'],
  sentence: 'A step changes no message but the one it is about.',
  of: [],
  holds: ({ before, after, id }) =>
    before.messages.every((old, index) => index === id || sameMessage(old, after.messages[index])),
};

export const onlyTheOwnerActs: StepProperty = {
  name: 'only the owner touches a message',
  clauses: ['C23'],
  sentence: 'Whoever changes a message, save its abort request, owned it before.',
  of: [],
  holds: holdsOf(
    ({ id, old, now }, step) => sameButAbort(old, now) || ownerOfMessage(step.configuration, old, id) === actor(step),
  ),
};

export const queuesChangeAtTheirEnds: StepProperty = {
  name: 'queues grow at the end',
  clauses: ['C13', 'C19'],
  sentence: 'A step changes a queue only by taking its message off, or by adding it behind all others.',
  of: [],
  holds: ({ before, after, id }) =>
    before.ports.every(({ queue: old }, port) => {
      const now = after.ports[port]?.queue ?? [];
      if (sameList(old, now)) return true;
      const others = without(old, id);
      return sameList(others, now) || sameList([...others, id], now);
    }),
};

export const onlyTheCallerMoves: StepProperty = {
  name: 'a step moves one thread',
  clauses: ['C10', 'C20'],
  sentence: 'A step ends or begins calls of no thread but the one it is a step of.',
  of: [],
  holds: ({ before, after, p }) =>
    before.threads.every((_, thread) => thread === p.thread || sameCallsOf(thread, before, after)),
};
