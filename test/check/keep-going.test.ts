/** What a check says of a scenario in which several things are wrong at once. */
import { describe, expect, test } from 'vitest';
import { certificateText, certify } from '../../properties/check/certify.ts';
import { interleavings } from '../../properties/check/interleavings.ts';
import { contextOf } from '../../properties/check/run.ts';
import type { Row, Settings } from '../../properties/check/section.ts';
import { Counterexamples } from '../../properties/cli/counterexamples.ts';
import { FAULTS, type Fault, loadFault } from '../../properties/faults/index.ts';
import { exhaustive, LookAlikes, replay, type Suite, withLookAlikes } from '../../properties/interleaving/index.ts';
import { SCENARIOS } from '../../properties/programs/scenarios.ts';
import { systemOf } from '../../properties/programs/system.ts';
import { clauseOf } from '../../properties/refinement/clause-of.ts';
import { RefinementMonitor } from '../../properties/refinement/monitor.ts';
import { lookAt } from '../../properties/suites/index.ts';

function fault(name: string): Fault {
  const found = FAULTS.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no fault "${name}" any more`);
  return found;
}

const settings: Settings = { profile: 'normal', seed: 1, implementation: 'the lost wakeup of 2003', keepGoing: true };

async function rowsOf(job: string): Promise<Row[]> {
  const rows: Row[] = [];
  const context = contextOf(
    { section: interleavings, name: job },
    { settings, progress: () => undefined, expired: () => false, now: () => 0, emit: (row) => rows.push(row) },
  );
  await interleavings.run(job, context);
  return rows;
}

describe('a check that keeps going', () => {
  test('shows two faults of one implementation, each under its clause, by runs that can be taken again', async () => {
    const [one, two] = [fault('the lost wakeup of 2003'), fault('domsg returns 0')];
    const implementation = await loadFault({ ...one, changes: [...one.changes, ...two.changes] });
    const { program } = SCENARIOS.find(({ name }) => name === 'one domsg') ?? {};
    if (program === undefined) throw new Error('there is no scenario "one domsg" any more');
    const monitor = new RefinementMonitor(program, implementation);
    const system = systemOf(program, implementation);
    const { failures = [], complete } = exhaustive(system, { monitor, keepGoing: (each) => String(clauseOf(each)) });
    expect(complete).toBe(true);
    expect(failures.map(({ sort }) => sort).sort()).toEqual(['C2', 'C20']);
    for (const { violation, schedule } of failures) {
      const again = new RefinementMonitor(program, implementation);
      expect(replay(system, schedule, { monitor: again }).violation?.message).toBe(violation.message);
      const certified = certify({ implementation, program, choices: schedule, violation });
      expect(certificateText(certified ?? expect.fail())).toMatch(
        /^(Made smaller by .*\. )?Each of its \d calls is needed/,
      );
    }
  });

  test('has a row for each sort, with how often it fails so', async () => {
    const rows = await rowsOf('one domsg');
    expect(rows.map(({ verdict, clause, times }) => ({ verdict, clause, times }))).toEqual([
      { verdict: 'violated', clause: 'C20', times: 6 },
    ]);
    expect(rows[0]?.sort).toBe('C20: Here thread # sleeps for ever in domsg of message #, which is DONE.');
    const text = await new Counterexamples(settings).eachSort([...rows, ...rows]);
    expect(text).toMatch(/^1 of 1\. C20: .*\n {3}12 times, in "one domsg"\.\n\nViolated: C20/);
    expect(await new Counterexamples(settings).eachSort([])).toBeUndefined();
  });

  test('shows all that is wrong in a suite', async () => {
    const lookAlikes = new LookAlikes();
    const finding = await withLookAlikes(lookAlikes, () => {
      const suite: Suite<Int32Array> = {
        setup: () => new Int32Array(new SharedArrayBuffer(8)),
        threads: {
          A: (words: Int32Array) => void Atomics.store(words, 0, Atomics.load(words, 0) + 1),
          B: (words: Int32Array) => {
            Atomics.store(words, 0, Atomics.load(words, 0) + 1);
            if (Atomics.load(words, 0) === 2) Atomics.wait(words, 1, 0);
          },
        },
        finish: ([sum]: Int32Array) => sum === 2,
      };
      return lookAt(suite as Suite, 'mine.mjs', '', lookAlikes, { seed: 1, keepGoing: true });
    });
    const { violation, others = [] } = finding;
    const kinds = [violation, ...others.map((other) => other.violation)].map((each) => each?.kind);
    expect(kinds.sort()).toEqual(['deadlock', 'final']);
    for (const { lanes, token } of others) expect([lanes.length > 0, token.startsWith('lwkt2-')]).toEqual([true, true]);
  });
});
