/** The abstraction function, the explanation of steps by the model, and the two oracles against each other. */
import { describe, expect, test } from 'vitest';
import { AtomicsMemory } from '../../impl/memory.ts';
import * as model from '../../model/index.ts';
import { ASYNC, DONE, init, QUEUED, REPLY, type State } from '../../model/index.ts';
import { accept } from '../../properties/history/accept.ts';
import { IMPLEMENTATION, type Ports } from '../../properties/implementation.ts';
import {
  Program as Compiled,
  Execution,
  exhaustive,
  Random,
  RandomWalk,
  runWith,
} from '../../properties/interleaving/index.ts';
import { beginsOf, shapeOf } from '../../properties/programs/agent.ts';
import { domsg, program, sendmsg, server } from '../../properties/programs/build.ts';
import { type Call, configurationOf } from '../../properties/programs/program.ts';
import { SCENARIOS } from '../../properties/programs/scenarios.ts';
import { systemOf } from '../../properties/programs/system.ts';
import { explain, MODEL, modelActions } from '../../properties/refinement/explain.ts';
import { keyOf } from '../../properties/refinement/key.ts';
import { RefinementMonitor } from '../../properties/refinement/monitor.ts';
import { Coverage } from '../../properties/sampling/index.ts';
import { ObservedRuns } from '../../properties/sampling/observed.ts';

const PROGRAM = program([[sendmsg(1, 0)], server(1)], { messages: [0] });
const CALL: Call = { name: 'sendmsg', thread: 0, port: 1, message: 0, code: -1 };

/** The program's threads on fresh memory, to be driven by hand, and what the memory means. */
function byHand(): { client: Ports; target: Ports; means: () => State } {
  const shape = shapeOf(PROGRAM);
  const memory = new AtomicsMemory(new SharedArrayBuffer(IMPLEMENTATION.words(shape) * 4));
  IMPLEMENTATION.format(memory, shape);
  const thread = (id: number): Ports => IMPLEMENTATION.thread(memory, shape, id, beginsOf(PROGRAM), 0);
  const [client, target] = [thread(0), thread(1)];
  client.initport(0);
  target.initport(1);
  client.initmsg(0);
  const means = (): State => {
    const concrete = {
      memory: Int32Array.from(memory.words),
      calls: [undefined, undefined],
      originators: [0],
      owners: [0, 1],
    };
    const state = IMPLEMENTATION.abstraction?.(shape, concrete);
    if (typeof state !== 'object') throw new Error(state ?? 'no abstraction');
    return state;
  };
  return { client, target, means };
}

describe('the abstraction function', () => {
  test('follows a message through its life', () => {
    const { client, target, means } = byHand();
    expect(keyOf(means())).toBe(keyOf(init(configurationOf(PROGRAM))));
    client.sendmsg(1, 0);
    expect(means()).toMatchObject({
      messages: [{ flags: ASYNC, place: 'sent', at: 1, holder: 0 }],
      ports: [{}, { transit: [0], queue: [] }],
    });
    expect(target.getport(1)).toBe(0);
    expect(means()).toMatchObject({ messages: [{ flags: ASYNC, place: 'taken', holder: 1, at: -1 }] });
    target.replymsg(0, 7);
    expect(means()).toMatchObject({
      messages: [{ flags: ASYNC, place: 'returning', at: 0, error: 7 }],
      ports: [{ transit: [0] }, {}],
    });
    expect(client.waitmsg(0)).toBe(7);
    expect(means()).toMatchObject({ messages: [{ flags: ASYNC | DONE | REPLY, place: 'idle', holder: 0, error: 7 }] });
  });

  test('a message to oneself is on the queue at once', () => {
    const { client, means } = byHand();
    client.sendmsg(0, 0);
    expect(means()).toMatchObject({
      messages: [{ flags: ASYNC | QUEUED, place: 'queued', at: 0 }],
      ports: [{ queue: [0] }, {}],
    });
  });
});

describe('a step is explained', () => {
  const configuration = configurationOf(PROGRAM);
  const before = init(configuration);
  const sent = byHand();
  sent.client.sendmsg(1, 0);
  const after = sent.means();
  after.threads[1] = { calls: [] };

  test('by the actions of its call', () => {
    expect(explain(configuration, before, after, [{ call: CALL, result: { value: null } }], 'fresh')).toEqual({
      phase: 'fresh',
    });
  });

  test('not by a result that the model does not give', () => {
    expect(explain(configuration, before, after, [{ call: CALL, result: { value: 0 } }], 'fresh')).toHaveProperty(
      'reached',
    );
  });

  test('not by a call that has had its effect before', () => {
    expect(explain(configuration, before, after, [{ call: CALL }], { value: null })).toHaveProperty('reached');
  });

  test('not by a model whose sendmsg does something else', () => {
    const actions = modelActions(
      model.ACTIONS.map((action) => (action.name === 'sendmsg' ? { ...model.domsg, name: 'sendmsg' } : action)),
    );
    expect(explain(configuration, before, after, [{ call: CALL }], 'fresh', actions)).toHaveProperty('reached');
    expect(explain(configuration, before, after, [{ call: CALL }], 'fresh', MODEL)).toHaveProperty('phase');
  });
});

test('a state in which only the implementation is stuck is a lost wakeup', () => {
  const what = program([[domsg(1, 0)], server(1)], { messages: [0] });
  const deaf = {
    ...IMPLEMENTATION,
    thread: (...args: Parameters<typeof IMPLEMENTATION.thread>) => {
      const [memory, ...rest] = args;
      const silent = new Proxy(memory, {
        get(target, name: keyof typeof memory) {
          return name === 'notify' ? () => undefined : target[name].bind(target);
        },
      });
      return IMPLEMENTATION.thread(silent, ...rest);
    },
  };
  const result = exhaustive(systemOf(what, deaf), { monitor: new RefinementMonitor(what, deaf) });
  expect(result.violation).toMatchObject({ kind: 'lost-wakeup', detail: { clause: 'C20' } });
});

describe('both oracles agree on random runs of every scenario', () => {
  test.each(SCENARIOS.map((scenario) => [scenario.name, scenario.program] as const))('%s', (_, what) => {
    const observed = new ObservedRuns(what, IMPLEMENTATION, new Coverage());
    const execution = new Execution(new Compiled(systemOf(what, IMPLEMENTATION)), { monitor: observed });
    const walk = new RandomWalk(new Random(1));
    for (let run = 0; run < 10; run++) {
      if (run > 0) execution.restart();
      runWith(walk, execution, 300);
      expect(execution.violation).toBeUndefined();
      const end = observed.quiescent ? 'quiescent' : 'cut';
      expect(accept({ program: what, events: observed.events, end })).toMatchObject({ verdict: 'conforms' });
    }
  });
});
