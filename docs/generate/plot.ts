/** Plots as pictures (SVG) that need nothing to be seen: lines through points, on axes that count or multiply. */

import { round, text } from './svg.ts';

/** One line: its name, and its points. */
export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Plot {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  /** Where something ends: a dashed line across. */
  readonly limit?: { readonly at: number; readonly name: string };
  readonly lines: readonly Line[];
}

const WIDTH = 720;
const HEIGHT = 400;
const LEFT = 80;
const RIGHT = 190;
const TOP = 48;
const BOTTOM = 56;
/** Told apart by people who do not see all colours, too (Okabe and Ito). */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000'];

/** x counts; y multiplies: equal distances are equal factors. */
export function plot({ title, x, y, limit, lines }: Plot): string {
  const xs = lines.flatMap(({ points }) => points.map(([at]) => at));
  const ys = [...lines.flatMap(({ points }) => points.map(([, value]) => value)), ...(limit ? [limit.at] : [])];
  const [from, to] = [Math.min(...xs), Math.max(...xs)];
  const [low, high] = [Math.floor(Math.log10(Math.min(...ys))), Math.ceil(Math.log10(Math.max(...ys)))];
  const across = (value: number): number => LEFT + ((value - from) / (to - from || 1)) * (WIDTH - LEFT - RIGHT);
  const up = (value: number): number =>
    HEIGHT - BOTTOM - ((Math.log10(value) - low) / (high - low || 1)) * (HEIGHT - TOP - BOTTOM);
  const ticks = Array.from({ length: high - low + 1 }, (_, step) => 10 ** (low + step));
  const counts = Array.from({ length: to - from + 1 }, (_, step) => from + step);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13">`,
    `<title>${title}: ${y} against ${x}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    text(LEFT, 26, title, 'start', 'font-size="15"'),
    ...ticks.flatMap((value) => [
      rule(LEFT, up(value), WIDTH - RIGHT, up(value), '#ddd'),
      text(LEFT - 8, up(value) + 4, tickText(value), 'end'),
    ]),
    ...counts.map((value) => text(across(value), HEIGHT - BOTTOM + 20, String(value), 'middle')),
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 14, x, 'middle'),
    text(20, (TOP + HEIGHT - BOTTOM) / 2, y, 'middle', `transform="rotate(-90 20 ${(TOP + HEIGHT - BOTTOM) / 2})"`),
    ...(limit === undefined
      ? []
      : [
          rule(LEFT, up(limit.at), WIDTH - RIGHT, up(limit.at), '#666', 'stroke-dasharray="6 4"'),
          text(WIDTH - RIGHT + 8, up(limit.at) + 4, limit.name, 'start', 'fill="#666"'),
        ]),
    ...lines.flatMap((line, at) => drawn(line, COLOURS[at % COLOURS.length] ?? '#000', across, up)),
    '</svg>\n',
  ].join('\n');
}

type Scale = (value: number) => number;

function drawn({ name, points }: Line, colour: string, across: Scale, up: Scale): string[] {
  const places = points.map(([x, y]) => [round(across(x)), round(up(y))] as const);
  const [lastX, lastY] = places.at(-1) ?? [0, 0];
  return [
    `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${places.map((place) => place.join()).join(' ')}"/>`,
    ...places.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="3.5" fill="${colour}"/>`),
    text(lastX + 9, lastY + 4, name, 'start', `fill="${colour}"`),
  ];
}

function rule(x1: number, y1: number, x2: number, y2: number, colour: string, more = ''): string {
  const ends = `x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}"`;
  return `<line ${ends} stroke="${colour}"${more && ` ${more}`}/>`;
}

function tickText(value: number): string {
  return value >= 1e4 || value < 0.01 ? value.toExponential(0).replace('e+', 'e') : String(value);
}
