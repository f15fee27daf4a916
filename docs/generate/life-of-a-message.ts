/** docs/life-of-a-message.md: state diagrams of one message, projected from the reachable states of the model. */
import type { Action, Configuration, Message } from '../../model/index.ts';
import { ACTIONS, ECONNABORTED, flagNames, init, subject } from '../../model/index.ts';
import type { World } from '../../properties/model/index.ts';
import { explore, worldNamed } from '../../properties/model/index.ts';
import {
  actionLink,
  blocks,
  type Cell,
  clauseLinks,
  fence,
  heading,
  mermaidLabel,
  number,
  page,
  table,
} from './markdown.ts';
import type { Page } from './page.ts';

export interface Life {
  readonly title: string;
  readonly about: string;
  /** What the originator calls. */
  readonly calls: readonly string[];
}

export const LIVES: readonly Life[] = [
  {
    title: 'domsg',
    about: `A message that is sent with domsg only (${clauseLinks(['C1', 'C2', 'C3', 'C14'])}).`,
    calls: ['domsg'],
  },
  {
    title: 'sendmsg',
    about:
      `A message that is sent with sendmsg only (${clauseLinks(['C4', 'C5', 'C15'])}); its originator takes the reply with waitmsg, ` +
      'waitport or getport.',
    calls: ['sendmsg', 'waitmsg', 'waitport', 'getport'],
  },
  {
    title: 'sendmsg with aborts',
    about:
      `The same, and its originator may ask for an abort at any time (${clauseLinks(['C22'])}). *Abort asked* is told apart as long as ` +
      'the target has not replied, and ECONNABORTED until the reply is taken.',
    calls: ['sendmsg', 'waitmsg', 'waitport', 'getport', 'abortmsg'],
  },
];

/** One client, one server, one message; the begin function completes, queues or replies as it likes. */
export function worldOf({ title, calls }: Life): World {
  const { configuration, agents } = worldNamed('two messages');
  const [, server] = agents;
  if (server === undefined) throw new Error('the world has no server');
  const alone: Configuration = { ...configuration, originators: [0] };
  return { name: title, bound: '', configuration: alone, agents: [{ calls, to: [1] }, server] };
}

/** A node of a diagram: what the projection keeps of a message. */
export interface Node {
  readonly label: string;
  readonly place: string;
}

export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly action: string;
  steps: number;
}

export interface Diagram {
  readonly states: number;
  readonly start: string;
  readonly nodes: readonly Node[];
  /** Steps that change what the projection keeps. */
  readonly edges: readonly Edge[];
  /** Steps about the message that leave it as it is. */
  readonly loops: readonly Edge[];
}

/** Place and flags; that an abort was asked for while the target may see it; that it was honoured until the reply is taken. */
function project({ place, flags, abortRequest, error }: Message): Node {
  const unanswered = place === 'sent' || place === 'queued' || place === 'taken';
  const onTheWayBack = place === 'answered' || place === 'returning' || place === 'parked';
  const notes = [
    ...(unanswered && abortRequest ? ['abort asked'] : []),
    ...(onTheWayBack && error === ECONNABORTED ? ['ECONNABORTED'] : []),
  ];
  return { place, label: [`${place} {${flagNames(flags).join(' ')}}`, ...notes].join(', ') };
}

/** @param actions the model; default: as it is */
export function diagramOf(world: World, actions: readonly Action[] = ACTIONS): Diagram {
  const [first] = init(world.configuration).messages;
  if (first === undefined) throw new Error(`the world "${world.name}" has no message`);
  const nodes = new Map<string, Node>([[project(first).label, project(first)]]);
  const edges = new Map<string, Edge>();
  const { states } = explore(world, {
    actions,
    witnesses: [],
    properties: { invariants: [], steps: [], guards: [], progress: false },
    onStep: ({ before, after, action, p }) => {
      const [old, now] = [before.messages[0], after.messages[0]];
      if (old === undefined || now === undefined || subject(before, action.name, p) !== 0) return;
      const [from, to] = [project(old), project(now)];
      nodes.set(to.label, nodes.get(to.label) ?? to);
      const key = JSON.stringify([from.label, action.name, to.label]);
      const edge = edges.get(key) ?? { from: from.label, to: to.label, action: action.name, steps: 0 };
      edge.steps += 1;
      edges.set(key, edge);
    },
  });
  const order = [...nodes.keys()];
  const all = [...edges.values()].sort((a, b) => order.indexOf(a.from) - order.indexOf(b.from));
  return {
    states,
    start: project(first).label,
    nodes: [...nodes.values()],
    edges: all.filter(({ from, to }) => from !== to),
    loops: all.filter(({ from, to }) => from === to),
  };
}

// ------------------------------------------------------------------------------------------------------------ the page

/** One arrow for each pair of nodes, with the names of all actions that lead along it. */
export function mermaid({ start, nodes, edges }: Diagram): string {
  const id = (label: string): string => `s${nodes.findIndex((node) => node.label === label)}`;
  const arrows = new Map<string, string[]>();
  for (const { from, to, action } of edges) {
    const arrow = `${id(from)} --> ${id(to)}`;
    arrows.set(arrow, [...(arrows.get(arrow) ?? []), action]);
  }
  return [
    'stateDiagram-v2',
    ...nodes.map(({ label }) => `  state ${mermaidLabel(label)} as ${id(label)}`),
    `  [*] --> ${id(start)}`,
    ...[...arrows].map(([arrow, names]) => `  ${arrow} : ${names.join(', ')}`),
  ].join('\n');
}

function section(life: Life): string {
  const diagram = diagramOf(worldOf(life));
  return blocks(
    heading(2, life.title),
    life.about,
    fence('mermaid', mermaid(diagram)),
    `All ${number(diagram.states)} reachable states, projected on the message: ${diagram.nodes.length} remain.`,
    stepTable('from', diagram.edges),
    loopTable(diagram.loops),
  );
}

function stepTable(from: string, edges: readonly Edge[]): string {
  return table(
    [from, 'by', 'to', 'steps'],
    edges.map((edge): Cell[] => [edge.from, actionLink(edge.action), edge.to, edge.steps]),
  );
}

function loopTable(loops: readonly Edge[]): string {
  const names = [...new Set(loops.map(({ action }) => action))];
  if (names.length === 0) return 'No step leaves the message as it is.';
  const at = (name: string): string =>
    loops
      .filter(({ action }) => action === name)
      .map(({ from }) => from)
      .join('; ');
  const rows = names.map((name) => [actionLink(name), at(name)]);
  return blocks('Steps that leave the message as it is:', table(['action', 'on a message that is'], rows));
}

function text(): string {
  return page(
    'The life of a message',
    'Where a message goes from one send to the next, as state diagrams.',
    'the reachable states of the model',
    'One client, one server, one message; the begin function of the server’s port completes, queues or replies inside the ' +
      'call, as it likes. A node is a place with the flags that a message has there, in braces; an arrow is an action. ' +
      'Nothing is drawn by hand: what is not in a diagram cannot happen in that system.',
    'What the places mean stands in the [specification](specification.md#place).',
    ...LIVES.map(section),
  );
}

export const LIFE_OF_A_MESSAGE: readonly Page[] = [{ path: 'docs/life-of-a-message.md', text }];
