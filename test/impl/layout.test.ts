/** Where the words are: nothing overlaps, neighbours that two threads write keep their distance. */
import { expect, test } from 'vitest';
import { AtomicsMemory, attach, createSystem, Layout } from '../../impl/index.ts';
import { HEADER } from '../../impl/layout.ts';
import { MESSAGE, PORT } from '../../impl/words.ts';

/** Every word that has a meaning, by name. */
function allWords(layout: Layout): Map<string, number> {
  const words = new Map<string, number>();
  for (const [name, at] of Object.entries(HEADER)) if (name !== 'attached') words.set(`header.${name}`, at);
  for (let port = 0; port < layout.ports; port++)
    for (const [name, at] of Object.entries(PORT)) words.set(`port ${port}.${name}`, layout.port(port) + at);
  for (let message = 0; message < layout.messages; message++) {
    for (const [name, at] of Object.entries(MESSAGE))
      if (name !== 'payload') words.set(`message ${message}.${name}`, layout.message(message) + at);
    for (let word = 0; word * 4 < layout.payloadBytes; word++)
      words.set(`message ${message}.payload ${word}`, layout.payload(message) + word);
  }
  for (let thread = 0; thread < layout.threads; thread++) {
    words.set(`attached ${thread}`, layout.attached(thread));
    for (let message = 0; message < layout.messages; message++)
      words.set(`thread ${thread} of message ${message}`, layout.standing(thread, message));
    for (let port = 0; port < layout.ports; port++)
      words.set(`thread ${thread} of port ${port}`, layout.known(thread, port));
  }
  return words;
}

test.each([
  [{ threads: 1, messages: 1 }, 1],
  [{ threads: 3, ports: 5, messages: 4, payloadBytes: 13 }, 1],
  [{ threads: 3, ports: 5, messages: 4, payloadBytes: 13 }, 32],
  [{ threads: 40, ports: 41, messages: 70, payloadBytes: 256 }, 32],
])('no two words of %o, spaced by %i, are one', (sizes, spacing) => {
  const layout = new Layout(sizes, spacing);
  const words = allWords(layout);
  expect(new Set(words.values()).size).toBe(words.size);
  expect(Math.max(...words.values())).toBeLessThan(layout.words);
  expect(Math.min(...words.values())).toBeGreaterThanOrEqual(0);
});

test('ports, messages and the words of threads keep two cache lines apart', () => {
  const layout = new Layout({ threads: 3, ports: 4, messages: 5, payloadBytes: 100 });
  const starts = [
    ...[0, 1, 2, 3].map((port) => layout.port(port)),
    ...[0, 1, 2, 3, 4].map((message) => layout.message(message)),
    ...[0, 1, 2].map((thread) => layout.standing(thread, 0)),
  ];
  for (const start of starts) expect(start % 32).toBe(0);
  expect(new Set(starts).size).toBe(starts.length);
  expect((layout.payload(1) * 4) % 8).toBe(0);
});

test.each([
  [{ threads: 0, messages: 1 }, 'threads is 0'],
  [{ threads: 1.5, messages: 1 }, 'threads is 1.5'],
  [{ threads: 2, ports: 1, messages: 1 }, 'ports is 1: it must be a whole number of at least 2'],
  [{ threads: 1, messages: 0 }, 'messages is 0'],
  [{ threads: 1, messages: 1, payloadBytes: -1 }, 'payloadBytes is -1'],
  [{ threads: 1, messages: 1, payloadBytes: Number.NaN }, 'payloadBytes is NaN'],
  [{ threads: 1, messages: 2 ** 20, payloadBytes: 2 ** 20 }, 'too large'],
])('sizes that make no sense: %o', (sizes, sentence) => {
  expect(() => new Layout(sizes)).toThrow(RangeError);
  expect(() => new Layout(sizes)).toThrow(sentence);
});

test('a thread attaches with its number, or the first free one', () => {
  const buffer = createSystem({ threads: 3, messages: 1 });
  expect(attach(buffer, { thread: 1 }).id).toBe(1);
  expect(attach(buffer).id).toBe(0);
  expect(attach(buffer).id).toBe(2);
  expect(() => attach(buffer)).toThrow('EBUSY: attach: all 3 threads are taken');
  expect(() => attach(buffer, { thread: 1 })).toThrow('EBUSY: attach: thread 1 is taken');
});

test.each([3, -1, 0.5, Number.NaN])('there is no thread %d', (thread) => {
  const buffer = createSystem({ threads: 3, messages: 1 });
  expect(() => attach(buffer, { thread })).toThrow(`EINVAL: attach: there is no thread ${thread}: the system has 3`);
});

test('a buffer of somebody else is refused', () => {
  const whole = createSystem({ threads: 2, messages: 8 });
  const part = new SharedArrayBuffer(128);
  new Int32Array(part).set(new Int32Array(whole, 0, 32));
  for (const buffer of [new SharedArrayBuffer(0), new SharedArrayBuffer(5), new SharedArrayBuffer(4096), part])
    expect(() => attach(buffer)).toThrow('EINVAL: attach: this buffer was not made by createSystem');
});

test('a system says how large it is to whoever attaches', () => {
  const sizes = { threads: 2, ports: 5, messages: 7, payloadBytes: 33 };
  const buffer = createSystem(sizes);
  expect(attach(buffer).layout).toMatchObject(sizes);
  expect(new AtomicsMemory(buffer).words.length).toBe(new Layout(sizes).words);
});
