/** The objects of the model, and its flags: fields with their comments, and what runs have shown of the flags. */
import { ACTIONS } from '../../model/index.ts';
import { allProperties } from '../../properties/model/index.ts';
import { blocks, clauseLinks, code, heading, link, table, withReferences } from './markdown.ts';
import { declared, fields } from './sources.ts';
import { type Effect, FLAGS, facts } from './specification-facts.ts';

const STATE = 'model/state.ts';

export function objectSections(): string {
  return blocks(
    heading(2, 'Objects'),
    `The state is plain data: messages, ports and threads (${link('model/state.ts', '../model/state.ts')}). How many of each there are ` +
      'is a constant of the system, as is what each begin function may decide.',
    ...['Message', 'Port', 'Thread', 'Call', 'Configuration', 'Begin'].map(object),
    heading(3, 'Place'),
    'Where a message is in its life.',
    table(['place', 'the message is'], [...places()]),
  );
}

function object(name: string): string {
  const { doc } = declared(STATE, name);
  const rows = fields(STATE, name).map((field) => [code(field.name), code(field.type), oneLine(field.doc)]);
  return blocks(heading(3, name), oneLine(doc), table(['field', 'type', 'meaning'], rows));
}

const oneLine = (text: string): string => withReferences(text.replaceAll(/\s*\n\s*/g, ' '));

/** From the comment above the type: a place and its meaning on each line. */
export function places(): ReadonlyMap<string, string> {
  const { doc, code: type } = declared(STATE, 'Place');
  const names = [...type.matchAll(/'(\w+)'/g)].map(([, name = '']) => name);
  return new Map(
    names.map((name) => {
      const meaning = new RegExp(`^${name} +(.+)$`, 'm').exec(doc)?.[1];
      if (meaning === undefined) throw new Error(`${STATE}: the comment of Place does not say what "${name}" means`);
      return [name, meaning] as const;
    }),
  );
}

// --------------------------------------------------------------------------------------------------------------- flags

export function flagSections(): string {
  const { flags } = facts();
  const names = Object.keys(FLAGS);
  return blocks(
    heading(2, 'Flags'),
    'Whether a message has the flag, by the place where it is, over all states that were reached:',
    table(
      ['place', ...names.map((name) => link(name, `#${name.toLowerCase()}`))],
      [...places().keys()].map((place) => [
        place,
        ...names.map((name) => flags.get(place as never)?.[name] ?? 'not reached'),
      ]),
    ),
    ...names.map(flag),
  );
}

function flag(name: string): string {
  const { doc } = declared('model/names.ts', name);
  const of = (which: 'set' | 'cleared'): Effect[] => facts().effects.filter((effect) => effect[which].includes(name));
  return blocks(
    heading(3, name),
    oneLine(doc),
    where(name),
    changes('set by', of('set')),
    changes('cleared by', of('cleared')),
    ruled(name),
  );
}

function where(name: string): string {
  const by = (told: string): string[] =>
    [...places().keys()].filter((place) => facts().flags.get(place as never)?.[name] === told);
  const parts = [
    ['Set of every message that is', by('always')],
    ['of some that are', by('sometimes')],
    ['and of none that is', by('never')],
  ] as const;
  const told = parts.filter(([, list]) => list.length > 0).map(([text, list]) => `${text} ${list.join(', ')}`);
  const sentence = told.join('; ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

/** One row for each action, call it decides in, and way of the message. */
function changes(title: string, effects: readonly Effect[]): string {
  const rows = new Map<string, { readonly cells: readonly string[]; steps: number }>();
  for (const { action, within, before, after, steps } of effects) {
    const cells = [actor(action, within), before === after ? before : `${before} → ${after}`];
    const row = rows.get(cells.join(' ')) ?? { cells, steps: 0 };
    row.steps += steps;
    rows.set(cells.join(' '), row);
  }
  return table(
    [title, 'as the message goes', 'steps'],
    [...rows.values()].map(({ cells, steps }) => [...cells, steps]),
  );
}

/** An action, and the call it happens in where that is another's. */
export function actor(action: string, within: string): string {
  const known = ACTIONS.some(({ name }) => name === action) ? link(code(action), `#${action.toLowerCase()}`) : action;
  return within === '' ? known : `${known} in ${code(within)}`;
}

/** The properties that speak of the flag. */
function ruled(name: string): string {
  const speaking = allProperties().filter(({ sentence }) => new RegExp(`\\b${name}\\b`).test(sentence));
  return table(
    ['held to', 'which says', 'clauses'],
    speaking.map(({ name: property, sentence, clauses }) => [property, sentence, clauseLinks(clauses)]),
  );
}
