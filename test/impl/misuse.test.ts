/** Misuse, row by row: what `properties/contracts/` says of the calls, and the same of what payloads are for. */
import { expect, test } from 'vitest';
import * as impl from '../../impl/index.ts';
import { Payloads } from '../../impl/index.ts';
import { claim } from '../../impl/system.ts';
import { looks, MISUSES, type Stage, stageOf, tryMisuse } from '../../properties/contracts/misuse.ts';

const PARTS = { ...impl, claim };
const payloads = ({ caller }: Stage): Payloads => new Payloads(caller);

const OF_PAYLOADS = [
  ...looks('bytes', (s, message) => payloads(s).bytes(message)),
  ...looks('setvalue', (s, message) => payloads(s).setvalue(message, 'x')),
  ...looks('getvalue', (s, message) => payloads(s).getvalue(message)),
];

test.each([...MISUSES, ...OF_PAYLOADS].map((misuse) => [misuse.call, misuse.code, misuse.of, misuse] as const))(
  '%s: %s for %s',
  (_call, _code, _of, misuse) => {
    expect(() => tryMisuse(misuse, stageOf(PARTS))).not.toThrow();
  },
);

test('a call that is not refused, or changes a word, is told', () => {
  const [first] = MISUSES;
  if (first === undefined) throw new Error('there is no misuse');
  const stage = stageOf(PARTS);
  expect(() => tryMisuse({ ...first, act: () => undefined }, stage)).toThrow('it is not refused');
  const writing = { ...first, act: (s: Stage) => [s.words.fill(9, 0, 1), first.act(s)] };
  expect(() => tryMisuse(writing, stage)).toThrow('has changed word 0');
});

test('every code is earned somewhere', () => {
  const codes = new Set(MISUSES.map(({ code }) => code));
  expect(codes).toEqual(new Set(['EINVAL', 'ENXIO', 'EPERM', 'EBUSY', 'EDEADLK']));
});
