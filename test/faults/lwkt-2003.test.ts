// The algorithm of 2003 through the same checker as ours: its lost wakeup is found, at the granularity where it can be seen.
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { QUEUED } from '../../model/index.ts';
import { through } from '../../properties/faults/lwkt-2003/doors.ts';
import {
  ABORTED,
  ASKED_AGAIN,
  ASYNCHRONOUS,
  COARSE,
  GIANT_LOCK,
  LOST_WAKEUP,
  LWKT_2003,
  LWKT_2003_COARSE,
  LWKT_2007,
  lwkt2003,
  SYNCHRONOUS,
  story,
  TO_ONESELF,
  WITHOUT_REFUSAL,
} from '../../properties/faults/lwkt-2003/index.ts';
import type { Implementation } from '../../properties/implementation.ts';
import {
  Program as Compiled,
  type ExhaustiveResult,
  exhaustive,
  followLoop,
  type Preemption,
  replay,
  type SharedMemory,
  toChoices,
} from '../../properties/interleaving/index.ts';
import { program, sendmsg } from '../../properties/programs/build.ts';
import type { Program } from '../../properties/programs/program.ts';
import { SCENARIOS } from '../../properties/programs/scenarios.ts';
import { systemOf } from '../../properties/programs/system.ts';
import { MODEL, type ModelActions } from '../../properties/refinement/explain.ts';
import { RefinementMonitor } from '../../properties/refinement/monitor.ts';

function held(what: Program, implementation: Implementation, actions: ModelActions = MODEL): ExhaustiveResult {
  const monitor = new RefinementMonitor(what, implementation, actions);
  return exhaustive(systemOf(what, implementation), { monitor });
}

/** What the engine finds by itself, without model and abstraction function. */
function unmonitored(what: Program, implementation: Implementation): ExhaustiveResult {
  return exhaustive(systemOf(what, implementation), { progressCheck: false });
}

const EVERY_ACCESS = lwkt2003('lwkt-2003-every-access', { granularity: 'every-access' });
const EVERY_ACCESS_2007 = lwkt2003('lwkt-2007-every-access', { granularity: 'every-access', syncReplyOn: 'waiter' });
const GIANT = lwkt2003('lwkt-2003-giant-lock', { giantLock: true });

const LOST = { kind: 'lost-wakeup', detail: { clause: 'C20' } };

describe('the synchronous reply of 2003', () => {
  it('loses a wakeup', () => {
    const result = held(SYNCHRONOUS, LWKT_2003);
    expect(result).toMatchObject({ verdict: 'violated', violation: LOST, states: 6875 });
    expect(result.schedule).toHaveLength(26);
  });

  it('loses it as the picture shows', () => {
    const system = systemOf(SYNCHRONOUS, LWKT_2003);
    const run = toChoices(system, LOST_WAKEUP);
    expect(run).toMatchObject({ ignored: 0, violation: { kind: 'deadlock' } });
    expect(run.choices).toHaveLength(26);
    const execution = replay(system, run.choices, { monitor: new RefinementMonitor(SYNCHRONOUS, LWKT_2003) });
    expect(execution.violation).toMatchObject(LOST);
    expectGolden('lost-wakeup-2003', story(execution));
  });

  it('needs two preemptions for that', () => {
    const compiled = new Compiled(systemOf(SYNCHRONOUS, LWKT_2003));
    const base = toChoices(compiled, []);
    expect(base.violation).toBeUndefined();
    const single = replay(compiled, base.choices).steps.flatMap(({ operation: op, step }) =>
      [0, 1, 2, 3].map((to): Preemption => ({ op, step, to })),
    );
    const applied = single
      .map((preemption) => toChoices(compiled, [preemption]))
      .filter(({ ignored }) => ignored === 0);
    expect(applied.length).toBeGreaterThan(40);
    expect(applied.filter(({ violation }) => violation !== undefined)).toEqual([]);
  });

  it('loses it also where every access is a step, and no model is asked', () => {
    const result = unmonitored(SYNCHRONOUS, EVERY_ACCESS);
    expect(result).toMatchObject({ verdict: 'violated', violation: { kind: 'deadlock' }, states: 30_414 });
    expect(result.violation?.message).toContain('thread 0 sleeps on cpu0.runq in domsg port 1 message 0');
    expect(result.schedule).toHaveLength(63);
  });

  it('cannot be seen to lose it by who takes a critical section for one step', () => {
    expect(unmonitored(SYNCHRONOUS, LWKT_2003_COARSE)).toMatchObject(COARSE);
    expect(held(ABORTED, LWKT_2003_COARSE)).toMatchObject({ verdict: 'holds', states: 5511 });
  });

  it('is saved by the giant lock, unless the sweep of an abort makes the reply: IPIs do not ask for that lock', () => {
    expect(held(SYNCHRONOUS, GIANT)).toMatchObject(GIANT_LOCK);
    const result = held(ABORTED, GIANT);
    expect(result).toMatchObject({ verdict: 'violated', violation: LOST, states: 1602 });
    expect(result.schedule).toHaveLength(41);
    expect(held(ABORTED, LWKT_2003)).toMatchObject({ verdict: 'violated', violation: LOST, states: 961 });
  });

  it('loses nothing once it travels to the cpu of the waiter, as since 2007', () => {
    expect(held(SYNCHRONOUS, LWKT_2007)).toMatchObject({ verdict: 'holds', states: 16_550, terminals: 2 });
    expect(unmonitored(SYNCHRONOUS, EVERY_ACCESS_2007)).toMatchObject({ verdict: 'holds' });
    expect(held(ABORTED, LWKT_2007)).toMatchObject({ verdict: 'holds' });
  });
});

describe('the asynchronous reply of 2003', () => {
  it('loses nothing', () => {
    expect(held(ASYNCHRONOUS, LWKT_2003)).toMatchObject({ verdict: 'holds', states: 18_705, terminals: 1 });
    expect(unmonitored(ASYNCHRONOUS, EVERY_ACCESS)).toMatchObject({ verdict: 'holds', states: 60_768 });
  });
});

describe('what else is known of 2003', () => {
  it('a domsg to oneself is not refused (C25); without that promise it is explainable that it sleeps for ever', () => {
    expect(held(TO_ONESELF, LWKT_2003)).toMatchObject({ violation: { detail: { clause: 'C25' } } });
    expect(held(TO_ONESELF, LWKT_2003, WITHOUT_REFUSAL)).toMatchObject({ verdict: 'holds', terminals: 1 });
    expect(unmonitored(TO_ONESELF, LWKT_2003)).toMatchObject({ violation: { kind: 'deadlock' } });
  });

  it('the code of a synchronous completion is not stored: waitmsg gives an old one (C18), and domsg itself is right', () => {
    const { violation } = held(ASKED_AGAIN, LWKT_2003);
    expect(violation).toMatchObject({ detail: { clause: 'C18' } });
    expect(violation?.message).toContain('waitmsg message 0 of thread 0 returned 0; by the model it returned 5');
  });
});

describe('programs that both ours and the algorithm of 2007 are held to', () => {
  it.each([
    ['domsg, begin decides', 30_186],
    ['domsg, begin replies inside', 220],
    ['sendmsg, begin queues elsewhere', 10_596],
    ['forward to a port that completes', 83_399],
  ])('%s: %i states', (name, states) => {
    const scenario = SCENARIOS.find((one) => one.name === name);
    if (scenario === undefined) throw new Error(`there is no scenario "${name}"`);
    const result = held(scenario.program, LWKT_2007);
    expect(result).toMatchObject({ verdict: 'holds', states });
  });

  // An interrupt is a thread here that tries again until its cpu is in no critical section. The hardware delivers it where
  // the section ends; weak fairness does not promise that it ever tries at the right moment, while the cpu polls on.
  it('getport polling: 17418 states, and a message that may never come back, as interrupts may never get through', () => {
    const what = SCENARIOS.find(({ name }) => name === 'getport polling')?.program ?? SYNCHRONOUS;
    const safety = { monitor: new RefinementMonitor(what, LWKT_2007), progressCheck: false };
    expect(exhaustive(systemOf(what, LWKT_2007), safety)).toMatchObject({ verdict: 'holds', states: 17_418 });
    const { violation, schedule = [], loop = { choices: [], thread: 0 } } = held(what, LWKT_2007);
    expect(violation).toMatchObject({ kind: 'livelock', detail: { clause: 'C21' } });
    expect(violation?.message).toContain('message 0 never comes back: it was sent to port 1');
    const { watch, execution, loopAt } = followLoop(systemOf(what, LWKT_2007), schedule, loop);
    expect(watch.flaw(loop.thread)).toBeUndefined();
    const takers = execution.steps.slice(loopAt).map(({ choice }) => execution.system.threads[choice.thread]?.name);
    expect(new Set(takers)).toEqual(new Set(['thread 1', 'ipi01']));
  });
});

describe('interrupts are held to the model', () => {
  it('one that forgets a flag is found', () => {
    // Of all that an interrupt stores here, only flags of messages have this bit.
    const forget = (memory: SharedMemory): SharedMemory =>
      through(memory, { store: (word, value) => memory.store(word, value & ~QUEUED) });
    const forgetful: Implementation = {
      ...LWKT_2003,
      interrupts: (shape) =>
        (LWKT_2003.interrupts?.(shape) ?? []).map((interrupt) => ({
          ...interrupt,
          step: (memory, rd) => interrupt.step(forget(memory), rd),
        })),
    };
    expect(held(ASYNCHRONOUS, forgetful)).toMatchObject({ violation: { kind: 'refinement' } });
  });

  it('a queue of IPIs that is full is reported', () => {
    const messages = Array.from({ length: 8 }, () => 0);
    const flood = program([messages.map((_, message) => sendmsg(1, message)), []], { messages });
    const { violation } = toChoices(systemOf(flood, LWKT_2003), []);
    expect(violation?.message).toContain('the IPI queue from cpu 0 to cpu 1 is full');
  });
});

function expectGolden(name: string, text: string): void {
  const file = new URL(`../golden/${name}.txt`, import.meta.url);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
}
