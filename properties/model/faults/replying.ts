// Faults of replies, and of how they arrive.
import { DONE, EASYNC, innermost, QUEUED, REPLY } from '../../../model/index.ts';
import type { ModelFault } from './fault.ts';
import { andAlso, endCall, fault, pair, simple, wrong } from './fault.ts';

export const REPLYING: readonly ModelFault[] = [
  fault(
    'a synchronous reply is queued',
    'C14',
    simple,
    andAlso('replymsg', (message, { state }) => {
      if (message.place !== 'answered') return;
      state.ports[0]?.queue.push(0);
      Object.assign(message, { place: 'parked', at: 0, flags: DONE | QUEUED });
    }),
    'a synchronous reply queues nothing',
  ),
  fault(
    'a synchronous reply sets REPLY',
    'C14',
    simple,
    andAlso('replies', (message) => {
      if (message.place === 'answered') message.flags |= REPLY;
    }),
    'a synchronous reply queues nothing',
    'REPLY means an asynchronous reply',
  ),
  fault(
    'an asynchronous reply goes back to its replier',
    'C15',
    simple,
    andAlso('replymsg', (message, { state }) => {
      const [home, other] = state.ports;
      if (message.place !== 'returning' || home === undefined || other === undefined) return;
      other.transit.push(...home.transit.splice(0));
      message.at = 1;
    }),
    'an asynchronous reply goes to the reply port',
  ),
  fault(
    'a reply forgets the code',
    'C2',
    simple,
    andAlso('replymsg', (message) => {
      message.error = 0;
    }),
    'the error is the completion code',
  ),
  fault(
    'a reply with EASYNC',
    'C1',
    { ...simple, configuration: { ...simple.configuration, codes: [EASYNC] } },
    wrong('replymsg', ({ guard, refuses }) => ({
      guard: (configuration, state, p) => guard(configuration, state, { ...p, code: 0 }),
      refuses: (configuration, state, p) => refuses?.(configuration, state, { ...p, code: 0 }),
    })),
    'EASYNC is no completion code',
    'misuse is refused, and nothing else is',
  ),
  fault(
    'who has replied keeps the message',
    'C16',
    simple,
    andAlso('replymsg', (message, { p }) => {
      if (message.place === 'answered') Object.assign(message, { place: 'taken', holder: p.thread });
    }),
    'an accepted message is owed a reply',
  ),
  fault(
    'a message is replied twice',
    'C16',
    simple,
    wrong('replymsg', ({ guard, effect }) => ({
      guard: (configuration, state, p) =>
        guard(configuration, state, p) ||
        (p.thread === 1 && innermost(state, 1) === undefined && state.messages[p.message]?.place === 'answered'),
      effect,
    })),
    'one reply',
    'only the owner touches a message',
    'misuse is refused, and nothing else is',
  ),
  fault(
    'what arrives has no DONE',
    'C15',
    simple,
    andAlso('arrive', (message) => {
      if (message.place === 'parked') message.flags &= ~DONE;
    }),
    'what arrives joins the queue',
    'DONE means back',
  ),
  fault(
    'what arrives is still its sender’s',
    'C23',
    simple,
    andAlso('arrive', (message) => {
      message.holder = 0;
    }),
    'a message has one owner',
  ),
  fault(
    'what arrives goes to the front',
    'C13',
    pair,
    andAlso('arrive', (_, { state, p }) => {
      const queue = state.ports[p.port]?.queue;
      if (queue !== undefined) queue.unshift(...queue.splice(-1));
    }),
    'queues grow at the end',
    'queues keep their order',
    'what arrives joins the queue',
  ),
  fault(
    'messages overtake in transit',
    'C13',
    pair,
    wrong('arrive', () => ({
      guard: (_, state, p) => state.ports[p.port]?.transit.includes(p.message) === true,
    })),
    'messages arrive in order',
    'what is in transit arrives',
  ),
  fault(
    'a reply ends the wait of its originator itself',
    'C20',
    simple,
    andAlso('replymsg', (_, { state }) => {
      if (innermost(state, 0)?.name === 'waitmsg') endCall(state, 0);
    }),
    'a step moves one thread',
  ),
];
