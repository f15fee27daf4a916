// How far off estimates of the number of states are, when a search has seen 10, 25, 50 and 75 % of them: the one that is used
// (properties/interleaving/state-estimate.ts), and two that were tried beside it. Nothing is timed, so the figures are the
// same on every machine; a deep test compares. Run after `npm run build`:
//   node test/bench/estimate.bench.mjs [--json test/bench/figures/estimates.json]
// A table of docs/reach.md is made from the JSON by `npm run docs`.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { EARLY } from '../../dist/properties/check/search-progress.js';
import { IMPLEMENTATION } from '../../dist/properties/implementation.js';
import {
  coverageOf,
  Execution,
  estimate,
  estimateStates,
  exhaustive,
  Program,
  Random,
} from '../../dist/properties/interleaving/index.js';
import { LARGE_SCENARIOS } from '../../dist/properties/programs/large-scenarios.js';
import { SCENARIOS } from '../../dist/properties/programs/scenarios.js';
import { systemOf } from '../../dist/properties/programs/system.js';
import { generateProgram } from '../../dist/properties/sampling/generate.js';

const PARTS = [0.01, 0.03, 0.1, 0.25, 0.5, 0.75];
/** Smaller programs are looked at before anybody asks; the plain search of one larger scenario does not end in a minute. */
const SMALLEST = 300;
const LARGEST = 1_500_000;
const STEPS_MAX = 2000;
const SEED = 1;
/** Random programs, of another seed than any that the estimate was made with. */
const RANDOM = { seed: 12, programs: 60, draws: 600, largest: 150_000 };
const PROBES = 400;
const isWithinTwo = (factor) => factor <= 2 && factor >= 0.5;
/** Nobody is told anything before so many states. */
const ASKED_FIRST = 300;
/** Shares that are told, from so much on. */
const TOLD = [0.1, 0.2, 0.3, 0.5, 0.75];

/** Undefined: too small, too large, or with runs that may have no end. */
function searched(program, options, largest = LARGEST) {
  const compiled = new Program(systemOf(program, IMPLEMENTATION));
  const result = exhaustive(compiled, { progressCheck: false, maxStates: largest, ...options });
  const { states, levels, verdict, merged } = result;
  if (verdict !== 'holds' || states < SMALLEST || (options.mergeHistories && !merged)) return undefined;
  const lengths = estimate(compiled, { seed: SEED, maxSteps: STEPS_MAX });
  return lengths.cut > 0 ? undefined : { states, levels, lengths, ways: waysByDepth(compiled) };
}

/** How many ways there are to each depth, by Knuth's probes: the products of the numbers of branches. */
function waysByDepth(program) {
  const execution = new Execution(program);
  const random = new Random(SEED);
  const ways = [];
  for (let probe = 0; probe < PROBES; probe += 1) {
    execution.restart();
    let product = 1;
    for (let depth = 0; ; depth += 1) {
      ways[depth] = (ways[depth] ?? 0) + product / PROBES;
      const enabled = execution.enabled();
      if (enabled.length === 0 || depth === STEPS_MAX) break;
      product *= enabled.length;
      execution.take(enabled[random.below(enabled.length)]);
    }
  }
  return ways;
}

const sum = (numbers) => numbers.reduce((all, each) => all + each, 0);

const ESTIMATES = {
  used: (levels, { lengths }) => estimateStates(levels, lengths)?.states,
  // Knuth 1975 and Chen 1992, with the depths as strata: ways to each depth, divided by how many of them lead to one state.
  // That number is known where the search has been; its logarithm is continued as a parabola to that of one last state.
  branches: (levels, { ways }) => {
    const last = levels.length - 1;
    if (last < 3) return undefined;
    const ratio = (depth) => Math.log((ways[depth] ?? 1) / levels[depth]);
    const slope = (ratio(last) - ratio(last - 3)) / 3;
    const left = Math.max(1, ways.length - 1 - last);
    const bend = (Math.log(ways.at(-1)) - ratio(last) - slope * left) / left ** 2;
    const rest = ways
      .slice(last + 1)
      .map((all, at) => all * Math.exp(-ratio(last) - slope * (at + 1) - bend * (at + 1) ** 2));
    return sum(levels) + sum(rest.map((size) => Math.max(1, size)));
  },
  // Capture and recapture: what share of the states along random runs the search has seen already, by their depth.
  recapture: (levels, { lengths }) => {
    const share = Math.min(1, (levels.length - 1) / lengths.mean);
    return levels.length < 4 ? undefined : sum(levels) / share;
  },
};

function groups() {
  const random = new Random(RANDOM.seed);
  const drawn = [];
  for (let draw = 0; draw < RANDOM.draws && drawn.length < RANDOM.programs; draw += 1) {
    const found = searched(
      generateProgram((bound) => random.below(bound)),
      {},
      RANDOM.largest,
    );
    if (found !== undefined) drawn.push(found);
  }
  const all = [...SCENARIOS, ...LARGE_SCENARIOS];
  const of = (options) => all.map(({ program }) => searched(program, options)).filter((each) => each !== undefined);
  return { scenarios: of({}), merged: of({ mergeHistories: true }), random: drawn };
}

/** Factors by which estimates are too high or too low, the best first. */
function errors(searches, part, tell) {
  const factors = searches.flatMap((search) => {
    let seen = 0;
    const early = search.levels.filter((size) => {
      seen += size;
      return seen <= part * search.states;
    });
    const told = tell(early, search);
    return told === undefined ? [] : [Math.max(told / search.states, search.states / told)];
  });
  return factors.sort((one, other) => one - other);
}

export function figures() {
  const found = groups();
  const rows = Object.entries(found).flatMap(([group, searches]) =>
    Object.entries(ESTIMATES).flatMap(([way, tell]) =>
      PARTS.map((part) => {
        const factors = errors(searches, part, tell);
        const at = (share) => Number(factors[Math.floor((factors.length - 1) * share)].toPrecision(3));
        return { group, way, part, programs: factors.length, median: at(0.5), ninthTenth: at(0.9), worst: at(1) };
      }),
    ),
  );
  return {
    random: RANDOM,
    smallest: SMALLEST,
    largest: LARGEST,
    rows,
    ...byWhatIsTold(Object.values(found).flat()),
  };
}

/** How much of what was told is true, by what was told: that is all that somebody knows who reads it. */
function byWhatIsTold(searches) {
  const all = searches.flatMap(({ states, levels, lengths }) => {
    let seen = 0;
    return levels.flatMap((size, depth) => {
      seen += size;
      const { share, shareAtMost } = coverageOf(seen, levels.slice(0, depth + 1), lengths);
      const told = share ?? shareAtMost;
      if (told === undefined || seen < ASKED_FIRST) return [];
      return [{ told, atMost: share === undefined, factor: told / (seen / states) }];
    });
  });
  const factors = (wanted) => all.filter(wanted).map(({ factor }) => factor);
  const atMost = factors((each) => each.atMost);
  const early = factors((each) => !each.atMost && each.told < EARLY);
  const late = factors((each) => !each.atMost && each.told >= EARLY);
  const summary = {
    atMost: atMost.length,
    lessThanTwiceAsMuch: atMost.filter((factor) => factor > 0.5).length,
    early: early.length,
    withinFour: early.filter((factor) => factor <= 4 && factor >= 1 / 4).length,
    late: late.length,
    withinTwo: late.filter(isWithinTwo).length,
  };
  const buckets = TOLD.map((from, at) => {
    const until = TOLD[at + 1] ?? Number.POSITIVE_INFINITY;
    const factors = all
      .filter(({ told, atMost }) => !atMost && told >= from && told < until)
      .map(({ factor }) => factor);
    factors.sort((one, other) => one - other);
    const share = (part) => Number(factors[Math.floor((factors.length - 1) * part)].toPrecision(3));
    const within = factors.filter(isWithinTwo).length;
    return {
      from,
      estimates: factors.length,
      within,
      least: share(0),
      tenth: share(0.1),
      median: share(0.5),
      ninthTenth: share(0.9),
      most: share(1),
    };
  });
  return { summary, buckets };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { json: { type: 'string' } } });
  const all = figures();
  console.table(all.rows);
  console.table(all.buckets);
  console.log(all.summary);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(all, undefined, 1)}\n`);
}
