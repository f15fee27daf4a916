/** Counterexamples made small and certified: what is left is needed, what was not is gone, and the counts are those of a search. */
import { describe, expect, test } from 'vitest';
import { certificateText, certify } from '../../properties/check/certify.ts';
import { FAULTS, findFault, loadFault } from '../../properties/faults/index.ts';
import type { Implementation } from '../../properties/implementation.ts';
import { exhaustive, fromChoices } from '../../properties/interleaving/index.ts';
import { domsg, program, sendmsg, server, waitmsg } from '../../properties/programs/build.ts';
import type { Program } from '../../properties/programs/program.ts';
import { systemOf } from '../../properties/programs/system.ts';
import { clauseOf } from '../../properties/refinement/clause-of.ts';
import { RefinementMonitor } from '../../properties/refinement/monitor.ts';

function searched(what: Program, implementation: Implementation): ReturnType<typeof exhaustive> {
  const monitor = new RefinementMonitor(what, implementation);
  return exhaustive(systemOf(what, implementation), { monitor });
}

async function faulty(name: string): Promise<Implementation> {
  const fault = FAULTS.find((each) => each.name === name);
  if (fault === undefined) throw new Error(`there is no fault "${name}"`);
  return loadFault(fault);
}

/** What the certificate says, looked at once more without it. */
function verify(certified: NonNullable<ReturnType<typeof certify>>): void {
  const { counterexample, states, interleavings, preemptions } = certified;
  const { program: smallest, implementation, violation, choices } = counterexample;
  const label = clauseOf(violation);
  const again = searched(smallest, implementation);
  expect(clauseOf(again.violation ?? { kind: '', message: '' })).toBe(label);
  let [allStates, allInterleavings] = [0, 0];
  for (const [thread, operations] of smallest.threads.entries()) {
    for (const at of operations.keys()) {
      const threads = smallest.threads.map((each, index) => (index === thread ? each.toSpliced(at, 1) : each));
      const result = searched({ ...smallest, threads }, implementation);
      expect(result.violation === undefined ? undefined : clauseOf(result.violation)).not.toBe(label);
      allStates += result.states;
      allInterleavings += result.interleavings ?? Number.NaN;
    }
  }
  expect({ states, interleavings }).toEqual({ states: allStates, interleavings: allInterleavings });
  if (preemptions !== undefined)
    expect(fromChoices(systemOf(smallest, implementation), choices)).toHaveLength(preemptions);
}

describe('seeded faults', () => {
  test.each(FAULTS.filter((_, index) => index % 4 === 0).map((fault) => [fault.name, fault] as const))(
    '%s',
    async (_, fault) => {
      const implementation = await loadFault(fault);
      const { finding } = findFault(fault, implementation);
      if (finding === undefined) throw new Error('not found');
      const { scenario, schedule, violation } = finding;
      const certified = certify({ implementation, program: scenario.program, choices: schedule, violation });
      if (certified === undefined) throw new Error('not certified');
      expect(certified.stopped).toBeUndefined();
      verify(certified);
    },
  );
});

describe('a call that is not needed', () => {
  const needed = [[domsg(1, 0)], server(1)];
  const more = [[sendmsg(1, 1), waitmsg(1), domsg(1, 0), domsg(1, 0)], server(1)];

  test('is taken out', async () => {
    const implementation = await faulty('the lost wakeup of 2003');
    const what = program(more, { messages: [0, 0] });
    const { violation, schedule = [] } = searched(what, implementation);
    if (violation === undefined) throw new Error('not found');
    const certified = certify({ implementation, program: what, choices: schedule, violation });
    expect(certified?.removed).toBe(3);
    expect(certified?.counterexample.program.threads.map((lines) => lines.map(({ call }) => call))).toEqual(
      needed.map((lines) => lines.map(({ call }) => call)),
    );
    expect(certified).toMatchObject({ calls: 2, preemptions: 1, schedules: 1 });
  });

  test('is told', async () => {
    const implementation = await faulty('the lost wakeup of 2003');
    const what = program(more, { messages: [0, 0] });
    const { violation, schedule = [] } = searched(what, implementation);
    if (violation === undefined) throw new Error('not found');
    const certified = certify({ implementation, program: what, choices: schedule, violation });
    expect(certified === undefined ? '' : certificateText(certified)).toBe(
      'Made smaller by 3 calls. Each of its 2 calls is needed: without any one of them, all 2 interleavings pass (9 states). ' +
        'It takes 1 preemption: the one schedule without passes.',
    );
  });
});

test('what is not certain is said', () => {
  const counterexample = { implementation: {} as Implementation, program: program([], { messages: [] }), choices: [] };
  const violation = { kind: 'race', message: '' };
  const known = {
    counterexample: { ...counterexample, violation },
    removed: 0,
    calls: 2,
    states: 1,
    interleavings: 1,
    schedules: 0,
  };
  expect(certificateText({ ...known, stopped: 'so' })).toBe('Not certified as smallest: so.');
  expect(certificateText({ ...known, preemptions: 0 })).toMatch(/It takes no preemption\.$/);
});
