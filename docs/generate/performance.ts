/** What the ports cost beside their peers: from the figures of one measured run. */
import { readFileSync } from 'node:fs';
import { bars } from './bars.ts';
import { heading, list, page, table } from './markdown.ts';
import type { Page } from './page.ts';
import { plot } from './plot.ts';

const FIGURES = 'test/bench/figures/ports.json';
const PLACEMENTS = ['free', 'apart', 'one core'] as const;
const FREELY = 'free';

interface Row {
  readonly name: string;
  /** Nanoseconds of one operation. */
  readonly median: number;
  readonly p10: number;
}

/** One against another: how many times as long (`ratio`), or how many times faster (`times`). */
interface Ratio {
  readonly what: string;
  readonly over: string;
  readonly ratio?: number;
  readonly most?: number;
  readonly times?: number;
  readonly least?: number;
}

interface Measured {
  readonly group: string;
  readonly title: string;
  readonly placement: (typeof PLACEMENTS)[number];
  readonly rows: readonly Row[];
  readonly ratios: readonly Ratio[];
  readonly lines?: readonly { readonly of: string; readonly points: readonly (readonly [number, number])[] }[];
}

interface Figures {
  readonly machine: { readonly node: string; readonly cpu: string; readonly cores: number };
  readonly rounds: number;
  readonly measured: readonly Measured[];
}

const figures = (): Figures => JSON.parse(readFileSync(FIGURES, 'utf8')) as Figures;

const CALLS = ['domsg', 'call.sync', 'receiveMessageOnPort', 'make-synchronized', 'synckit'];
const FLIGHT = ': 64 in flight';
const AWAITS = [
  'sendmsg, await waitmsg',
  'await call.async',
  'postMessage, a map of promises',
  'piscina, tuned',
  'comlink',
  'tinypool, tuned',
  'workerpool',
].map((name) => name + FLIGHT);

const PICTURES = { bars: 'docs/performance.svg', growth: 'docs/performance-growth.svg' };

export const PERFORMANCE: readonly Page[] = [
  { path: 'docs/performance.md', text: () => performanceText(figures()) },
  { path: PICTURES.bars, text: () => peersPicture(figures()) },
  { path: PICTURES.growth, text: () => growthPicture(figures()) },
];

/** For the README: a call, and an awaited request, beside what people use instead. */
export function performanceTable(): string {
  const { measured } = figures();
  const rows = (group: string, names: readonly string[]): string[][] =>
    names.map((name) => [
      name,
      ...PLACEMENTS.map((placement) => shown(rowOf(measured, group, placement, name)?.median)),
    ]);
  return table(
    ['one operation', ...PLACEMENTS.map((placement) => PLACES[placement])],
    [...rows('calls', CALLS), ...rows('awaits', AWAITS)],
    ['left', 'right', 'right', 'right'],
  );
}

const PLACES = { free: 'threads anywhere', apart: 'a core each', 'one core': 'all on one core' } as const;

function performanceText({ machine, rounds, measured }: Figures): string {
  const groups = [...new Set(measured.filter(({ rows }) => rows.length > 0).map(({ group }) => group))];
  return page(
    'What messages cost',
    'What calls and messages between threads cost, beside what they are made of and beside the packages that people use ' +
      'instead. Where the threads run makes more of a difference than anything else, so each figure is taken three times: ' +
      'with the threads anywhere, on a core each, and all on one core.',
    FIGURES,
    `Measured with Node ${machine.node.slice(1)} on ${machine.cores} cores (${machine.cpu}); medians of ${rounds} rounds, the ` +
      'variants of a group in turns in one process, in parentheses the tenth percentile. Compare within a column: the same ' +
      'machine is at times twice as slow. Again: `npm run bench:ports`, then `npm run docs`.',
    '![A call, and an awaited request, beside others](performance.svg)',
    ...groups.flatMap((group) => groupParts(measured.filter((one) => one.group === group))),
    heading(2, 'As there are more'),
    '![Nanoseconds a message, as there are more](performance-growth.svg)',
    ...growthParts(measured),
    heading(2, 'What the figures are bound by'),
    list(BOUNDS),
  );
}

const BOUNDS = [
  'Of a `domsg` between two cores a raw slot is three quarters and more: a server that keeps up watches the message of its client, ' +
    'so that one cache line goes to and fro as in a slot. The rest is what makes it a message port: the checks, and the standing ' +
    'of the message on both sides.',
  'A `domsg` that its begin function completes keeps the same books in the thread of the caller: some fifteen accesses to ' +
    'plain words, and two calls that the engine does not inline.',
  'A message one way costs its receiver as much as its sender: each has to fetch the cache line of the message from the other. ' +
    'Publishing twenty at once, tried in a prototype, takes 54 ns each instead of 64; what is left is the receiver’s part.',
  'Whoever sleeps has to be woken: that takes tens of microseconds on another core of this virtual machine, and a few on the ' +
    'same, whatever is sent.',
];

function groupParts(measured: readonly Measured[]): string[] {
  const [first] = measured;
  if (first === undefined) return [];
  const names = [...new Set(measured.flatMap(({ rows }) => rows.map(({ name }) => name)))];
  const cells = names.map((name) => [
    name,
    ...PLACEMENTS.map((placement) => {
      const row = rowOf(measured, first.group, placement, name);
      return row === undefined ? '' : `${shown(row.median)} (${shown(row.p10)})`;
    }),
  ]);
  const pairs = [...new Set(measured.flatMap(({ ratios }) => ratios.map(({ what, over }) => `${what}\n${over}`)))];
  const ratios = pairs.map((pair) => {
    const [what = '', over = ''] = pair.split('\n');
    const by = PLACEMENTS.map((placement) =>
      measured
        .find((one) => one.placement === placement)
        ?.ratios.find((ratio) => ratio.what === what && ratio.over === over),
    );
    return [`${what} against ${over}`, ...by.map(ratioText)];
  });
  const head = PLACEMENTS.map((placement) => PLACES[placement]);
  const right = new Array<'right'>(3).fill('right');
  return [
    heading(2, first.title),
    table(['', ...head], cells, ['left', ...right]),
    ...(ratios.length === 0 ? [] : [table(['', ...head], ratios, ['left', ...right])]),
  ];
}

/** With what was wanted, and whether that is so. */
function ratioText(ratio: Ratio | undefined): string {
  if (ratio === undefined) return '';
  const { times, least, most } = ratio;
  if (times !== undefined) return `${round(times)} x faster${wantedText(least, times >= (least ?? 0))}`;
  const value = ratio.ratio ?? 0;
  return `${round(value)} x the time${wantedText(most, value <= (most ?? 0))}`;
}

function wantedText(wanted: number | undefined, isSo: boolean): string {
  return wanted === undefined ? '' : `; ${isSo ? 'wanted' : 'NOT the wanted'} ${round(wanted)}`;
}

function growthLines(measured: readonly Measured[]): NonNullable<Measured['lines']> {
  return measured.find(({ placement, lines }) => placement === FREELY && lines !== undefined)?.lines ?? [];
}

function growthParts(measured: readonly Measured[]): string[] {
  return [
    'Threads anywhere; nanoseconds a message. Of few messages the first one’s way there and back is most of it.',
    list(
      growthLines(measured).map(
        ({ of, points }) => `${of}: ${points.map(([at, ns]) => `${at}: ${ns.toFixed(0)}`).join(', ')}`,
      ),
    ),
  ];
}

function growthPicture({ measured }: Figures): string {
  return plot({
    title: 'What a message costs as there are more',
    x: 'how many, as a power of ten',
    y: 'nanoseconds a message',
    lines: growthLines(measured).map(({ of, points }) => ({
      name: of,
      points: points.map(([at, ns]) => [Math.log10(at), ns] as const),
    })),
  });
}

function peersPicture({ measured }: Figures): string {
  const part = (group: string, names: readonly string[]) =>
    names.flatMap((name) => {
      const row = rowOf(measured, group, FREELY, name);
      const ours = ['domsg', 'call.sync', 'sendmsg, await waitmsg', 'await call.async'].includes(
        name.replace(FLIGHT, ''),
      );
      return row === undefined ? [] : [{ name: name.replace(FLIGHT, ''), value: row.median, marked: ours }];
    });
  return bars({
    title: 'One operation, threads anywhere (shorter is better; each step of the axis multiplies)',
    parts: [
      { title: 'A call that waits for its answer', bars: part('calls', CALLS) },
      { title: 'A request whose answer is awaited, 64 in flight', bars: part('awaits', AWAITS) },
    ],
    show: shown,
  });
}

function rowOf(measured: readonly Measured[], group: string, placement: string, name: string): Row | undefined {
  return measured
    .find((one) => one.group === group && one.placement === placement)
    ?.rows.find((row) => row.name === name);
}

function shown(ns: number | undefined): string {
  if (ns === undefined) return '';
  if (ns < 1000) return `${Number(ns.toPrecision(3))} ns`;
  return `${Number((ns / 1000).toPrecision(3))} µs`;
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
