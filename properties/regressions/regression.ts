/**
 * A failure that is remembered: the program, and the schedule as preemptions, which keep their meaning when code changes.
 * Plain data in a file of its own, that a person can read and write.
 */
import { createHash } from 'node:crypto';
import { CLAUSE_IDS, CLAUSES, type ClauseId } from '../../model/index.ts';
import type { Fingerprints } from '../fingerprints/index.ts';
import type { Preemption, Schedule } from '../interleaving/index.ts';
import type { Program } from '../programs/program.ts';
import { readProgram } from '../programs/read.ts';
import { Fields, Unreadable } from '../validate/fields.ts';

/** The number changes with the fields. */
export const FORMAT = 'lwkt-regression/1';

/** Where and how it was found first. */
export interface Found {
  /** The implementation that failed. */
  readonly on: string;
  /** Version of the package. */
  readonly version: string;
  /** Of the program, the implementation and the model. Absent: written by hand, or before there were any. */
  readonly fingerprints?: Fingerprints;
}

/** A failure that is remembered: what it was, and the program and the schedule that show it. */
export interface Regression {
  /** Absent: it is of a kind of which no clause speaks. */
  readonly clause?: ClauseId;
  /** The kind of violation: `refinement`, `race`, `livelock`, `history` ... */
  readonly kind: string;
  /** What went wrong, in a sentence. */
  readonly what: string;
  readonly found: Found;
  readonly program: Program;
  /** Absent: no one schedule shows it, so every interleaving is looked at again. */
  readonly schedule?: Schedule;
}

/** The same failure has the same name, wherever and whenever it is met: `C20-no-lost-wakeup-3f2a9c1d`. */
export function nameOf({ clause, kind, program, schedule }: Regression): string {
  const title = clause === undefined ? kind : `${clause} ${CLAUSES[clause].title}`;
  const slug = title.replaceAll(/[^A-Za-z0-9]+/g, '-');
  // Read back, a program has its fields in one order, whoever wrote it.
  const same = readProgram(JSON.stringify(program));
  const digest = createHash('sha256').update(JSON.stringify([clause ?? kind, same, schedule ?? null]));
  return `${slug}-${digest.digest('hex').slice(0, 8)}`;
}

/** As it stands in its file: a line for each field, and one for each thread and each preemption. */
export function written(regression: Regression): string {
  const { program, schedule, ...head } = regression;
  const fields = Object.entries({ format: FORMAT, ...head }).map(([key, value]) => lineOf(key, value));
  const { threads, ...rest } = program;
  const inner = [listOf('threads', threads, '    '), ...Object.entries(rest).map(([key, value]) => lineOf(key, value))];
  const parts = [...fields, `"program": {\n    ${inner.join(',\n    ')}\n  }`];
  if (schedule !== undefined) parts.push(listOf('schedule', schedule, '  '));
  return `{\n  ${parts.join(',\n  ')}\n}\n`;
}

function lineOf(key: string, value: unknown): string {
  return `"${key}": ${JSON.stringify(value)}`;
}

function listOf(key: string, values: readonly unknown[], indent: string): string {
  if (values.length === 0) return `"${key}": []`;
  const lines = values.map((value) => `${indent}  ${JSON.stringify(value)}`);
  return `"${key}": [\n${lines.join(',\n')}\n${indent}]`;
}

/** @throws Unreadable, whose message is what was expected and where */
export function read(text: string): Regression {
  const fields = new Fields(text, `a regression {"format":"${FORMAT}",...}`);
  const format = fields.required('format');
  if (format !== FORMAT) throw new Unreadable(`"format" to be "${FORMAT}", and not "${format}"`);
  const clause = fields.has('clause') ? clauseIn(fields.required('clause')) : undefined;
  const kind = fields.required('kind');
  const what = fields.required('what');
  const found = new Fields(fields.take('found'), '"found" to be {"on":...,"version":...}');
  const on = found.required('on');
  const version = found.required('version');
  const fingerprints = found.has('fingerprints') ? { fingerprints: fingerprintsIn(found.take('fingerprints')) } : {};
  found.finish();
  const program = readProgram(JSON.stringify(fields.take('program')));
  const schedule = fields.has('schedule')
    ? fields.list('schedule', 'a list of preemptions', PREEMPTIONS_MAX).map((each) => preemptionIn(each))
    : undefined;
  fields.finish();
  return {
    ...(clause === undefined ? {} : { clause }),
    kind,
    what,
    found: { on, version, ...fingerprints },
    program,
    ...(schedule === undefined ? {} : { schedule }),
  };
}

const PREEMPTIONS_MAX = 100_000;
const THREADS_MAX = 64;

function fingerprintsIn(value: unknown): Fingerprints {
  const fields = new Fields(value, '"fingerprints" to be {"program":...,"implementation":...,"model":...}');
  const parts = ['program', 'implementation', 'model'].filter((part) => fields.has(part));
  const read = parts.map((part) => {
    const text = fields.required(part);
    if (/^[0-9a-f]{8}$/.test(text)) return [part, text] as const;
    throw new Unreadable(`"${part}" to be a fingerprint of eight hexadecimal digits, and not "${text}"`);
  });
  fields.finish();
  return Object.fromEntries(read);
}

function clauseIn(text: string): ClauseId {
  const found = CLAUSE_IDS.find((id) => id === text);
  if (found === undefined) throw new Unreadable(`"clause" to be one of C1 to C${CLAUSE_IDS.length}, and not "${text}"`);
  return found;
}

function preemptionIn(value: unknown): Preemption {
  const fields = new Fields(value, 'a preemption {"op":...,"step":...,"to":...}');
  const op = fields.required('op');
  const step = fields.integer('step', 0, 2 ** 31 - 1);
  // Interrupts come after the threads of the program.
  const to = fields.integer('to', 0, THREADS_MAX - 1);
  const timeout = fields.has('timeout') && fields.take('timeout') === true ? { timeout: true as const } : {};
  fields.finish();
  return { op, step, to, ...timeout };
}
