/** Bars as a picture (SVG): one for each thing, as long as its number, on an axis that multiplies. */

import { round, text } from './svg.ts';

export interface Bar {
  readonly name: string;
  readonly value: number;
  /** Ours, among others. */
  readonly marked: boolean;
}

export interface Bars {
  readonly title: string;
  readonly parts: readonly { readonly title: string; readonly bars: readonly Bar[] }[];
  /** A value, as it is written behind its bar. */
  readonly show: (value: number) => string;
}

const WIDTH = 720;
const NAMES = 250;
const VALUES = 90;
const LINE = 24;
const TOP = 44;
const MARKED = '#0072b2';
const OTHER = '#bbbbbb';

export function bars({ title, parts, show }: Bars): string {
  const values = parts.flatMap((part) => part.bars.map(({ value }) => value));
  const low = Math.log10(Math.min(...values)) - 0.5;
  const high = Math.log10(Math.max(...values));
  const long = (value: number): number => ((Math.log10(value) - low) / (high - low)) * (WIDTH - NAMES - VALUES);
  let y = TOP;
  const lines = parts.flatMap((part) => {
    y += LINE;
    const head = text(16, y, part.title, 'start', 'font-weight="bold"');
    const drawn = part.bars.flatMap(({ name, value, marked }) => {
      y += LINE;
      return [
        text(NAMES - 8, y, name, 'end'),
        `<rect x="${NAMES}" y="${y - 13}" width="${round(long(value))}" height="16" fill="${marked ? MARKED : OTHER}"/>`,
        text(NAMES + long(value) + 8, y, show(value), 'start'),
      ];
    });
    y += LINE / 2;
    return [head, ...drawn];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y + 16}" font-family="sans-serif" font-size="13">`,
    `<title>${title}</title>`,
    `<rect width="${WIDTH}" height="${y + 16}" fill="#fff"/>`,
    text(16, 28, title, 'start', 'font-size="15"'),
    ...lines,
    '</svg>\n',
  ].join('\n');
}
