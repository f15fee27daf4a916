/** Recorded runs of real threads, through the text of their traces and its reader: our own ports always conform. */
import { afterAll, describe, expect, it } from 'vitest';
import { Random } from '../../properties/interleaving/random.ts';
import type { Program } from '../../properties/programs/program.ts';
import { SCENARIOS } from '../../properties/programs/scenarios.ts';
import { generateProgram } from '../../properties/sampling/generate.ts';
import { JITTER_MODES, record, WorkerPool } from '../../properties/threads/index.ts';
import { type Judgement, judge, linesOf, traceLines } from '../../properties/validate/index.ts';

const pool = new WorkerPool();
const now = (): number => performance.now();
afterAll(() => pool.close());

const DEEP = process.env['LWKT_DEEP'] !== undefined;
const GENERATED = DEEP ? 5000 : 200;
const ROUNDS = DEEP ? 50 : 3;

/** The text of a recorded run. */
async function recorded(program: Program, seed: number, rounds: number): Promise<string> {
  const jitter = JITTER_MODES[seed % JITTER_MODES.length] ?? 'calls';
  const looks = seed % 3 === 0 ? 0 : 10_000;
  const options = { now, pool, seed, rounds, jitter, looks, initialisation: true };
  const { history } = await record(program, options);
  return [...traceLines(history, `seed ${seed}`)].map((line) => `${line}\n`).join('');
}

function judged(text: string): Promise<Judgement> {
  // In pieces that do not end where lines end, as a pipe delivers them.
  const pieces = text.match(/[\s\S]{1,1000}/g) ?? [];
  return judge(
    linesOf(
      (async function* () {
        yield* pieces;
      })(),
    ),
  );
}

/** A rule of the format: what is sent was initialised before. */
function uninitialised(text: string): string[] {
  const known = new Set<unknown>();
  return text
    .trimEnd()
    .split('\n')
    .filter((line) => {
      const { call, msg } = JSON.parse(line) as { readonly call?: string; readonly msg?: number };
      if (call === 'initmsg') known.add(msg);
      // The reader takes nothing for granted that is no message.
      return call !== undefined && /^(sendmsg|domsg|beginmsg)$/.test(call) && !known.has(msg);
    });
}

async function failures(name: string, program: Program, seed: number, rounds: number): Promise<string[]> {
  const text = await recorded(program, seed, rounds);
  const { verdict, why = '' } = await judged(text);
  return verdict === 'conforms' || verdict === 'undecided'
    ? []
    : [`${name}, seed ${seed}: ${verdict}: ${why}\n${text}`];
}

describe('recorded runs conform', { timeout: 600_000 }, () => {
  it('of every scenario, once and with repetition', async () => {
    const found: string[] = [];
    let undecided = 0;
    for (const [number, { name, program }] of SCENARIOS.entries()) {
      for (const rounds of [1, ROUNDS]) {
        const text = await recorded(program, number + rounds, rounds);
        const { verdict, why = '' } = await judged(text);
        if (verdict === 'undecided') undecided++;
        else if (verdict !== 'conforms') found.push(`${name}, ${rounds} rounds: ${verdict}: ${why}\n${text}`);
        if (name !== 'misuse') expect(uninitialised(text)).toEqual([]);
      }
    }
    expect(found).toEqual([]);
    expect(undecided).toBeLessThan(SCENARIOS.length / 10);
  });

  it('of programs at random', async () => {
    const found: string[] = [];
    for (let seed = 1; seed <= GENERATED; seed++) {
      const random = new Random(seed);
      const program = generateProgram((bound) => random.below(bound));
      found.push(...(await failures('a random program', program, seed, 1 + (seed % 3))));
    }
    expect(found).toEqual([]);
  });
});
