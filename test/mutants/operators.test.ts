/** Each operator on a few lines of code: what it makes of them, and what it leaves alone. */
import { expect, test } from 'vitest';
import { mutantsOf } from '../../properties/mutants/derive.ts';
import { effectsIn } from '../../properties/mutants/effects.ts';
import type { OperatorName, Part } from '../../properties/mutants/mutant.ts';

/** `label => what stands there then`, of one operator. */
function made(operator: OperatorName, text: string, part: Part = 'impl'): string[] {
  return mutantsOf(part, 'impl/it.js', text, effectsIn([text]))
    .filter((mutant) => mutant.operator === operator)
    .map(({ name, start, end, to }) => {
      const whole = `${text.slice(0, start)}${to}${text.slice(end)}`;
      return `${name.replace(/^.*?: \w+ /, '')} => ${whole.replaceAll(/\s+/g, ' ')}`;
    });
}

test('drop: a statement, or the part of an operation that changes something', () => {
  expect(made('drop', 'memory.set(1, 2);')).toEqual(['memory.set(1, 2) => ;']);
  expect(made('drop', 'x = memory.or(1, 2);')).toEqual([
    'x = memory.or(1, 2) => ;',
    'the write of memory.or(1, 2) => x = memory.load(1);',
  ]);
  expect(made('drop', 'const x = self.memory.wait(1, 2);')).toEqual(["self.memory.wait(1, 2) => const x = 'ok';"]);
  expect(made('drop', 'const x = memory.size(1);')).toEqual([]);
});

test('duplicate: what is atomic and changes something', () => {
  expect(made('duplicate', 'memory.notify(1);')).toEqual(['memory.notify(1) => (memory.notify(1), memory.notify(1));']);
  expect(made('duplicate', 'memory.set(1, 2); memory.load(1);')).toEqual([]);
});

test('swap and move: only where somebody may notice', () => {
  const noticed = 'function f() { memory.set(1, 2); memory.store(3, 4); }';
  expect(made('swap', noticed)).toEqual([
    'memory.set(1, 2) and memory.store(3, 4) => function f() { memory.store(3, 4); memory.set(1, 2); }',
  ]);
  expect(made('swap', 'function f() { memory.set(1, 2); memory.set(3, 4); }')).toEqual([]);
  expect(made('swap', 'function f() { const a = memory.load(1); memory.store(a, 4); }')).toEqual([]);
  const three = 'function f() { memory.set(1, 2); memory.store(3, 4); memory.set(5, 6); return; }';
  expect(made('move', three)).toEqual([
    'memory.set(1, 2); to the end => function f() { memory.store(3, 4); memory.set(5, 6); memory.set(1, 2); return; }',
    'memory.set(5, 6); to the start => function f() { memory.set(5, 6); memory.set(1, 2); memory.store(3, 4); return; }',
  ]);
});

test('what a function does is seen where it is called', () => {
  const text = 'function g() { memory.notify(1); } function f() { memory.set(1, 2); g(); } function h() { f(); f(); }';
  const effects = effectsIn([text]);
  expect(effects.get('g')).toMatchObject({ atomic: true, writes: false, throws: false });
  expect(effects.get('h')).toMatchObject({ atomic: true, writes: true, throws: false });
  const plain = 'function g() { memory.set(1, 2); } function f() { g(); memory.set(3, 4); }';
  expect(effectsIn([plain]).get('f')).toMatchObject({ atomic: false, writes: true });
  expect(made('swap', plain)).toEqual([]);
  expect(made('swap', text)).toHaveLength(2);
});

test('weaken: in two steps, and plain', () => {
  expect(made('weaken', 'memory.load(1);')).toEqual(['memory.load(1), plain => memory.get(1);']);
  expect(made('weaken', 'memory.compareExchange(w, 0, 1);')).toEqual([
    'memory.compareExchange(w, 0, 1), in two steps => ' +
      '((was) => (was === (0) ? (memory.store(w, 1), was) : was))(memory.load(w));',
    'memory.compareExchange(w, 0, 1), plain => ((was) => (was === (0) ? (memory.set(w, 1), was) : was))(memory.get(w));',
  ]);
  expect(made('weaken', 'memory.notify(1); memory.set(1, 2);')).toEqual([
    'memory.notify(1), wake one => memory.notify(1, 1); memory.set(1, 2);',
  ]);
});

test('condition: the opposite, the border, a part of it, once instead of a loop', () => {
  expect(made('condition', 'if (a < b) c();')).toEqual([
    'a <→>= b => if (a >= b) c();',
    'a <→<= b => if (a <= b) c();',
  ]);
  expect(made('condition', 'if ((a & b) === 0) c();')).toEqual(['(a & b) ===→!== 0 => if ((a & b) !== 0) c();']);
  expect(made('condition', 'if (a() || b) c();')).toEqual([
    'only the left of a() || b => if ((a())) c();',
    'only the right of a() || b => if ((b)) c();',
    'not a() => if (!(a()) || b) c();',
    'not b => if (a() || !(b)) c();',
  ]);
  expect(made('condition', 'while (a !== b) c();')).toContain('while (a !== b), once => if (a !== b) c();');
  expect(made('condition', 'while (a !== b) break;')).not.toContain('while (a !== b), once => if (a !== b) break;');
});

test('constant: numbers, truths, codes, words; places and calls of the model', () => {
  expect(made('constant', 'const a = [1, true];')).toEqual([
    '1→2 => const a = [2, true];',
    'true→false => const a = [1, false];',
  ]);
  expect(made('constant', 'throw new LwktError("EPERM", "thread 1");')).toEqual([
    '"EPERM"→\'EBUSY\' => throw new LwktError(\'EBUSY\', "thread 1");',
  ]);
  expect(made('constant', 'x = MESSAGE.flags;')).toEqual(['MESSAGE.flags→error => x = MESSAGE.error;']);
  expect(made('constant', 'if (m.place === "sent") f("sent");', 'model')).toEqual([
    '"sent"→\'queued\' => if (m.place === \'queued\') f("sent");',
  ]);
});

test('flag: another, or none', () => {
  expect(made('flag', 'x = flags | DONE;')).toEqual([
    'flags, without | DONE => x = (flags);',
    'DONE→QUEUED => x = flags | (8);',
  ]);
  expect(made('flag', 'x = flags & ~QUEUED;')).toContain('flags, without & ~QUEUED => x = (flags);');
  expect(made('flag', 'x = STATE.done;')).toEqual(['STATE.done→sleeping => x = STATE.sleeping;']);
  expect(made('flag', 'import { DONE } from "./names.js"; const { IDLE } = x;')).toEqual([]);
});

test('names say where, and no two are the same', () => {
  const text = 'export const act = { guard() { f(1); f(1); } };\nclass C { #p() { f(2); } }\nf(3);';
  const names = mutantsOf('impl', 'impl/it.js', text, new Map()).map(({ name }) => name);
  expect(names).toEqual([
    'it act.guard: swap f(1) and f(1)',
    'it act.guard: drop f(1)',
    'it act.guard: constant 1→2',
    'it act.guard: drop f(1) (2)',
    'it act.guard: constant 1→2 (2)',
    'it #p: drop f(2)',
    'it #p: constant 2→3',
    'it: drop f(3)',
    'it: constant 3→4',
  ]);
});
