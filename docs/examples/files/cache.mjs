// A cache in shared memory: one thread writes, any thread looks, and nobody waits for anybody.
//
// Each entry is a sequence lock. The writer makes the number odd while it writes. A reader who sees it odd, or sees it change,
// has missed: it does not try again, because for whoever asks here a miss is only slower. Every word is read and written
// atomically, so that there is no data race: docs/suites/file-cache.mjs takes it through every interleaving.

const [SEQUENCE, KEY_UNITS, VALUE_BYTES, FIRST] = [0, 1, 2, 3];
const EMPTY = -1;

/** @returns the memory for so many entries, to be handed to every thread */
export function createCache({ entries, keyUnits, valueBytes }) {
  const [keyWords, valueWords] = [Math.ceil(keyUnits / 2), Math.ceil(valueBytes / 4)];
  const stride = FIRST + keyWords + valueWords;
  const words = new Int32Array(new SharedArrayBuffer(4 * entries * stride));
  for (let entry = 0; entry < entries; entry++) words[entry * stride + KEY_UNITS] = EMPTY;
  return { words, entries, keyWords, valueWords, stride };
}

/** What one thread does with the cache. */
export class Cache {
  #shared;
  #value;
  #bytes;

  constructor(shared) {
    this.#shared = shared;
    this.#value = new Int32Array(shared.valueWords);
    this.#bytes = new Uint8Array(this.#value.buffer);
  }

  /** The bytes under a key, as a view that is good until the next call; undefined if they are not there, or not whole. */
  get(key) {
    const { words, keyWords } = this.#shared;
    const at = this.#entry(key);
    const before = Atomics.load(words, at + SEQUENCE);
    if (before % 2 !== 0 || Atomics.load(words, at + KEY_UNITS) !== key.length) return undefined;
    for (let n = 0; n < key.length; n += 2) {
      if (Atomics.load(words, at + FIRST + n / 2) !== unitsOf(key, n)) return undefined;
    }
    const length = Atomics.load(words, at + VALUE_BYTES);
    const from = at + FIRST + keyWords;
    const count = Math.min(Math.ceil(length / 4), this.#value.length); // torn, it may be anything
    for (let n = 0; n < count; n++) this.#value[n] = Atomics.load(words, from + n);
    return Atomics.load(words, at + SEQUENCE) === before ? this.#bytes.subarray(0, length) : undefined;
  }

  /** The writer's. What does not fit is not cached, and what was under the key is no more. */
  set(key, bytes) {
    const { words, keyWords, valueWords } = this.#shared;
    if (key.length > 2 * keyWords || bytes.length > 4 * valueWords) return this.delete(key);
    const at = this.#entry(key);
    Atomics.add(words, at + SEQUENCE, 1);
    Atomics.store(words, at + KEY_UNITS, key.length);
    for (let n = 0; n < key.length; n += 2) Atomics.store(words, at + FIRST + n / 2, unitsOf(key, n));
    Atomics.store(words, at + VALUE_BYTES, bytes.length);
    this.#bytes.set(bytes);
    const from = at + FIRST + keyWords;
    for (let n = 0; 4 * n < bytes.length; n++) Atomics.store(words, from + n, this.#value[n]);
    Atomics.add(words, at + SEQUENCE, 1);
  }

  /** The writer's. Whatever else has the same entry goes too: it is only a cache. */
  delete(key) {
    const { words } = this.#shared;
    const at = this.#entry(key);
    Atomics.add(words, at + SEQUENCE, 1);
    Atomics.store(words, at + KEY_UNITS, EMPTY);
    Atomics.add(words, at + SEQUENCE, 1);
  }

  /** Where a key belongs: it has one place, and shares it with others. (FNV-1a.) */
  #entry(key) {
    let hash = 0x811c9dc5;
    for (let n = 0; n < key.length; n++) hash = Math.imul(hash ^ key.charCodeAt(n), 0x01000193);
    return ((hash >>> 0) % this.#shared.entries) * this.#shared.stride;
  }
}

function unitsOf(key, n) {
  return key.charCodeAt(n) | (n + 1 < key.length ? key.charCodeAt(n + 1) << 16 : 0);
}
