/** How far off estimates of the number of states are: from the figures of one run, which are the same on every machine. */
import { readFileSync } from 'node:fs';
import { EARLY } from '../../properties/check/search-progress.ts';
import { blocks, number, table } from './markdown.ts';

const FIGURES = 'test/bench/figures/estimates.json';

interface Row {
  readonly group: 'scenarios' | 'merged' | 'random';
  readonly way: 'used' | 'branches' | 'recapture';
  /** Of all states, what was seen when the estimate was made. */
  readonly part: number;
  readonly programs: number;
  readonly median: number;
  readonly ninthTenth: number;
  readonly worst: number;
}

interface Figures {
  readonly random: { readonly seed: number; readonly programs: number };
  readonly smallest: number;
  readonly largest: number;
  readonly rows: readonly Row[];
  /** Of all that is told on the way, how much is as good as is said. */
  readonly summary: {
    readonly atMost: number;
    readonly lessThanTwiceAsMuch: number;
    readonly early: number;
    readonly withinFour: number;
    readonly late: number;
    readonly withinTwo: number;
  };
  readonly buckets: readonly Bucket[];
}

/** What becomes of shares that are told, from so much on: by what factor they are too high. */
interface Bucket {
  readonly from: number;
  readonly estimates: number;
  readonly least: number;
  readonly tenth: number;
  readonly median: number;
  readonly ninthTenth: number;
  readonly most: number;
}

const GROUPS = { scenarios: 'scenarios', merged: 'scenarios, histories merged', random: 'random programs' } as const;
const WAYS = { used: 'this one', branches: 'branches', recapture: 'recapture' } as const;

export function estimatesText(): string {
  const figures = JSON.parse(readFileSync(FIGURES, 'utf8')) as Figures;
  const { random, smallest, largest, rows, summary, buckets } = figures;
  const cells = rows.map(({ group, way, part, programs, median, ninthTenth, worst }) => [
    GROUPS[group],
    WAYS[way],
    `${part * 100} %`,
    programs,
    factor(median),
    factor(ninthTenth),
    factor(worst),
  ]);
  return blocks(
    'While it runs, a search tells about what share of the states it has seen, and a budget that ends it leaves that in the ' +
      'verdict. The estimate ([state-estimate.ts](../properties/interleaving/state-estimate.ts)) goes by how many states there ' +
      'were at each depth so far, and how long random runs are, the longest and the average. By what factor it was too high or ' +
      `too low, on all scenarios of ${number(smallest)} to ${number(largest)} states, plain and with histories merged, and on ` +
      `${random.programs} random programs of another seed than those it was fitted with (${random.seed}). Two other ways were tried:`,
    'branches: the products of branches along random runs (Knuth 1975; Chen 1992, with the depths as strata), divided by how many ' +
      'lead to one state, as that grows with the depth. They estimate ways to states, which are many more than states.',
    'recapture: what share of the states along random runs the search has seen, by their depth. Good in the middle, where it ' +
      'promises the same as the shape does; too low before that, since most states are in the middle.',
    table(['programs', 'way', 'of the states seen', 'number', 'median', 'nine of ten', 'worst'], cells, [
      'left',
      'left',
      ...new Array<'right'>(5).fill('right'),
    ]),
    'Early in a search all of these are too low, since growth is not yet seen to end. So where the states would be more than twice ' +
      'as many if they grew on until the middle, only “at most about 8 %” is told. Whoever reads a figure knows only that, so ' +
      `this is how good it is, at every depth of all these searches from ${number(smallest)} states on. Of ` +
      `${summary.atMost} shares that were said to be at most so large, ${summary.lessThanTwiceAsMuch} were less than twice as large; of ` +
      `${summary.early} others below ${100 * EARLY} %, ${summary.withinFour} were within a factor of 4; and of ${number(summary.late)} from ` +
      `there on, ${number(summary.withinTwo)} within a factor of 2.`,
    table(
      ['told: from', 'number', 'too high by: least', 'one of ten', 'median', 'nine of ten', 'most'],
      buckets.map(({ from, estimates, least, tenth, median, ninthTenth, most }) => [
        `${100 * from} %`,
        estimates,
        ...[least, tenth, median, ninthTenth, most].map(factor),
      ]),
      new Array<'right'>(7).fill('right'),
    ),
    'Again: `node test/bench/estimate.bench.mjs --json test/bench/figures/estimates.json`, then `npm run docs`.',
  );
}

function factor(value: number): string {
  return value < 100 ? value.toFixed(2) : number(Math.round(value));
}
