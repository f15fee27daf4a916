// Words by the names a person knows: the property of what `setup` returned, and the index.
import type { Value } from './elements.ts';
import type { LookAlikes } from './look-alikes.ts';

/** How deep a wrapper may hold its arrays. */
const DEPTH = 3;

/** A word as a person knows it. */
export interface Named {
  readonly name: string;
  /** The stored value, as it reads in the array that the name is of. */
  value(stored: number): Value;
}

export function namedWord(lookAlikes: LookAlikes, shared: unknown, word: number): Named {
  const place = lookAlikes.backing.cells.place(word);
  if (place === undefined) return { name: `[${word}]`, value: (stored) => stored };
  const { buffer, offset, bytes } = place;
  for (const [path, value] of within(lookAlikes, 'shared', shared, 0)) {
    const view = lookAlikes.viewOf(value);
    if (view === undefined || view.buffer !== buffer || view.element.bytes !== bytes) continue;
    const index = (offset - view.offset) / bytes;
    if (index < 0 || index >= view.length) continue;
    return { name: view.length === 1 ? path : `${path}[${index}]`, value: (stored) => view.element.fromWord(stored) };
  }
  const value = (stored: number): Value => (bytes === 8 ? lookAlikes.backing.elements.bigOf(stored) : stored);
  return { name: `buffer ${buffer} byte ${offset}`, value };
}

function* within(
  lookAlikes: LookAlikes,
  path: string,
  value: unknown,
  depth: number,
): Generator<readonly [string, unknown]> {
  yield [path, value];
  if (typeof value !== 'object' || value === null || depth === DEPTH) return;
  if (ArrayBuffer.isView(value) || lookAlikes.viewOf(value) !== undefined) return;
  for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    // Getters are code of the one under test.
    if ('value' in descriptor)
      yield* within(lookAlikes, path === 'shared' ? key : `${path}.${key}`, descriptor.value as unknown, depth + 1);
  }
}
