/**
 * The implementation, which is right, against models that are wrong: what it does is then no behaviour of the model, and the
 * refinement has to say so. A model that only allows more than the right one goes unnoticed here: its own properties judge it.
 */
import { describe, expect, test } from 'vitest';
import type { Action, ClauseId, Message, Parameters, State } from '../../model/index.ts';
import { ACTIONS, ASYNC, DONE, NONE, QUEUED, REPLY } from '../../model/index.ts';
import { IMPLEMENTATION } from '../../properties/implementation.ts';
import { exhaustive, type Violation } from '../../properties/interleaving/index.ts';
import { SCENARIOS } from '../../properties/programs/scenarios.ts';
import { systemOf } from '../../properties/programs/system.ts';
import { clauseOf } from '../../properties/refinement/clause-of.ts';
import { modelActions } from '../../properties/refinement/explain.ts';
import { RefinementMonitor } from '../../properties/refinement/monitor.ts';

type Model = readonly Action[];

/** The model with one action changed. */
function wrong(name: string, change: (right: Action) => Partial<Action>): Model {
  expect(ACTIONS.some((action) => action.name === name)).toBe(true);
  return ACTIONS.map((action) => (action.name === name ? { ...action, ...change(action) } : action));
}

/** An effect, done right, and then one thing more to the message it is about. */
function then(name: string, more: (message: Message, state: State, p: Parameters) => void): Model {
  return wrong(name, ({ effect }) => ({
    effect(configuration, state, p) {
      const within = state.threads[p.thread]?.calls.at(-1)?.message ?? NONE;
      const head = state.ports[p.port]?.queue[0] ?? NONE;
      const returned = effect(configuration, state, p);
      const message = state.messages[p.message !== NONE ? p.message : within !== NONE ? within : head];
      if (message !== undefined) more(message, state, p);
      return returned;
    },
  }));
}

const never = (name: string): Model => wrong(name, () => ({ guard: () => false }));

interface Mutant {
  readonly name: string;
  readonly model: Model;
  readonly scenario: string;
  /** What the implementation then seems to break. */
  readonly clause: ClauseId;
}

const MUTANTS: readonly Mutant[] = [
  {
    name: 'domsg sets ASYNC',
    model: then('domsg', (message) => {
      message.flags |= ASYNC;
    }),
    scenario: 'one domsg',
    clause: 'C6',
  },
  {
    name: 'sendmsg forgets ASYNC',
    model: then('sendmsg', (message) => {
      message.flags &= ~ASYNC;
    }),
    scenario: 'two sendmsg, replies by waitport',
    clause: 'C7',
  },
  {
    name: 'an abort request outlives its send',
    model: wrong('sendmsg', ({ effect }) => ({
      effect(configuration, state, p) {
        const asked = state.messages[p.message]?.abortRequest === true;
        const returned = effect(configuration, state, p);
        const message = state.messages[p.message];
        if (message !== undefined) message.abortRequest = asked;
        return returned;
      },
    })),
    scenario: 'send again after an abort',
    clause: 'C7',
  },
  {
    name: 'a target queues and leaves DONE set',
    model: then('queues', (message) => {
      message.flags |= DONE;
    }),
    scenario: 'one domsg',
    clause: 'C11',
  },
  {
    name: 'a completion returns another code',
    model: wrong('completes', ({ effect }) => ({
      effect: (configuration, state, p) => (effect(configuration, state, p) === undefined ? undefined : { value: 1 }),
    })),
    scenario: 'domsg, begin completes',
    clause: 'C2',
  },
  {
    name: 'a synchronous reply sets REPLY',
    model: then('replymsg', (message) => {
      if (message.place === 'answered') message.flags |= REPLY;
    }),
    scenario: 'one domsg',
    clause: 'C14',
  },
  {
    name: 'a reply stores another code',
    model: then('replymsg', (message) => {
      message.error = 1;
    }),
    scenario: 'one domsg',
    clause: 'C14',
  },
  {
    name: 'what arrives has no DONE',
    model: then('arrive', (message) => {
      if (message.place === 'parked') message.flags &= ~DONE;
    }),
    scenario: 'two sendmsg, replies by waitport',
    clause: 'C15',
  },
  {
    name: 'what arrives goes to the front',
    model: then('arrive', (_, state, p) => {
      const queue = state.ports[p.port]?.queue;
      queue?.unshift(...queue.splice(-1));
    }),
    scenario: 'two sendmsg, replies by waitport',
    clause: 'C13',
  },
  {
    name: 'what arrives stays its sender’s',
    model: then('arrive', (message) => {
      message.holder = 0;
    }),
    scenario: 'two sendmsg, replies by waitport',
    clause: 'C23',
  },
  {
    name: 'getport leaves QUEUED set',
    model: then('getport', (message) => {
      message.flags |= QUEUED;
    }),
    scenario: 'getport polling',
    clause: 'C17',
  },
  { name: 'nothing is collected', model: never('collect'), scenario: 'one domsg', clause: 'C2' },
  { name: 'no abort is honoured', model: never('honourAbort'), scenario: 'abort of a sendmsg', clause: 'C22' },
  {
    name: 'an abort is honoured with another code',
    model: then('honourAbort', (message) => {
      message.error = 1;
    }),
    scenario: 'abort of a sendmsg',
    clause: 'C22',
  },
  {
    name: 'forwarding clears the hint',
    model: then('forwardmsg', (message) => {
      message.flags &= ~ASYNC;
    }),
    scenario: 'abort of a forwarded request',
    clause: 'C26',
  },
  {
    name: 'a legal reply is refused',
    model: wrong('replymsg', () => ({ refuses: () => ({ code: 'EPERM', why: 'it is' }), guard: () => false })),
    scenario: 'one domsg',
    clause: 'C24',
  },
  {
    name: 'a reply with EASYNC is none to refuse',
    model: wrong('replymsg', ({ guard, refuses }) => ({
      guard: (configuration, state, p) => guard(configuration, state, { ...p, code: 0 }),
      refuses: (configuration, state, p) => refuses?.(configuration, state, { ...p, code: 0 }),
    })),
    scenario: 'a reply with EASYNC',
    clause: 'C24',
  },
  {
    name: 'domsg to oneself is not refused',
    model: wrong('domsg', () => ({ refuses: () => undefined, guard: () => true })),
    scenario: 'domsg to oneself',
    clause: 'C25',
  },
];

function violationIn(name: string, model: Model): Violation | undefined {
  const scenario = SCENARIOS.find((one) => one.name === name);
  if (scenario === undefined) throw new Error(`there is no scenario "${name}"`);
  const monitor = new RefinementMonitor(scenario.program, IMPLEMENTATION, modelActions(model));
  return exhaustive(systemOf(scenario.program, IMPLEMENTATION), { monitor }).violation;
}

describe('a wrong model is noticed by the right implementation', () => {
  test.each(MUTANTS.map((mutant) => [mutant.name, mutant] as const))('%s', (_, { model, scenario, clause }) => {
    expect(violationIn(scenario, ACTIONS)).toBeUndefined();
    const violation = violationIn(scenario, model);
    if (violation === undefined) throw new Error('not noticed');
    expect(clauseOf(violation), violation.message).toBe(clause);
  });
});

test('what the refinement cannot see: a model that allows more', () => {
  const more = wrong('arrive', () => ({
    guard: (_, state, { port, message }) => state.ports[port]?.transit.includes(message) === true,
  }));
  expect(violationIn('two sendmsg, replies by waitport', more)).toBeUndefined();
});
