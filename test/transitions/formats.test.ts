// The three files of one small system, to the letter; large ones piece by piece.
import { describe, expect, test } from 'vitest';
import {
  autLines,
  depthOf,
  dotLines,
  jsonLines,
  TAU,
  type TransitionSystem,
  terminalsOf,
} from '../../properties/transitions/index.ts';
import { readAut } from './oracle.ts';

const SMALL: TransitionSystem = {
  states: 4,
  labels: [TAU, 'thread 0: call domsg port 1 message 0', 'end quiescent'],
  from: Int32Array.of(0, 0, 1, 3),
  label: Int32Array.of(1, 0, 2, 0),
  to: Int32Array.of(1, 3, 2, 0),
};

const AUT = `des (0,4,4)
(0,"thread 0: call domsg port 1 message 0",1)
(0,"tau",3)
(1,"end quiescent",2)
(3,"tau",0)
`;

const DOT = `digraph {
  label="a \\"small\\" system\\n4 states\\n "
  labelloc=t
  rankdir=TB
  nodesep=0.6
  node [shape=circle, fontname="Helvetica", fontsize=11, width=0.35, fixedsize=shape]
  edge [fontname="Helvetica", fontsize=10, arrowsize=0.7]
  start [shape=point, width=0.1, label=""]
  start -> 0
  2 [shape=doublecircle]
  0 -> 1 [label=" thread 0: call domsg port 1 message 0 ", color="#0b5394", fontcolor="#0b5394"]
  0 -> 3 [style=dashed, color="#888888"]
  1 -> 2 [label=" end quiescent ", color="#888888", fontcolor="#888888"]
  3 -> 0 [style=dashed, color="#888888"]
}
`;

describe('a small system', () => {
  test('as Aldebaran file', () => {
    expect([...autLines(SMALL)].join('')).toBe(AUT);
    expect(readAut(AUT)).toEqual({
      initial: 0,
      states: 4,
      transitions: 4,
      steps: [
        [
          ['thread 0: call domsg port 1 message 0', 1],
          ['tau', 3],
        ],
        [['end quiescent', 2]],
        [],
        [['tau', 0]],
      ],
    });
  });

  test('for Graphviz', () => {
    expect([...dotLines(SMALL, ['a "small" system', '4 states'])].join('')).toBe(DOT);
  });

  test('as JSON', () => {
    const head = { name: 'a "small" system', of: 'nothing', observable: true };
    expect(JSON.parse([...jsonLines(SMALL, head)].join(''))).toEqual({
      format: 'lwkt-lts/1',
      ...head,
      initial: 0,
      states: 4,
      transitions: 4,
      terminal: [2],
      labels: SMALL.labels,
      steps: [
        [0, 1, 1],
        [0, 0, 3],
        [1, 2, 2],
        [3, 0, 0],
      ],
    });
  });

  test('has a depth and a terminal state', () => {
    expect(depthOf(SMALL)).toBe(2);
    expect(terminalsOf(SMALL)).toEqual([2]);
  });
});

describe('a system of one state', () => {
  const alone: TransitionSystem = {
    states: 1,
    labels: [TAU],
    from: new Int32Array(),
    label: new Int32Array(),
    to: new Int32Array(),
  };

  test('is written in every format', () => {
    expect([...autLines(alone)].join('')).toBe('des (0,0,1)\n');
    expect(JSON.parse([...jsonLines(alone, { name: '', of: '', observable: false })].join(''))).toMatchObject({
      states: 1,
      steps: [],
      terminal: [0],
    });
    expect([...dotLines(alone, [])].join('')).toContain('  0 [shape=doublecircle]\n');
    expect(depthOf(alone)).toBe(0);
  });
});

test.each(['a "quoted" word', 'one’s own', 'two\nlines', ''])(
  'an Aldebaran file has no place for the label %j',
  (label) => {
    expect(() => [...autLines({ ...SMALL, labels: [TAU, label, 'c'] })]).toThrow('cannot be written');
  },
);
