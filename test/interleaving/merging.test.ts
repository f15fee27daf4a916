// States that differ only in what calls have read and forgotten, taken for one: the first tests read as the manual. Then
// the oracles: on generated programs and on the ports the merged search finds what the plain one finds, and a wrong guess
// is found out.
import { describe, expect, it } from 'vitest';
import { SCENARIO_COUNTS } from '../../properties/check/manifest.ts';
import { FAULTS, loadFault } from '../../properties/faults/index.ts';
import { IMPLEMENTATION, type Implementation } from '../../properties/implementation.ts';
import { contradictions } from '../../properties/interleaving/histories.ts';
import {
  AGAIN,
  type ExhaustiveResult,
  exhaustive,
  explore,
  mergeHistories,
  naive,
  Program,
  plainThread,
  Random,
  type SharedMemory,
  type System,
  sequence,
} from '../../properties/interleaving/index.ts';
import { MergedAutomaton } from '../../properties/interleaving/merged-automaton.ts';
import { stateGraph } from '../../properties/interleaving/state-graph.ts';
import { LARGE_SCENARIOS } from '../../properties/programs/large-scenarios.ts';
import type { Program as Ports } from '../../properties/programs/program.ts';
import { SCENARIOS } from '../../properties/programs/scenarios.ts';
import { systemOf as systemOfPorts } from '../../properties/programs/system.ts';
import { RefinementMonitor } from '../../properties/refinement/monitor.ts';
import { randomProgram, systemOf, type Taste } from './programs.ts';

const SEED = 20031119;

/** Adds one, and tries again where another was faster. */
function increment(memory: SharedMemory): void {
  let seen = memory.load(0);
  for (;;) {
    const found = memory.compareExchange(0, seen, seen + 1);
    if (found === seen) return;
    seen = found;
  }
}

function counter(threads: number, body: (memory: SharedMemory) => unknown = increment): System {
  return {
    memory: new Int32Array(1),
    threads: Array.from({ length: threads }, (_, thread) => plainThread(`t${thread}`, body)),
    final: (memory) => (memory[0] === threads ? undefined : `counter is ${memory[0]}`),
  };
}

describe('a loop that tries again', () => {
  it('forgets how often it has failed, so there are fewer states, and as many interleavings', () => {
    const plain = exhaustive(counter(4));
    const merged = exhaustive(counter(4), { mergeHistories: true });
    expect(plain).toMatchObject({ verdict: 'holds', states: 721, interleavings: 38_808 });
    expect(merged).toMatchObject({ verdict: 'holds', states: 241, interleavings: 38_808, merged: true });
    expect(explore(counter(4), { mergeHistories: true }).report).toContain('histories merged');
  });

  it('is not merged where it counts how often it has failed', () => {
    const counting = (memory: SharedMemory): number => {
      for (let failures = 0; ; failures += 1) {
        const seen = memory.load(0);
        if (memory.compareExchange(0, seen, seen + 1) === seen) return failures;
      }
    };
    const results = resultsOf(counter(3, counting));
    expect(results.merged).toEqual(results.plain);
    expect(results.plain.size).toBe(9);
  });

  it('may be compiled once and searched often', () => {
    const program = mergedOf(counter(3));
    expect(mergeHistories(program)).toBe(program);
    const states = exhaustive(program).states;
    expect(exhaustive(program).states).toBe(states);
    expect(exhaustive(counter(3), { mergeHistories: true }).states).toBe(states);
  });

  it('is given up, undecided, where it takes too long', () => {
    expect(mergeHistories(counter(3), { maxStates: 10 })).toBeUndefined();
    expect(exhaustive(counter(3), { mergeHistories: true, maxStates: 10 })).toMatchObject({ verdict: 'undecided' });
    const stop = { mergeHistories: true, onProgress: (): boolean => false };
    expect(exhaustive(counter(7), stop).verdict).toBe('undecided');
  });

  it('is searched plainly where it never ends behind a violation', () => {
    const count = (memory: SharedMemory): unknown => {
      memory.add(1, 1);
      return AGAIN;
    };
    const runaway: System = {
      memory: new Int32Array(2),
      threads: [plainThread('t', (memory) => memory.add(0, 1)), sequence('for ever', [count])],
      invariant: (memory) => (memory[1] === 9 ? 'nine' : undefined),
    };
    expect(mergeHistories(runaway, { maxStates: 1000 })).toBeUndefined();
    const [plain, merged] = [exhaustive(runaway), exhaustive(runaway, { mergeHistories: true })];
    expect(merged).toEqual(plain);
    expect(merged.violation?.message).toBe('nine');
  });

  it('is refused without a bound, as in the plain search', () => {
    const spin = counter(2, (memory) => {
      while (memory.load(0) === 0);
    });
    const limits = { atomicOperations: 50 };
    expect(() => exhaustive(spin, { limits, mergeHistories: true })).toThrow(/more than 50 atomic operations/);
  });
});

describe('a wrong guess', () => {
  /** Gives up after three failures: nothing tells the first from the second but what comes after the third. */
  const counting = counter(4, (memory) => {
    for (let failures = 0; failures < 3; failures += 1) {
      const seen = memory.load(0);
      if (memory.compareExchange(0, seen, seen + 1) === seen) return failures;
    }
    return 'never';
  });

  function contradictionsAfter(system: System, states: number, spoil?: (automaton: MergedAutomaton) => void): number {
    const automaton = new MergedAutomaton(system);
    stateGraph(new Program(system, {}, automaton), (met) => met < states);
    automaton.merge();
    spoil?.(automaton);
    const program = new Program(system, {}, automaton);
    const graph = stateGraph(program, () => true);
    const found = graph && contradictions(program, automaton, graph, () => true);
    if (found === undefined) throw new Error('stopped');
    return found;
  }

  it('is made of too little, and found out by running the code', () => {
    expect(contradictionsAfter(counting, 50)).toBeGreaterThan(0);
    expect(contradictionsAfter(counting, Number.POSITIVE_INFINITY)).toBe(0);
  });

  it('may let code run on without an end, and is found out all the same', { timeout: 60_000 }, () => {
    const large = LARGE_SCENARIOS.find(({ name }) => name === 'aborts race a forward');
    if (large === undefined) throw new Error('there is no such scenario any more');
    const automaton = new MergedAutomaton(systemOfPorts(large.program, IMPLEMENTATION));
    stateGraph(new Program(automaton.system, {}, automaton), (met) => met < 10_000);
    automaton.merge();
    const program = new Program(automaton.system, {}, automaton);
    const graph = stateGraph(program, () => true);
    expect(graph?.endless).toBeGreaterThan(0);
    expect(graph && contradictions(program, automaton, graph, () => true)).toBeGreaterThan(0);
  });

  it('is found out where one node is put into the class of another', () => {
    const everything = Number.POSITIVE_INFINITY;
    // The first operation of the first thread is the load, the next the compareExchange.
    const compareExchangeIsLoad = (automaton: MergedAutomaton): void => {
      const load = automaton.start(0);
      automaton.assign(automaton.ownChild(load, 0), load);
    };
    const otherThread = (automaton: MergedAutomaton): void => automaton.assign(automaton.start(1), automaton.start(0));
    expect(contradictionsAfter(counter(2), everything)).toBe(0);
    expect(contradictionsAfter(counter(2), everything, compareExchangeIsLoad)).toBeGreaterThan(0);
    expect(contradictionsAfter(counter(2), everything, otherThread)).toBeGreaterThan(0);
  });
});

function mergedOf(system: System): Program {
  const program = mergeHistories(system);
  if (program === undefined) throw new Error('gave up');
  return program;
}

/** All that can be told of a search, but the number of states. */
function told(result: ExhaustiveResult): unknown {
  const { verdict, violation, schedule, terminals, interleavings, progressChecked, finals } = result;
  const memories = [...new Set(finals?.map((final) => final.join()))].sort();
  return {
    verdict,
    kind: violation?.kind,
    steps: schedule?.length,
    interleavings,
    progressChecked,
    memories,
    terminals,
  };
}

function resultsOf(system: System): { plain: Set<string>; merged: Set<string> } {
  const collect = (from: System | Program): Set<string> => {
    const results = new Set<string>();
    exhaustive(from, {
      monitor: {
        tag: () => 0,
        step: (_before, move) => {
          for (const call of move.calls) results.add(JSON.stringify([call.thread, call.local, call.result ?? null]));
          return undefined;
        },
        stuck: () => undefined,
      },
    });
    return results;
  };
  return { plain: collect(system), merged: collect(mergedOf(system)) };
}

describe(`the merged search against the plain one (seed ${SEED})`, () => {
  function compareMany(taste: Taste, count: number, seed: number): { fewer: number; violated: number } {
    const random = new Random(seed);
    const seen = { fewer: 0, violated: 0 };
    for (let index = 0; index < count; index += 1) {
      const program = randomProgram(random, taste);
      const text = JSON.stringify(program);
      const plain = exhaustive(systemOf(program), { keepFinals: true });
      const merged = exhaustive(mergedOf(systemOf(program)), { keepFinals: true });
      // States in which nothing can move may be merged as well, so only whether there are any is compared.
      expect({ ...(told(merged) as object), terminals: merged.terminals > 0 }, text).toEqual({
        ...(told(plain) as object),
        terminals: plain.terminals > 0,
      });
      if (plain.violation === undefined) {
        const results = resultsOf(systemOf(program));
        expect(results.merged, text).toEqual(results.plain);
      }
      expect(merged.states, text).toBeLessThanOrEqual(plain.states);
      if (merged.states < plain.states) seen.fewer += 1;
      if (plain.violation !== undefined) seen.violated += 1;
    }
    return seen;
  }

  it('finds the same of programs that loop and forget', () => {
    const two = compareMany({ threads: 2, lines: 4, plain: false, blocking: false, looping: true }, 80, SEED);
    const three = compareMany({ threads: 3, lines: 3, plain: false, blocking: false, looping: true }, 30, SEED + 1);
    expect(two.fewer + three.fewer).toBeGreaterThan(30);
  });

  it('finds the same of programs that sleep, deadlock and race', () => {
    const two = compareMany({ threads: 2, lines: 5, plain: true, blocking: true, looping: true }, 150, SEED + 2);
    const three = compareMany({ threads: 3, lines: 3, plain: true, blocking: true, looping: true }, 60, SEED + 3);
    expect(two.violated + three.violated).toBeGreaterThan(60);
    expect(two.fewer + three.fewer).toBeGreaterThan(20);
  });

  it('finds what plain enumeration without any automata finds', () => {
    const random = new Random(SEED + 4);
    for (let index = 0; index < 60; index += 1) {
      const program = randomProgram(random, { threads: 2, lines: 5, plain: false, blocking: true });
      const { finals, results } = naive(systemOf(program));
      const ours = exhaustive(mergedOf(systemOf(program)), {
        keepFinals: true,
        monitor: { tag: () => 0, step: () => undefined, stuck: () => undefined },
      });
      expect(new Set(ours.finals?.map((final) => JSON.stringify(final))), JSON.stringify(program)).toEqual(finals);
      expect([...resultsOf(systemOf(program)).merged].every((result) => results.has(result))).toBe(true);
    }
  });
});

function blame({ verdict, violation, schedule }: ExhaustiveResult): unknown {
  const clause = (violation?.detail as { clause?: string } | undefined)?.clause;
  return { verdict, kind: violation?.kind, clause, steps: schedule?.length };
}

function mergeOrNot(system: System): Program | undefined {
  try {
    return mergeHistories(system, { maxStates: 3000 });
  } catch {
    return undefined;
  }
}

describe('the ports, merged', () => {
  let mergedFaults = 0;
  const check = (program: Ports, implementation: Implementation, mergeIt: boolean): ExhaustiveResult =>
    exhaustive(systemOfPorts(program, implementation), {
      monitor: new RefinementMonitor(program, implementation),
      keepFinals: true,
      mergeHistories: mergeIt,
    });

  const small = SCENARIOS.filter(({ name }) => (SCENARIO_COUNTS[name]?.states ?? 0) < 10_000);

  it.each(small.map(({ name, program }) => [name, program] as const))('do the same: %s', (_, program) => {
    const [plain, merged] = [check(program, IMPLEMENTATION, false), check(program, IMPLEMENTATION, true)];
    expect(told({ ...merged, terminals: 0 })).toEqual(told({ ...plain, terminals: 0 }));
    expect(merged.states).toBeLessThanOrEqual(plain.states);
  });

  it.each(FAULTS.map((fault) => [fault.name, fault] as const))('show the same fault: %s', async (_, fault) => {
    const implementation = await loadFault(fault);
    const scenarios = SCENARIOS.filter(({ name }) => fault.scenarios.includes(name));
    for (const { program } of scenarios) {
      const plain = check(program, implementation, false);
      // Behind the violation faulty code may go on for ever, or break: then it cannot be merged.
      const compiled = mergeOrNot(systemOfPorts(program, implementation));
      if (compiled === undefined) continue;
      const monitor = new RefinementMonitor(program, implementation);
      expect(blame(exhaustive(compiled, { monitor }))).toEqual(blame(plain));
      mergedFaults += 1;
    }
  });

  it('could be merged for most of the faults', () => {
    expect(mergedFaults).toBeGreaterThan(FAULTS.length / 2);
  });
});
