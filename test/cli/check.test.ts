// `lwkt check` from outside: exit codes, what it prints where, and that it ends when it should.
import { describe, expect, it } from 'vitest';
import { faultNamed, SECTIONS } from '../../properties/check/index.ts';
import * as options from '../../properties/cli/options.ts';
import { data, interrupted, lwkt } from './command.ts';

describe('a run', () => {
  const { code, stdout, stderr } = lwkt(
    'check',
    '--only',
    'interleavings',
    '--profile',
    'smoke',
    '--json',
    '--seed',
    '5',
  );
  const lines = data(stdout);
  const rows = lines.filter(({ type }) => type === 'row');

  it('that finds nothing ends with 0, and prints nothing but JSON where JSON is asked for', () => {
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(lines.at(-1)).toMatchObject({ type: 'end', verdict: 'holds', exit: 0 });
  });

  it('says its seed first', () => {
    expect(lines[0]).toMatchObject({ type: 'start', seed: 5, profile: 'smoke', implementation: 'impl' });
  });

  it('wakes the checker first, whatever is asked for', () => {
    const canaries = rows.filter(({ section }) => section === 'awake');
    expect(rows.slice(0, canaries.length)).toEqual(canaries);
    expect(canaries.map(({ name, verdict }) => [name, verdict])).toEqual(
      [
        ...['racy counter', 'racy counter, sampled', 'plain counter', 'lost wakeup', 'livelock', 'starvation'],
        ...['EASYNC leak', 'EASYNC leak, from outside', 'EASYNC leak of the model'],
      ].map((name) => [name, 'found']),
    );
  });

  it('reports in the order of the scenarios, whichever worker is done first', () => {
    const jobs = SECTIONS.find(({ name }) => name === 'interleavings')?.jobs({
      profile: 'smoke',
      seed: 5,
      implementation: 'impl',
    });
    const scenarios = rows.filter(({ section }) => section === 'interleavings');
    expect(scenarios.map(({ name }) => name)).toEqual(jobs);
    expect(scenarios.every(({ verdict }) => verdict === 'holds')).toBe(true);
    expect(scenarios[0]).toMatchObject({ name: 'one domsg', states: 167, interleavings: 1586 });
  });
});

it('a run for people has tables, and no progress where there is no terminal', () => {
  const { code, stdout, stderr } = lwkt('check', '--only', 'awake', '--seed', '5');
  expect(code).toBe(0);
  expect(stderr).toBe('');
  expect(stdout).toContain('seed 5');
  expect(stdout).toContain('Is the checker awake?');
  expect(stdout).toContain('Nothing is violated within these bounds');
  expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(120);
});

it('a budget that is used up ends the run undecided', () => {
  const { code, stdout } = lwkt('check', '--budget', '100ms', '--only', 'model', '--json');
  expect(code).toBe(3);
  expect(data(stdout).at(-1)).toMatchObject({ verdict: 'undecided', exit: 3 });
});

it('Ctrl-C ends the run at once, with what is known so far', async () => {
  const { code, stdout } = await interrupted(['check', '--only', 'interleavings'], /seed/);
  expect(code).toBe(130);
  expect(stdout).toContain('Interrupted');
});

describe('bad usage ends with 2 and one sentence', () => {
  const COMMANDS: readonly (readonly [readonly string[], string])[] = [
    [
      ['check', '--only', 'everything'],
      'There is no section "everything": it is one of awake, regressions, model, interleavings',
    ],
    [['check', '--fault', 'gremlin'], 'There is no fault "gremlin": lwkt check --only faults --all lists them.'],
    [['check', '--frob'], "unknown option '--frob'"],
    [['replay', 'no-such-file'], '"no-such-file" is neither a token nor a file.'],
    [['replay', 'package.json'], 'There is no token in the file "package.json".'],
  ];
  it.for(COMMANDS)('%s', ([args, sentence]) => {
    const { code, stdout, stderr } = lwkt(...args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(sentence);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  const OPTIONS: readonly (readonly [() => unknown, string])[] = [
    [() => options.duration('5'), '"5" is no budget: write a number and a unit, such as 20s, 500ms or 2m.'],
    [() => options.duration('0s'), '"0s" is no budget'],
    [() => options.seed('x'), '"x" is no seed: write a whole number from 0 to 4294967295.'],
    [() => options.seed('-1'), '"-1" is no seed'],
    [() => options.workers('0'), '"0" is no number of workers'],
    [() => options.profile('fast'), 'There is no profile "fast": it is one of smoke, normal, deep.'],
    [() => faultNamed('notify before'), 'may be any of these faults: notify before DONE, notify before the push'],
  ];
  it.for(OPTIONS)('%#', ([parse, sentence]) => {
    expect(parse).toThrow(sentence);
  });
});

it('options are read as they are meant', () => {
  expect(['20s', '500ms', '1.5m', '1h'].map(options.duration)).toEqual([20_000, 500, 90_000, 3_600_000]);
  expect(options.sections('model, faults', ['awake'])).toEqual(['awake', 'model', 'faults']);
  expect(faultNamed('Done-before-the-ERROR')).toBe('DONE before the error');
  expect(faultNamed('lwkt-2003')).toBe('lwkt-2003');
});
