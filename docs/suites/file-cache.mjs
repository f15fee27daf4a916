// The cache of the file service, and two mistakes that one makes with it: npx lwkt interleave docs/suites/file-cache.mjs
import { Cache, createCache } from '../examples/files/cache.mjs';

const [OLD, NEW] = [new Uint8Array([1, 1, 1, 1, 1, 1, 1, 1]), new Uint8Array([2, 2, 2, 2, 2, 2, 2, 2])];

const setup = () => {
  const shared = createCache({ entries: 1, keyUnits: 2, valueBytes: 8 });
  new Cache(shared).set('a', OLD);
  return shared;
};

/** What is got is one of what was set, under that key, and whole. */
const look = (shared) => {
  const found = new Cache(shared).get('a');
  if (found === undefined) return;
  if (found.length !== 8 || found.some((byte) => byte !== found[0])) throw new Error(`torn: ${[...found]}`);
};

const change = (shared) => new Cache(shared).set('a', NEW);

/** Another key in the same place: its value is nobody else's. */
const displace = (shared) => new Cache(shared).set('b', NEW);
const lookForOld = (shared) => {
  const found = new Cache(shared).get('a');
  if (found?.some((byte) => byte !== 1)) throw new Error(`the value of another key: ${[...found]}`);
};

const forget = (shared) => new Cache(shared).delete('a');

export const suites = {
  'changed meanwhile': { setup, threads: { change, look, again: look } },
  'another key in its place': { setup, threads: { displace, lookForOld } },
  'forgotten and changed': {
    setup,
    threads: {
      writer: (shared) => {
        forget(shared);
        change(shared);
      },
      look,
    },
  },
};
