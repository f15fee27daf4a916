// A seeded fault, the report of it, and the replay of its token: what a person sees of a failure.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decode, encode, type RunToken } from '../../properties/check/index.ts';
import { data, lwkt } from './command.ts';

const SCREENFUL = 56;
const TOKEN = /lwkt2-[A-Za-z0-9_-]+/;
const GOLDEN = new URL('../golden/fault.txt', import.meta.url);

const LIVELOCK = 'getport takes nothing in';

const failed = lwkt('check', '--fault', 'the lost wakeup of 2003', '--seed', '5', '--workers', '2');
const [token = ''] = TOKEN.exec(failed.stdout) ?? [];
const decoded = decode(token) as RunToken;

describe('a seeded fault', () => {
  it('fails the check, with a screenful that explains it', () => {
    expect(failed.code).toBe(1);
    expect(failed.stdout).toContain('Violated: C20, no lost wakeup');
    expect(failed.stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(SCREENFUL);
    const text = failed.stdout.replace(TOKEN, '<token>').replaceAll(/\b[0-9a-f]{8}\b/g, '<fingerprint>');
    if (process.env['UPDATE_GOLDEN'] !== undefined) writeFileSync(GOLDEN, text);
    expect(text).toBe(readFileSync(GOLDEN, 'utf8'));
  });

  it('may be one of the model', () => {
    const { code, stdout } = lwkt('check', '--fault', 'domsg returns EASYNC');
    expect(code).toBe(1);
    expect(stdout).toContain('Violated: C1, no EASYNC from domsg');
    const again = lwkt('replay', TOKEN.exec(stdout)?.[0] ?? '');
    expect(again.code).toBe(1);
    expect(again.stdout).toContain('Violated: C1, no EASYNC from domsg');
  });

  it('may be one of the checker, which then misses what it has to find', () => {
    const { code, stdout } = lwkt('check', '--fault', 'no race check');
    expect(code).toBe(1);
    expect(stdout).toContain('the checker is asleep');
  });
});

describe('a replay', () => {
  it('shows the same again', () => {
    const { code, stdout } = lwkt('replay', token, '--certify');
    expect(code).toBe(1);
    expect(failed.stdout).toContain(stdout.trimEnd());
    expect(stdout).toMatch(/It takes 1 preemption: the\s+one schedule without passes\./);
  });

  it('says what is needed only if it is asked', () => {
    const { code, stdout } = lwkt('replay', token);
    expect(code).toBe(1);
    expect(stdout).toContain(`Again: npx lwkt replay ${token}`);
    expect(stdout).not.toContain('is needed');
  });

  it('takes a file that the token is in, and gives JSON', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lwkt-'));
    try {
      writeFileSync(join(folder, 'run.jsonl'), `{"type":"row","token":"${token}"}\n`);
      const { code, stdout } = lwkt('replay', join(folder, 'run.jsonl'), '--json');
      expect(code).toBe(1);
      expect(data(stdout)).toMatchObject([{ type: 'replay', violated: true, clause: 'C20', token }]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('of a run that goes round for ever takes the loop, and sees that it closes', () => {
    const { stdout } = lwkt('check', '--fault', LIVELOCK, '--seed', '5');
    const { code, stdout: again } = lwkt('replay', TOKEN.exec(stdout)?.[0] ?? '');
    expect(code).toBe(1);
    expect(again).toContain('Violated: C21, progress');
    expect(again).toMatch(/\nprefix, 2 steps\n[\s\S]*\nloop, 1 step, repeats for ever\n/);
  });

  it('of what only the history shows judges the history again', () => {
    const { code, stdout } = lwkt('replay', repaired('history'));
    expect(code).toBe(0);
    expect(stdout).toContain('Nothing is violated any more');
  });

  it('of what is repaired says so, and ends with 0', () => {
    const { code, stdout } = lwkt('replay', repaired());
    expect(code).toBe(0);
    expect(stdout).toContain('Nothing is violated any more');
  });

  it('of a run that does not fit any more says at which step, and why', () => {
    const { code, stderr } = lwkt('replay', encode({ ...decoded, digest: `AA${decoded.digest.slice(2)}` }));
    expect(code).toBe(2);
    expect(stderr).toMatch(/The replay diverges at step \d of \d+: thread \d does another operation in/);
    const impossible = lwkt('replay', encode({ ...decoded, schedule: [[2, 1]] }));
    expect(impossible.code).toBe(2);
    expect(impossible.stderr).toContain('The replay diverges at step 1 of 1');
  });

  it('of nothing is an error', () => {
    const { code, stderr } = lwkt('replay', encode({ ...decoded, schedule: [], digest: '' }));
    expect(code).toBe(2);
    expect(stderr).toContain('there is nothing to replay');
  });

  it('of a damaged token is an error', () => {
    for (const damaged of [token.slice(0, -4), token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')), 'lwkt2-']) {
      const { code, stderr } = lwkt('replay', damaged);
      expect(code).toBe(2);
      expect(stderr).toContain('This token is damaged');
    }
    expect(lwkt('replay', `lwkt9-${token.slice(6)}`).stderr).toContain('This token has format 9');
  });
});

/** The steps that the sound implementation takes as well. */
function repaired(violation: string = decoded.violation): string {
  return encode({
    ...decoded,
    violation,
    implementation: 'impl',
    schedule: [[0, 2]],
    digest: decoded.digest.slice(0, 2),
  });
}
