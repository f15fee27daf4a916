/** The smallest parts of the HTML report: text that is safe in it, the tone of a verdict, what a failure is addressed by. */
import { isBad, type Row, type Verdict } from '../../check/index.ts';

const MARKS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text, for between tags and for within quotes. */
export function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (mark) => MARKS[mark] ?? mark);
}

/** The class that gives a verdict its colour. */
export function toneOf(verdict: Verdict): string {
  if (isBad(verdict)) return 'bad';
  if (verdict === 'undecided') return 'open';
  return verdict === 'left out' ? 'dim' : 'good';
}

/** A failure is addressed by its token; what has none, by its name. */
export function idOf({ token, section: where, name }: Row): string {
  return token ?? `${where}-${name}`.replaceAll(/[^A-Za-z0-9]+/g, '-');
}
