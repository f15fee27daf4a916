/** One suite, looked at as far as the bounds allow: every interleaving, or so many drawn at random. */
import { encode, packChoices, packLoop, type SuiteToken } from '../check/token.ts';
import { VERSION } from '../check/version.ts';
import type { Fingerprints } from '../fingerprints/index.ts';
import {
  type Coverage,
  coverageOf,
  type Estimate,
  estimate,
  exhaustive,
  type Failure,
  failuresOf,
  type LookAlikes,
  livenessSentences,
  onSuite,
  Program,
  type StrategyName,
  SUITE_LIMITS,
  type Suite,
  sample,
} from '../interleaving/index.ts';
import { suiteFingerprints } from './load.ts';
import { retake } from './replay.ts';

/** How far to look, and whom to tell. */
export interface Look {
  /** Of the probes, and of runs drawn at random. */
  readonly seed: number;
  readonly maxStates?: number;
  /** Draw so many runs at random, in place of looking at all. */
  readonly samples?: number;
  readonly strategy?: StrategyName;
  /** Tell states apart that differ only in what code has read and forgotten. */
  readonly unmerged?: boolean;
  /** Look at all that is wrong, not only at the first of it. */
  readonly keepGoing?: boolean;
  /** Called now and then; `false` stops. */
  readonly onProgress?: (now: Looked) => boolean;
  /** Columns of the lanes. */
  readonly width?: number;
}

/** How much was looked at so far, and about what share of all states that is, where it can be said. */
export interface Looked extends Coverage {
  /** Distinct states; of runs drawn at random: absent. */
  readonly states?: number;
  /** Runs drawn at random. */
  readonly runs?: number;
  readonly steps: number;
  /** Every run was followed for so many steps. */
  readonly depth?: number;
  readonly estimate: Estimate;
}

/** What came of it. Plain data. */
export interface Finding extends Looked {
  readonly verdict: 'holds' | 'none failed' | 'violated' | 'undecided';
  /** Complete interleavings, counted. */
  readonly interleavings?: number | 'unbounded';
  /** Whether it was checked that threads which run get on. */
  readonly progressChecked: boolean;
  /** States were counted up to what calls have forgotten. */
  readonly merged: boolean;
  /** How runs end, and whether all calls do, where that says more than that all threads finish. */
  readonly ends?: readonly string[];
  readonly violation?: { readonly kind: string; readonly message: string; readonly steps: number };
  /** The run that violates something. */
  readonly lanes?: string;
  /** What `lwkt replay` takes. */
  readonly token?: string;
  /** Of what it was found with. */
  readonly fingerprints?: Fingerprints;
  /** What else is wrong, where all of it was wanted, each sort once. */
  readonly others?: readonly Shown[];
}

/** One thing that is wrong, and a run that shows it. */
type Shown = Required<Pick<Finding, 'violation' | 'lanes' | 'token' | 'fingerprints'>>;

interface Search {
  readonly finding: Finding;
  readonly wrong: readonly Wrong[];
}

type Wrong = Pick<Failure, 'violation' | 'schedule' | 'loop'>;

/**
 * @param file of the suite, and `name` in it, for the token
 * @throws Error where the code cannot be checked; the message says why
 */
export function lookAt(suite: Suite, file: string, name: string, lookAlikes: LookAlikes, look: Look): Finding {
  const { finding, wrong } = onSuite(suite, lookAlikes, (system) => {
    const program = new Program(system, SUITE_LIMITS);
    const before = estimate(program, { seed: look.seed, maxSteps: PROBE_STEPS });
    return look.samples === undefined ? all(program, before, look) : some(program, before, look, look.samples);
  });
  const fingerprints = suiteFingerprints(file);
  const [first, ...others] = wrong.map(({ violation, schedule: choices, loop }): Shown => {
    const { kind, message } = violation;
    const given = { choices, violation, ...(loop && { loop }) };
    const { digest, lanes, prefix } = retake(suite, lookAlikes, given, look);
    const token: SuiteToken = {
      v: 2,
      kind: 'suite',
      version: VERSION,
      fingerprints,
      file,
      suite: name,
      violation: kind,
      schedule: packChoices(prefix),
      ...(loop && { loop: packLoop(loop) }),
      digest,
    };
    return { violation: { kind, message, steps: digest.length }, lanes, fingerprints, token: encode(token) };
  });
  return { ...finding, ...first, ...(others.length === 0 ? {} : { others }) };
}

const PROBE_STEPS = 2000;

function all(program: Program, before: Estimate, { maxStates, unmerged, keepGoing = false, onProgress }: Look): Search {
  const result = exhaustive(program, {
    mergeHistories: unmerged !== true,
    keepGoing,
    ...(maxStates === undefined ? {} : { maxStates }),
    onProgress: (states, depth, steps, levels) => {
      return onProgress?.({ states, depth, steps, estimate: before, ...coverageOf(states, levels, before) }) !== false;
    },
  });
  const { verdict, states, transitions: steps, interleavings, progressChecked } = result;
  // Of a search that was stopped the last depth may be incomplete.
  const depth = verdict === 'undecided' ? Math.max(0, result.depth - 1) : result.depth;
  const counted = interleavings === undefined ? {} : { interleavings: finite(interleavings) };
  const merged = result.merged === true;
  const sentences = verdict === 'holds' ? livenessSentences(result) : [];
  const ends = sentences.length === 0 ? {} : { ends: sentences };
  const covered = verdict === 'undecided' ? coverageOf(states, result.levels, before) : {};
  const looked = { states, steps, depth, estimate: before, ...covered };
  const finding = { verdict, ...looked, progressChecked, merged, ...counted, ...ends };
  return { finding, wrong: failuresOf(result) };
}

function some(program: Program, before: Estimate, { seed, strategy, onProgress }: Look, runs: number): Search {
  const result = sample(program, {
    seed,
    runs,
    ...(strategy === undefined ? {} : { strategy }),
    onProgress: (made, steps) => onProgress?.({ runs: made, steps, estimate: before }) !== false,
  });
  const enough = result.runs >= runs && result.cut === 0 ? 'none failed' : 'undecided';
  const verdict = result.verdict === 'violated' ? 'violated' : enough;
  const finding = { verdict, runs: result.runs, steps: result.steps, estimate: before } as const;
  return { finding: { ...finding, progressChecked: false, merged: false }, wrong: failuresOf(result) };
}

function finite(count: number): number | 'unbounded' {
  return Number.isFinite(count) ? count : 'unbounded';
}
