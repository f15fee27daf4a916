// How often a property could have failed: a property that holds because it has nothing to say holds of anything.
//
// No property states its premise apart. So it is found out: in every state and step that is explored, is there a single
// change to what was done (a flag, a place, a code, a queue, what was returned, whether it was allowed) that the property
// would have noticed? Only these states and steps are counted.
import type {
  Candidate,
  Configuration,
  GuardProperty,
  Invariant,
  Observer,
  Place,
  Property,
  RefusalCode,
  State,
  Step,
  StepProperty,
} from '../../model/index.ts';
import { GUARD_PROPERTIES, INVARIANTS, progress, STEP_PROPERTIES, stepOf } from '../../model/index.ts';
import type { World } from './environment.ts';
import { explore } from './explore.ts';

/** By the name of a property: in how many states, steps or candidates of the world it could have failed. */
export type Exercise = Readonly<Record<string, number>>;

/** Explores a world with all properties, whose counts are those of the model: it has to hold. */
export function exercise(world: World): Exercise {
  const couldFail = new Map<string, number>(modelProperties().map(({ name }) => [name, 0]));
  const count = (name: string, more = 1): void => void couldFail.set(name, (couldFail.get(name) ?? 0) + more);
  const properties = {
    invariants: INVARIANTS.map((each) => watchedInvariant(each, count)),
    steps: STEP_PROPERTIES.map((each) => watchedStep(each, count)),
    guards: GUARD_PROPERTIES.map((each) => watchedGuard(each, count)),
    progress: true,
  };
  const { states, excused, violations } = explore(world, { properties, witnesses: [] });
  const [violation] = violations;
  if (violation !== undefined) throw new Error(`${world.name}: ${violation.sentence} Here ${violation.what}.`);
  count(progress.name, states - excused);
  return Object.fromEntries(couldFail);
}

/** All that speak of one state or step. That the caller chooses (C9) compares runs, and is counted by them. */
export function modelProperties(): Property[] {
  return [...INVARIANTS, ...STEP_PROPERTIES, ...GUARD_PROPERTIES, progress];
}

type Count = (name: string) => void;

/** Asks the changes in turn, the one that told last first: it usually tells again. */
function seeker<Subject>(changes: readonly ((subject: Subject) => boolean)[]): (subject: Subject) => boolean {
  const order = [...changes];
  return (subject) => {
    const at = order.findIndex((breaks) => breaks(subject));
    if (at > 0) order.unshift(...order.splice(at, 1));
    return at !== -1;
  };
}

// ---------------------------------------------------------------------------------------------------------- invariants

interface Situation {
  readonly configuration: Configuration;
  readonly state: State;
  readonly observer: Observer;
}

function watchedInvariant(invariant: Invariant, count: Count): Invariant {
  const couldFail = seeker<Situation>(
    CHANGES.map(
      (change) =>
        ({ configuration, state, observer }) =>
          state.messages.some((_, id) => change(state, id, () => !invariant.holds(configuration, state, observer))),
    ),
  );
  return {
    ...invariant,
    holds: (configuration, state, observer) => {
      if (couldFail({ configuration, state, observer })) count(invariant.name);
      return invariant.holds(configuration, state, observer);
    },
  };
}

// --------------------------------------------------------------------------------------------------------------- steps

function watchedStep(property: StepProperty, count: Count): StepProperty {
  const after = CHANGES.map(
    (change) =>
      (step: Step): boolean =>
        step.after.messages.some((_, id) => change(step.after, id, () => !property.holds(step))),
  );
  const told = OTHERWISE.map(
    (other) =>
      (step: Step): boolean =>
        other(step).some((changed) => !property.holds(changed)),
  );
  const couldFail = seeker<Step>([...after, ...told]);
  return {
    ...property,
    holds: (step) => {
      if (couldFail(step)) count(property.name);
      return property.holds(step);
    },
  };
}

/** The same step, had it returned something else, or been of another message, port or thread. */
const OTHERWISE: readonly ((step: Step) => readonly Step[])[] = [
  (step) => [undefined, null, 99, ...step.after.messages.keys()].map((value) => returning(step, value)),
  (step) => [{ ...step, ended: !step.ended }],
  (step) => [...step.after.ports.keys()].map((port) => stepOf({ ...step, p: { ...step.p, port } })),
  (step) => [...step.after.threads.keys()].map((thread) => stepOf({ ...step, p: { ...step.p, thread } })),
  (step) =>
    [...step.after.messages.keys()]
      .filter((id) => id !== step.id)
      .map((message) => stepOf({ ...step, p: { ...step.p, message } })),
];

function returning(step: Step, value: number | null | undefined): Step {
  return { ...step, returned: value === undefined ? undefined : { value } };
}

// -------------------------------------------------------------------------------------------------------------- guards

const REFUSALS: readonly (RefusalCode | null)[] = [null, 'EINVAL', 'ENXIO', 'EPERM', 'EBUSY', 'EDEADLK'];

function watchedGuard(property: GuardProperty, count: Count): GuardProperty {
  const couldFail = (candidate: Candidate): boolean =>
    !property.holds({ ...candidate, enabled: !candidate.enabled }) ||
    (candidate.refusal !== undefined && REFUSALS.some((refusal) => !property.holds({ ...candidate, refusal })));
  return {
    ...property,
    holds: (candidate) => {
      if (couldFail(candidate)) count(property.name);
      return property.holds(candidate);
    },
  };
}

// ------------------------------------------------------------------------------------------------------------- changes

/** Changes the state in one place, about one message, asks, and changes it back. */
type Change = (state: State, message: number, ask: () => boolean) => boolean;

function field<Key extends keyof State['messages'][number]>(
  key: Key,
  to: (old: State['messages'][number][Key]) => State['messages'][number][Key],
): Change {
  return (state, id, ask) => {
    const message = state.messages[id];
    if (message === undefined) return false;
    const old = message[key];
    message[key] = to(old);
    const answer = ask();
    message[key] = old;
    return answer;
  };
}

const place = (to: Place): Change => field('place', () => to);

/** The queue of the port that the message is at, or the first, otherwise. */
function queue(to: (old: readonly number[], id: number) => number[]): Change {
  return (state, id, ask) => {
    const port = state.ports[Math.max(state.messages[id]?.at ?? 0, 0)];
    if (port === undefined) return false;
    const old = port.queue;
    port.queue = to(old, id);
    const answer = ask();
    port.queue = old;
    return answer;
  };
}

/** The calls of the thread with the number of the message, which is any thread. */
const endsACall: Change = (state, id, ask) => {
  const thread = state.threads[id];
  if (thread === undefined) return false;
  const old = thread.calls;
  const kept = old.slice(0, -1);
  const entered = { name: 'sendmsg' as const, port: 0, message: id };
  return [kept, [...old, entered]].some((calls) => {
    thread.calls = calls;
    const answer = ask();
    thread.calls = old;
    return answer;
  });
};

const CHANGES: readonly Change[] = [
  ...[1, 2, 4, 8].map((bit) => field('flags', (old) => old ^ bit)),
  place('idle'),
  place('taken'),
  place('queued'),
  place('answered'),
  field('holder', (old) => old + 1),
  field('at', () => 99),
  field('replyPort', (old) => old + 1),
  field('abortRequest', (old) => !old),
  field('error', (old) => old + 1),
  field('error', () => 99),
  queue((old) => old.slice(1)),
  queue((old) => [...old].reverse()),
  queue((old, id) => [...old, id]),
  endsACall,
];
