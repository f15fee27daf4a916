/** The actions of the model: their text, their clauses, and what they were seen to do. */
import type { Action } from '../../model/index.ts';
import { ACTIONS } from '../../model/index.ts';
import {
  anchorOf,
  blocks,
  type Cell,
  clauseLinks,
  code,
  fence,
  heading,
  link,
  number,
  table,
  withReferences,
} from './markdown.ts';
import { declared } from './sources.ts';
import { type Effect, facts } from './specification-facts.ts';
import { actor } from './specification-objects.ts';

const ACTIONS_FILE = 'model/actions.ts';

const KINDS: Readonly<Record<Action['kind'], readonly [title: string, about: string]>> = {
  call: [
    'Calls',
    'A thread makes them. The guard is the same for all: the thread may call ([`mayCall`](#maycall)), and the call is no ' +
      'misuse: the function named `refuses…`, under [refusals](#refusals), finds nothing.',
  ],
  begin: [
    'What the begin function decides',
    'The begin function of the port runs inside the send. Which of these it may do is a constant of the port; each is ' +
      'enabled, whatever the hint.',
  ],
  own: ['What happens by itself', 'Nobody decides when. Whenever one of these is enabled it may happen.'],
};

export function actionSections(): string {
  const kinds = Object.entries(KINDS) as [Action['kind'], readonly [string, string]][];
  return blocks(
    heading(2, 'Actions'),
    'Everything that can happen, each a guard and an effect: the text of ' +
      `${link(ACTIONS_FILE, `../${ACTIONS_FILE}`)}. An effect changes what it says and nothing else. Below each stands what it did ` +
      'to its message in all steps of a full check.',
    ...kinds.map(([kind, [title, about]]) =>
      blocks(heading(3, title), about, ...ACTIONS.filter((action) => action.kind === kind).map(section)),
    ),
    heading(3, 'How calls begin and end'),
    ...CALLING.map((name) => shared(4, ACTIONS_FILE, name)),
    heading(2, 'Refusals'),
    'The preconditions of the calls. A call that is refused changes nothing.',
    ...REFUSALS.map((name) => shared(3, 'model/refusals.ts', name)),
    heading(2, 'Shared steps'),
    'What several effects have in common.',
    ...STEPS.map((name) => shared(3, 'model/effects.ts', name, STEP)),
  );
}

const CALLING = ['mayCall', 'deciding', 'enter', 'leave', 'answerEasync'];
const REFUSALS = [
  'badMessage',
  'badPort',
  'notOriginator',
  'notIdle',
  'refusesInit',
  'refusesSend',
  'refusesDomsg',
  'notHeld',
  'refusesReply',
  'refusesForward',
  'refusesWaitmsg',
  'refusesAbort',
  'refusesTake',
  'ownSendDecides',
];
const STEP = 'Step: ';
const STEPS = ['prepare', 'put', 'insert', 'remove', 'reply', 'giveBack', 'takeHead'];

function section({ name, clauses }: Action): string {
  const { doc, code: text } = declared(ACTIONS_FILE, name);
  const seen = facts().effects.filter(({ action }) => action === name);
  const taken = facts().taken[name] ?? 0;
  return blocks(
    heading(4, name),
    withReferences(doc.replaceAll('\n', ' ')),
    `Clauses: ${clauseLinks(clauses)}. Taken in ${number(taken)} steps.`,
    fence('ts', text),
    uses(text),
    effectTable(name, seen, taken),
  );
}

/** @param kind stands before the name, where an action or a flag has the same */
function shared(level: 3 | 4, path: string, name: string, kind = ''): string {
  const { doc, code: text } = declared(path, name);
  const used = uses(text, name);
  return blocks(heading(level, `${kind}${name}`), withReferences(doc.replaceAll('\n', ' ')), fence('ts', text), used);
}

/** Links to the functions on this page that a piece of code calls or names. */
function uses(text: string, itself = ''): string {
  const named = (names: readonly string[], kind: string): string[] =>
    names
      .filter((name) => name !== itself && new RegExp(`(?<![.'])\\b${name}\\b(?=[(,])`).test(text))
      .map((name) => link(code(name), `#${anchorOf(kind + name)}`));
  const found = [...named(CALLING, ''), ...named(REFUSALS, ''), ...named(STEPS, STEP)];
  return found.length === 0 ? '' : `Uses ${found.join(', ')}.`;
}

function effectTable(name: string, seen: readonly Effect[], taken: number): string {
  const rows = merged(seen).map(({ within, before, after, set, cleared, abort, steps }): Cell[] => [
    ...(within === '' ? [] : [actor(name, within)]),
    before === after ? `${before}, and stays` : `${before} → ${after}`,
    changed(set, cleared),
    abort,
    steps,
  ]);
  const about = seen.reduce((sum, { steps }) => sum + steps, 0);
  const nothing: Cell[][] = about < taken ? [['no message', '', '', taken - about]] : [];
  const [first] = seen;
  const head = ['the message', 'flags, where they change', 'abort request', 'steps'];
  const within = first !== undefined && first.within !== '';
  return table(within ? ['decided', ...head] : head, [...rows, ...nothing]);
}

/** Rows that differ only in which of the flags were set already are one row. */
function merged(effects: readonly Effect[]): readonly Effect[] {
  const rows = new Map<string, Effect>();
  for (const effect of effects) {
    const { within, before, after, abort } = effect;
    const key = [within, before, after, abort].join(' ');
    const row = rows.get(key);
    const both = (one: readonly string[], other: readonly string[]): string[] =>
      [...new Set([...one, ...other])].sort();
    rows.set(
      key,
      row === undefined
        ? { ...effect }
        : {
            ...row,
            set: both(row.set, effect.set),
            cleared: both(row.cleared, effect.cleared),
            steps: row.steps + effect.steps,
          },
    );
  }
  return [...rows.values()];
}

function changed(set: readonly string[], cleared: readonly string[]): string {
  const text = (verb: string, names: readonly string[]): string[] =>
    names.length === 0 ? [] : [`${verb} ${names.map(code).join(', ')}`];
  return [...text('sets', set), ...text('clears', cleared)].join('; ');
}
