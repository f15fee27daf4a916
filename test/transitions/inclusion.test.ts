/**
 * What an outside tool would find with the exported files: the traces of the implementation are traces of the model, and so is
 * where it comes to rest; with a fault in it they are not. Everything is read back from the text of the files.
 */
import { describe, expect, test } from 'vitest';
import { SCENARIO_COUNTS } from '../../properties/check/manifest.ts';
import { FAULTS, loadFault } from '../../properties/faults/index.ts';
import { ASYNCHRONOUS, LWKT_2003, LWKT_2007, SYNCHRONOUS } from '../../properties/faults/lwkt-2003/index.ts';
import { IMPLEMENTATION, type Implementation, type Ports } from '../../properties/implementation.ts';
import type { Program } from '../../properties/programs/program.ts';
import { SCENARIOS, type Scenario } from '../../properties/programs/scenarios.ts';
import { autLines, type Found, findImplementation, findModelOf } from '../../properties/transitions/index.ts';
import { notIncluded, type Read, readAut, withoutEnds } from './oracle.ts';

const OBSERVABLE = { observable: true, maxStates: 100_000 };

function written({ system, complete, violation }: Found): Read {
  expect({ complete, violation }).toEqual({ complete: true, violation: undefined });
  return readAut([...autLines(system)].join(''));
}

const implementationOf = (program: Program, implementation: Implementation = IMPLEMENTATION): Read =>
  written(findImplementation(program, implementation, OBSERVABLE));
const modelOf = (program: Program): Read => written(findModelOf(program, OBSERVABLE));

function scenarioNamed(name: string): Scenario {
  const found = SCENARIOS.find((scenario) => scenario.name === name);
  if (found === undefined) throw new Error(`there is no scenario ${name}`);
  return found;
}

/** Of some scenarios the implementation shows all that the model allows. */
const EQUAL: readonly string[] = ['one domsg', 'domsg twice', 'completions', 'a request arrives while one waits'];

// LWKT_DEEP=1 takes all scenarios but the largest.
const LARGEST = process.env['LWKT_DEEP'] === '1' ? 50_000 : 3500;
const SMALL = SCENARIOS.filter(({ name }) => (SCENARIO_COUNTS[name]?.states ?? 0) <= LARGEST);

describe('whatever the implementation shows, the model shows', () => {
  test('which is looked at for most scenarios', () => {
    expect(SMALL.length).toBeGreaterThan(35);
    expect(SMALL.map(({ name }) => name)).toEqual(expect.arrayContaining([...EQUAL]));
  });

  test.each(SMALL.map(({ name, program }) => [name, program] as const))('%s', (name, program) => {
    const [implementation, model] = [implementationOf(program), modelOf(program)];
    expect(notIncluded(implementation, model)).toBeUndefined();
    if (EQUAL.includes(name)) expect(notIncluded(model, implementation)).toBeUndefined();
  });
});

test('to decide when a call and its return are seen leaves out nothing', () => {
  const names = ['one domsg', 'sendmsg twice', 'abort of a sendmsg', 'send to oneself'];
  const longer = names.filter((name) => {
    const { program } = scenarioNamed(name);
    const [strict, loose] = [implementationOf(program), implementationOf(program, lingering(IMPLEMENTATION))];
    expect(loose.states).toBeGreaterThan(strict.states);
    expect(notIncluded(strict, loose)).toBeUndefined();
    const model = modelOf(program);
    expect(notIncluded(loose, model)).toBeUndefined();
    // Seen so, the implementation shows all that the model allows, but for aborts that are not honoured and the like.
    expect(notIncluded(model, loose) === undefined).toBe(['one domsg', 'sendmsg twice'].includes(name));
    return notIncluded(loose, strict) !== undefined;
  });
  expect(longer).toEqual(['sendmsg twice', 'abort of a sendmsg', 'send to oneself']);
});

/** The same calls, with a step before each and one after it, in which nothing happens: they may seem to take long. */
function lingering(implementation: Implementation): Implementation {
  return {
    ...implementation,
    thread(memory, ...rest) {
      const ports = implementation.thread(memory, ...rest);
      const looks = ['flags', 'error', 'abortRequested'];
      return new Proxy(ports, {
        get(target, name: keyof Ports) {
          const called = target[name].bind(target) as (...args: number[]) => unknown;
          return (...args: number[]): unknown => {
            if (looks.includes(name)) return called(...args);
            memory.load(0);
            const returned = called(...args);
            memory.load(0);
            return returned;
          };
        },
      });
    },
  };
}

describe('a fault shows', () => {
  const shortest = async (name: string): Promise<readonly string[] | undefined> => {
    const fault = FAULTS.find((each) => each.name === name);
    if (fault === undefined) throw new Error(`there is no fault ${name}`);
    const { program } = scenarioNamed(fault.scenarios[0] ?? '');
    return notIncluded(implementationOf(program, await loadFault(fault)), modelOf(program));
  };

  test('EASYNC leaks from domsg', async () => {
    expect(await shortest('EASYNC from domsg')).toEqual([
      'thread 0: call domsg port 1 message 0',
      'thread 0: return 99',
    ]);
  });

  test('the newest message is taken first', async () => {
    const trace = await shortest('newest first');
    expect(trace?.at(-1)).toBe('thread 1: return 1 with message 1 ASYNC');
    expect(trace).toHaveLength(6);
  });

  test('in a flag', async () => {
    expect((await shortest('QUEUED left set'))?.at(-1)).toBe('thread 2: return 0 with message 0 ASYNC QUEUED');
    const left = await shortest('domsg leaves ASYNC set');
    expect(left?.at(-1)).toBe('thread 1: return 0 with message 0 ASYNC');
  });

  test('in a refusal that does not come', async () => {
    expect((await shortest('reply with EASYNC'))?.slice(-2)).toEqual([
      'thread 1: call replymsg message 0 code 99',
      'thread 1: return',
    ]);
  });

  test('in a code', async () => {
    expect((await shortest('abort with the wrong code'))?.at(-1)).toMatch(/^thread 0: return 0 with message 0 /);
  });
});

describe('the lost wakeup of 2003', () => {
  const model = modelOf(SYNCHRONOUS);

  test('is invisible in the traces', () => {
    const traces = withoutEnds(implementationOf(SYNCHRONOUS, LWKT_2003));
    expect(notIncluded(traces, withoutEnds(model))).toBeUndefined();
  });

  test('shows in where it comes to rest', () => {
    expect(notIncluded(implementationOf(SYNCHRONOUS, LWKT_2003), model)).toEqual([
      'thread 0: call domsg port 1 message 0',
      'thread 1: call waitport port 1',
      'thread 1: return 0 with message 0',
      'thread 1: call replymsg message 0 code 7',
      'thread 1: return',
      'end quiescent blocked 0',
    ]);
  });

  test('is gone since 2007, and was never in an asynchronous reply', () => {
    expect(notIncluded(implementationOf(SYNCHRONOUS, LWKT_2007), model)).toBeUndefined();
    expect(notIncluded(implementationOf(ASYNCHRONOUS, LWKT_2003), modelOf(ASYNCHRONOUS))).toBeUndefined();
  });

  test('put into the implementation of today is as invisible, and shows as well', async () => {
    const fault = FAULTS.find(({ name }) => name === 'the lost wakeup of 2003');
    if (fault === undefined) throw new Error('there is no such fault');
    const { program } = scenarioNamed('one domsg');
    const faulty = implementationOf(program, await loadFault(fault));
    expect(notIncluded(withoutEnds(faulty), modelOf(program))).toBeUndefined();
    expect(notIncluded(faulty, modelOf(program))?.at(-1)).toBe('end quiescent blocked 0 1');
  });
});
