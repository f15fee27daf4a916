// Lines of reports: no word is lost, no line too long, and a word without end comes to one.
import { expect, it } from 'vitest';
import { fold } from '../../properties/check/index.ts';

it('breaks at blanks and indents what goes over', () => {
  expect(fold('one two three four', 10)).toEqual(['one two', '  three', '  four']);
  expect(fold('  one two three', 11)).toEqual(['  one two', '    three']);
  expect(fold('short', 10)).toEqual(['short']);
});

it('breaks a word that does not fit', () => {
  expect(fold(`  ${'x'.repeat(30)}`, 12)).toEqual(['  xxxxxxxxxx', '    xxxxxxxx', '    xxxxxxxx', '    xxxx']);
});
