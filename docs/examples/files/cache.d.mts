// The types of cache.mjs.
export interface SharedCache {
  readonly words: Int32Array;
}
export function createCache(sizes: { entries: number; keyUnits: number; valueBytes: number }): SharedCache;
export class Cache {
  constructor(shared: SharedCache);
  get(key: string): Uint8Array | undefined;
  set(key: string, bytes: Uint8Array): void;
  delete(key: string): void;
}
