/** What every reporter says in the same words: what is under test, and what has come of it. */
import { revisionText } from '../audit/index.ts';
import type { Settings } from '../check/index.ts';
import { duration } from './numbers.ts';
import type { End } from './printer.ts';

/** As in `lwkt check: implementation "impl"`. */
export function subjectText(settings: Settings): string {
  const { implementation, modelFault, checkerFault, compared, external, mutants } = settings;
  if (mutants === true) return 'mutants of the ports and of the model';
  if (external === true) return `the process "${implementation}"`;
  if (compared !== undefined)
    return `${revisionText(compared.before.name)} against ${revisionText(compared.after.name)}`;
  if (modelFault !== undefined) return `the model with the fault "${modelFault}"`;
  if (checkerFault !== undefined) return `a checker with the fault "${checkerFault}"`;
  return `implementation "${implementation}"`;
}

/** The verdict of a whole run as a sentence. Where two are compared, it is not for violations that one looks. */
export function endText(end: End, seconds: number, { compared, mutants }: Settings): string {
  const took = `(${duration(seconds)})`;
  if (mutants === true && end === 'holds') return `Every mutant is noticed, or has a reason why nobody can ${took}.`;
  if (mutants === true && end === 'violated') return `Not every mutant is noticed ${took}.`;
  const comparing = compared !== undefined;
  switch (end) {
    case 'holds':
      return `${comparing ? 'Nothing differs' : 'Nothing is violated'} within these bounds ${took}.`;
    case 'violated':
      return `${comparing ? 'Callers can tell the two apart' : 'Not all is well'} ${took}.`;
    case 'undecided':
      return `Undecided: the budget ended before everything was looked at; so far nothing ${comparing ? 'differs' : 'is violated'} ${took}.`;
    case 'failed':
      return `Not all could be looked at; what was shows no violation ${took}.`;
    case 'interrupted':
      return `Interrupted: this is what is known so far ${took}.`;
  }
}
