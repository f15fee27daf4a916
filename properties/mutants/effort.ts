/** How much is tried on each mutant, by profile. */
import type { Profile } from '../model/index.ts';
import type { ActionsEffort } from './try-actions.ts';
import type { PortsEffort } from './try-ports.ts';

export interface Effort {
  readonly ports: Omit<PortsEffort, 'seed'>;
  readonly actions: ActionsEffort;
  /** Mutants that are said to be equivalent are tried all the same. */
  readonly equivalents: boolean;
  /** Milliseconds without a sign of life, after which a mutant hangs. */
  readonly patienceMs: number;
}

export const EFFORTS: Readonly<Record<Profile, Effort>> = {
  smoke: {
    ports: { steps: 400_000, seenSteps: 100, programs: 3 },
    actions: { worlds: 'normal', steps: 400 },
    equivalents: false,
    patienceMs: 10_000,
  },
  normal: {
    ports: { steps: 400_000, seenSteps: 10_000, programs: 100 },
    actions: { worlds: 'normal', steps: 60_000 },
    equivalents: false,
    patienceMs: 30_000,
  },
  deep: {
    ports: { steps: 400_000, seenSteps: 100_000, programs: 1_000 },
    actions: { worlds: 'normal', steps: 400_000 },
    equivalents: true,
    patienceMs: 120_000,
  },
};
