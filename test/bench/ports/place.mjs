// Where threads run: anywhere ("free"), the main thread and the workers on a core each ("apart"), or all on one ("one core").
import { spawnSync } from 'node:child_process';
import { readlinkSync } from 'node:fs';

export const PLACEMENTS = ['free', 'apart', 'one core'];

/** Of this process. */
export const placement = process.env.BENCH_PLACEMENT ?? 'free';

/** Whether whoever spins spins beside whom it waits for, and not in its way. */
export const hasTwoCores = placement !== 'one core';

/** Keeps the calling thread on a core, where threads are to be apart. */
export function pin(core) {
  if (placement !== 'apart') return;
  const thread = readlinkSync('/proc/thread-self').split('/').at(-1);
  spawnSync('taskset', ['-cp', String(core), thread]);
}
