/** Loading built modules with changes: exactly what was asked for is changed, and what does not fit is an error. */
import { expect, test } from 'vitest';
import type { Change } from '../../properties/faults/fault.ts';
import { reload } from '../../properties/faults/reload.ts';

interface Checks {
  readonly isCode: (code: number) => boolean;
}
interface Standing {
  readonly isDeciding: unknown;
}

const isCode: Change = { file: 'impl/checks.js', from: '(code | 0) === code && code !== EASYNC', to: 'code === 1' };

const load = async <T>(entry: string, ...changes: Change[]): Promise<T> => (await reload('test', entry, changes)) as T;

test('a change is made, in this copy alone', async () => {
  const changed = await load<Checks>('impl/checks.js', isCode);
  expect([changed.isCode(0), changed.isCode(1)]).toEqual([false, true]);
  const original = await load<Checks>('impl/checks.js');
  expect([original.isCode(0), original.isCode(99)]).toEqual([true, false]);
});

test('only what imports a changed module is made afresh', async () => {
  const shows = (word: string): Change => ({
    file: 'impl/checks.js',
    from: 'export function isCode',
    to: `export { isDeciding };\n/** ${word} */\nexport function isCode`,
  });
  const deciding = async (...changes: Change[]): Promise<unknown> =>
    (await load<Standing>('impl/checks.js', ...changes)).isDeciding;
  const shared = await deciding(shows('one'));
  expect(await deciding(shows('other'))).toBe(shared);
  const afresh: Change = {
    file: 'impl/standing.js',
    from: 'export function isDeciding',
    to: '/**/ export function isDeciding',
  };
  expect(await deciding(shows('one'), afresh)).not.toBe(shared);
});

test('a line may be broken elsewhere', async () => {
  const broken: Change = { ...isCode, from: '(code\n | 0)   === code && code !== EASYNC' };
  expect((await load<Checks>('impl/checks.js', broken)).isCode(99)).toBe(false);
});

test('several changes of one module', async () => {
  const twice: Change = { file: 'impl/checks.js', from: 'code === 1', to: 'code === 2' };
  const changed = await load<Checks>('impl/checks.js', isCode, twice);
  expect([changed.isCode(1), changed.isCode(2)]).toEqual([false, true]);
});

test.each([
  [
    'text that stands nowhere',
    { ...isCode, from: 'no such text' },
    /does not fit impl\/checks\.js any more: "no such text" stands there 0 times/,
  ],
  ['text that stands twice', { ...isCode, from: 'checkMessageIndex' }, /stands there [2-9] times/],
  [
    'a module that is not imported',
    { ...isCode, file: 'impl/payload.js' },
    /impl\/checks\.js does not import impl\/payload\.js/,
  ],
])('%s is an error', async (_, change, message) => {
  await expect(reload('test', 'impl/checks.js', [change])).rejects.toThrow(message);
});

test('a build that is not there is an error that says what makes it', async () => {
  await expect(reload('test', 'impl/no-such-module.js', [])).rejects.toThrow('npm run build');
});
