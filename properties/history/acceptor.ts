/**
 * Takes a history event by event and says which is the first that no run of the model explains.
 *
 * A call has its effect somewhere between its two events, so one history fits many runs. All are followed at once
 * (`runs.ts`). Nothing is known of later events, so the first event that leaves no run is the first that cannot be
 * explained.
 */
import type { Configuration, State } from '../../model/index.ts';
import { init, NONE } from '../../model/index.ts';
import type { Call, Result } from '../programs/program.ts';
import { MODEL, type ModelActions } from '../refinement/explain.ts';
import {
  blameAsleep,
  blameBlocked,
  blameReturn,
  blameSeen,
  blameUnfinished,
  mayBlock,
  misuseWhy,
  type Rejection,
  sees,
} from './blame.ts';
import type { Limits } from './budget.ts';
import { type Dialect, variantsOf } from './dialect.ts';
import type { History, HistoryEvent } from './history.ts';
import { Runs } from './runs.ts';

export interface AcceptorOptions extends Limits, Dialect {
  /** The actions of the model; a mutated model has others. */
  readonly actions?: ModelActions;
}

/** A call that cannot go on in any run that fits, because its caller must not make it. */
interface Misuse {
  readonly event: number;
  readonly why: string;
}

export class Acceptor {
  readonly #refusals: boolean;
  #variants: readonly [ModelActions, ...ModelActions[]];
  #runs: Runs;
  /** By the thread that is in the call. */
  readonly #misuses = new Map<number, Misuse>();
  #event = 0;

  /** An originator NONE is not known yet: it is the first thread that initialises or sends the message. */
  constructor(configuration: Configuration, initial: State, options: AcceptorOptions = {}) {
    this.#refusals = options.refusals !== false;
    this.#variants = variantsOf(options.actions ?? MODEL, options);
    this.#runs = new Runs(configuration, initial, this.#variants, options);
  }

  /** An acceptor that has taken the same events, and takes others from here on. The limits hold for both together. */
  fork(): Acceptor {
    const forked = new Acceptor(this.#runs.configuration, init(this.#runs.configuration), {
      refusals: this.#refusals,
    });
    forked.#variants = this.#variants;
    forked.#runs = this.#runs.fork();
    for (const [thread, misuse] of this.#misuses) forked.#misuses.set(thread, misuse);
    forked.#event = this.#event;
    return forked;
  }

  /** Of acceptors forked from one: equal keys, the same runs of the model. */
  get key(): string {
    return this.#runs.key;
  }

  /** Some call that was made is misuse; nothing is to be expected of what follows where it need not be refused. */
  get misused(): boolean {
    return !this.#refusals && this.#misuses.size > 0;
  }

  /** Points of the model followed in all. */
  get points(): number {
    return this.#runs.followed;
  }

  /** Takes the next event. Nothing can be taken after a rejection. @throws Undecided */
  take(event: HistoryEvent): Rejection | undefined {
    const rejection = 'call' in event ? this.#called(event.call) : this.#returned(event);
    this.#event++;
    return rejection;
  }

  /** The history ends here. @throws Undecided */
  end(how: History['end']): Rejection | undefined {
    return this.#firstMisuse() ?? (how === 'quiescent' ? this.#rest() : undefined);
  }

  #called(call: Call): undefined {
    if (CLAIMS.has(call.name) && this.#runs.configuration.originators[call.message] === NONE) {
      this.#runs.claim(call.message, call.thread);
    }
    const why = misuseWhy(this.#runs.configuration, this.#variants, call, this.#runs.states());
    if (why !== undefined) this.#misuses.set(call.thread, { event: this.#event, why });
    this.#runs.call(call);
  }

  #returned({ thread, result, seen }: Extract<HistoryEvent, { result: Result }>): Rejection | undefined {
    const ended = this.#runs.return(thread, result, (state) => seen === undefined || sees(state, seen));
    if (ended === 'fits') {
      this.#misuses.delete(thread);
      return undefined;
    }
    const misuse = this.#firstMisuse();
    if (misuse !== undefined) return misuse;
    if (ended !== undefined && seen !== undefined) return blameSeen(this.#event, ended, seen);
    const call = this.#runs.callOf(thread);
    if (call === undefined) throw new Error(`thread ${thread} returned from no call`);
    return blameReturn(this.#event, call, result, this.#misuses.get(thread)?.why, this.#runs.possible(thread));
  }

  /** Where nothing is refused, misuse is what comes first, and nothing is to be expected of what follows. */
  #firstMisuse(): Rejection | undefined {
    if (this.#refusals) return undefined;
    const [first] = [...this.#misuses.values()].sort((one, other) => one.event - other.event);
    return first === undefined ? undefined : { verdict: 'misuse', clause: 'C24', ...first };
  }

  #rest(): Rejection | undefined {
    const blocked = this.#runs.calls.find((call) => !mayBlock(call));
    if (blocked !== undefined) return blameBlocked(this.#event, blocked);
    const [actions] = this.#variants;
    let stuck: Rejection | undefined;
    const rests = this.#runs.rest((state) => {
      const asleep = (thread: number): Call | undefined => this.#runs.callOf(thread);
      stuck ??= blameAsleep(this.#event, this.#runs.configuration, state, actions, asleep);
    });
    return rests ? undefined : (stuck ?? blameUnfinished(this.#event));
  }
}

/** The calls by which a thread makes a message its own. */
const CLAIMS: ReadonlySet<string> = new Set(['initmsg', 'sendmsg', 'domsg', 'beginmsg']);
