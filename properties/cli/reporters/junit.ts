/**
 * JUnit XML, as CI servers read it: a suite for each section, a test for each row.
 *
 * A test is called by its section and its row, and by nothing that changes from run to run: no seed, no count, no time.
 * What is violated is a failure, what broke is an error. What was left out, or not looked at in time, is skipped and says
 * why; that the run as a whole is undecided, its property `verdict` says.
 */
import XmlBuilder, { type XMLBuilder } from 'fast-xml-builder';
import { isBad, type Row, VERSION, type Verdict } from '../../check/index.ts';
import { duration } from '../numbers.ts';
import { subjectText } from '../wording.ts';
import { type Finished, type Part, rowsOf, whatOf } from './finished.ts';

/** An element: its attributes begin with `@`, its text is `#`. */
type Element = Readonly<Record<string, unknown>>;

export function junit(run: Finished): string {
  const { start, seconds, parts } = run;
  const root = {
    '@name': `lwkt ${start.command}`,
    ...counts(rowsOf(run)),
    '@time': time(seconds),
    testsuite: parts.map((part) => suite(part, run)),
  };
  return builder().build({ '?xml': { '@version': '1.0', '@encoding': 'UTF-8' }, testsuites: root });
}

function builder(): XMLBuilder {
  return new XmlBuilder({
    attributeNamePrefix: '@',
    textNodeName: '#',
    ignoreAttributes: false,
    format: true,
    suppressEmptyNode: true,
  });
}

function suite({ title, rows }: Part, run: Finished): Element {
  return {
    '@name': title,
    '@timestamp': run.at.replace(/\.\d+Z$/, ''),
    ...counts(rows),
    '@time': time(sumOf(rows)),
    properties: { property: properties(run).map(([key, value]) => ({ '@name': key, '@value': line(value) })) },
    testcase: tests(rows).map((those) => testCase(those, run)),
  };
}

function properties({ start, end, unexplored }: Finished): readonly (readonly [string, string])[] {
  const { settings, budgetMs } = start;
  return [
    ['lwkt', VERSION],
    ['subject', subjectText(settings)],
    ['verdict', end],
    ['profile', settings.profile],
    ['seed', String(settings.seed)],
    ['budget', budgetMs === undefined ? 'none' : duration(budgetMs / 1000)],
    ...unexplored.map((sentence) => ['unexplored', sentence] as const),
  ];
}

/** Rows of one name are one test: a change may add to a scenario, and remove from it. */
function tests(rows: readonly Row[]): readonly (readonly Row[])[] {
  const byName = new Map<string, Row[]>();
  for (const row of rows) byName.set(row.name, [...(byName.get(row.name) ?? []), row]);
  return [...byName.values()];
}

function testCase(rows: readonly Row[], { lanes }: Finished): Element {
  const worst = rows.find(({ verdict }) => isBad(verdict)) ?? rows.find(({ verdict }) => isSkipped(verdict)) ?? rows[0];
  if (worst === undefined) return {};
  const { section, name, verdict, clause } = worst;
  const told = rows.filter((row) => isBad(row.verdict)).map((row) => lanes.get(row.token ?? '') ?? whatOf(row));
  const fault = { '@message': line(whatOf(worst)), '@type': clause ?? verdict, '#': text(told.join('\n\n')) };
  return {
    '@classname': `lwkt.${section}`,
    '@name': line(name),
    '@time': time(sumOf(rows)),
    ...(isSkipped(verdict) ? { skipped: { '@message': line(`${verdict}: ${whatOf(worst)}`) } } : {}),
    ...(verdict === 'failed' ? { error: fault } : {}),
    ...(isBad(verdict) && verdict !== 'failed' ? { failure: fault } : {}),
    'system-out': text(rows.map(about).join('\n')),
  };
}

function sumOf(rows: readonly Row[]): number {
  return rows.reduce((sum, { seconds }) => sum + seconds, 0);
}

/** What the verdict is about: its bound, and how much was looked at. */
function about({ verdict, bound, states, transitions, interleavings, runs, token, notes = [] }: Row): string {
  const numbers = Object.entries({ states, steps: transitions, interleavings, runs }).flatMap(([name, value]) =>
    value === undefined ? [] : `${name}: ${value}`,
  );
  const lines = [`verdict: ${verdict}`, ...(bound === '' ? [] : [`bound: ${bound}`]), ...numbers, ...notes];
  return [...lines, ...(token === undefined ? [] : [`again: npx lwkt replay ${token}`])].join('\n');
}

function isSkipped(verdict: Verdict): boolean {
  return verdict === 'undecided' || verdict === 'left out';
}

function counts(rows: readonly Row[]): Element {
  const all = tests(rows);
  const some = (is: (verdict: Verdict) => boolean): number =>
    all.filter((those) => those.some(({ verdict }) => is(verdict))).length;
  const errors = some((verdict) => verdict === 'failed');
  return { '@tests': all.length, '@failures': some(isBad) - errors, '@errors': errors, '@skipped': some(isSkipped) };
}

function time(seconds: number): string {
  return seconds.toFixed(3);
}

/** XML has no way to say these characters at all. */
const UNSPEAKABLE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

function text(value: string): string {
  return value.replaceAll(UNSPEAKABLE, '\u{FFFD}').replaceAll('\r', '');
}

/** An attribute has one line. */
function line(value: string): string {
  return text(value).replaceAll(/\s*\n\s*/g, ' ');
}
