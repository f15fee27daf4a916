// What the threads of a search tell each other beside states. Plain data.
import type { EndStates } from '../interleaving/end-states.ts';
import type { Segment } from '../interleaving/positions.ts';

/** A point in the code of a thread, for somebody who numbers them otherwise. */
export interface PointInCode extends Segment {
  /** The sender's number. */
  readonly position: number;
  readonly thread: number;
  /** The local of the call, and the results it has read; none where the thread has finished. */
  readonly call?: { readonly local: unknown; readonly results: readonly number[] };
  /** What it does next, so that code which is not deterministic is found out. */
  readonly operation: string;
}

/** What one worker has found of all states. */
export interface Part {
  readonly states: number;
  readonly transitions: number;
  readonly terminals: number;
  /** How many at each depth. */
  readonly levels: readonly number[];
  readonly ends: readonly EndStates[];
}

export type Note =
  /** Sent ahead of the first batch in which they occur. */
  | { readonly kind: 'points'; readonly points: readonly PointInCode[] }
  /** How the batches after this one are packed: bits of each word. */
  | { readonly kind: 'packing'; readonly bits: readonly number[] }
  | { readonly kind: 'progress'; readonly part: Part }
  /** The worker has a port, so that others can send to it. */
  | { readonly kind: 'ready' }
  /** All have. */
  | { readonly kind: 'go' }
  | { readonly kind: 'stop' }
  /** The worker is done. */
  | { readonly kind: 'part'; readonly part: Part; readonly ended: Ended };

/** `violated`: somebody has found something wrong. `undecided`: told to stop, or too many states. */
export type Ended = 'holds' | 'violated' | 'undecided';
