/** The pages under docs/walkthroughs/: each run is taken when its page is written, on the implementation and on the model. */
import { CLAUSE_IDS, type ClauseId } from '../../../model/index.ts';
import { programText } from '../../../properties/check/program-text.ts';
import { IMPLEMENTATION } from '../../../properties/implementation.ts';
import { exhaustive } from '../../../properties/interleaving/index.ts';
import { systemOf } from '../../../properties/programs/system.ts';
import { RefinementMonitor } from '../../../properties/refinement/monitor.ts';
import { blocks, clauseWithTitle, details, fence, heading, link, number, page, withReferences } from '../markdown.ts';
import type { Page } from '../page.ts';
import { diagram } from './diagram.ts';
import { lanesText } from './lanes-text.ts';
import { clausesOf, flagsTable, UP } from './rows.ts';
import type { Run, Walkthrough } from './story.ts';
import { Disagreement, type Walked, type WalkOptions, walk } from './walk.ts';

export const FROM = 'runs of the model and of the implementation, one beside the other,';

const READING = `${link('How to read this page', 'README.md#how-to-read-them')}.`;

export function pageOf(walkthrough: Walkthrough): Page {
  return { path: `docs/walkthroughs/${walkthrough.name}.md`, text: () => walkthroughText(walkthrough) };
}

/** @throws Disagreement if model and implementation part */
export function walkthroughText({ title, about, runs }: Walkthrough, options: WalkOptions = {}): string {
  const walked = runs.map((run) => walk(run, options));
  const several = runs.length > 1;
  const sections = walked.map((one) => runText(one, several));
  const shown = new Set(walked.flatMap((one) => clausesOf(one)));
  const clauses = CLAUSE_IDS.filter((id) => shown.has(id));
  return page(title, withLinks(about), FROM, READING, ...sections, heading(2, 'The clauses'), clauseList(clauses));
}

function runText(walked: Walked, several: boolean): string {
  const { run, execution } = walked;
  const legend = run.threads.map((name, thread) => `thread ${thread} is the ${name}`).join(', ');
  return blocks(
    several ? heading(2, run.title) : '',
    withLinks(run.about),
    fence('text', programText(run.program).join('\n')),
    `Here ${legend}; a thread’s number is that of its built-in port.`,
    fence('mermaid', diagram(walked)),
    flagsTable(walked),
    details('The operations on shared memory', fence('text', lanesText(execution))),
    every(run),
  );
}

/** One schedule is an example. What is claimed of all of them is counted here, when the page is written. */
function every({ program, title }: Run): string {
  const { verdict, violation, states, transitions } = exhaustive(systemOf(program, IMPLEMENTATION), {
    monitor: new RefinementMonitor(program, IMPLEMENTATION),
  });
  if (verdict !== 'holds') throw new Disagreement(`Walkthrough "${title}": ${violation?.message ?? verdict}`);
  if (transitions === 0)
    return 'It is the only run of this program: no operation is on memory that another thread may use.';
  const counts = `${number(states)} states, ${number(transitions)} steps`;
  return `This is one run of the program. All its interleavings have been held to the model: ${counts}.`;
}

function clauseList(ids: readonly ClauseId[]): string {
  return `${ids.map((id) => clauseWithTitle(id, UP)).join(', ')}.`;
}

/** Clauses and decisions as links. */
export const withLinks = (text: string): string => withReferences(text, UP);
