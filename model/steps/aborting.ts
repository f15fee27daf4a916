/** What abortmsg and forwardmsg do, and do not (C22, C26). */
import { ECONNABORTED, QUEUED } from '../names.ts';
import type { StepProperty } from './step.ts';
import { holdsOf, sameButAbort, sameCalls, sameMessage, samePort } from './step.ts';

export const abortOnlyAsks: StepProperty = {
  name: 'abortmsg only asks',
  clauses: ['C22'],
  sentence:
    'abortmsg sets the abort request of its message and changes nothing else; of a message that is back, or whose send still decides, not even that.',
  of: ['abortmsg'],
  holds: holdsOf(
    ({ id, old, now, seen }, { before, after }) =>
      sameButAbort(old, now) &&
      now.abortRequest === (old.place === 'idle' || (old.place === 'begun' && !seen.owed) ? old.abortRequest : true) &&
      before.messages.every((other, index) => index === id || sameMessage(other, after.messages[index])) &&
      before.ports.every((port, index) => samePort(port, after.ports[index])) &&
      sameCalls(before, after),
  ),
};

export const abortBeforeService: StepProperty = {
  name: 'an abort completes what was not served',
  clauses: ['C22'],
  sentence:
    'Only a message that is on its way to its target or queued there, and whose abort was asked for on this send, is completed with ECONNABORTED.',
  of: ['honourAbort'],
  holds: holdsOf(
    ({ old, now, seen }) =>
      (old.place === 'sent' || old.place === 'queued') && seen.abortAsked && now.error === ECONNABORTED,
  ),
};

export const forwardKeeps: StepProperty = {
  name: 'forwarding changes nothing',
  clauses: ['C26'],
  sentence:
    'Forwarding leaves hint, reply port, abort request and error as they are, and so does the target that queues.',
  of: ['forwardmsg', 'queues'],
  holds: holdsOf(({ old, now }, step) => {
    if (step.action !== 'forwardmsg' && step.call?.name !== 'forwardmsg') return true;
    const same = (now.flags & ~QUEUED) === (old.flags & ~QUEUED) && now.replyPort === old.replyPort;
    return same && now.abortRequest === old.abortRequest && now.error === old.error;
  }),
};
