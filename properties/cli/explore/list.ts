/** What there is to explore. */
import { SCENARIO_COUNTS } from '../../check/index.ts';
import { MANIFEST } from '../../model/index.ts';
import { colours as pc } from '../colours.ts';
import { count } from '../numbers.ts';
import { linesOnly } from '../tables.ts';
import { CONFIGURATIONS, EXPLORED_SCENARIOS } from './subject.ts';

interface Listed {
  readonly kind: 'configuration' | 'scenario';
  readonly name: string;
  readonly about: string;
  readonly states?: number;
  readonly transitions?: number;
}

function listed(): Listed[] {
  return [
    ...CONFIGURATIONS.map(
      ({ name, bound }): Listed => ({ kind: 'configuration', name, about: bound, ...sizeOf(MANIFEST, name) }),
    ),
    ...EXPLORED_SCENARIOS.map(
      ({ name, about }): Listed => ({ kind: 'scenario', name, about, ...sizeOf(SCENARIO_COUNTS, name) }),
    ),
  ];
}

type Sizes = Readonly<Record<string, { readonly states: number; readonly transitions: number }>>;

function sizeOf(counts: Sizes, name: string): Pick<Listed, 'states' | 'transitions'> {
  const found = counts[name];
  return found === undefined ? {} : { states: found.states, transitions: found.transitions };
}

export function listJson(): string {
  return listed()
    .map((each) => `${JSON.stringify({ type: 'listed', ...each })}\n`)
    .join('');
}

export function listText(): string {
  const parts = [
    ['configurations of the model', 'configuration'],
    ['scenarios, for the implementation or with --model-of', 'scenario'],
  ] as const;
  return parts
    .map(([title, kind]) => {
      const table = linesOnly([
        { title: 'name' },
        { title: 'states', right: true },
        { title: 'steps', right: true },
        { title: 'about' },
      ]);
      for (const { name, states, transitions, about } of listed().filter((each) => each.kind === kind))
        table.push([name, count(states) ?? '', count(transitions) ?? '', about]);
      return `${pc.bold(title)}\n${table.toString()}\n`;
    })
    .join('\n');
}
