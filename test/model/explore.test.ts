// Every reachable state of small systems: the numbers, a second oracle for them, and what an exploration tells.
import { describe, expect, it } from 'vitest';
import { ACTIONS, CLAUSE_IDS, waitmsg } from '../../model/index.ts';
import {
  ALL_PROPERTIES,
  allProperties,
  checkModel,
  explore,
  MANIFEST,
  PROFILES,
  WITNESSES,
  worldNamed,
} from '../../properties/model/index.ts';
import { naive } from './naive.ts';

describe('an exploration', () => {
  it('sees every state, and finds every property to hold', () => {
    const { states, transitions, depth, complete, violations } = explore(worldNamed('one message'));
    expect({ states, transitions, depth, complete, violations }).toEqual({
      states: 212,
      transitions: 716,
      depth: 9,
      complete: true,
      violations: [],
    });
  });

  it('shows the shortest run to what is wrong', () => {
    const never = { ...ALL_PROPERTIES.invariants[0], name: 'no message is taken' };
    const noneTaken = {
      ...never,
      clauses: [],
      sentence: 'No message is ever taken.',
      holds: (_: unknown, state: { messages: readonly { place: string }[] }) =>
        state.messages.every(({ place }) => place !== 'taken'),
    };
    const [violation] = explore(worldNamed('one message'), {
      properties: { invariants: [noneTaken], steps: [], guards: [], progress: false },
    }).violations;
    expect(violation?.trace.filter((line) => /^\d/.test(line))).toEqual([
      '1. thread 0: domsg(port 1, message 0)',
      '2. thread 0: queues(port 1)',
      '3. by itself: arrive(port 1, message 0)',
      '4. thread 1: getport(port 1) → 0',
    ]);
    expect(violation?.trace.slice(-2)).toEqual([
      '     message 0: queued → taken, flags {QUEUED} → {}, held by thread 1',
      '     port 1 queue: [0] → []',
    ]);
  });

  it('stops undecided when told to', () => {
    const result = explore(worldNamed('two clients'), { deadline: () => true });
    expect(result.complete).toBe(false);
    expect(result.violations).toEqual([]);
    expect(explore(worldNamed('two clients'), { maxStates: 100 }).complete).toBe(false);
  });

  it('tells how far it is', () => {
    const told: number[] = [];
    explore(worldNamed('two messages'), { onProgress: (states) => told.push(states) });
    expect(told.length).toBeGreaterThan(1);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
  });
});

describe('the numbers', () => {
  // The naive search carries no observer: that the numbers agree also shows that the observer adds no states.
  it.each(PROFILES.smoke.map((world) => [world.name, world] as const))(
    'of "%s" agree with a naive search',
    (name, world) => {
      expect(naive(world)).toEqual({ states: MANIFEST[name]?.states, transitions: MANIFEST[name]?.transitions });
    },
  );

  it('of every world are pinned', () => {
    for (const { name } of PROFILES.deep) expect(MANIFEST, name).toHaveProperty(name);
  });

  it('of the normal profile are the pinned ones, and all holds', () => {
    const report = checkModel({ profile: 'normal' });
    for (const row of report.rows) expect(row, row.name).toMatchObject({ ...MANIFEST[row.name], verdict: 'holds' });
    expect(report.verdict).toBe('holds');
  });
});

describe('what has to happen', () => {
  const report = checkModel({ profile: 'smoke' });

  it('happens in the smoke profile already', () => {
    expect(report.witnesses.filter(({ foundIn }) => foundIn === undefined)).toEqual([]);
    expect(Object.entries(report.actions).filter(([, times]) => times === 0)).toEqual([]);
    expect(report.verdict).toBe('holds');
  });

  it('is missed if it cannot', () => {
    const deaf = ACTIONS.map((action) => (action === waitmsg ? { ...action, guard: () => false } : action));
    const { witnesses } = explore(worldNamed('one message'), { actions: deaf, goOn: true });
    expect(witnesses).not.toContain('the reply beats the wait');
    expect(witnesses).toContain('a target queues a domsg');
  });
});

describe('the properties', () => {
  it('state every clause', () => {
    const stated = new Set([...allProperties(), ...WITNESSES].flatMap(({ clauses }) => clauses));
    expect(CLAUSE_IDS.filter((id) => !stated.has(id))).toEqual([]);
  });

  it('have names of their own', () => {
    const names = [...allProperties(), ...WITNESSES].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('speak of actions there are', () => {
    const names = ACTIONS.map(({ name }) => name);
    const spoken = [...ALL_PROPERTIES.steps, ...ALL_PROPERTIES.guards, ...WITNESSES].flatMap(({ of }) => of);
    expect(spoken.filter((name) => !names.includes(name))).toEqual([]);
  });
});

describe('a profile', () => {
  it('can be narrowed to some of its worlds', () => {
    const { rows, verdict } = checkModel({ profile: 'normal', only: 'polling' });
    expect(rows.map(({ name }) => name)).toEqual(['polling']);
    expect(verdict).toBe('holds');
  });

  it('that is stopped is undecided, never passed', () => {
    const { verdict, ok } = checkModel({ profile: 'smoke', deadline: () => true });
    expect({ verdict, ok }).toEqual({ verdict: 'undecided', ok: false });
  });
});
