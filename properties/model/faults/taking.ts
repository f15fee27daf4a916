// Faults of taking and waiting, lost wakeups among them.
import { innermost, NONE, QUEUED } from '../../../model/index.ts';
import type { ModelFault } from './fault.ts';
import { allowing, andAlso, daring, fault, isBegun, never, pair, simple, wrong } from './fault.ts';

export const TAKING: readonly ModelFault[] = [
  fault(
    'getport takes the last one',
    'C13',
    pair,
    wrong('getport', ({ effect }) => ({
      effect(configuration, state, p) {
        const queue = state.ports[p.port]?.queue;
        if (queue !== undefined) queue.unshift(...queue.splice(-1));
        return effect(configuration, state, p);
      },
    })),
    'messages are taken in order',
    'taking takes the head',
    'a step changes one message',
  ),
  fault(
    'getport leaves QUEUED set',
    'C17',
    simple,
    andAlso('getport', (message) => {
      message.flags |= QUEUED;
    }),
    'QUEUED means queued',
    'taking takes the head',
  ),
  fault(
    'waitport leaves the message on the queue',
    'C17',
    simple,
    andAlso('take', (message, { state }) => {
      if (message.place === 'taken') state.ports[1]?.queue.push(0);
    }),
    'a message is in one place',
    'taking takes the head',
  ),
  fault(
    'getport blocks',
    'C19',
    simple,
    wrong('getport', ({ effect }) => ({
      effect(configuration, state, p) {
        if (state.ports[p.port]?.queue.length !== 0) return effect(configuration, state, p);
        state.threads[p.thread]?.calls.push({ name: 'waitport', port: p.port, message: NONE });
        return undefined;
      },
    })),
    'getport never blocks',
  ),
  fault(
    'getport takes from the port of another',
    'C19',
    daring(simple, { from: [0, 1] }),
    allowing('getport', never),
    'only the owner touches a message',
    'misuse is refused, and nothing else is',
  ),
  fault(
    'a taken message is held by nobody there is',
    'C23',
    simple,
    andAlso('getport', (message) => {
      message.holder = 6;
    }),
    'the state is well formed',
  ),
  fault(
    'domsg goes on before its message is DONE',
    'C3',
    simple,
    wrong('collect', ({ guard }) => ({
      guard: (configuration, state, p) =>
        guard(configuration, state, p) || (innermost(state, p.thread)?.name === 'domsg' && !isBegun(state, p.thread)),
    })),
    'who waits for a message wakes when it is DONE',
    'the completion code is returned',
    'only the owner touches a message',
  ),
  fault(
    'a wakeup is lost: the message is DONE, its waiter sleeps',
    'C20',
    simple,
    wrong('collect', ({ guard }) => ({
      guard: (configuration, state, p) =>
        guard(configuration, state, p) && innermost(state, p.thread)?.name !== 'domsg',
    })),
    'who waits for a message wakes when it is DONE',
    'what is out comes back',
  ),
  fault(
    'a wakeup is lost: the port is not empty, its owner sleeps',
    'C20',
    simple,
    wrong('take', () => ({ guard: () => false })),
    'who waits on a port wakes when there is something',
    'what is out comes back',
  ),
  fault(
    'waitmsg leaves the reply on the port',
    'C18',
    pair,
    wrong('collect', ({ effect }) => ({
      effect(configuration, state, p) {
        const queues = state.ports.map(({ queue }) => queue.slice());
        const returned = effect(configuration, state, p);
        for (const [port, queue] of queues.entries()) state.ports[port]?.queue.splice(0, Infinity, ...queue);
        return returned;
      },
    })),
    'waitmsg takes its message off the reply port',
    'a message is in one place',
  ),
  fault(
    'waitmsg forgets the code',
    'C18',
    simple,
    andAlso('collect', (message) => {
      message.error = 0;
    }),
    'the error stays',
    'the error is the completion code',
  ),
  fault(
    'to call waitmsg takes the reply at once',
    'C18',
    simple,
    andAlso('waitmsg', (message) => {
      message.flags &= ~QUEUED;
    }),
    'to wait touches nothing',
    'QUEUED means queued',
  ),
];
