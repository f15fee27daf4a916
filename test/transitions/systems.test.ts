/** The systems themselves, held to what others have counted and told, and their files. */
import { describe, expect, test } from 'vitest';
import { flagNames, NONE } from '../../model/index.ts';
import { SCENARIO_COUNTS } from '../../properties/check/manifest.ts';
import { FAULTS, loadFault } from '../../properties/faults/index.ts';
import { accept } from '../../properties/history/accept.ts';
import type { HistoryEvent } from '../../properties/history/history.ts';
import { IMPLEMENTATION } from '../../properties/implementation.ts';
import { everyStep, exhaustive, plainThread, Random } from '../../properties/interleaving/index.ts';
import { MANIFEST, PROFILES, worldNamed } from '../../properties/model/index.ts';
import type { Call, Result } from '../../properties/programs/program.ts';
import { SCENARIOS } from '../../properties/programs/scenarios.ts';
import {
  depthOf,
  type Found,
  findConfiguration,
  findImplementation,
  findModelOf,
  TAU,
  type TransitionSystem,
  terminalsOf,
} from '../../properties/transitions/index.ts';

const ALL = { maxStates: 1_000_000 };
const OBSERVABLE = { ...ALL, observable: true };

const counts = ({ system }: Found): object => ({
  states: system.states,
  transitions: system.from.length,
  depth: depthOf(system),
});
const sum = (tally: ReadonlyMap<string, number>): number => [...tally.values()].reduce((all, each) => all + each, 0);

const programOf = (name: string): (typeof SCENARIOS)[number]['program'] => {
  const found = SCENARIOS.find((scenario) => scenario.name === name);
  if (found === undefined) throw new Error(`there is no scenario ${name}`);
  return found.program;
};

describe('the system of the implementation', () => {
  const names = ['one domsg', 'abort of a forwarded request', 'a second reply', 'time-outs', 'completions'];

  test.each(names)('has the states and steps that the check counts: %s', (name) => {
    const found = findImplementation(programOf(name), IMPLEMENTATION, ALL);
    expect(counts(found)).toEqual(SCENARIO_COUNTS[name]);
    expect(sum(found.taken)).toBe(found.system.from.length);
    expect(terminalsOf(found.system)).toHaveLength(sum(found.ends));
  });

  test('says what each step does', () => {
    const { system, taken, ends } = findImplementation(programOf('one domsg'), IMPLEMENTATION, ALL);
    expect(system.labels).toContain('thread 1: wait port1.head -1 -> asleep');
    expect(system.labels.filter((label) => / notify .* wakes thread 1$/.test(label))).toHaveLength(1);
    expect(system.labels.some((label) => label.endsWith('; domsg returns 7'))).toBe(true);
    expect(system.labels).toContain(TAU);
    expect(taken.get('compareExchange')).toBeGreaterThan(0);
    expect([...ends.keys()]).toEqual(['thread 1 in waitport port 1']);
  });

  test('shows calls and returns as the model does, and nothing else', () => {
    for (const { name, program } of SCENARIOS.filter(({ name }) => (SCENARIO_COUNTS[name]?.states ?? 0) < 1000)) {
      const model = new Set(findModelOf(program, OBSERVABLE).system.labels);
      const { labels } = findImplementation(program, IMPLEMENTATION, OBSERVABLE).system;
      expect({ name, strange: labels.filter((label) => !model.has(label)) }).toEqual({ name, strange: [] });
      const form =
        /^(tau|thread \d: (call \w+( (port|message|code) \d+)*( with a time limit)?|refused \w+|return( .*)?)|end .*)$/;
      expect(labels.filter((label) => !form.test(label))).toEqual([]);
    }
  });

  test('is not told beyond a data race', async () => {
    const fault = FAULTS.find(({ name }) => name === 'a plain DONE');
    if (fault === undefined) throw new Error('there is no such fault');
    const found = findImplementation(programOf('one domsg'), await loadFault(fault), ALL);
    expect(found).toMatchObject({ complete: false, violation: expect.stringContaining('Data race on message0.state') });
  });

  test('is not complete beyond the limit', () => {
    const found = findImplementation(programOf('one domsg'), IMPLEMENTATION, { maxStates: 50 });
    expect(found.complete).toBe(false);
    expect(found.violation).toBeUndefined();
    expect(found.system.states).toBeLessThan(60);
  });
});

test('a value that does not fit a narrow word starts the telling afresh', () => {
  const thread = (name: string, value: number) => plainThread(name, (memory) => memory.store(0, value));
  const system = { memory: new Int32Array(1), threads: [thread('A', 5), thread('B', 300), thread('C', 70_000)] };
  let tellers = 0;
  const told: number[] = [];
  const { states, complete } = everyStep(
    system,
    () => {
      tellers += 1;
      told.length = 0;
      return { begin: () => undefined, stuck: () => undefined, step: ({ to }) => told.push(to) };
    },
    ALL,
  );
  const { states: others, transitions } = exhaustive(system);
  expect({ tellers, states, complete, steps: told.length }).toEqual({
    tellers: 3,
    states: others,
    complete: true,
    steps: transitions,
  });
});

describe('the system of a configuration', () => {
  test.each(PROFILES.smoke.map(({ name }) => name))('has the states and steps of the manifest: %s', (name) => {
    const found = findConfiguration(worldNamed(name), ALL);
    expect(counts(found)).toEqual(MANIFEST[name]);
    expect(sum(found.taken)).toBe(found.system.from.length);
    expect(terminalsOf(found.system)).toHaveLength(sum(found.ends));
  });

  test('has the actions as labels', () => {
    const { labels } = findConfiguration(worldNamed('one message'), ALL).system;
    expect(labels).toContain('thread 0: domsg port 1 message 0');
    expect(labels).toContain('thread 0: completes code 0');
    expect(labels).toContain('arrive port 1 message 0');
    expect(labels).toContain('thread 1: replymsg message 0 code 7');
  });

  test('or calls and returns, and where all threads stay inside a call', () => {
    const { system, taken, ends } = findConfiguration(worldNamed('servers of each other'), OBSERVABLE);
    expect(system.labels).toContain('thread 0: return 7 with message 0 DONE error 7');
    expect(system.labels).toContain('end quiescent blocked 0 1');
    expect([...ends.keys()]).toContain('thread 0 in domsg port 1 message 0, thread 1 in domsg port 0 message 1');
    expect(taken.get('end')).toBe(sum(ends));
    expect(terminalsOf(system)).toHaveLength(1);
  });

  test('is not complete beyond the limit', () => {
    expect(findConfiguration(worldNamed('one message'), { maxStates: 20 }).complete).toBe(false);
  });
});

/** The labels of a run of a system that is drawn at random, until it ends or gets long. */
function walk({ labels, from, label, to }: TransitionSystem, seed: number): string[] {
  const random = new Random(seed);
  const trace: string[] = [];
  for (let at = 0, left = 200; left > 0; left -= 1) {
    const leaving = [...from.keys()].filter((step) => from[step] === at);
    const step = leaving[random.below(Math.max(1, leaving.length))];
    if (step === undefined) break;
    trace.push(labels[label[step] ?? 0] ?? '');
    at = to[step] ?? 0;
  }
  return trace;
}

/** What a label says, as an event of a history; nothing for a step that nobody sees. */
function eventOf(label: string): HistoryEvent[] {
  const [, who, what = ''] = /^thread (\d+): (.*)$/.exec(label) ?? [];
  if (who === undefined) return [];
  const thread = Number(who);
  const number = (name: string): number => Number(new RegExp(` ${name} (-?\\d+)`).exec(what)?.[1] ?? NONE);
  const [, call] = /^call (\w+)/.exec(what) ?? [];
  if (call !== undefined) {
    const timeout = what.endsWith(' with a time limit') ? { timeout: true as const } : {};
    const name = call as Call['name'];
    return [
      {
        thread,
        call: { name, thread, port: number('port'), message: number('message'), code: number('code'), ...timeout },
      },
    ];
  }
  const [, refused] = /^refused (\w+)$/.exec(what) ?? [];
  const [, returned] = /^return (-?\d+)/.exec(what) ?? [];
  const result: Result =
    refused === undefined ? { value: returned === undefined ? null : Number(returned) } : { refused };
  if (!what.includes(' with message ')) return [{ thread, result }];
  const flags = [1, 2, 4, 8].filter((bit) => flagNames(bit).some((name) => what.includes(` ${name}`)));
  const seen = {
    message: number('message'),
    flags: flags.reduce((all, bit) => all | bit, 0),
    error: Math.max(0, number('error')),
  };
  return [{ thread, result, seen }];
}

describe('the system of the model for a program', () => {
  test('has only histories that the other judge accepts', () => {
    for (const name of ['two sendmsg, replies by waitport', 'abort of a sendmsg', 'time-outs', 'send to oneself']) {
      const program = programOf(name);
      const { system } = findModelOf(program, OBSERVABLE);
      for (let seed = 1; seed <= 20; seed += 1) {
        const events = walk(system, seed).flatMap(eventOf);
        const verdict = accept({ program, events, end: 'cut' }, { points: 50_000 }).verdict;
        expect({ name, seed, verdict }).toEqual({ name, seed, verdict: 'conforms' });
      }
    }
  });

  test('has the same size whether its internal steps are seen or not', () => {
    const program = programOf('domsg twice');
    const [seen, hidden] = [findModelOf(program, ALL), findModelOf(program, OBSERVABLE)];
    expect(seen.system.states).toBe(hidden.system.states - 1);
    expect(seen.system.labels).toContain('arrive port 1 message 0');
    expect(seen.system.labels).toContain('thread 0: queues port 1');
    expect(seen.ends).toEqual(hidden.ends);
    expect(findModelOf(program, { maxStates: 10 }).complete).toBe(false);
  });

  test('gives up waits that have a limit', () => {
    const { labels } = findModelOf(programOf('time-outs'), ALL).system;
    expect(labels).toContain('thread 0: refused ETIMEDOUT');
    expect(labels).toContain('thread 0: call domsg port 1 message 0 with a time limit');
  });
});
