/** The section that holds a process to the specification: an implementation in any language, known by what it says. */
import {
  atRandom,
  Closed,
  type ExternalCounterexample,
  ExternalError,
  exploreStates,
  inOrder,
  type Peer,
  type Ran,
  run as runOnce,
  type Sampled,
  shrink,
} from '../audit/exec/index.ts';
import { dialectOf } from '../audit/held.ts';
import { whyLeftOut } from '../audit/scenarios.ts';
import type { AcceptorOptions } from '../history/acceptor.ts';
import type { Rejection } from '../history/blame.ts';
import { Undecided } from '../history/budget.ts';
import { Random } from '../interleaving/random.ts';
import type { Program } from '../programs/program.ts';
import { SCENARIOS, type Scenario } from '../programs/scenarios.ts';
import { isCareful } from '../sampling/careful.ts';
import { generateProgram } from '../sampling/generate.ts';
import { historyFingerprints } from './found-with.ts';
import { plural, programText, sizeText } from './program-text.ts';
import type { Context, Profile, Row, Section } from './section.ts';
import { type ExternalToken, encode, packNames } from './token.ts';
import { VERSION } from './version.ts';

/** How much of each program is looked at. */
interface Amount {
  /** States, where the process tells them apart. */
  readonly states: number;
  /** Schedules, where it does not, and beyond the states; runs, where it runs programs by itself. */
  readonly runs: number;
  /** Random programs, and schedules or runs of each. */
  readonly programs: number;
  readonly each: number;
}

const AMOUNTS: Readonly<Record<Profile, Amount>> = {
  smoke: { states: 500, runs: 20, programs: 5, each: 4 },
  normal: { states: 20_000, runs: 300, programs: 60, each: 10 },
  deep: { states: 1_000_000, runs: 5000, programs: 2000, each: 30 },
};
const RANDOM_PROGRAMS = 'random programs';
/** So many programs are drawn for each that is wanted, before it is given up. */
const DRAWS = 50;
const SHRINK_RUNS_MAX = 400;

/** Lends a process, and takes it back unless something was wrong with it. */
export type Lend = (use: (peer: Peer) => Promise<Part>) => Promise<Part>;

/**
 * The section that asks a process.
 *
 * @param command how it is started, as tokens name it
 * @param before programs that have failed before, which are tried first
 */
export function externalSection(command: string, lend: Lend, before: readonly Scenario[] = []): Section {
  return {
    name: 'external',
    title: 'The process, from outside',
    jobs: () => [...[...before, ...SCENARIOS].map(({ name }) => name), RANDOM_PROGRAMS],
    async run(job, context) {
      const begun = context.now();
      const emit = (row: Part): void => context.emit({ bound: '', ...row, name: job, seconds: context.now() - begun });
      try {
        emit(await lend((peer) => judged(new External(command, peer, context), job, before)));
      } catch (error) {
        const sentence = error instanceof Error ? error.message : String(error);
        if (error instanceof Undecided) emit({ verdict: 'undecided', message: sentence });
        else if (error instanceof ExternalError && !(error instanceof Closed))
          emit({ verdict: 'failed', message: sentence });
        else throw error;
      }
    },
  };
}

/** The part of a row that a process decides. */
export type Part = Omit<Row, 'section' | 'name' | 'seconds' | 'bound'> & { readonly bound?: string };

async function judged(external: External, job: string, before: readonly Scenario[]): Promise<Part> {
  const scenario = [...before, ...SCENARIOS].find(({ name }) => name === job);
  return scenario === undefined ? external.randomPrograms() : external.scenario(scenario);
}

/** One process, and what it is asked. */
class External {
  readonly #command: string;
  readonly #peer: Peer;
  readonly #context: Context;
  readonly #dialect: AcceptorOptions;
  readonly #amount: Amount;

  constructor(command: string, peer: Peer, context: Context) {
    this.#command = command;
    this.#peer = peer;
    this.#context = context;
    this.#dialect = { ...dialectOf(peer.hello), expired: () => context.expired() };
    this.#amount = AMOUNTS[context.settings.profile];
  }

  async scenario(scenario: Scenario): Promise<Part> {
    const { program } = scenario;
    const bound = sizeText(program);
    const why = whyLeftOut(scenario, this.#peer.hello) ?? this.#whyNotAsked(scenario);
    if (why !== undefined) return { bound, group: why, message: why, verdict: 'left out' };
    const { modes } = this.#peer.hello;
    if (!modes.includes('steps')) return this.#runs(program, bound);
    const { state } = await this.#peer.start(program);
    return state === undefined ? this.#schedules(program, bound) : this.#states(program, bound);
  }

  /** Of the scenarios it is known which misuse something; of what has failed before it is found out. */
  #whyNotAsked(scenario: Scenario): string | undefined {
    const mayMisuse = this.#peer.hello.promises?.refusals !== false || SCENARIOS.includes(scenario);
    return mayMisuse || isCareful(scenario.program, 0) ? undefined : 'it does not promise to refuse misuse';
  }

  async randomPrograms(): Promise<Part> {
    const { programs, each } = this.#amount;
    const random = new Random(this.#context.settings.seed);
    let [asked, drawn, runs, transitions] = [0, 0, 0, 0];
    while (asked < programs && drawn < programs * DRAWS && !this.#context.expired()) {
      const program = generateProgram((bound) => random.below(bound));
      drawn += 1;
      // Of programs with calls that it does not have, nothing can be said.
      if (whyLeftOut({ name: '', program }, this.#peer.hello) !== undefined) continue;
      asked += 1;
      const seed = random.next();
      const sampled = this.#peer.hello.modes.includes('steps')
        ? await this.#walks(program, new Random(seed), each)
        : await this.#manyRuns(program, seed, each);
      runs += sampled.runs;
      transitions += sampled.steps;
      if (sampled.bad !== undefined)
        return { ...sampled.bad, runs, transitions, bound: programText(program).join('; ') };
      this.#context.progress(`${asked} programs, ${runs} runs`);
    }
    const row = {
      bound: `${asked} programs; ${drawn - asked} more need calls that it does not have`,
      runs,
      transitions,
    };
    return { ...row, ...this.#sampledVerdict(this.#context.expired()) };
  }

  async #states(program: Program, size: string): Promise<Part> {
    const { states, transitions, depth, complete, found } = await exploreStates(this.#peer, program, {
      dialect: this.#dialect,
      maxStates: this.#amount.states,
      onProgress: (count, deep) => this.#goesOn(`${count} states, depth ${deep}`),
    });
    const row = { bound: size, states, transitions, depth };
    if (found !== undefined) return { ...row, ...this.#violated(program, found) };
    if (complete) return { ...row, verdict: 'holds' };
    const { runs, bad } = await this.#walks(program, new Random(this.#context.settings.seed), this.#amount.runs);
    const bound = `${size}: the first ${states} states, then ${plural(runs, 'schedule')} at random`;
    return { ...row, bound, runs, ...(bad ?? this.#sampledVerdict(this.#context.expired())) };
  }

  async #schedules(program: Program, size: string): Promise<Part> {
    const options = { dialect: this.#dialect, maxRuns: this.#amount.runs, onProgress: this.#tellRuns };
    const sampled = await inOrder(this.#peer, program, options);
    const { runs, steps: transitions, complete, found } = sampled;
    const row = { runs, transitions };
    if (found !== undefined) return { ...row, bound: size, ...(await this.#shrunk(program, found)) };
    if (complete) return { ...row, bound: `${size}: every schedule`, verdict: 'holds' };
    const walks = await this.#walks(program, new Random(this.#context.settings.seed), this.#amount.runs);
    const bound = `${size}: ${orderText(sampled)}, then ${plural(walks.runs, 'schedule')} at random`;
    const counts = { runs: runs + walks.runs, transitions: transitions + walks.steps, bound };
    return { ...counts, ...(walks.bad ?? this.#sampledVerdict(this.#context.expired())) };
  }

  async #runs(program: Program, size: string): Promise<Part> {
    const { runs, bad, cut } = await this.#manyRuns(program, this.#context.settings.seed, this.#amount.runs);
    const row = { bound: `${size}${cut === 0 ? '' : `; ${cut} of the runs were cut`}`, runs };
    return { ...row, ...(bad ?? this.#sampledVerdict(this.#context.expired())) };
  }

  async #walks(
    program: Program,
    random: Random,
    maxRuns: number,
  ): Promise<{ readonly runs: number; readonly steps: number; readonly bad?: Bad }> {
    const options = { dialect: this.#dialect, maxRuns, onProgress: this.#tellRuns };
    const { runs, steps, found } = await atRandom(this.#peer, program, random, options);
    return { runs, steps, ...(found === undefined ? {} : { bad: await this.#shrunk(program, found) }) };
  }

  async #manyRuns(
    program: Program,
    firstSeed: number,
    maxRuns: number,
  ): Promise<{ readonly runs: number; readonly steps: number; readonly cut: number; readonly bad?: Bad }> {
    let [runs, steps, cut] = [0, 0, 0];
    while (runs < maxRuns && this.#tellRuns(runs)) {
      const seed = (firstSeed + runs) % SEEDS;
      const ran = await runOnce(this.#peer, program, seed, this.#dialect);
      runs += 1;
      steps += ran.history.events.length;
      cut += ran.history.end === 'cut' ? 1 : 0;
      if (ran.rejection !== undefined) return { runs, steps, cut, bad: this.#badRun(ran, ran.rejection, seed) };
    }
    return { runs, steps, cut };
  }

  async #shrunk(program: Program, found: ExternalCounterexample): Promise<Bad> {
    const options = { dialect: this.#dialect, maxRuns: SHRINK_RUNS_MAX, expired: () => this.#context.expired() };
    return this.#violated(program, await shrink(this.#peer, program, found, options));
  }

  #violated(program: Program, { schedule, rejection, round }: ExternalCounterexample): Bad {
    const { clause, why } = rejection;
    const token = encode({
      ...this.#head(program),
      program,
      violation: clause,
      shown: { steps: packNames(schedule), ...(round === undefined ? {} : { round }) },
    });
    return { verdict: 'violated', clause, message: why, steps: schedule.length, token };
  }

  #badRun({ history }: Ran, { clause, why, event }: Rejection, seed: number): Bad {
    const { program, ...seen } = history;
    const token = encode({
      ...this.#head(program),
      program,
      violation: clause,
      shown: { seed, ...seen, promises: this.#peer.hello.promises },
    });
    return { verdict: 'violated', clause, message: why, steps: event, token };
  }

  /** What a command starts is not known, so it has no fingerprint. */
  #head(program: Program): Pick<ExternalToken, 'v' | 'kind' | 'version' | 'fingerprints' | 'command'> {
    const fingerprints = historyFingerprints(program);
    return { v: 2, kind: 'external', version: VERSION, fingerprints, command: this.#command };
  }

  readonly #tellRuns = (runs: number): boolean => this.#goesOn(`${runs} runs`);

  #goesOn(text: string): boolean {
    this.#context.progress(text);
    return !this.#context.expired();
  }

  #sampledVerdict(expired: boolean): Pick<Row, 'verdict' | 'message'> {
    return expired ? { verdict: 'undecided', message: 'the budget ended the search' } : { verdict: 'none failed' };
  }
}

type Bad = Pick<Row, 'verdict' | 'clause' | 'message' | 'steps' | 'token'>;

const SEEDS = 2 ** 32;

function orderText({ preemptions, runs, cut }: Sampled): string {
  const broken = cut === 0 ? '' : `, ${cut} of them cut`;
  if (preemptions < 0) return `the first ${plural(runs, 'schedule')}${broken}`;
  return `every schedule with at most ${plural(preemptions, 'preemption')} (${runs} run${broken})`;
}
