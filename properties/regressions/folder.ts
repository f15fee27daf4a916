/** The folder of remembered failures: read before anything is run, added to when something new fails. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../message.ts';
import { Unreadable } from '../validate/fields.ts';
import { nameOf, type Regression, read, written } from './regression.ts';

/** Where a project keeps them, seen from its root. */
export const FOLDER = 'test/regressions';

/** A file, or the folder, cannot be used. The message is a sentence for the person who has it. */
export class RegressionError extends Error {}

/** A regression and the name of its file. */
export interface Remembered {
  /** Of the file, without its ending. */
  readonly name: string;
  readonly regression: Regression;
}

/** All of them, by their names. A folder that is not there holds none. @throws RegressionError */
export function remembered(folder: string): readonly Remembered[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => ({ name: file.slice(0, -'.json'.length), regression: fromFile(join(folder, file)) }));
}

function fromFile(path: string): Regression {
  try {
    return read(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof Unreadable) throw new RegressionError(`${path} is no regression: expected ${error.message}.`);
    throw new RegressionError(`${path} cannot be read: ${messageOf(error)}.`);
  }
}

/**
 * Writes it down, unless it is there already.
 *
 * @returns the path of the new file; undefined: it was known
 * @throws RegressionError if it cannot be written
 */
export function remember(folder: string, regression: Regression): string | undefined {
  const path = join(folder, `${nameOf(regression)}.json`);
  if (existsSync(path)) return undefined;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, written(regression));
  } catch (error) {
    throw new RegressionError(`${path} cannot be written: ${messageOf(error)}.`);
  }
  return path;
}
