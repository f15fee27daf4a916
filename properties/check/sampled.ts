/** The section that samples programs and schedules beyond what can be exhausted. */
import { judgedSystem } from '../audit/held.ts';
import type { Implementation } from '../implementation.ts';
import { toChoices } from '../interleaving/index.ts';
import { type Finding, FLOORS, type SampleReport, SIZE, sampleImplementation } from '../sampling/index.ts';
import { smallestOf } from './certify.ts';
import { findingOf } from './finding.ts';
import type { Profile, Row, Section } from './section.ts';
import { implementationNamed } from './subject.ts';

/** Few runs of many programs: that is what meets the rare cases. */
const PROGRAMS: Readonly<Record<Profile, number>> = { smoke: 40, normal: 600, deep: 10_000 };
const WALKS: Readonly<Record<Profile, number>> = { smoke: 5, normal: 5, deep: 20 };

export const sampled: Section = {
  name: 'sampled',
  title: 'The implementation, sampled',
  jobs: () => ['random programs'],
  async run(name, context) {
    const { profile, seed, implementation } = context.settings;
    const start = context.now();
    const subject = await implementationNamed(implementation);
    const report = sampleImplementation(subject, {
      seed,
      programs: PROGRAMS[profile],
      walks: WALKS[profile],
      expired: () => context.expired(),
      onProgress: (programs, runs) => context.progress(`${programs} programs, ${runs} runs`),
    });
    const seconds = context.now() - start;
    const row = {
      name,
      ...countsOf(report),
      seconds,
      ...(subject.abstraction === undefined ? {} : { notes: distribution(report) }),
    };
    const { finding } = report;
    if (finding === undefined) context.emit({ ...row, ...judge(report, profile) });
    else context.emit({ ...row, verdict: 'violated', ...found(finding, await implementationNamed(implementation)) });
  },
};

function countsOf({ programs, runs, steps, histories }: SampleReport): Pick<Row, 'bound' | 'transitions' | 'runs'> {
  const { clients, servers } = SIZE;
  const size = `up to ${clients} clients x ${servers} servers`;
  return { bound: `${programs} programs, ${size}; ${histories} histories judged`, transitions: steps, runs };
}

function judge({ expired, missed }: SampleReport, profile: Profile): Pick<Row, 'verdict' | 'message'> {
  if (expired) return { verdict: 'undecided', message: 'the budget ended the sampling' };
  // Too few programs to expect the rare cases.
  if (missed.length === 0 || profile === 'smoke') return { verdict: 'none failed' };
  return { verdict: 'missed', message: `too rarely met to be believed: ${missed.join(', ')}` };
}

function found({ program, schedule, violation }: Finding, implementation: Implementation): Partial<Row> {
  const { choices } = toChoices(judgedSystem(program, implementation), schedule);
  return findingOf(smallestOf({ implementation, program, choices, violation }));
}

const PER_LINE = 2;

/** How often the runs met each case, with the floor. */
function distribution({ shares, runs }: SampleReport): string[] {
  const cells = Object.entries(FLOORS).map(([what, floor]) => {
    const share = ((shares[what] ?? 0) / 10).toFixed(1);
    return `${what} ${share} % (at least ${floor / 10})`;
  });
  const width = Math.max(...cells.map(({ length }) => length)) + 2;
  const lines = [`Of ${runs} runs so many met:`];
  for (let at = 0; at < cells.length; at += PER_LINE) {
    const line = cells.slice(at, at + PER_LINE).map((cell) => cell.padEnd(width));
    lines.push(`  ${line.join('').trimEnd()}`);
  }
  return lines;
}
