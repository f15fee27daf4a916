/** Writes a transition system piece by piece: no text of the whole is ever held. */
import { createWriteStream } from 'node:fs';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { autLines, dotLines, jsonLines, type TransitionSystem } from '../../transitions/index.ts';
import { UsageError } from '../exit.ts';
import type { Subject } from './subject.ts';

export type Format = 'aut' | 'dot' | 'json';
export const FORMATS: readonly Format[] = ['aut', 'dot', 'json'];

export interface Wanted {
  readonly format: Format;
  /** A path; undefined: standard output. */
  readonly out: string | undefined;
  readonly observable: boolean;
}

/** @throws UsageError if the file cannot be written */
export async function writeSystem(system: TransitionSystem, subject: Subject, wanted: Wanted): Promise<void> {
  const pieces = Readable.from(inPieces(linesOf(system, subject, wanted)));
  const { out } = wanted;
  if (out === undefined) return pipeline(pieces, process.stdout as Writable, { end: false });
  try {
    await pipeline(pieces, createWriteStream(out));
  } catch (error) {
    if (error instanceof Error && 'syscall' in error)
      throw new UsageError(`"${out}" cannot be written: ${error.message}.`);
    throw error;
  }
}

function linesOf(system: TransitionSystem, { name, of, about }: Subject, wanted: Wanted): Generator<string> {
  const { format, observable } = wanted;
  switch (format) {
    case 'aut':
      return autLines(system);
    case 'dot':
      return dotLines(system, [name, ...about]);
    case 'json':
      return jsonLines(system, { name, of, observable });
  }
}

const PIECE = 65_536;

function* inPieces(lines: Iterable<string>): Generator<string> {
  let piece = '';
  for (const line of lines) {
    piece += line;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}
