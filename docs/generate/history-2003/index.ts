/** The page about the lost wakeup of 2003: what the source did, how it is found, how it was repaired, why it is not here. */
import { CLAUSES } from '../../../model/index.ts';
import { programText } from '../../../properties/check/program-text.ts';
import { SYNCHRONOUS, story } from '../../../properties/faults/lwkt-2003/index.ts';
import { blocks, clauseLink, details, fence, heading, link, number, page, table } from '../markdown.ts';
import type { Page } from '../page.ts';
import { lanesText } from '../walkthrough/lanes-text.ts';
import { decisive, decisiveDiagram, decisiveTable, type Told } from './decisive.ts';
import { lostWakeup, sameScheduleMistaken, sameScheduleToday, WATCH_2003, WATCH_TODAY } from './runs.ts';
import { mistaken, type Search, searches, singlePreemptions } from './searches.ts';

const FROM = 'searches and runs of the algorithm of 2003 and of `impl/`';
const C20 = clauseLink('C20');
const COMMIT = 'http://gitweb.dragonflybsd.org/dragonfly.git/commit/fb0f29c4a99dddd488cd40818c57b035b5406d84';

const RACE = blocks(
  'A thread that waits for a synchronous reply enters a critical section. There it looks at the flag DONE of its message; if ' +
    'that is clear, it sets WAITING on its port, takes itself off the run queue and lets others have the processor. A thread that ' +
    'replies enters a critical section too. There it sets DONE and looks at WAITING; if that is set, it puts the waiter back on ' +
    'the run queue.',
  'A critical section keeps out the interrupts of its own processor, and nothing else. On one processor the two sections cannot ' +
    'overlap. On two they can, and then each may make its look before the other has made its mark:',
);

const CONSEQUENCE = (found: string): string =>
  `Neither sees the other. The waiter sleeps for ever beside a message that is DONE, which ${C20} forbids: “${CLAUSES.C20.sentence}” ${found}`;

const COARSE_WHY = blocks(
  'The look and the mark of the waiter are in one critical section, and so are the mark and the look of the replier. A checker ' +
    'that takes a critical section for one step has put the answer into the question: the four accesses can no longer be ' +
    'interleaved, and every run is right. The same holds of a checker that switches threads only at calls. The unit of interleaving has ' +
    'to be the single access to shared memory. (This search asks only whether a thread sleeps for ever. It counts more states than the one above, which stopped at the loss.)',
);

const GIANT = blocks(
  'Nearly every kernel thread of 2003 held the giant lock while it ran, and gave it up only where it switched. That closed the ' +
    'window in practice, and comments in later revisions say that the author knew. It did not close it for replies that no ' +
    'thread makes: interrupt functions did not ask for the lock, and the sweep that completed aborted messages could run in one.',
);

const REPAIR = blocks(
  `The repair is ${link('commit fb0f29c4', COMMIT)} of 24 May 2007. A synchronous reply from another processor is sent there: an ` +
    'interrupt on the processor of the waiter sets DONE and looks at WAITING. Both critical sections are now on one processor, ' +
    'where they do exclude each other.',
);

const TODAY = blocks(
  'Worker threads have no processor of their own and no critical sections, so neither the idea of 2003 nor the repair of 2007 can be ' +
    'taken over. What the implementation does instead is to leave nothing between the look and the mark. DONE and the mark of the ' +
    'sleeper are bits of one word, the state of the message. The waiter sets its bit with an atomic *or* and the replier sets ' +
    'DONE with another, and an *or* returns what was there before. One of the two comes second, and sees the bit of the first.',
  'Where a thread waits on a port it is the same with another word: the head of the inbox is either a message, or empty, or the mark. ' +
    'The owner swaps *empty* for the mark, and a sender swaps whatever it finds for its message. Whoever swaps the mark out ' +
    `wakes the owner. ${link('The reply that beats the wait', 'walkthroughs/reply-beats-the-wait.md')} shows both.`,
  'The schedule of above, on `impl/`. The waiter even looks at DONE first, in vain, as in 2003; then it is stopped, and its request ' +
    'is served and replied. What was a look and a mark is one operation now, and the waiter does not go to sleep:',
);

const MISTAKEN = blocks(
  'To see that this is what makes the difference, one operation of the waiter is made two again: a look, and then the mark. ' +
    'Nothing else is changed, neither the rest of the code nor the schedule. The mark still finds DONE, but the waiter has had its ' +
    'look, and goes to sleep:',
);

async function text(): Promise<string> {
  const all = await searches();
  const of2003 = decisive(lostWakeup(), WATCH_2003);
  const today = decisive(sameScheduleToday(), WATCH_TODAY);
  const broken = sameScheduleMistaken(await mistaken());
  return page(
    '2003 against today',
    'The kernel source as it stood in November 2003 (`sys/kern/lwkt_msgport.c` 1.6, of 22 October) loses a wakeup. Here is how it does, how the checker finds that, how it was repaired in 2007, ' +
      'and why it cannot happen in `impl/`.',
    FROM,
    heading(2, 'The race'),
    RACE,
    decisiveDiagram(of2003.slice(-5), WATCH_2003, 'flags of message and port'),
    decisiveTable(of2003, WATCH_2003),
    CONSEQUENCE('The steps are those of the run below, in which the two threads are on processors 0 and 1.'),
    heading(2, 'How it is found'),
    found(all, of2003),
    fence('text', story(lostWakeup())),
    heading(2, 'Why whole critical sections hide it'),
    COARSE_WHY,
    ofRows(all, ({ what, grain }) => what === '2003' && grain !== ''),
    heading(2, 'The giant lock'),
    GIANT,
    ofRows(all, ({ what }) => what.startsWith('2003, ')),
    heading(2, 'The repair of 2007'),
    REPAIR,
    ofRows(all, ({ what }) => what.startsWith('2007')),
    heading(2, 'Today'),
    TODAY,
    decisiveTable(today, WATCH_TODAY),
    details('The operations on shared memory', fence('text', lanesText(sameScheduleToday()))),
    MISTAKEN,
    decisiveTable(decisive(broken, WATCH_TODAY), WATCH_TODAY),
    details('The operations on shared memory', fence('text', lanesText(broken))),
    ofRows(all, ({ what }) => what.startsWith('`impl/`')),
    heading(2, 'See it'),
    '`lwkt-2003` is the algorithm as it was; “the lost wakeup of 2003” is the seeded fault that brings its mistake into `impl/`.',
    fence('sh', 'npx lwkt check --fault lwkt-2003\nnpx lwkt check --fault "the lost wakeup of 2003"'),
  );
}

function found(all: readonly Search[], told: readonly Told[]): string {
  const first = all[0];
  const look = told.findLast(({ text: what }) => what.startsWith('looks at DONE'))?.step ?? 0;
  const mark = told.find(({ text: what }) => what === 'sets WAITING')?.step ?? 0;
  const { runs, lost } = singlePreemptions();
  if (first?.shortest === undefined || lost > 0)
    throw new Error('The page of 2003 says that two preemptions are needed.');
  return blocks(
    `\`properties/faults/lwkt-2003/\` is that algorithm, access by access. One \`domsg\` to a server that replies once is enough:`,
    fence('text', programText(SYNCHRONOUS).join('\n')),
    `The search of all interleavings meets the loss after ${number(first.states)} states. It goes by the number of steps, so ` +
      `that no run is shorter than the ${first.shortest} steps that it finds. (The last of them only puts another context to sleep, and has no row below.)`,
    `Two preemptions do it. With none the run is right, and so it is in all ${number(runs)} ways to place a single one. Both stand ` +
      `where the waiter would go on from its look (step ${look}) to its mark (step ${mark}): first the interrupt that delivers its ` +
      'request on processor 1 goes instead of it (the lane `ipi01`), then, where that has gone to sleep and the waiter could go ' +
      'on, the replier. The lanes mark only the first as preempted. Contexts that do nothing but go to sleep have no lane and no row.',
  );
}

function ofRows(all: readonly Search[], which: (search: Search) => boolean): string {
  return table(
    ['algorithm', 'one step is', 'states', 'steps', 'verdict'],
    all
      .filter(which)
      .map(({ what, grain, states, transitions, verdict, shortest }) => [
        what,
        grain,
        states,
        transitions,
        verdict === 'violated' ? `wakeup lost, in ${shortest ?? 0} steps` : verdict,
      ]),
  );
}

export const HISTORY_2003: readonly Page[] = [{ path: 'docs/2003-against-today.md', text }];
