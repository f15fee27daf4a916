/** Code that is never run, as V8 counts it: a mutant in there can be noticed by nobody. */
import { Worker } from 'node:worker_threads';
import { builtFile } from '../built-file.ts';
import type { Counted } from './counting.ts';

/** Where in a built file something is. */
export interface Range {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Runs something, and gives what of these files was not.
 *
 * On a thread of its own, that loads nothing before it counts: of modules loaded earlier V8 names only the functions that
 * have been called.
 *
 * @param files built modules that `run` loads
 * @param run a built module; loading it is the run
 * @throws Error if one of the files is not loaded, or the run fails
 */
export async function neverRun(files: readonly string[], run: string): Promise<readonly Range[]> {
  const worker = new Worker(builtFile('properties/mutants/counting.js'), { workerData: builtFile(run).href });
  const scripts = await new Promise<readonly Counted[]>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error(`${run}: the thread that counts what is run has ended.`)));
  });
  return files.flatMap((file) => {
    const script = scripts.find(({ url }) => url === builtFile(file).href);
    if (script === undefined) throw new Error(`${run} does not load ${file}`);
    return script.functions
      .flatMap(({ ranges }) => ranges)
      .filter(({ count }) => count === 0)
      .map(({ startOffset, endOffset }) => ({ file, start: startOffset, end: endOffset }));
  });
}

/** Whether all of a place lies in what was never run. */
export function isIn(ranges: readonly Range[], { file, start, end }: Range): boolean {
  return ranges.some((range) => range.file === file && range.start <= start && end <= range.end);
}
