/** docs/walkthroughs/README.md: which walkthroughs there are, and how to read them, and lanes on any page. */

import { DEAD, EMPTY, SLEEPING, STATE } from '../../../impl/words.ts';
import { type Cell, code, heading, link, list, page, table } from '../markdown.ts';
import type { Page } from '../page.ts';
import { FROM, withLinks } from './pages.ts';
import { inWords, UP } from './rows.ts';
import type { Walkthrough } from './story.ts';

const SPECIFICATION = link('specification', `${UP}specification.md`);

const HOW = [
  'Every run is one fixed schedule, taken step by step on the implementation under `impl/` and on the model at once. After every ' +
    'step the meaning of the shared memory was compared with the state of the model; had they differed, the page would not have ' +
    'been written. Each run ends with the number of states that all interleavings of its program have: in each of them the ' +
    `implementation was held to the model. What holds of all runs of all programs is in the ${SPECIFICATION}.`,
  'The columns of the table:',
  list([
    '*step*: the row of the lanes below it. A step is one atomic operation on shared memory, with the plain accesses that follow ' +
      'it; step 0 is what a thread does before its first. A step that is several actions of the model has a row for each; one ' +
      'that means nothing in the model, such as a look that finds nothing new, has none, so numbers are left out.',
    '*thread*: who takes it.',
    '*what happens*: the action of the model, or that a thread sleeps or is woken.',
    '*shows*: clauses that it is an example of.',
    '*message 0* and so on: its flags, where it is, and then its completion code, if it is not 0, and whether an abort was asked ' +
      'for. *None* means no flag.',
  ]),
  'Where a message is, in the words of the tables and of the model:',
];

const PLACES: readonly (readonly [string, string])[] = [
  [inWords('idle', 'client', 0), 'idle'],
  [inWords('begun', '', 0), 'begun'],
  [inWords('sent', '', 1), 'sent'],
  [inWords('queued', '', 1), 'queued'],
  [inWords('taken', 'server', 1), 'taken'],
  [inWords('answered', '', 1), 'answered'],
  [inWords('returning', '', 0), 'returning'],
  [inWords('parked', '', 0), 'parked'],
];

const LANES = [
  'Lanes show a run on this and other pages: one column is a thread, one numbered row is one atomic operation on shared memory. ' +
    '`>` begins a call and `<` ends it, with what it returns. A row reads',
  list([
    `${code('operation word arguments -> what it found')}, for example ${code('compareExchange port1.head 0 1 -> 0 (done)')}: 0 ` +
      'was expected and found, so 1 stands there now.',
    `${code('(was …)')} and ${code('(now …)')}: what a store overwrote, and what an *or* or *add* left.`,
    `${code('8 plain')}: that many reads and writes that need not be atomic, because one thread at a time may touch the word. How ` +
      'many it is depends on which way the code takes, and says nothing more.',
    `${code('switch to thread 1 (preempted)')}: thread 0 could have gone on. ${code('(asleep)')} and ${code('(finished)')}: it could not.`,
  ]),
  'The words of the implementation that are atomic:',
];

const WORDS: readonly Cell[][] = [
  ['portN.head', `${EMPTY}`, 'the inbox of port N is empty'],
  ['', `${SLEEPING}`, 'it is empty, and its owner sleeps, or is about to'],
  ['', 'n + 1', 'message n came last, and lies on top'],
  ['', `${DEAD}`, 'nobody has initialised the port'],
  ['messageN.state', `${STATE.done}`, 'the flag DONE'],
  ['', `${STATE.sleeping}`, 'the mark of a waiter: it sleeps, or is about to'],
  ['', `${STATE.abortRequest}`, 'an abort was asked for'],
];

const STATES =
  'The values of `messageN.state` are bits: 3 is DONE and the mark. DONE stands nowhere else; of an asynchronous reply it is set ' +
  'plainly, by the originator as it takes the reply in, and does not show. ASYNC, REPLY and QUEUED are bits of another word, ' +
  '`messageN.flags`, which only the owner touches, plainly; they do not show, nor do error, links and payload.';

export function indexPage(walkthroughs: readonly Walkthrough[]): Page {
  const rows = walkthroughs.map(({ name, title, about, runs }) => [
    link(title, `${name}.md`),
    withLinks(about),
    runs.length,
  ]);
  return {
    path: 'docs/walkthroughs/README.md',
    text: () =>
      page(
        'Walkthroughs',
        'One message at a time, from the send to the completion: a diagram, and a table of the flags after each step.',
        FROM,
        table(['walkthrough', 'what it shows', 'runs'], rows),
        heading(2, 'How to read them'),
        ...HOW,
        table(['here', 'in the model'], PLACES),
        heading(2, 'How to read lanes'),
        ...LANES,
        table(
          ['word', 'value', 'means'],
          WORDS.map(([word = '', value = '', means = '']) => [word === '' ? '' : code(`${word}`), value, means]),
          ['left', 'right'],
        ),
        STATES,
      ),
  };
}
