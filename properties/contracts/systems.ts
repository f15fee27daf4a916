/** What a system is made of: words that do not overlap, numbers of threads, and sizes and buffers that are refused. */
import { HEADER, type Layout } from '../../impl/layout.ts';
import { DEAD, MESSAGE, PORT } from '../../impl/words.ts';
import { type Contract, hold, refused, same } from './contract.ts';

const SIZES = { threads: 3, ports: 5, messages: 4, payloadBytes: 13 } as const;

/** Every word that has a meaning. */
function allWords(layout: Layout): number[] {
  const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
  const offsets = (of: Readonly<Record<string, number>>, not: string): number[] =>
    Object.entries(of).flatMap(([name, at]) => (name === not ? [] : [at]));
  return [
    ...offsets(HEADER, 'attached'),
    ...upTo(layout.threads).map((thread) => layout.attached(thread)),
    ...upTo(layout.ports).flatMap((port) => offsets(PORT, '').map((at) => layout.port(port) + at)),
    ...upTo(layout.messages).flatMap((message) => [
      ...offsets(MESSAGE, 'payload').map((at) => layout.message(message) + at),
      ...upTo(Math.ceil(layout.payloadBytes / 4)).map((word) => layout.payload(message) + word),
      layout.next(message),
      layout.previous(message),
    ]),
    ...upTo(layout.threads).flatMap((thread) => [
      ...upTo(layout.messages).map((message) => layout.standing(thread, message)),
      ...upTo(layout.ports).flatMap((port) => [layout.known(thread, port), layout.watched(thread, port)]),
    ]),
  ];
}

export const wordsApart: Contract = {
  name: 'no two words are one',
  clause: 'C23',
  promises:
    'All words of a system lie in it, none twice; in production payloads at multiples of 8 bytes, neighbours two cache lines apart.',
  attempt({ Layout }) {
    for (const sizes of [SIZES, { threads: 1, messages: 1 }, { threads: 2, messages: 3 }]) {
      for (const spacing of [1, undefined]) {
        const layout = new Layout(sizes, spacing);
        const words = allWords(layout);
        same('the number of different words', new Set(words).size, words.length);
        hold(
          words.every((word) => word >= 0 && word < layout.words),
          'a word lies outside',
        );
        for (let message = 0; message < layout.messages; message++) {
          if (spacing !== undefined) continue;
          same('where a payload starts', layout.payload(message) % 2, 0);
          same('where a message starts', layout.message(message) % 32, 0);
        }
        if (spacing === undefined) {
          for (let port = 0; port < layout.ports; port++) same('where a port starts', layout.port(port) % 32, 0);
          for (let thread = 0; thread < layout.threads; thread++)
            same('where the words of a thread start', layout.standing(thread, 0) % 32, 0);
        }
      }
    }
    const { ports, payloadBytes } = new Layout({ threads: 2, messages: 1 });
    same('ports where nothing is said', ports, 2);
    same('payload where nothing is said', payloadBytes, 0);
  },
};

export const sensibleSizes: Contract = {
  name: 'sizes that make no sense are refused',
  clause: 'C24',
  promises:
    'No system is made of less than one thread, of fewer ports than threads, of no message, or of more than there can be.',
  attempt({ Layout, createSystem }) {
    const senseless = [
      { threads: 0, messages: 1 },
      { threads: 1.5, messages: 1 },
      { threads: 2, ports: 1, messages: 1 },
      { threads: 1, messages: 0 },
      { threads: 1, messages: 1, payloadBytes: -1 },
      { threads: 1, messages: 1, payloadBytes: Number.NaN },
      { threads: 1, messages: 2 ** 20, payloadBytes: 2 ** 20 },
      { threads: 1, messages: 1, payloadBytes: 2 ** 31 },
    ];
    for (const sizes of senseless) {
      let thrown: unknown;
      try {
        new Layout(sizes);
      } catch (error) {
        thrown = error;
      }
      hold(thrown instanceof RangeError, `a layout is made of ${JSON.stringify(sizes)}`);
    }
    const most = 4 * (2 ** 29 - 26);
    same(
      'the words of the largest system',
      new Layout({ threads: 1, messages: 1, payloadBytes: most }, 1).words,
      2 ** 29,
    );
    same('the bytes of a system', createSystem(SIZES).byteLength, new Layout(SIZES).words * 4);
  },
};

export const sharedMemory: Contract = {
  name: 'a page without shared memory is told so',
  clause: 'C24',
  promises: 'Where there is no SharedArrayBuffer no system is made, and the sentence says what the page has to do.',
  attempt({ createSystem }) {
    const global = globalThis as { SharedArrayBuffer?: SharedArrayBufferConstructor };
    const { SharedArrayBuffer: was } = global;
    Reflect.deleteProperty(global, 'SharedArrayBuffer');
    try {
      // What makes no sense anywhere is not what is told first.
      refused('a system in such a page', () => createSystem({ threads: 0, messages: 0 }), 'ENOTSUP', 'isolated');
    } finally {
      if (was !== undefined)
        Object.defineProperty(global, 'SharedArrayBuffer', { value: was, configurable: true, writable: true });
    }
  },
};

export const attaching: Contract = {
  name: 'who attaches finds the system as it was made',
  clause: 'C24',
  promises:
    'A thread attaches with its number or the first free one, to systems only, and its built-in port is alive; others are dead.',
  attempt({ createSystem, attach, AtomicsMemory, Layout }) {
    const buffer = createSystem(SIZES);
    const { words } = new AtomicsMemory(buffer);
    same('words of the system', words.length * 4, buffer.byteLength);
    const heads = allWords(new Layout(SIZES)).filter((word) => words[word] === DEAD);
    same('ports that are dead at first', heads.length, SIZES.ports);
    const set = words.filter((word) => word !== 0).length;
    same('words that are not 0 at first', set, heads.length + Object.keys(HEADER).length - 1);
    const one = attach(buffer, { thread: 1 });
    for (const [name, size] of Object.entries(SIZES)) same(name, one.layout[name as keyof typeof SIZES], size);
    same('the number of who wants 1', one.id, 1);
    same('what is on its port', one.getport(1), -1);
    for (const port of [0, 2, 3, 4])
      refused('a port that nobody has initialised', () => one.setbegin(port, () => 0), 'ENXIO');
    const taken = words.slice();
    refused('attach with a number that is taken', () => attach(buffer, { thread: 1 }), 'EBUSY');
    refused('attach with a number below all', () => attach(buffer, { thread: -1 }), 'EINVAL');
    hold(
      words.every((word, at) => word === taken[at]),
      'who was refused has changed the system',
    );
    same('the first free number', attach(buffer).id, 0);
    same('the next', attach(buffer).id, 2);
    refused('attach with no number left', () => attach(buffer), 'EBUSY', 'all 3 threads are taken');
    refused('attach with a number that is taken', () => attach(buffer, { thread: 1 }), 'EBUSY', 'thread 1 is taken');
    for (const thread of [3, -1, 0.5, Number.NaN])
      refused(`attach as thread ${thread}`, () => attach(createSystem(SIZES), { thread }), 'EINVAL');
    const part = new SharedArrayBuffer(128);
    new Int32Array(part).set(new Int32Array(buffer, 0, 32));
    for (const other of [new SharedArrayBuffer(0), new SharedArrayBuffer(5), new SharedArrayBuffer(4096), part])
      refused('attach to what is no system', () => attach(other), 'EINVAL');
    let asked = 0;
    const waiting = { attempts: () => asked++ * 0, learn: () => undefined, now: () => 0 };
    const patient = attach(createSystem(SIZES), { thread: 0, waiting });
    refused('waitport with a clock that stands still', () => patient.waitport(0, 0), 'ETIMEDOUT');
    same('times that its own strategy was asked', asked, 1);
  },
};

export const doorOpens: Contract = {
  name: 'each operation does what it is called',
  clause: 'C20',
  promises: 'The door to shared memory reads, writes, waits and wakes as Atomics does, on the word that it is given.',
  attempt({ AtomicsMemory }) {
    const buffer = new SharedArrayBuffer(16);
    const [memory, words] = [new AtomicsMemory(buffer), new Int32Array(buffer)];
    const expect = (what: string, found: unknown, expected: unknown, after: number): void => {
      same(what, found, expected);
      same(`the word after ${what}`, words[1], after);
    };
    memory.set(1, 6);
    expect('get', memory.get(1), 6, 6);
    expect('load', memory.load(1), 6, 6);
    expect('test of a bit that is set', memory.test(1, 4), true, 6);
    expect('test of a bit that is not', memory.test(1, 1), false, 6);
    memory.store(1, 9);
    expect('exchange', memory.exchange(1, 12), 9, 12);
    expect('compareExchange of another value', memory.compareExchange(1, 11, 3), 12, 12);
    expect('compareExchange', memory.compareExchange(1, 12, 3), 12, 3);
    expect('add', memory.add(1, 4), 3, 7);
    expect('and', memory.and(1, 5), 7, 5);
    expect('or', memory.or(1, 8), 5, 13);
    expect('wait on another value', memory.wait(1, 12), 'not-equal', 13);
    expect('wait that gives up', memory.wait(1, 13, 0), 'timed-out', 13);
    same('sleepers before', sleepers(words, 2), 2);
    memory.notify(1, 1);
    same('sleepers that are left after a notify of one', Atomics.notify(words, 1), 1);
    same('sleepers before', sleepers(words, 2), 2);
    memory.notify(1);
    same('sleepers that are left after a notify', Atomics.notify(words, 1), 0);
    same('other words', words[0] || words[2] || words[3], 0);
  },
};

/** So many waits begin on word 1, of the kind that blocks nobody. */
function sleepers(words: Int32Array, count: number): number {
  const begun = Array.from({ length: count }, () => Atomics.waitAsync(words, 1, words[1] ?? 0));
  return begun.filter(({ async }) => async).length;
}
