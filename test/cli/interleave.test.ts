// `lwkt interleave` from outside: what it says of files of suites, what it refuses, and how it ends.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../properties/cli/exit.ts';
import { interleaveFiles } from '../../properties/cli/interleave.ts';
import { LookAlikes, withLookAlikes } from '../../properties/interleaving/index.ts';
import { lookAt, suitesIn } from '../../properties/suites/index.ts';
import { data, lwkt } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'lwkt-interleave-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const SETUP = 'export const setup = () => new Int32Array(new SharedArrayBuffer(16));\n';
const HOLDS = `${SETUP}
const add = (a) => Atomics.add(a, 0, 1);
export const threads = { A: add, B: add };
export const finish = (a) => a[0] === 2;
`;
const LOST = `${SETUP}
const add = (a) => void Atomics.store(a, 0, Atomics.load(a, 0) + 1);
export const threads = { A: add, B: add };
export const finish = (a) => a[0] === 2;
`;
const LARGE = `${SETUP}
const add = (a) => { let sum = 0; for (let i = 0; i < 9; i++) sum = sum * 3 + Atomics.add(a, 0, 1); return sum; };
export const threads = { A: add, B: add, C: add };
`;

const RANDOM = `${SETUP}let n = 0;
export const threads = { A: (a) => { Atomics.load(a, 0); Atomics.store(a, n++ % 4, 1); } };
`;

describe('lwkt interleave', () => {
  it('says what it found in the example of the documentation', () => {
    const { code, stdout } = lwkt('interleave', 'docs/suites/spin-lock.mjs');
    const text = stdout.replaceAll(/\d+\.\d s/g, '0.1 s');
    const golden = new URL('../golden/interleave.txt', import.meta.url);
    if (process.env['UPDATE_GOLDEN'] !== undefined) writeFileSync(golden, text);
    expect(text).toBe(readFileSync(golden, 'utf8'));
    expect(code).toBe(1);
  });

  it('shows a loop that repeats for ever, in the example of the documentation, and takes it again', () => {
    const { code, stdout } = lwkt('interleave', 'docs/suites/starving-lock.mjs');
    const text = stdout.replaceAll(/\d+\.\d s/g, '0.1 s');
    const golden = new URL('../golden/interleave-loop.txt', import.meta.url);
    if (process.env['UPDATE_GOLDEN'] !== undefined) writeFileSync(golden, text);
    expect(text).toBe(readFileSync(golden, 'utf8'));
    expect(code).toBe(1);
    const again = lwkt('replay', /lwkt2-\S+/.exec(stdout)?.[0] ?? '');
    expect(again.code).toBe(1);
    expect(again.stdout).toContain('loop, 4 steps, repeats for ever');
    expect(again.stdout).toContain('starvation: once never completes once');
  });

  it('looks at all suites of all files, and shows the shortest run that goes wrong', () => {
    const { code, stdout, stderr } = lwkt('interleave', 'docs/classics/peterson.mjs', file('holds.mjs', HOLDS));
    expect(stderr).toBe('');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^docs\/classics\/peterson\.mjs, suite "right": holds {2}54 states, histories merged, /m);
    expect(stdout).toMatch(/^.*holds\.mjs: holds {2}\d+ states.*, 2 interleavings {2}\d/m);
    expect(stdout).toContain('suite "gives way too early": violated');
    expect(stdout).toContain('Data race on counter');
    expect(stdout).toMatch(/1 of 3 suites violated/);
  });

  it('gives a token that shows the run again, and notices that the code has changed', () => {
    const path = file('lost.mjs', LOST);
    const { code, stdout } = lwkt('interleave', path);
    const [token = ''] = /lwkt2-\S+/.exec(stdout) ?? [];
    expect(code).toBe(1);
    expect(stdout).toContain('final: The assertion returned false.');
    const again = lwkt('replay', token);
    expect(again.code).toBe(1);
    expect(again.stdout).toContain('store shared[0] 1 (was 1)');
    file('lost.mjs', LOST.replace('+ 1', '+ 2'));
    const changed = lwkt('replay', token);
    expect(changed.code).toBe(1);
    expect(changed.stdout).toMatch(
      /^The program \([0-9a-f]{8}, now [0-9a-f]{8}\) is not the one that this was found with/,
    );
    expect(changed.stdout).toMatch(
      /The schedule violates nothing any more\. Every interleaving was looked at \(\d+ states\)\s+as\s+well, with this/,
    );
    expect(changed.stdout).toContain('final: The assertion returned false.');
    file('lost.mjs', LOST.replace(/Atomics\.store.*;/, 'Atomics.add(a, 0, 1);'));
    const repaired = lwkt('replay', token, '--json');
    expect(data(repaired.stdout)).toMatchObject([{ violated: false, changed: [{ part: 'program' }] }]);
    rmSync(path);
    expect(lwkt('replay', token).stderr).toMatch(/There is no file ".*lost\.mjs"/);
  });

  it('gives JSON, one object a line, whatever the code prints', () => {
    const noisy = file('noisy.mjs', `console.log('hello');\n${HOLDS}`);
    const { code, stdout, stderr } = lwkt('interleave', noisy, '--json');
    expect(code).toBe(0);
    expect(stderr).toBe('hello\n');
    expect(data(stdout)).toMatchObject([
      { type: 'start', command: 'interleave' },
      { type: 'suite', suite: '', verdict: 'holds', interleavings: 2, progressChecked: true },
      { type: 'end', verdict: 'holds', exit: 0 },
    ]);
  });

  it('says how much was covered where it stops before the end', () => {
    const { code, stdout } = lwkt('interleave', file('large.mjs', LARGE), '--max-states', '500', '--no-merge');
    expect(code).toBe(3);
    expect(stdout).toMatch(/large\.mjs: undecided {2}50\d states/);
    expect(stdout).toMatch(
      /every run was followed for its first [1-9] steps; 100 probes met runs of 27 to 27 steps, and about \de1\d interl/,
    );
    expect(stdout).toMatch(
      /^ {2}at most about \d\.?\d* % of the states were seen, perhaps far less: they still become more from depth/m,
    );
    expect(stdout).toContain('Undecided: not everything was looked at; so far nothing is violated');
  });

  it('heeds the budget, even where the code never comes back', () => {
    const loop = file('loop.mjs', `${SETUP}export const threads = { A: () => { for (;;); } };`);
    const { code, stdout } = lwkt('interleave', loop, '--budget', '200ms');
    expect(code).toBe(3);
    expect(stdout).toContain('loop.mjs: undecided: it never came back from its own code');
  });

  it('draws runs at random, the same for the same seed', () => {
    const large = file('large.mjs', LARGE);
    const none = lwkt('interleave', large, '--samples', '50', '--seed', '7', '--strategy', 'pct');
    expect(none.code).toBe(0);
    expect(none.stdout).toMatch(/^50 runs each, pct, seed 7$/m);
    expect(none.stdout).toMatch(/large\.mjs: none failed {2}50 runs, 1 350 steps/);
    expect(none.stdout).toMatch(/drawn at random, of about \de1\d interleavings/);
    const lost = file('lost.mjs', LOST);
    const found = (): unknown => data(lwkt('interleave', lost, '--samples', '99', '--seed', '3', '--json').stdout)[1];
    const { seconds: _, ...one } = found() as Record<string, unknown>;
    expect(one).toMatchObject({ verdict: 'violated', token: expect.stringMatching(/^lwkt2-/) });
    expect(found()).toMatchObject(one);
  });

  it('puts the look-alikes in place before packages are loaded, CommonJS too, and each file has a world of its own', () => {
    file(
      'node_modules/counter/index.js',
      'const { Atomics: A, Int32Array: I, SharedArrayBuffer: S } = globalThis;\n' +
        'globalThis.loads = (globalThis.loads ?? 0) + 1;\n' +
        'exports.make = () => new I(new S(8));\nexports.add = (a) => A.add(a, 0, globalThis.loads);\n',
    );
    const uses = `import counter, { make } from 'counter';
      export default { setup: make, threads: { A: counter.add, B: counter.add }, finish: (a) => a[0] === 2 };`;
    const { code, stdout } = lwkt('interleave', file('one.mjs', uses), file('two.mjs', uses), '--json');
    expect(code).toBe(0);
    expect(data(stdout).filter(({ type }) => type === 'suite')).toMatchObject([
      { verdict: 'holds', interleavings: 2 },
      { verdict: 'holds', interleavings: 2 },
    ]);
  });
});

describe('bad files and bad usage end with 2 and one sentence', () => {
  const CASES: readonly (readonly [string, string, RegExp])[] = [
    ['syntax', 'export const setup = (;', /syntax\.mjs cannot be loaded: /],
    ['throws', 'throw new Error("not today");', /throws\.mjs cannot be loaded: not today/],
    [
      'empty',
      'export const lock = 1;',
      /empty\.mjs has to export `setup` and `threads`, or `suites`; it exports lock\./,
    ],
    ['suites', 'export const suites = {};', /suites\.mjs: `suites` has to be an object of suites, by name\./],
    ['half', 'export const suites = { one: { setup() {} } };', /half\.mjs, suite "one": There are no `threads`/],
    ['random', RANDOM, /A, call A: The call is not deterministic/],
    [
      'early',
      'const a = new Int32Array(new SharedArrayBuffer(4)); export const setup = () => a; export const threads = {};',
      /early\.mjs cannot be loaded: A SharedArrayBuffer was made outside of `setup`/,
    ],
  ];
  it.each(CASES)('%s', async (name, text, sentence) => {
    const path = file(`${name}.mjs`, text);
    const lookAlikes = new LookAlikes();
    const look = async (): Promise<void> => {
      for (const [suite, code] of await suitesIn(path)) lookAt(code, path, suite, lookAlikes, { seed: 1 });
    };
    await expect(withLookAlikes(lookAlikes, look)).rejects.toThrow(sentence);
  });

  it('with the name of the file, and nothing else', () => {
    const { code, stdout, stderr } = lwkt('interleave', file('bad.mjs', `${SETUP}export const threads = { A: 1 };`));
    expect(stderr).toMatch(/^lwkt: .*bad\.mjs: The thread "A" is no function\.\n$/);
    expect([code, stdout]).toEqual([2, '']);
    const exits = lwkt('interleave', file('exits.mjs', `${HOLDS}process.exit(0);`));
    expect(exits.stderr).toMatch(/^lwkt: .*exits\.mjs ended its own thread, with exit code 0\.\n$/);
    const random = lwkt('interleave', file('random.mjs', RANDOM));
    expect(random.stderr).toMatch(
      /^lwkt: .*random\.mjs cannot be checked: A, call A: The call is not deterministic.*\n$/,
    );
    expect(random.code).toBe(2);
  });

  it.each<readonly [readonly string[], object, string]>([
    [['gone.mjs'], {}, 'There is no file "gone.mjs".'],
    [['docs'], {}, '"docs" is no file.'],
    [['README.md'], { strategy: 'pct' }, 'add --samples'],
    [['README.md'], { samples: 5, maxStates: 9 }, 'give one of them'],
  ])('%s %j', async (files, options, sentence) => {
    await expect(interleaveFiles(files, { workers: 1, merge: true, ...options })).rejects.toThrow(sentence);
    await expect(interleaveFiles(files, { workers: 1, merge: true, ...options })).rejects.toThrow(UsageError);
  });

  it('has a help that says what a file exports', () => {
    const { code, stdout } = lwkt('interleave', '--help');
    expect(code).toBe(0);
    expect(stdout).toContain('A file exports `setup` and `threads`');
  });
});
