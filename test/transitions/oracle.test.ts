// The naive decision of inclusion, on systems small enough to be decided by looking at them.
import { describe, expect, test } from 'vitest';
import { notIncluded, type Read, readAut, withoutEnds } from './oracle.ts';

const file = (states: number, ...steps: string[]): Read =>
  readAut([`des (0,${steps.length},${states})`, ...steps.map((step) => `(${step})`), ''].join('\n'));

const A_THEN_B = file(3, '0,"a",1', '1,"b",2');
const A_OR_AB = file(4, '0,"a",1', '0,"a",2', '2,"b",3');

describe('inclusion of traces', () => {
  test('looks at traces alone', () => {
    expect(notIncluded(A_THEN_B, A_OR_AB)).toBeUndefined();
    expect(notIncluded(A_OR_AB, A_THEN_B)).toBeUndefined();
  });

  test('names a shortest trace that is missing', () => {
    expect(notIncluded(file(4, '0,"a",1', '1,"b",2', '2,"c",3', '1,"c",3'), A_THEN_B)).toEqual(['a', 'c']);
    expect(notIncluded(A_THEN_B, file(2, '0,"a",1'))).toEqual(['a', 'b']);
    expect(notIncluded(A_THEN_B, file(1))).toEqual(['a']);
  });

  test('passes over internal steps, in circles too', () => {
    const lazy = file(5, '0,"tau",1', '1,"tau",0', '1,"a",2', '2,"tau",3', '3,"b",4', '4,"tau",4');
    expect(notIncluded(lazy, A_THEN_B)).toBeUndefined();
    expect(notIncluded(A_THEN_B, lazy)).toBeUndefined();
    expect(notIncluded(file(4, '0,"tau",1', '1,"a",2', '2,"a",3'), lazy)).toEqual(['a', 'a']);
  });

  test('follows all that a label may lead to', () => {
    const either = file(5, '0,"a",1', '0,"a",2', '1,"b",3', '2,"c",4');
    expect(notIncluded(file(3, '0,"a",1', '1,"b",2', '1,"c",2'), either)).toBeUndefined();
  });

  test('sees where a system ends only if it says so', () => {
    const stuck = file(4, '0,"a",1', '1,"end quiescent",3', '0,"tau",2');
    const goesOn = file(4, '0,"a",1', '1,"b",2', '2,"end quiescent",3');
    expect(notIncluded(stuck, goesOn)).toEqual(['a', 'end quiescent']);
    expect(notIncluded(withoutEnds(stuck), goesOn)).toBeUndefined();
  });
});

describe('a file that is not as the format says', () => {
  test.each([
    ['no header', '(0,"a",1)\n'],
    ['too few steps', 'des (0,2,2)\n(0,"a",1)\n'],
    ['a state that there is not', 'des (0,1,2)\n(0,"a",2)\n'],
    ['no quotes', 'des (0,1,2)\n(0,a,1)\n'],
    ['a quote in a label', 'des (0,1,2)\n(0,"a"b",1)\n'],
    ['no end of the last line', 'des (0,1,2)\n(0,"a",1)'],
  ])('is refused: %s', (_, text) => {
    expect(() => readAut(text)).toThrow();
  });
});
