// Models that are wrong in one place, and what has to notice: the proof that the properties are awake.
//
// Each fault replaces an action. It names the clause it breaks and the properties that must report it, together all there are:
// a property that is weakened until it holds of everything is missed by at least one fault.
import type { Action, ClauseId, Configuration, Message, Parameters, Returned, State } from '../../model/index.ts';
import { ACTIONS, ASYNC, DONE, EASYNC, ECONNABORTED, innermost, NONE, QUEUED, REPLY } from '../../model/index.ts';
import { worldNamed } from './configurations.ts';
import type { Agent, World } from './environment.ts';

export interface ModelFault {
  readonly name: string;
  /** The clause it breaks. */
  readonly clause: ClauseId;
  readonly world: World;
  readonly actions: readonly Action[];
  /** Names of properties that must report it. */
  readonly caughtBy: readonly string[];
}

type Change = Partial<Pick<Action, 'guard' | 'effect' | 'refuses'>>;
type Model = readonly Action[];

/** The model with one action changed. */
function wrong(name: string, change: (right: Action) => Change): Model {
  return ACTIONS.map((action) => (action.name === name ? { ...action, ...change(action) } : action));
}

/** An effect, done right, and then one thing more. `message` is the one it is about, found before. */
function then(
  name: string,
  more: (message: Message, state: State, p: Parameters, within: string, configuration: Configuration) => void,
  returns: (right: Returned, within: string) => Returned = (right) => right,
): Model {
  return wrong(name, (right) => ({
    effect(configuration, state, p) {
      const call = innermost(state, p.thread);
      const id = p.message === NONE ? headOrCall(state, name, p) : p.message;
      const returned = right.effect(configuration, state, p);
      const message = state.messages[id];
      if (message !== undefined) more(message, state, p, call?.name ?? '', configuration);
      return returns(returned, call?.name ?? '');
    },
  }));
}

function headOrCall(state: State, name: string, p: Parameters): number {
  const call = innermost(state, p.thread);
  if (name === 'getport') return state.ports[p.port]?.queue[0] ?? NONE;
  if (name === 'take') return state.ports[call?.port ?? NONE]?.queue[0] ?? NONE;
  return call?.message ?? NONE;
}

/** A call that is refused less often. */
function allowing(name: string, refuses: NonNullable<Action['refuses']>): Model {
  return wrong(name, (right) => ({
    refuses,
    guard: (configuration, state, p) =>
      right.guard(configuration, state, p) ||
      (state.threads[p.thread]?.calls.length === 0 && refuses(configuration, state, p) === undefined),
  }));
}

const never = (): undefined => undefined;
const nothing = (): void => undefined;

function endCall(state: State, thread: number): void {
  state.threads[thread]?.calls.pop();
}

// A port and a message that every fault of queues needs are found with ?., as a fault must not fail for want of them.

const dropFromQueues = (state: State, id: number): void => {
  for (const port of state.ports) port.queue = port.queue.filter((entry) => entry !== id);
};

/** Without trying every misuse in every state, which takes long and shows nothing of most faults. */
const quiet = (world: World): World => ({ ...world, misuse: false });

const simple = quiet(worldNamed('one message'));
const pair = worldNamed('two messages');
const pairAborted = worldNamed('two messages, aborts');
const circle = quiet(worldNamed('forwarding'));
const mutual = worldNamed('servers of each other');
const nested = worldNamed('calls in a begin function');
const oneself = quiet(worldNamed('to oneself'));

/** The same world, its threads more daring than any right model lets them be. */
function daring(world: World, more: Partial<Agent>): World {
  return { ...world, agents: world.agents.map((agent) => ({ ...agent, ...more })) };
}

function fault(name: string, clause: ClauseId, world: World, actions: Model, ...caughtBy: string[]): ModelFault {
  return { name, clause, world, actions, caughtBy };
}

// ------------------------------------------------------------------------------------------------------------------- sends

const SENDING: readonly ModelFault[] = [
  fault(
    'domsg keeps ASYNC',
    'C6',
    simple,
    wrong('domsg', ({ effect }) => ({
      effect(configuration, state, p) {
        const hint = (state.messages[p.message]?.flags ?? 0) & ASYNC;
        const returned = effect(configuration, state, p);
        const message = state.messages[p.message];
        if (message !== undefined) message.flags |= hint;
        return returned;
      },
    })),
    'domsg prepares',
    'the hint is the sender’s',
  ),
  fault(
    'sendmsg forgets ASYNC',
    'C7',
    simple,
    then('sendmsg', (message) => {
      message.flags &= ~ASYNC;
    }),
    'sendmsg prepares',
    'the hint is the sender’s',
  ),
  fault(
    'beginmsg leaves REPLY set',
    'C6',
    simple,
    wrong('beginmsg', ({ effect }) => ({
      effect(configuration, state, p) {
        const old = (state.messages[p.message]?.flags ?? 0) & REPLY;
        const returned = effect(configuration, state, p);
        const message = state.messages[p.message];
        if (message !== undefined) message.flags |= old;
        return returned;
      },
    })),
    'domsg prepares',
    'REPLY means an asynchronous reply',
  ),
  fault(
    'sendmsg takes the port of the target as reply port',
    'C7',
    simple,
    then('sendmsg', (message, _, p) => {
      message.replyPort = p.port;
    }),
    'sendmsg prepares',
    'the reply port is the sender’s',
  ),
  fault(
    'an abort request outlives its send',
    'C22',
    simple,
    wrong('sendmsg', ({ effect }) => ({
      effect(configuration, state, p) {
        const asked = state.messages[p.message]?.abortRequest === true;
        const returned = effect(configuration, state, p);
        const message = state.messages[p.message];
        if (message !== undefined) message.abortRequest = asked;
        return returned;
      },
    })),
    'sendmsg prepares',
    'an abort request belongs to its send',
  ),
  fault(
    'initmsg keeps the flags',
    'C24',
    simple,
    wrong('initmsg', ({ effect }) => ({
      effect(configuration, state, p) {
        const flags = state.messages[p.message]?.flags ?? DONE;
        const returned = effect(configuration, state, p);
        const message = state.messages[p.message];
        if (message !== undefined) message.flags = flags;
        return returned;
      },
    })),
    'initmsg resets',
  ),
];

// ----------------------------------------------------------------------------------------------------------------- targets

const DECIDING: readonly ModelFault[] = [
  fault(
    'domsg returns EASYNC',
    'C1',
    simple,
    then(
      'queues',
      (_, state, p, within) => {
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
    then('completes', nothing, (right, within) => (within === 'sendmsg' ? right : { value: 1 })),
    'the completion code is returned',
    'beginmsg and forwardmsg report the answer',
  ),
  fault(
    'domsg waits although its target has completed the message',
    'C3',
    simple,
    then(
      'completes',
      (_, state, p, within) => {
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
    then('completes', nothing, (right, within) => (within === 'sendmsg' ? { value: 0 } : right)),
    'sendmsg reports nothing',
    'the caller chooses',
  ),
  fault(
    'sendmsg waits for the reply',
    'C4',
    simple,
    then('queues', (_, state, p, within) => {
      if (within === 'sendmsg') state.threads[p.thread]?.calls.push({ name: 'sendmsg', port: p.port, message: 0 });
    }),
    'sendmsg never waits',
    'sendmsg reports nothing',
  ),
  fault(
    'sendmsg does not reply for the target',
    'C5',
    simple,
    then('completes', (message, state, p, within) => {
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
    then('completes', (message, state, _p, within) => {
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
    then('queues', (message) => {
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

const isBegun = (state: State, thread: number): boolean =>
  state.messages[innermost(state, thread)?.message ?? NONE]?.place === 'begun';

// ------------------------------------------------------------------------------------------------------------------ replies

const REPLYING: readonly ModelFault[] = [
  fault(
    'a synchronous reply is queued',
    'C14',
    simple,
    then('replymsg', (message, state) => {
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
    then('replies', (message) => {
      if (message.place === 'answered') message.flags |= REPLY;
    }),
    'a synchronous reply queues nothing',
    'REPLY means an asynchronous reply',
  ),
  fault(
    'an asynchronous reply goes back to its replier',
    'C15',
    simple,
    then('replymsg', (message, state) => {
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
    then('replymsg', (message) => {
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
    then('replymsg', (message, _, p) => {
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
    then('arrive', (message) => {
      if (message.place === 'parked') message.flags &= ~DONE;
    }),
    'what arrives joins the queue',
    'DONE means back',
  ),
  fault(
    'what arrives is still its sender’s',
    'C23',
    simple,
    then('arrive', (message) => {
      message.holder = 0;
    }),
    'a message has one owner',
  ),
  fault(
    'what arrives goes to the front',
    'C13',
    pair,
    then('arrive', (_, state, p) => {
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
    then('replymsg', (_, state) => {
      if (innermost(state, 0)?.name === 'waitmsg') endCall(state, 0);
    }),
    'a step moves one thread',
  ),
];

// ------------------------------------------------------------------------------------------------------------------ waiting

const TAKING: readonly ModelFault[] = [
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
    then('getport', (message) => {
      message.flags |= QUEUED;
    }),
    'QUEUED means queued',
    'taking takes the head',
  ),
  fault(
    'waitport leaves the message on the queue',
    'C17',
    simple,
    then('take', (message, state) => {
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
    then('getport', (message) => {
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
    then('collect', (message) => {
      message.error = 0;
    }),
    'the error stays',
    'the error is the completion code',
  ),
  fault(
    'to call waitmsg takes the reply at once',
    'C18',
    simple,
    then('waitmsg', (message) => {
      message.flags &= ~QUEUED;
    }),
    'to wait touches nothing',
    'QUEUED means queued',
  ),
];

// ----------------------------------------------------------------------------------------------- abort, forwarding, misuse

const USING: readonly ModelFault[] = [
  fault(
    'abortmsg takes the message away',
    'C22',
    simple,
    then('abortmsg', (message) => {
      if (message.place === 'taken') message.error = ECONNABORTED;
    }),
    'abortmsg only asks',
  ),
  fault(
    'abortmsg reaches into a begin function',
    'C10',
    circle,
    then('abortmsg', (message) => {
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
    then('honourAbort', (message) => {
      message.error = 0;
    }),
    'an abort completes what was not served',
    'the error is the completion code',
  ),
  fault(
    'forwarding takes the reply for itself',
    'C26',
    circle,
    then('forwardmsg', (message, _, p) => {
      message.replyPort = p.thread;
    }),
    'forwarding changes nothing',
    'the reply port is the sender’s',
  ),
  fault(
    'a forwarder that gets a code loses the message',
    'C11',
    circle,
    then('completes', (message, _, _p, within) => {
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
    worldNamed('one message'),
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

function nestedFreely(world: World): World {
  return { ...world, agents: world.agents.map((agent) => ({ ...agent, nested: agent.calls })) };
}

function queuesOnly({ configuration }: World): Configuration {
  return { ...configuration, begins: configuration.begins.map((begin) => ({ ...begin, completes: [] })) };
}

export const MODEL_FAULTS: readonly ModelFault[] = [...SENDING, ...DECIDING, ...REPLYING, ...TAKING, ...USING];
