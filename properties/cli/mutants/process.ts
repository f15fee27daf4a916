/** The process in which mutants are tried, one after the other: one that hangs, or eats all memory, is killed with it. */

import type { Profile } from '../../check/index.ts';
import { messageOf } from '../../message.ts';
import type { Mutant, Outcome } from '../../mutants/index.ts';
import { tryMutant } from '../../mutants/try.ts';

export interface Order {
  readonly mutant: Mutant;
  readonly profile: Profile;
  readonly seed: number;
}

/** Signs of life, and what came of it. */
export type Answer =
  | { readonly kind: 'alive'; readonly what: string }
  | { readonly kind: 'done'; readonly outcome: Outcome }
  | { readonly kind: 'failed'; readonly message: string };

process.on('message', ({ mutant, profile, seed }: Order) => {
  tryMutant(mutant, profile, seed, (what) => answer({ kind: 'alive', what })).then(
    (outcome) => answer({ kind: 'done', outcome }),
    (error: unknown) => answer({ kind: 'failed', message: messageOf(error) }),
  );
});

function answer(message: Answer): void {
  process.send?.(message);
}
