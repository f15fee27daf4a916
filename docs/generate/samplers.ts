/** How the samplers draw, and how long each takes to find the seeded faults: from the figures of one measured run. */
import { readFileSync } from 'node:fs';
import { heading, page, table } from './markdown.ts';
import type { Page } from './page.ts';

const FIGURES = 'test/bench/figures/counterexamples.json';

interface Way {
  /** Medians; null: not within the patience. */
  readonly milliseconds: number | null;
  readonly ninthTenth: number | null;
  readonly runs: number | null;
  readonly found: number;
  readonly of: number;
}

interface Figures {
  readonly machine: { readonly node: string; readonly cpu: string; readonly cores: number };
  readonly seeds: number;
  readonly patience: number;
  readonly rows: readonly { readonly fault: string; readonly ways: Readonly<Record<string, Way>> }[];
}

const SAMPLERS: readonly (readonly [string, string, string, string])[] = [
  [
    '`random-walk`',
    '[random-walk.ts](../properties/interleaving/random-walk.ts)',
    'each step evenly among the threads that can run',
    'faults that many interleavings show; the cheapest',
  ],
  [
    '`pct`',
    '[pct.ts](../properties/interleaving/pct.ts)',
    'random priorities, and a few random steps at which the leader falls back (Burckhardt and others, ASPLOS 2010)',
    'faults that need few preemptions of long runs: it promises to hit one of depth d with a chance of 1/(n k^(d-1))',
  ],
  [
    '`pos`',
    '[pos.ts](../properties/interleaving/pos.ts)',
    'a random priority for each pending operation, drawn anew where two conflict (Yuan and others, CAV 2018)',
    'faults that hang on the order of conflicting operations, with much beside them that commutes',
  ],
  [
    '`uniform`',
    '[uniform-walk.ts](../properties/interleaving/uniform-walk.ts)',
    'threads by what they have still to do, so that all runs are about equally likely (URW; Zhao and others, ASPLOS 2025)',
    'threads of very different lengths',
  ],
  [
    '`selective`',
    '[selective-walk.ts](../properties/interleaving/selective-walk.ts)',
    'evenly over the orders of the operations on one word, drawn for each run (SURW; Zhao and others, ASPLOS 2025)',
    'faults about one word, where the order of everything else does not matter',
  ],
  [
    '`portfolio`',
    '[portfolio.ts](../properties/interleaving/portfolio.ts)',
    'all of these, a run each in turn',
    'when nothing is known: never far from the best',
  ],
];

export const SAMPLER_PAGES: readonly Page[] = [
  { path: 'docs/samplers.md', text: () => text(JSON.parse(readFileSync(FIGURES, 'utf8')) as Figures) },
];

function text({ machine, seeds, patience, rows }: Figures): string {
  const names = Object.keys(rows[0]?.ways ?? {});
  const times = (name: string): number[] =>
    rows.map(({ ways }) => ways[name]?.milliseconds ?? Number.POSITIVE_INFINITY).sort((one, other) => one - other);
  const slowest = Math.max(...rows.map(({ ways }) => Math.min(...Object.values(ways).map(timeOf))));
  return page(
    'Samplers',
    'Where every interleaving is too many, runs are drawn. How each sampler draws them, and how long it takes to a ' +
      'counterexample.',
    FIGURES,
    heading(2, 'How they draw'),
    table(['name', 'where', 'how', 'good at'], SAMPLERS),
    'Each file cites its paper and says where it differs from it. ' +
      'The distributions are held to enumerations of what the papers say, and PCT to its promise, in ' +
      '[strategies.test.ts](../test/interleaving/strategies.test.ts). `lwkt interleave --samples N --strategy NAME` uses one by its name.',
    heading(2, 'Time to a counterexample'),
    `Of each seeded fault of the implementation, and of the algorithm of 2003: the median over ${seeds} seeds of the processor time in ` +
      'milliseconds and, after the stroke, of the runs (of the exhaustive search: of the steps) until it shows. The samplers and the ' +
      'exhaustive search are given the scenario that shows it, fast-check draws programs of its own. ' +
      `“None”: not within ${patience / 1000} s. Measured with Node ${machine.node.slice(1)} on ${machine.cores} cores (${machine.cpu}); again: ` +
      '`node test/bench/counterexample.bench.mjs --json test/bench/figures/counterexamples.json`.',
    table(
      ['', ...names],
      [
        ['best of all ways, so often', ...names.map((name) => rows.filter((row) => isBest(row.ways, name)).length)],
        ['median of all faults', ...names.map((name) => milliseconds(times(name)[rows.length >> 1]))],
        ['slowest of all faults', ...names.map((name) => milliseconds(times(name).at(-1)))],
        ['found by no seed', ...names.map((name) => rows.filter(({ ways }) => ways[name]?.found === 0).length)],
      ].map((row) => row.map(String)),
      ['left', ...names.map((): 'right' => 'right')],
    ),
    `With the best way for it, no fault takes longer than ${milliseconds(slowest)} ms. So \`lwkt check\` runs every interleaving of the ` +
      'scenarios first; what is drawn beyond them is drawn by SURW, POS, the random walk and PCT in turn.',
    table(
      ['fault', ...names],
      rows.map(({ fault, ways }) => [fault, ...names.map((name) => cell(ways[name]))]),
      ['left', ...names.map((): 'right' => 'right')],
    ),
  );
}

function timeOf({ milliseconds: time }: Way): number {
  return time ?? Number.POSITIVE_INFINITY;
}

function isBest(ways: Readonly<Record<string, Way>>, name: string): boolean {
  const way = ways[name];
  return way !== undefined && timeOf(way) === Math.min(...Object.values(ways).map(timeOf));
}

function cell(way: Way | undefined): string {
  if (way === undefined || way.milliseconds === null) return 'none';
  return `${milliseconds(way.milliseconds)} / ${way.runs ?? 0}`;
}

function milliseconds(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return 'none';
  return value < 10 ? value.toFixed(1) : value.toFixed(0);
}
