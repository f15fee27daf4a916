// That the comparison with SPIN is awake: a twin that is weaker in one place, and each wrong model, count otherwise.
import { afterAll, describe, expect, it } from 'vitest';
import type { ModelFault } from '../../properties/model/index.ts';
import { MODEL_FAULTS, worldNamed } from '../../properties/model/index.ts';
import type { Reachable } from '../../properties/model/tables/index.ts';
import { reachable } from '../../properties/model/tables/index.ts';
import { BOUND, DEEP, size, whereSpinIs } from './compare.ts';
import { Spin } from './spin.mjs';

const spin = new Spin();
afterAll(() => spin.close());

describe('a twin with a seeded fault counts otherwise', () => {
  whereSpinIs();

  it.each([
    ['queues are sorted, not first in, first out (C13)', 'WEAKER_QUEUE', 'two messages'],
    ['requests overtake on their way (C13)', 'WEAKER_TRANSIT', 'two messages'],
    ['an abort request outlives its send (C22)', 'WEAKER_ABORT', 'one message'],
    ['domsg to oneself is not refused (C25)', 'WEAKER_DOMSG', 'to oneself'],
    ['a reply before the wait does not end it (C20)', 'WEAKER_WAKEUP', 'one message'],
  ])('%s', BOUND, (_, weaker, name) => {
    const world = worldNamed(name);
    expect(size(spin.explore(world, [weaker]))).not.toEqual(reachable(world));
  });
});

const KEYS = ['states', 'transitions', 'depth', 'stuck'] as const;

// What only changes returned values, reasons or a flag that another one tells anyway leaves the graph of states as it is.
const SAME_SIZE = [
  'domsg and beginmsg return another code than was answered',
  'sendmsg tells its caller the code',
  'a target queues and leaves DONE set',
  'a reply ends the wait of its originator itself',
  'getport blocks',
  'an abort sweeps all that was asked for on the port, as in 2003',
  'a refusal gives a wrong reason',
];

if (DEEP) {
  describe('a wrong model counts otherwise than the twin', () => {
    whereSpinIs();

    it.each(MODEL_FAULTS.map((fault) => [fault.name, fault] as const))('%s', BOUND, (name, fault) => {
      const counted = size(spin.explore(fault.world));
      expect(counted).toEqual(reachable(fault.world));
      expect(sameSize(counted, fault)).toBe(SAME_SIZE.includes(name));
    });
  });
}

/** A model so wrong that its effects fail has no size. */
function sameSize(right: Reachable, { world, actions }: ModelFault): boolean {
  try {
    const wrong = reachable(world, { actions });
    return KEYS.every((key) => wrong[key] === right[key]);
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    return false;
  }
}
