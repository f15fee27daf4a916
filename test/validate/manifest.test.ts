/** The histories recorded from the 2003 code, each judged as its manifest says, at the line that it says. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { judge } from '../../properties/validate/index.ts';

interface Entry {
  readonly file: string;
  readonly verdict: string;
  /** Begins with `line N` unless it conforms. */
  readonly why?: string;
}

const read = (file: string): string => readFileSync(new URL(`../fixtures/traces/${file}`, import.meta.url), 'utf8');
const MANIFEST = JSON.parse(read('manifest.json')) as readonly Entry[];

/** The clauses, where the manifest only says why in words. */
const CLAUSES: Readonly<Record<string, string>> = { 'fault-lost': 'C20', 'fault-stale': 'C22', misuse: 'C24' };

test('there are forty', () => {
  expect(MANIFEST).toHaveLength(40);
  expect(new Set(MANIFEST.map(({ verdict }) => verdict))).toEqual(new Set(['conforms', 'violates', 'misuse']));
});

for (const { file, verdict, why } of MANIFEST) {
  test(`${file}: ${why === undefined ? verdict : `${verdict}, ${why.slice(0, why.indexOf(':'))}`}`, async () => {
    const judgement = await judge(read(file).trimEnd().split('\n'), { pointsOfEvent: 2_000 });
    const line = why === undefined ? undefined : Number(/^line (\d+)/.exec(why)?.[1]);
    expect({ verdict: judgement.verdict, line: judgement.line }).toEqual({ verdict, line });
    const clause = Object.entries(CLAUSES).find(([prefix]) => file.startsWith(prefix));
    expect(judgement.clause).toBe(clause?.[1]);
    if (line !== undefined) expect(judgement.lanes.at(-1)).toMatch(new RegExp(`^> +${line} `));
  });
}
