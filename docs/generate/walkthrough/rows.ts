/** The table of a run: what each step is in the model, and the flags and the place of each message after it. */
import { type ClauseId, DONE, EASYNC, flagNames, type Message, NONE } from '../../../model/index.ts';
import { actionLink, clauseLinks, code, table } from '../markdown.ts';
import type { Taken } from './alongside.ts';
import { clausesShown, innermost, messageOf } from './shows.ts';
import type { Walked, WalkedStep } from './walk.ts';

interface Row {
  readonly step: number | undefined;
  readonly thread: string;
  readonly what: string;
  readonly clauses: readonly ClauseId[];
  readonly messages: readonly Message[];
}

/** From a page of docs/walkthroughs/ to docs/. */
export const UP = '../';

export function flagsTable(walked: Walked): string {
  const rows = rowsOf(walked);
  const messages = walked.run.program.messages.keys();
  const head = [...messages].map((message) => `message ${message}`);
  return table(
    ['step', 'thread', 'what happens', 'shows', ...head],
    rows.map(({ step, thread, what, clauses, messages: after }) => [
      step === undefined ? '' : `${step}`,
      thread,
      what,
      clauseLinks(clauses, UP),
      ...after.map((message) => `${flagsText(message)}, ${placeText(walked, message)}`),
    ]),
    ['right'],
  );
}

/** The clauses that a run shows, in the order in which it does. */
export function clausesOf(walked: Walked): readonly ClauseId[] {
  return [...new Set(rowsOf(walked).flatMap(({ clauses }) => clauses))];
}

function rowsOf(walked: Walked): Row[] {
  const { program } = walked.run;
  const start: Message[] = program.messages.map((originator) => ({ ...IDLE, holder: originator }));
  const rows: Row[] = [{ step: undefined, thread: '', what: 'the start', clauses: [], messages: start }];
  for (const step of walked.steps) rows.push(...rowsOfStep(walked, step, rows.at(-1)?.messages ?? start));
  return rows;
}

function rowsOfStep(walked: Walked, step: WalkedStep, before: readonly Message[]): Row[] {
  const { program, threads } = walked.run;
  const name = (thread: number): string => threads[thread] ?? `thread ${thread}`;
  const row = (what: string, clauses: readonly ClauseId[], messages: readonly Message[]): Row => ({
    step: step.number,
    thread: name(step.thread),
    what,
    clauses,
    messages,
  });
  const rows = step.woke.map((sleeper) => row(`wakes the ${name(sleeper)}`, ['C20'], before));
  for (const taken of step.taken) rows.push(row(whatText(taken), clausesShown(program, taken), taken.after.messages));
  if (step.fellAsleep) rows.push(row('sleeps', [], rows.at(-1)?.messages ?? before));
  return rows;
}

const IDLE: Omit<Message, 'holder'> = {
  flags: DONE,
  place: 'idle',
  at: NONE,
  replyPort: NONE,
  abortRequest: false,
  error: 0,
};

function whatText(taken: Taken): string {
  const { action, p } = taken;
  const id = messageOf(taken);
  const given: string[] = [];
  if (p.port !== NONE) given.push(`port ${p.port}`);
  if (id !== NONE && action.kind !== 'begin') given.push(`message ${id}`);
  if (p.code !== NONE) given.push(`code ${p.code}`);
  const parts = [actionLink(action.name, UP), given.length === 0 ? '' : ` ${given.join(', ')}`];
  return `${parts.join('')}${returnText(taken)}`;
}

/** What the caller sees. */
function returnText(taken: Taken): string {
  const { action, returned } = taken;
  if (returned === undefined) return '';
  const call = innermost(taken)?.name ?? action.name;
  if (returned === null) return action.kind === 'begin' ? `: ${code(call)} returns` : '';
  if (action.name === 'take' || action.name === 'getport') return `: ${code(call)} gives message ${returned}`;
  return `: ${code(call)} returns ${returned === EASYNC ? 'EASYNC' : returned}`;
}

function flagsText({ flags }: Message): string {
  const names = flagNames(flags);
  return names.length === 0 ? 'none' : code(names.join(' '));
}

function placeText({ run }: Walked, { place, holder, at, error, abortRequest }: Message): string {
  const where = inWords(place, run.threads[holder] ?? '', at);
  return `${where}${error === 0 ? '' : `, code ${error}`}${abortRequest ? ', abort asked' : ''}`;
}

/** @param who holds it, where somebody does */
export function inWords(place: Message['place'], who: string, at: number): string {
  const places: Readonly<Record<Message['place'], string>> = {
    idle: `idle, with the ${who}`,
    begun: 'at the begin function',
    sent: `in transit to port ${at}`,
    queued: `queued on port ${at}`,
    taken: `taken by the ${who}`,
    answered: 'replied, not seen yet',
    returning: `in transit back to port ${at}`,
    parked: `on reply port ${at}`,
  };
  return places[place];
}
