// The strategies by name.
import { Pct } from './pct.ts';
import { Portfolio } from './portfolio.ts';
import { Pos } from './pos.ts';
import type { Random } from './random.ts';
import { RandomWalk } from './random-walk.ts';
import { SelectiveWalk } from './selective-walk.ts';
import type { Strategy } from './strategy.ts';
import { UniformWalk } from './uniform-walk.ts';

/** One of these names. */
export type StrategyName = 'random-walk' | 'pct' | 'pos' | 'uniform' | 'selective' | 'portfolio';

/** The strategies that can be asked for by name. */
export const STRATEGY_NAMES: readonly StrategyName[] = [
  'random-walk',
  'pct',
  'pos',
  'uniform',
  'selective',
  'portfolio',
];

const DEPTH_DEFAULT = 3;

/**
 * @param depth of PCT: the number of ordering constraints of the faults looked for. Default 3.
 */
export function strategyNamed(name: StrategyName, random: Random, depth: number = DEPTH_DEFAULT): Strategy {
  switch (name) {
    case 'random-walk':
      return new RandomWalk(random);
    case 'pct':
      return new Pct(random, depth);
    case 'pos':
      return new Pos(random);
    case 'uniform':
      return new UniformWalk(random);
    case 'selective':
      return new SelectiveWalk(random);
    case 'portfolio':
      return new Portfolio([
        new RandomWalk(random),
        new Pct(random, depth),
        new Pos(random),
        new UniformWalk(random),
        new SelectiveWalk(random),
      ]);
  }
}
