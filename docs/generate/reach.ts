/** How far the search reaches, how it grows, and how fast it is: from the figures of one measured run. */
import { readFileSync } from 'node:fs';
import { estimatesText } from './estimates.ts';
import { heading, list, number, page, table } from './markdown.ts';
import type { Page } from './page.ts';
import { type Line, plot } from './plot.ts';

const FIGURES = 'test/bench/figures/reach.json';

interface Search {
  readonly verdict: 'holds' | 'undecided';
  readonly states: number;
  readonly transitions: number;
  readonly seconds: number;
  readonly mebibytes: number;
}

interface Reached {
  readonly name: string;
  readonly about: string;
  readonly merged: Search;
  readonly plain: Search;
  /** Whether both ways end in the same states; null where the plain one did not come to an end. */
  readonly agrees: boolean | null;
}

interface Grown {
  readonly of: 'calls' | 'clients';
  readonly size: number;
  readonly way: 'plain' | 'merged' | 'sampled';
  readonly verdict?: 'holds' | 'undecided';
  readonly states?: number;
  readonly runs?: number;
  readonly seconds: number;
  readonly mebibytes: number;
}

interface Speed {
  readonly way: 'inbox' | 'parallel' | 'sampled';
  readonly workers?: number;
  readonly refined?: false;
  readonly tenths?: readonly number[];
  readonly states?: number;
  readonly transitions?: number;
  readonly runs?: number;
  readonly seconds: number;
  readonly mebibytes: number;
}

interface Figures {
  readonly machine: { readonly node: string; readonly cpu: string; readonly cores: number };
  readonly reach: readonly Reached[];
  readonly growth: readonly Grown[];
  readonly speed: readonly Speed[];
}

const figures = (): Figures => JSON.parse(readFileSync(FIGURES, 'utf8')) as Figures;

const WAY_NAMES = { plain: 'every state', merged: 'histories merged', sampled: '20 000 runs' } as const;
const FAMILIES = {
  calls: { file: 'docs/reach-calls.svg', x: 'domsg calls of each of two clients', title: 'More calls of each thread' },
  clients: { file: 'docs/reach-clients.svg', x: 'clients of one call each', title: 'More threads' },
} as const;

export const REACH: readonly Page[] = [
  { path: 'docs/reach.md', text: () => reachText(figures()) },
  ...(['calls', 'clients'] as const).map((of) => ({ path: FAMILIES[of].file, text: () => growthPlot(figures(), of) })),
];

function reachText({ machine, reach, growth, speed }: Figures): string {
  return page(
    'How far, how fast',
    'What the search of every interleaving finishes within 60 seconds and 4 GiB on one core, how its cost grows with the ' +
      'program, where drawing runs at random has to take over, and how many steps a second that is.',
    'test/bench/figures/reach.json',
    `Measured with Node ${machine.node.slice(1)} on ${machine.cores} cores (${machine.cpu}), each figure by a process of its own. ` +
      'Again: `node test/bench/reach.bench.mjs --json test/bench/figures/reach.json`, then `npm run docs`.',
    heading(2, 'Reach'),
    'The programs that are hardest for the plain search, each with the payload that every thread reads and writes. ' +
      '“Merged” takes states for one that differ only in what calls have read and forgotten ' +
      '(see [Architecture](architecture.md)), and holds every step to the model; the plain search only looks.',
    table(
      ['program', 'merged: states', 'seconds', 'MiB', 'plain: states', 'seconds', 'MiB', 'same final states'],
      reach.map(({ name, about, merged, plain, agrees }) => [
        `${name}: ${about}`,
        number(merged.states),
        merged.seconds.toFixed(1),
        merged.mebibytes.toFixed(0),
        `${plain.verdict === 'undecided' ? 'over ' : ''}${number(plain.states)}`,
        plain.seconds.toFixed(1),
        plain.mebibytes.toFixed(0),
        agrees === null ? 'the plain search did not end' : agrees ? 'yes' : 'NO',
      ]),
      ['left', ...new Array<'right'>(6).fill('right'), 'left'],
    ),
    heading(2, 'Growth'),
    ...(['calls', 'clients'] as const).flatMap((of) => growthParts(growth, of)),
    heading(2, 'Speed'),
    speedText(speed),
    heading(2, 'How much is left'),
    estimatesText(),
  );
}

function growthParts(growth: readonly Grown[], of: Grown['of']): string[] {
  const rows = growth.filter((row) => row.of === of);
  return [
    heading(3, FAMILIES[of].title),
    `![Seconds against ${FAMILIES[of].x}](${FAMILIES[of].file.replace('docs/', '')})`,
    table(
      [FAMILIES[of].x, 'how', 'states or runs', 'seconds', 'MiB'],
      rows.map(({ size, way, verdict, states, runs, seconds, mebibytes }) => [
        size,
        WAY_NAMES[way],
        `${verdict === 'undecided' ? 'not to the end: ' : ''}${number(states ?? runs ?? 0)}`,
        seconds.toFixed(2),
        mebibytes.toFixed(0),
      ]),
      ['right', 'left', 'right', 'right', 'right'],
    ),
    givesWay(rows, of),
  ];
}

/** The largest size that each way finishes. */
function givesWay(rows: readonly Grown[], of: Grown['of']): string {
  const largest = (way: Grown['way']): number =>
    Math.max(...rows.filter((row) => row.way === way && row.verdict === 'holds').map(({ size }) => size));
  const what = of === 'calls' ? 'calls of each of two clients' : 'clients';
  return (
    `**Where every interleaving gives way:** at ${largest('plain') + 1} ${what} for the plain search, at ` +
    `${largest('merged') + 1} with histories merged. Beyond that runs are drawn: their cost grows with the length of a run alone.`
  );
}

function growthPlot({ growth }: Figures, of: Grown['of']): string {
  const lines = (['plain', 'merged', 'sampled'] as const).map((way): Line => {
    const rows = growth.filter((row) => row.of === of && row.way === way);
    return { name: WAY_NAMES[way], points: rows.map(({ size, seconds }) => [size, seconds]) };
  });
  const limit = { at: 60, name: 'a minute' };
  return plot({ title: FAMILIES[of].title, x: FAMILIES[of].x, y: 'seconds', limit, lines });
}

function speedText(speed: readonly Speed[]): string {
  const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
  const rate = ({ transitions = 0, seconds }: Speed): number => transitions / seconds;
  const inboxes = speed.filter(({ way }) => way === 'inbox');
  const on = (workers: number): readonly Speed[] => speed.filter((row) => row.workers === workers);
  // In each round fewer states, then more; on two cores, then as many on one.
  const together = on(2).map((two, at) => ({ two, one: on(1)[at] ?? two }));
  const pairs = [0, 1].map((which) => together.filter((_, at) => at % 2 === which));
  const runs = (isPlain: boolean): number =>
    median(
      speed
        .filter((row) => row.way === 'sampled' && (row.refined === false) === isPlain)
        .map((row) => (row.runs ?? 0) / row.seconds),
    );
  const million = (value: number): string => `${(value / 1e6).toFixed(2)} million`;
  const slowest = median(inboxes.map(({ tenths = [] }) => Math.min(...tenths)));
  const fastest = median(inboxes.map(({ tenths = [] }) => Math.max(...tenths)));
  return list([
    `One core, ${number(inboxes[0]?.states ?? 0)} states of 96 words: ${million(median(inboxes.map(rate)))} atomic steps a ` +
      `second; in the slowest tenth of the states ${million(slowest)}, in the fastest ${million(fastest)}; ` +
      `${median(inboxes.map(({ mebibytes }) => mebibytes)).toFixed(0)} MiB.`,
    ...pairs.map((pair) => {
      const ratio = median(pair.map(({ one, two }) => rate(two) / rate(one)));
      const states = median(pair.map(({ two }) => two.states ?? 0));
      return (
        `Two cores, ${(states / 1e6).toFixed(1)} million states of the same: ` +
        `${million(median(pair.map(({ two }) => rate(two))))} steps a second, ${ratio.toFixed(2)} times one core with as ` +
        `many (${million(median(pair.map(({ one }) => rate(one))))}), starting the threads included.`
      );
    }),
    `Runs drawn at random of two clients that call \`domsg\` once: ${number(Math.round(runs(true)))} a second; ` +
      `${number(Math.round(runs(false)))} where every step is held to the model.`,
    `Medians of ${inboxes.length} rounds, taken in turns.`,
  ]);
}
