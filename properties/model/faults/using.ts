// Faults of abort and forwarding, and of what is refused.
import { ACTIONS, DONE, ECONNABORTED, NONE } from '../../../model/index.ts';
import type { ModelFault } from './fault.ts';
import {
  allowing,
  andAlso,
  audited,
  circle,
  fault,
  mutual,
  nested,
  nestedFreely,
  never,
  pair,
  pairAborted,
  queuesOnly,
  simple,
  wrong,
} from './fault.ts';

export const USING: readonly ModelFault[] = [
  fault(
    'abortmsg takes the message away',
    'C22',
    simple,
    andAlso('abortmsg', (message) => {
      if (message.place === 'taken') message.error = ECONNABORTED;
    }),
    'abortmsg only asks',
  ),
  fault(
    'abortmsg reaches into a begin function',
    'C10',
    circle,
    andAlso('abortmsg', (message) => {
      if (message.place === 'begun') message.error = ECONNABORTED;
    }),
    'a begun message is its begin function’s',
    'abortmsg only asks',
  ),
  fault(
    'an abort hits a message that is served',
    'C22',
    simple,
    wrong('honourAbort', ({ guard, effect }) => ({
      guard: (configuration, state, p) =>
        guard(configuration, state, p) ||
        (state.messages[p.message]?.abortRequest === true && state.messages[p.message]?.place === 'taken'),
      effect(configuration, state, p) {
        const message = state.messages[p.message];
        if (message?.place !== 'taken') return effect(configuration, state, p);
        Object.assign(message, { place: 'answered', holder: NONE, error: ECONNABORTED, flags: message.flags | DONE });
        return undefined;
      },
    })),
    'an abort completes what was not served',
    'an abort is honoured before service only',
  ),
  fault(
    'an abort sweeps all that was asked for on the port, as in 2003',
    'C22',
    pairAborted,
    wrong('honourAbort', ({ guard, effect }) => ({
      effect(configuration, state, p) {
        const returned = effect(configuration, state, p);
        const other = { ...p, message: 1 - p.message };
        return guard(configuration, state, other) ? effect(configuration, state, other) : returned;
      },
    })),
    'a step changes one message',
  ),
  fault(
    'an abort completes with another code',
    'C22',
    simple,
    andAlso('honourAbort', (message) => {
      message.error = 0;
    }),
    'an abort completes what was not served',
    'the error is the completion code',
  ),
  fault(
    'forwarding takes the reply for itself',
    'C26',
    circle,
    andAlso('forwardmsg', (message, { p }) => {
      message.replyPort = p.thread;
    }),
    'forwarding changes nothing',
    'the reply port is the sender’s',
  ),
  fault(
    'a forwarder that gets a code loses the message',
    'C11',
    circle,
    andAlso('completes', (message, { within }) => {
      if (within === 'forwardmsg') Object.assign(message, { place: 'idle', holder: 0, flags: message.flags | DONE });
    }),
    'who answers a code owes no reply',
    'an accepted message is owed a reply',
  ),
  fault(
    'a message in use is sent',
    'C24',
    simple,
    allowing('sendmsg', never),
    'misuse is refused, and nothing else is',
    'only the owner touches a message',
  ),
  fault(
    'a thread that waits calls',
    'C10',
    nestedFreely(pair),
    wrong('sendmsg', ({ refuses }) => ({
      guard: (configuration, state, p) => refuses?.(configuration, state, p) === undefined,
    })),
    'calls nest in begin functions only',
    'misuse is refused, and nothing else is',
  ),
  fault(
    'domsg to oneself is not refused',
    'C25',
    { ...mutual, agents: mutual.agents.map((agent) => ({ ...agent, to: [0, 1] })), configuration: queuesOnly(mutual) },
    wrong('domsg', () => {
      const send = ACTIONS.find(({ name }) => name === 'sendmsg');
      return send === undefined ? {} : { guard: send.guard };
    }),
    'domsg to oneself is refused',
    'misuse is refused, and nothing else is',
  ),
  fault(
    'a refusal gives a wrong reason',
    'C24',
    audited,
    wrong('sendmsg', ({ refuses }) => ({
      refuses(configuration, state, p) {
        const refusal = refuses?.(configuration, state, p);
        return refusal?.code === 'ENXIO' ? { ...refusal, code: 'EBUSY' } : refusal;
      },
    })),
    'a refusal says why',
  ),
  fault(
    'a legal call is refused',
    'C24',
    nested,
    wrong('waitmsg', ({ guard }) => ({
      guard: (configuration, state, p) => guard(configuration, state, p) && state.messages[p.message]?.place !== 'idle',
    })),
    'misuse is refused, and nothing else is',
  ),
];
