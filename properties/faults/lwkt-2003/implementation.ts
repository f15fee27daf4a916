/** The 2003 algorithm as an implementation for the checker, on machines of several kinds. */
import { fingerprintOf2003 } from '../../fingerprints/index.ts';
import type { Implementation, Shape } from '../../implementation.ts';
import { abstractState } from './abstraction.ts';
import { everyAccess } from './doors.ts';
import { interruptsOf } from './interrupts.ts';
import { Cpu } from './kernel.ts';
import { Layout, NONE } from './layout.ts';
import { Msgport } from './msgport.ts';
import type { SyncReplyOn } from './on-cpu.ts';

export interface Variant {
  /**
   * What nobody can interrupt.
   *
   * - `access`: one access to shared memory, as on a real machine. Accesses that no two cpus can make at once are folded into the
   *   one before; that loses nothing, and the engine proves it (it reports a data race otherwise).
   * - `every-access`: the same without folding: a second, naive opinion. It has no abstraction function, since the lists of a
   *   port can be seen half changed.
   * - `critical-section`: a whole critical section, as if it kept out the other cpus too. Coarse checkers choose this.
   */
  readonly granularity?: 'access' | 'every-access' | 'critical-section';
  /** Where a synchronous reply becomes visible: on the cpu of the replier (2003) or of the waiter (commit fb0f29c4, 2007). */
  readonly syncReplyOn?: SyncReplyOn;
  /** Threads hold the giant lock while they run, as nearly all kernel threads did in 2003. Default: no. */
  readonly giantLock?: boolean;
}

/** One thread on each cpu; interrupts that run IPI functions. No checks against misuse, no time-outs, no polling. */
export function lwkt2003(name: string, variant: Variant = {}): Implementation {
  const { granularity = 'access', syncReplyOn = 'replier', giantLock = false } = variant;
  const machine = { excludes: granularity === 'critical-section' ? 'every' : 'own', giantLock } as const;
  const naive = granularity === 'every-access';
  const layouts = new Map<string, Layout>();
  const layoutOf = (shape: Shape): Layout => {
    const key = `${shape.threads} ${shape.ports} ${shape.messages}`;
    const layout = layouts.get(key) ?? new Layout(shape);
    layouts.set(key, layout);
    return layout;
  };
  return {
    name,
    words: (shape) => layoutOf(shape).words,
    format(memory, shape) {
      const layout = layoutOf(shape);
      for (let thread = 0; thread < shape.threads; thread++) memory.set(layout.cpu(thread).runq, 1);
      for (let port = 0; port < shape.ports; port++) memory.set(layout.port(port).first, NONE);
    },
    thread(memory, shape, id, begins) {
      const layout = layoutOf(shape);
      const door = naive ? everyAccess(memory, layout) : memory;
      return new Msgport(door, layout, new Cpu(door, layout, machine, id), syncReplyOn, begins);
    },
    interrupts(shape) {
      const layout = layoutOf(shape);
      const interrupts = interruptsOf(layout, machine, syncReplyOn);
      if (!naive) return interrupts;
      return interrupts.map((one) => ({ ...one, step: (memory, rd) => one.step(everyAccess(memory, layout), rd) }));
    },
    payload: (shape, message) => layoutOf(shape).message(message).payload,
    wordName: (shape, word) => layoutOf(shape).name(word),
    fingerprint: fingerprintOf2003,
    ...(naive ? {} : { abstraction: (shape, concrete) => abstractState(layoutOf(shape), concrete) }),
  };
}
