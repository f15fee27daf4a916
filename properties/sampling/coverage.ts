/**
 * What the sampled runs have met. A sample that never meets the hard cases is worth little however large it is, so each
 * case has a floor, and a run of the section that misses one fails.
 */
import type { Place, State } from '../../model/index.ts';
import { EASYNC, ECONNABORTED } from '../../model/index.ts';
import type { Call, Program, Result } from '../programs/program.ts';

/** What is counted, with the share of the runs (in a thousand) that must have met it. */
export const FLOORS: Readonly<Record<string, number>> = {
  'domsg, completed at once': 2,
  'domsg, went asynchronous': 100,
  'sendmsg, completed at once': 2,
  'sendmsg, went asynchronous': 100,
  'the reply beat the wait': 50,
  'the wait came before the reply': 50,
  'abort met a message in transit': 20,
  'abort met a queued message': 5,
  'abort met a taken message': 1,
  'abort met a finished message': 10,
  'came back with ECONNABORTED': 10,
  forwarded: 5,
  'a server asked another': 2,
  'getport found nothing': 10,
  'misuse refused': 20,
  'a wait timed out': 10,
};

export class Coverage {
  readonly #counts = new Map<string, number>();
  #met = new Set<string>();
  runs = 0;

  /** A run starts. Each case counts once a run. */
  begin(): void {
    this.#met = new Set();
  }

  end(): void {
    this.runs++;
    for (const what of this.#met) this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
  }

  /** Runs in a thousand that met each case. */
  shares(): Record<string, number> {
    return Object.fromEntries(
      Object.keys(FLOORS).map((what) => [
        what,
        this.runs === 0 ? 0 : ((this.#counts.get(what) ?? 0) * 1000) / this.runs,
      ]),
    );
  }

  /** The cases that fewer runs met than they should. */
  missed(): string[] {
    const shares = this.shares();
    return Object.keys(FLOORS).filter((what) => (shares[what] ?? 0) < (FLOORS[what] ?? 0));
  }

  called(call: Call, state: State): void {
    const place = state.messages[call.message]?.place;
    if (call.name === 'waitmsg') {
      if (place === 'answered' || place === 'parked' || place === 'returning') this.#met.add('the reply beat the wait');
      else if (place !== 'idle') this.#met.add('the wait came before the reply');
    }
  }

  returned(program: Program, call: Call, result: Result, before: State): void {
    if ('refused' in result) {
      this.#met.add(result.refused === 'ETIMEDOUT' ? 'a wait timed out' : 'misuse refused');
      return;
    }
    this.#sent(program, call);
    const place = before.messages[call.message]?.place;
    if (call.name === 'abortmsg') this.#abort(place);
    if (call.name === 'forwardmsg' && result.value === EASYNC) this.#met.add('forwarded');
    if (call.name === 'getport' && result.value === null) this.#met.add('getport found nothing');
    if (result.value === ECONNABORTED && (call.name === 'waitmsg' || call.name === 'domsg')) {
      this.#met.add('came back with ECONNABORTED');
    }
  }

  /** Whether a send went asynchronous shows in the program: a begin function answers, or a queue takes. */
  #sent(program: Program, call: Call): void {
    if (call.name !== 'domsg' && call.name !== 'sendmsg') return;
    const begin = program.ports[call.port]?.begin?.does;
    const once = begin === 'complete' || (begin === 'decide' && call.message % 2 === 0);
    this.#met.add(`${call.name}, ${once ? 'completed at once' : 'went asynchronous'}`);
    if (call.name === 'domsg' && program.threads[call.thread]?.some((line) => 'serve' in line && 'ask' in line.serve)) {
      this.#met.add('a server asked another');
    }
  }

  #abort(place: Place | undefined): void {
    if (place === 'sent') this.#met.add('abort met a message in transit');
    if (place === 'queued') this.#met.add('abort met a queued message');
    if (place === 'taken') this.#met.add('abort met a taken message');
    if (place === 'answered' || place === 'parked' || place === 'returning')
      this.#met.add('abort met a finished message');
  }
}
