/** How much may be followed before nothing is said. */

export interface Limits {
  /** Points in all. Default: no limit. */
  readonly points?: number;
  /** Points for one event. Default 50 000. */
  readonly pointsOfEvent?: number;
  /** States of the model kept at most, before those that are no longer in use are forgotten. Default 4000. */
  readonly statesKept?: number;
  /** Asked now and then: no time left. */
  readonly expired?: () => boolean;
}

/** There was more to follow than the limits allow: nothing can be said. */
export class Undecided extends Error {
  override readonly name = 'Undecided';
}

const POINTS_OF_EVENT_MAX = 50_000;
/** Points between two looks at the clock. */
const LOOK_EVERY = 1024;

export class Budget {
  readonly #limits: Limits;
  #spent = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Points followed in all. */
  get spent(): number {
    return this.#spent;
  }

  /** One more point, of an event that has had so many. @throws Undecided */
  spend(ofEvent: number): void {
    const { points = Number.POSITIVE_INFINITY, pointsOfEvent = POINTS_OF_EVENT_MAX, expired } = this.#limits;
    if (this.#spent % LOOK_EVERY === 0 && expired?.() === true) {
      throw new Undecided(`time is over after ${this.#spent} points of the model`);
    }
    this.#spent++;
    if (this.#spent > points) throw new Undecided(`more than ${points} points of the model fit`);
    if (ofEvent > pointsOfEvent) throw new Undecided(`more than ${pointsOfEvent} points of the model fit one event`);
  }
}
