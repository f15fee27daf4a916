/** Tokens carry fingerprints of what they were found in, and a replay says what has changed since. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tokenOf } from '../../properties/check/counterexample.ts';
import {
  type Fingerprints,
  fingerprintsOf,
  packFingerprints,
  whatChanged,
} from '../../properties/check/fingerprints.ts';
import { show } from '../../properties/check/show.ts';
import { decode, encode, fingerprintsNow, type RunToken } from '../../properties/check/token.ts';
import { LWKT_2003, SYNCHRONOUS } from '../../properties/faults/lwkt-2003/index.ts';
import { exhaustive } from '../../properties/interleaving/index.ts';
import { systemOf } from '../../properties/programs/system.ts';
import { RefinementMonitor } from '../../properties/refinement/monitor.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lwkt-prints-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A counterexample as a check prints it. */
function found(): string {
  const monitor = new RefinementMonitor(SYNCHRONOUS, LWKT_2003);
  const { violation, schedule = [] } = exhaustive(systemOf(SYNCHRONOUS, LWKT_2003), { monitor });
  if (violation === undefined) throw new Error('the algorithm of 2003 has lost its lost wakeup');
  return tokenOf({ implementation: LWKT_2003, program: SYNCHRONOUS, choices: schedule, violation });
}

const TOKEN = found();
const PARTS = ['program', 'implementation', 'model'] as const;

/** The token with one of its fingerprints another one. */
function otherwise(part: keyof Fingerprints): RunToken {
  const token = decode(TOKEN) as RunToken;
  return { ...token, prints: packFingerprints({ ...fingerprintsNow(token), [part]: '00000000' }) };
}

describe('fingerprints', () => {
  test('are in every token, three of eight digits, and make it some forty characters longer', () => {
    const { prints } = decode(TOKEN);
    expect(prints).toMatch(/^[0-9a-f]{8}\.[0-9a-f]{8}\.[0-9a-f]{8}$/);
    expect(TOKEN.length).toBeLessThan(300);
  });

  test('nothing is said where nothing has changed, nor of a token that has none', async () => {
    const { text, changed } = await show(decode(TOKEN), TOKEN);
    expect(changed).toBeUndefined();
    expect(text).toMatch(/^Violated: C20/);
    expect(whatChanged(undefined, {})).toEqual([]);
  });

  test.each(PARTS)('another %s alone is told, and the run is taken all the same', async (part) => {
    const token = otherwise(part);
    const shown = await show(token, TOKEN);
    const now = fingerprintsNow(token)[part];
    expect(shown.changed).toEqual([`The ${part} is not the one that this was found in: 00000000 then, ${now} now.`]);
    expect(shown.text).toContain('What follows is how it runs today.\n\nViolated: C20');
    expect(shown.violated).toBe(true);
  });

  test('where the run is none any more, that is the reason given', async () => {
    const token = { ...otherwise('implementation'), digest: 'A'.repeat(26) };
    await expect(show(token, TOKEN)).rejects.toThrow(/^The implementation is not the one .* The replay diverges/);
  });

  test('tell code from other code, and not comments or layout', () => {
    const path = join(folder, 'mine.mjs');
    const printOf = (text: string): string | undefined => {
      writeFileSync(path, text);
      return fingerprintsOf({ implementation: `${path}#queue` }).implementation;
    };
    const print = printOf('export const one = () => 1; // one');
    expect(printOf('/** The one. */\nexport const one =\n  () => 1;\n')).toBe(print);
    expect(printOf('export const one = () => 2;')).not.toBe(print);
    expect(fingerprintsOf({ implementation: join(folder, 'gone.mjs') }).implementation).toBeUndefined();
  });

  test('tell a seeded fault from the right ports and from other faults', () => {
    const names = ['impl', 'the lost wakeup of 2003', 'notify before DONE', 'lwkt-2003'];
    const prints = names.map((name) => fingerprintsOf({ implementation: name }).implementation);
    expect(prints).not.toContain(undefined);
    expect(new Set(prints).size).toBe(names.length);
  });

  test('survive a token, whatever they are', () => {
    const digits = fc.stringMatching(/^[0-9a-f]{8}$/);
    fc.assert(
      fc.property(fc.record({ program: digits, implementation: digits, model: digits }), (prints) => {
        expect(whatChanged(packFingerprints(prints), prints)).toEqual([]);
        for (const part of PARTS) {
          const { [part]: _, ...rest } = prints;
          expect(whatChanged(packFingerprints(rest), prints)).toEqual([]);
          expect(whatChanged(packFingerprints(prints), rest)).toHaveLength(1);
        }
      }),
      { seed: 1 },
    );
    const again = decode(encode(decode(TOKEN)));
    expect(again).toEqual(decode(TOKEN));
  });
});
