// The ways to wait that are compared, by name: a worker is told the name.
import { ScorePolicy } from '../../../dist/impl/index.js';

const SPINS = 100_000;

export function policyOf(name) {
  if (name === 'never spins') return new ScorePolicy(0);
  if (name === 'always spins') return { attempts: () => SPINS, learn: () => undefined, now: () => performance.now() };
  return new ScorePolicy();
}
