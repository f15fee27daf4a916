/** Code that is never run, as V8 counts it: a mutant in there can be noticed by nobody. */
import { Session } from 'node:inspector/promises';
import { builtFile } from '../faults/reload.ts';

/** Where in a built file something is. */
export interface Range {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Runs something, and gives what of these files was not.
 *
 * @param files built modules, loaded or not
 */
export async function neverRun(files: readonly string[], run: () => Promise<void>): Promise<readonly Range[]> {
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
    await run();
    const { result } = await session.post('Profiler.takePreciseCoverage');
    return files.flatMap((file) =>
      result
        .filter(({ url }) => url === builtFile(file).href)
        .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
        .filter(({ count }) => count === 0)
        .map(({ startOffset, endOffset }) => ({ file, start: startOffset, end: endOffset })),
    );
  } finally {
    session.disconnect();
  }
}

/** Whether all of a place lies in what was never run. */
export function isIn(ranges: readonly Range[], { file, start, end }: Range): boolean {
  return ranges.some((range) => range.file === file && range.start <= start && end <= range.end);
}
