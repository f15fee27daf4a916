// Strongly connected components, against what they are by definition: states that reach each other.
import { describe, expect, it } from 'vitest';
import { type Part, visitComponents } from '../../properties/interleaving/components.ts';
import { EdgeList, type Edges } from '../../properties/interleaving/edges.ts';
import { isFair } from '../../properties/interleaving/fairness.ts';
import { Random } from '../../properties/interleaving/index.ts';

const SEED = 1972;

function randomGraph(random: Random, states: number): Edges {
  const list = new EdgeList();
  for (let state = 0; state < states; state += 1) {
    list.startState();
    for (let count = random.below(4); count > 0; count -= 1) list.add(random.below(states), random.below(4), false);
  }
  return list.close();
}

/** Leaves out a tenth of the states, and the edges of one thread. */
function randomPart(random: Random, { states, label }: Edges): Part {
  const out = new Set(Array.from({ length: states }, (_, state) => state).filter(() => random.below(10) === 0));
  const thread = random.below(4);
  return { hasState: (state) => !out.has(state), hasEdge: (edge) => (label[edge] ?? 0) >> 1 !== thread };
}

function inPart({ first, to }: Edges, part: Part, state: number): number[] {
  const after: number[] = [];
  for (let edge = first[state] ?? 0; edge < (first[state + 1] ?? 0); edge += 1) {
    const target = to[edge] ?? 0;
    if (part.hasState(state) && part.hasState(target) && part.hasEdge(edge)) after.push(target);
  }
  return after;
}

/** By what reaches what in at least one step. */
function naive(edges: Edges, part: Part): string[] {
  const reaches = Array.from({ length: edges.states }, (_, state) => {
    const seen = new Set(inPart(edges, part, state));
    for (const at of seen) for (const next of inPart(edges, part, at)) seen.add(next);
    return seen;
  });
  const components = reaches.flatMap((seen, state) =>
    seen.has(state) ? [[...seen].filter((other) => reaches[other]?.has(state) === true)] : [],
  );
  return [...new Set(components.map((states) => states.sort((one, other) => one - other).join(' ')))].sort();
}

function found(edges: Edges, part: Part): string[] {
  const components: string[] = [];
  visitComponents(edges, part, ({ states, has }) => {
    components.push([...states].join(' '));
    const members = Array.from({ length: edges.states }, (_, state) => state).filter(has);
    expect(members).toEqual([...states]);
  });
  return components.sort();
}

describe(`strongly connected components (seed ${SEED})`, () => {
  it('are those of the definition, on random graphs and parts of them', () => {
    const random = new Random(SEED);
    const sizes = new Set<number>();
    for (let round = 0; round < 500; round += 1) {
      const edges = randomGraph(random, 1 + random.below(14));
      const part = round % 2 === 0 ? { hasState: () => true, hasEdge: () => true } : randomPart(random, edges);
      const components = found(edges, part);
      expect(components).toEqual(naive(edges, part));
      for (const text of components) sizes.add(text.split(' ').length);
    }
    expect(sizes.size).toBeGreaterThan(8);
  });

  it('are found without recursion, however long the way', () => {
    const list = new EdgeList();
    const states = 300_000;
    for (let state = 0; state < states; state += 1) {
      list.startState();
      list.add((state + 1) % states, 0, false);
    }
    const seen: number[] = [];
    visitComponents(list.close(), { hasState: () => true, hasEdge: () => true }, (one) => seen.push(one.states.length));
    expect(seen).toEqual([states]);
  });
});

describe('weak fairness', () => {
  it.each([1, 2, 31, 32])('is asked of each of %i threads', (threads) => {
    const all: Part = { hasState: () => true, hasEdge: () => true };
    const fair = (lastLeaves: boolean): boolean => {
      const list = new EdgeList();
      list.startState();
      list.add(0, 0, false);
      for (let thread = 0; thread < threads; thread += 1) {
        const leaves = lastLeaves && thread === threads - 1;
        list.add(leaves ? 1 : 0, thread * 2, false);
      }
      list.startState();
      const found: boolean[] = [];
      const edges = list.close();
      visitComponents(edges, all, (component) => found.push(isFair(edges, all, component, threads)));
      return found.includes(true);
    };
    expect(fair(false)).toBe(true);
    // The last thread could go on all the while, out of the loop; where it is the only one, it takes a step in it, too.
    expect(fair(true)).toBe(threads === 1);
  });
});
