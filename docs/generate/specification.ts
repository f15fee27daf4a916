/** docs/specification.md: the model as a page. */
import { DECISIONS } from '../../model/index.ts';
import { blocks, heading, number, page, table } from './markdown.ts';
import type { Page } from './page.ts';
import { actionSections } from './specification-actions.ts';
import { clauseSections } from './specification-clauses.ts';
import { facts } from './specification-facts.ts';
import { flagSections, objectSections } from './specification-objects.ts';

/** Where a reader finds what is asked most. */
const QUESTIONS: readonly (readonly [question: string, answer: string])[] = [
  ['When is QUEUED set, and by what?', '[QUEUED](#queued), [C17](#c17)'],
  [
    'What may a target answer when ASYNC is set?',
    '[C8](#c8), [ASYNC](#async), [completes](#completes), [queues](#queues), [replies](#replies)',
  ],
  [
    'What happens to an abort that arrives late?',
    '[C22](#c22), [decision 3](#decisions), [abortmsg](#abortmsg), [the walkthrough](walkthroughs/abort.md), ' +
      '[its life as a diagram](life-of-a-message.md#sendmsg-with-aborts)',
  ],
  [
    'Why can domsg not return EASYNC?',
    '[C1](#c1), [decision 9](#decisions), [queues](#queues), [answerEasync](#answereasync), [collect](#collect), ' +
      '[refusesReply](#refusesreply)',
  ],
  ['Where does a message go, from send to reply?', '[The life of a message](life-of-a-message.md)'],
  ['What would it look like if it went wrong?', '[What cannot happen](what-cannot-happen.md)'],
  ['Which files do I change to add a flag?', '[A flag](guides/change-the-implementation.md#a-flag)'],
];

/** Links to this page are links within it. */
const within = (all: string): string => all.replaceAll('](specification.md#', '](#');

function text(): string {
  const all = page(
    'The specification',
    'What message passing is held to: the objects, the flags, what can happen, and the clauses that hold.',
    'model/ and from every run of it in bounded systems',
    numbers(),
    table(['question', 'answer'], QUESTIONS),
    objectSections(),
    flagSections(),
    actionSections(),
    clauseSections(),
    decisions(),
  );
  return within(all);
}

function numbers(): string {
  const { worlds, states, steps } = facts();
  return (
    `A step is one action, taken in one state. The numbers of steps on this page are those of a full check of the model: ` +
    `all ${number(steps)} steps between the ${number(states)} states of ${worlds} bounded systems. *Could have failed* counts the ` +
    'states and steps in which a single change (a flag, a place, a code, a queue, what was returned, what was allowed) would ' +
    'have broken the property: a property that has nothing to say of a step is not counted there.'
  );
}

function decisions(): string {
  return blocks(
    heading(2, 'Decisions'),
    'What mail and source leave open was settled so:',
    DECISIONS.map(({ number: n, sentence }) => `${n}. ${sentence}`).join('\n'),
  );
}

export const SPECIFICATION: readonly Page[] = [{ path: 'docs/specification.md', text }];
