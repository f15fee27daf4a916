// How sections are run: rows in order whoever is first, nobody asked who is asleep, nothing lost that breaks.
import { expect, it } from 'vitest';
import {
  type Row,
  type RunOptions,
  runSections,
  type Section,
  type SectionName,
  type Verdict,
  verdictOf,
} from '../../properties/check/index.ts';

const settings = { profile: 'smoke', seed: 1, implementation: 'impl' } as const;

function section(name: SectionName, ...jobs: string[]): Section {
  return { name, title: name, jobs: () => jobs, run: async () => undefined };
}

function row(section: SectionName, name: string, verdict: Verdict = 'holds'): Row {
  return { section, name, bound: '', seconds: 0, verdict };
}

async function run(given: Pick<RunOptions, 'sections' | 'execute'> & Partial<RunOptions>): Promise<string[]> {
  const seen: string[] = [];
  const rows = await runSections({
    settings,
    width: 2,
    stopped: () => undefined,
    onRow: ({ section, name, verdict }) => seen.push(`${section} ${name} ${verdict}`),
    ...given,
  });
  expect(seen).toHaveLength(rows.length);
  return seen;
}

it('hands on rows in the order of the sections, although jobs end in another', async () => {
  const ended: string[] = [];
  const seen = await run({
    sections: [section('awake', 'a'), section('model', 'slow', 'quick'), section('faults', 'last')],
    execute: async (job, emit) => {
      if (job.name === 'slow') for (let turn = 0; turn < 50; turn++) await Promise.resolve();
      emit(row(job.section.name, job.name));
      ended.push(job.name);
    },
  });
  expect(seen).toEqual(['awake a holds', 'model slow holds', 'model quick holds', 'faults last holds']);
  expect(ended).toEqual(['a', 'quick', 'last', 'slow']);
});

it('begins the largest jobs first', async () => {
  const begun: string[] = [];
  const sized = { ...section('model', 'small', 'large'), work: (job: string): number => (job === 'large' ? 2 : 1) };
  await run({
    width: 1,
    sections: [section('awake', 'a'), sized],
    execute: async (job) => void begun.push(job.name),
  });
  expect(begun).toEqual(['a', 'large', 'small']);
});

it('asks nobody else when the checker is asleep', async () => {
  const sections = [section('awake', 'a'), section('model', 'm')];
  const seen = await run({ sections, execute: async (_, emit) => emit(row('awake', 'canary', 'missed')) });
  expect(seen).toEqual(['awake canary missed']);
});

it('makes a job that breaks a row, and goes on', async () => {
  const seen = await run({
    sections: [section('awake', 'a'), section('model', 'breaks', 'm')],
    execute: async (job, emit) => {
      if (job.name === 'breaks') throw new Error('a bug');
      emit(row(job.section.name, job.name));
    },
  });
  expect(seen).toEqual(['awake a holds', 'model breaks failed', 'model m holds']);
});

it('leaves out what there is no time for, and says so', async () => {
  let left = 2;
  const seen = await run({
    sections: [section('awake', 'a'), section('model', 'm', 'n')],
    width: 1,
    stopped: () => (left-- > 0 ? undefined : 'the budget is used up'),
    execute: async (job, emit) => emit(row(job.section.name, job.name)),
  });
  expect(seen).toEqual(['awake a holds', 'model m holds', 'model n undecided']);
});

it('takes the worst of all verdicts', () => {
  const all = (...verdicts: Verdict[]) => verdictOf(verdicts.map((verdict) => row('model', '', verdict)));
  expect(all('holds', 'found', 'none failed')).toBe('holds');
  expect(all('holds', 'undecided')).toBe('undecided');
  for (const bad of ['violated', 'changed', 'failed', 'missed'] as const)
    expect(all('undecided', bad)).toBe('violated');
});
