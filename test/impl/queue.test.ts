/** The queue of a port against two arrays: one for what is in transit, one for what is on the list. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AtomicsMemory, Layout } from '../../impl/index.ts';
import { append, contains, drain, first, push, reverse, top, unlink } from '../../impl/queue.ts';
import { EMPTY, NONE, PORT, SLEEPING } from '../../impl/words.ts';

const MESSAGES = 8;

type Step =
  | { readonly kind: 'push'; readonly message: number; readonly seen: number }
  | { readonly kind: 'append'; readonly message: number }
  | { readonly kind: 'unlink' | 'contains'; readonly message: number }
  | { readonly kind: 'drain' }
  | { readonly kind: 'sleep' };

const message = fc.nat(MESSAGES - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  // What the head is likely to hold may be wrong: then the push tries again.
  fc.record({ kind: fc.constant('push' as const), message, seen: fc.integer({ min: SLEEPING, max: MESSAGES }) }),
  fc.record({ kind: fc.constant('append' as const), message }),
  fc.record({ kind: fc.constantFrom('unlink' as const, 'contains' as const), message }),
  fc.record({ kind: fc.constant('drain' as const) }),
  fc.record({ kind: fc.constant('sleep' as const) }),
);

function fresh(): { memory: AtomicsMemory; layout: Layout; head: number } {
  const layout = new Layout({ threads: 1, messages: MESSAGES }, 1);
  const memory = new AtomicsMemory(new SharedArrayBuffer(layout.words * 4));
  memory.set(layout.port(0) + PORT.first, NONE);
  memory.set(layout.port(0) + PORT.last, NONE);
  return { memory, layout, head: layout.port(0) + PORT.head };
}

test('every run of steps gives what two arrays give', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { memory, layout, head } = fresh();
      const inbox: number[] = [];
      const list: number[] = [];
      let sleeps = false;
      for (const s of steps) {
        if (s.kind === 'sleep') {
          if (memory.compareExchange(head, EMPTY, SLEEPING) === EMPTY) sleeps = true;
        } else if (s.kind === 'drain') {
          expect(top(memory, layout, 0) > EMPTY).toBe(inbox.length > 0);
          if (inbox.length === 0) continue;
          const youngest = drain(memory, layout, 0);
          const oldest = reverse(memory, layout, youngest);
          expect([oldest, youngest]).toEqual([inbox[0], inbox.at(-1)]);
          append(memory, layout, 0, oldest, youngest);
          list.push(...inbox.splice(0));
          expect(memory.load(head)).toBe(EMPTY);
        } else if (s.kind === 'contains') {
          expect(contains(memory, layout, 0, s.message)).toBe(list.includes(s.message));
        } else if (s.kind === 'unlink') {
          if (!list.includes(s.message)) continue;
          unlink(memory, layout, 0, s.message);
          list.splice(list.indexOf(s.message), 1);
        } else if (!inbox.includes(s.message) && !list.includes(s.message)) {
          if (s.kind === 'push') {
            expect(push(memory, layout, head, s.message, s.seen) === SLEEPING).toBe(sleeps);
            sleeps = false;
            inbox.push(s.message);
          } else {
            append(memory, layout, 0, s.message, s.message);
            list.push(s.message);
          }
        }
        expect(first(memory, layout, 0)).toBe(list[0] ?? NONE);
      }
      expect(memory.get(layout.port(0) + PORT.last)).toBe(list.at(-1) ?? NONE);
      const rest: number[] = [];
      for (let at = first(memory, layout, 0); at !== NONE; at = first(memory, layout, 0)) {
        rest.push(at);
        unlink(memory, layout, 0, at);
      }
      expect(rest).toEqual(list);
    }),
    { numRuns: 2000 },
  );
});
