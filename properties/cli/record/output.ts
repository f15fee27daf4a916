/** Where recordings go: standard output, one file, or a directory with a file for each run. */

import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, statSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from '../exit.ts';

export interface Output {
  /** Writes the trace of a run, numbered from 1. Says where it went. @throws UsageError where nothing can be written */
  write(run: number, lines: Iterable<string>): Promise<string>;
}

/** @param out `-`, a file, or a directory. @throws UsageError for several runs that would go into one place */
export function outputFor(out: string, runs: number): Output {
  if (out === '-') {
    if (runs === 1) return { write: (_, lines) => toStandardOutput(lines) };
    throw new UsageError('Several runs do not go into one stream: give --out a directory.');
  }
  if (runs === 1 && !isDirectory(out)) return { write: async (_, lines) => toFile(out, lines) };
  if (isFile(out)) throw new UsageError(`Several runs do not go into one file: "${out}" is no directory.`);
  const digits = String(runs).length;
  return {
    write: async (run, lines) => toFile(join(out, `run-${String(run).padStart(digits, '0')}.jsonl`), lines),
  };
}

function isDirectory(path: string): boolean {
  return path.endsWith('/') || (existsSync(path) && statSync(path).isDirectory());
}

function isFile(path: string): boolean {
  return !path.endsWith('/') && existsSync(path) && statSync(path).isFile();
}

function toFile(path: string, lines: Iterable<string>): string {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const file = openSync(path, 'w');
    try {
      for (const text of chunks(lines)) writeSync(file, text);
    } finally {
      closeSync(file);
    }
    return path;
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new UsageError(`"${path}" cannot be written: ${error.message}.`);
  }
}

async function toStandardOutput(lines: Iterable<string>): Promise<string> {
  for (const text of chunks(lines)) if (!process.stdout.write(text)) await once(process.stdout, 'drain');
  return 'standard output';
}

const CHUNK = 1 << 16;

/** Lines with their ends, some thousand at a time. */
function* chunks(lines: Iterable<string>): Generator<string> {
  let text = '';
  for (const line of lines) {
    text += `${line}\n`;
    if (text.length < CHUNK) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}
