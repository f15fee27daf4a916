/** docs/what-cannot-happen.md: for each clause a run that would break it, and the nearest one that may happen. */
import type { ClauseId } from '../../model/index.ts';
import { CLAUSE_IDS, CLAUSES } from '../../model/index.ts';
import { programText } from '../../properties/check/program-text.ts';
import { happened } from '../../properties/check/report.ts';
import { CALLER_VIEWS, compareViews, explore, type ModelFault, WITNESSES } from '../../properties/model/index.ts';
import { blocks, clauseLink, code, fence, heading, list, number, page, table } from './markdown.ts';
import type { Page } from './page.ts';
import { modelFaultsOf } from './specification-clauses.ts';
import { facts } from './specification-facts.ts';
import { type Crossing, crossingOf } from './what-cannot-happen-runs.ts';

async function text(): Promise<string> {
  const sections: string[] = [];
  for (const id of CLAUSE_IDS) sections.push(await section(id));
  return page(
    'What cannot happen',
    'For each clause a run that would break it, beside the nearest one that may happen.',
    'runs of the checker on the implementation, with and without its seeded faults,',
    'Each of the faults is a small change of the text of the real code; the run is a shortest one that shows it, as the ' +
      'checker found it. The legal run is of the code as it is: the same program, the same threads taking turns as far as ' +
      'they can, and then on until the call in question ends. [How to read lanes](walkthroughs/README.md#how-to-read-lanes); plain ' +
      'accesses are left out here. Where a clause says what must be possible, or compares ' +
      'runs, no single run of the implementation can break it: there the fault is one of the model.',
    table(
      ['clause', 'title', 'shown by the fault'],
      CLAUSE_IDS.map((id) => [`[${id}](#${id.toLowerCase()})`, CLAUSES[id].title, names.get(id) ?? '']),
    ),
    ...sections,
  );
}

/** The fault that shows a clause, as its section has chosen it. */
const names = new Map<ClauseId, string>();

async function section(id: ClauseId): Promise<string> {
  const found = await crossingOf(id);
  const shown = found === undefined ? ofModel(id) : ofImplementation(found);
  names.set(id, shown.name);
  const { title, sentence } = CLAUSES[id];
  return blocks(heading(2, id), `**${title}.** ${sentence} (${clauseLink(id)} in the specification.)`, shown.text);
}

interface Shown {
  readonly name: string;
  readonly text: string;
}

function ofImplementation(crossing: Crossing): Shown {
  const { fault, scenario, message, broken, legal, steps, endless, seenIn } = crossing;
  const when = endless ? `What repeats for ever after step ${steps}` : `Step ${steps}`;
  const [head = '', ...tail] = happened(message).join(' ');
  return {
    name: fault.name,
    text: blocks(
      `**Cannot happen.** The fault ${code(fault.name)}: ${fault.about}`,
      `The program: ${programText(scenario.program)
        .map((line) => line.trim())
        .join('; ')}.`,
      fence('', broken),
      `${when} breaks ${fault.clause}. ${head.toUpperCase()}${tail.join('')} ${seenIn === '' ? '' : COMPARED(seenIn)}`.trim(),
      `**May happen.** ${apart(crossing)}`,
      fence('', legal),
    ),
  };
}

const COMPARED = (call: string): string =>
  `(Memory and model are compared where the step ends: there the thread is in ${call} already, and in the model that has its effect at once.)`;

function apart({ same, part }: Crossing): string {
  const before = same === 0 ? '' : `The two runs are the same up to step ${same}. `;
  const step = same === 0 ? 'The two runs are the same in step 1' : `Step ${same + 1} is the same operation in both`;
  switch (part) {
    case 'plain accesses':
      return `${before}${step}; what differs are the plain accesses after it, which are left out.`;
    case 'calls':
      return `${before}${step}; what differs is what the calls make of it.`;
    case 'operation':
      return same === 0 ? 'The two runs differ from the first step.' : before.trim();
  }
}

// ------------------------------------------------------------------------------------------------- faults of the model

function ofModel(id: ClauseId): Shown {
  const [first, ...others] = modelFaultsOf(id);
  const fault = [first, ...others].find((each) => each?.clause === id) ?? first;
  if (fault === undefined) throw new Error(`no seeded fault breaks ${id}: give it one in properties/model/faults/`);
  const { forbidden, instead } = id === 'C9' ? seenByTheCaller(fault) : traced(id, fault);
  return {
    name: `${fault.name} (model)`,
    text: blocks(
      `**Cannot happen.** In the model, the fault ${code(fault.name)}:`,
      ...forbidden,
      `**May happen.** ${instead}`,
      witnesses(id),
    ),
  };
}

/** A run of a faulty model with what is wrong in it, and what happens without the fault. */
interface OfModel {
  readonly forbidden: readonly string[];
  readonly instead: string;
}

/** The shortest run to what a property of the clause reports. */
function traced(id: ClauseId, { name, world, actions }: ModelFault): OfModel {
  const { violations } = explore(world, { actions, goOn: true, maxStates: 3000, witnesses: [] });
  const violation = violations.find(({ clauses }) => clauses.includes(id));
  if (violation === undefined) throw new Error(`the fault "${name}" of the model is not reported by ${id}`);
  const [, action] = POSSIBLE.exec(violation.what) ?? [];
  const run = fence('', violation.trace.join('\n'));
  if (action === undefined) {
    return {
      forbidden: [run, `${violation.sentence} Here ${violation.what}.`],
      instead: 'The same run up to its last step. And these do happen:',
    };
  }
  return {
    forbidden: [run, `${violation.sentence} After this run the faulty model also has ${code(action)}.`],
    instead: `The same run; without the fault, ${code(action)} cannot follow it. And these do happen:`,
  };
}

/** How the explorer says that something is enabled that should not be. */
const POSSIBLE = /^in the last state (.+?):? is possible$/;

/** C9 compares all that a caller can see of two targets. */
function seenByTheCaller({ name, actions }: ModelFault): OfModel {
  for (const view of CALLER_VIEWS) {
    const { difference } = compareViews(view, actions);
    if (difference === undefined) continue;
    const which = difference.only === 'one' ? 'first' : 'second';
    return {
      forbidden: [
        fence('', difference.run.join('\n')),
        `In the comparison “${view.name}” only the ${which} of the two targets shows this run.`,
      ],
      instead: compared(),
    };
  }
  throw new Error(`the fault "${name}" of the model is not seen by the caller`);
}

function compared(): string {
  const runs = CALLER_VIEWS.map((view) => {
    const { states, transitions } = compareViews(view);
    return `${view.name} (${number(states)} pairs of sets of states, ${number(transitions)} steps)`;
  });
  return `In the model as it is there is no such run; what was compared:\n\n${list(runs)}`;
}

function witnesses(id: ClauseId): string {
  const shown = WITNESSES.filter(({ clauses }) => clauses.includes(id));
  if (shown.length === 0) return '';
  return table(
    ['happens', 'steps'],
    shown.map(({ name }) => [name, facts().witnesses.get(name) ?? 0]),
  );
}

export const WHAT_CANNOT_HAPPEN: readonly Page[] = [{ path: 'docs/what-cannot-happen.md', text }];
