/**
 * What another implementation may do differently and still be right: it need not refuse misuse (C24) nor a domsg to
 * oneself (C25), which are promises of this project alone, and it need not store the code that a begin function
 * answers (decision 4).
 *
 * It may, it need not: a message says nothing about who wrote the code. So each option adds runs and takes none away.
 */
import { type Action, type Call, deciding, type Message, mayCall } from '../../model/index.ts';
import type { ModelActions } from '../refinement/explain.ts';

export interface Dialect {
  /** Misuse is always refused. If not, misuse is the caller's fault and a verdict of its own. Default: true. */
  readonly refusals?: boolean;
  /** A code that a begin function answers to domsg or beginmsg is always stored in the message. Default: true. */
  readonly storesSynchronousCode?: boolean;
}

/**
 * The models whose steps are allowed, any of them at any time.
 *
 * Two are enough for all combinations, because no step is one to which both options matter: one refuses and stores
 * where the other does neither.
 */
export function variantsOf(actions: ModelActions, dialect: Dialect): readonly [ModelActions, ...ModelActions[]] {
  const { refusals = true, storesSynchronousCode: stores = true } = dialect;
  if (refusals && stores) return [actions];
  const { calls, completes, queues } = actions;
  const kept = (action: Action): Action => (stores ? action : keepingCode(action));
  const common: ModelActions = {
    ...actions,
    calls: { ...calls, domsg: kept(calls.domsg), beginmsg: kept(calls.beginmsg) },
    queues: refusals ? queues : queuesToAnyone(queues),
  };
  const other: ModelActions = {
    ...common,
    calls: { ...common.calls, domsg: refusals ? common.calls.domsg : domsgToAnyone(common.calls.domsg) },
    completes: stores ? completes : completesUnstored(completes),
  };
  return [common, other];
}

/** C25 left out: whoever sends synchronously to itself waits for ever. */
function domsgToAnyone(domsg: Action): Action {
  const refuses: NonNullable<Action['refuses']> = (configuration, state, p) => {
    const refusal = domsg.refuses?.(configuration, state, p);
    return refusal?.code === 'EDEADLK' ? undefined : refusal;
  };
  return {
    ...domsg,
    refuses,
    guard: (configuration, state, p) => mayCall(state, p.thread) && refuses(configuration, state, p) === undefined,
  };
}

function queuesToAnyone(queues: Action): Action {
  return {
    ...queues,
    guard(configuration, state, p) {
      const within = deciding(state, p.thread);
      return within !== undefined && configuration.begins[within.port]?.queues.includes(p.port) === true;
    },
  };
}

/** A send that may be answered at once leaves the code of the message as it was. */
function keepingCode(send: Action): Action {
  return {
    ...send,
    effect(configuration, state, p) {
      const answered = configuration.begins[p.port]?.completes.length !== 0;
      return answered
        ? keeping(state.messages[p.message], () => send.effect(configuration, state, p))
        : send.effect(configuration, state, p);
    },
  };
}

/** The answer is returned, the code of the message stays. sendmsg replies, and that stores. */
function completesUnstored(completes: Action): Action {
  return {
    ...completes,
    effect(configuration, state, p) {
      const within = deciding(state, p.thread);
      return isSynchronous(within)
        ? keeping(state.messages[within.message], () => completes.effect(configuration, state, p))
        : completes.effect(configuration, state, p);
    },
  };
}

function isSynchronous(within: Call | undefined): within is Call {
  return within?.name === 'domsg' || within?.name === 'beginmsg';
}

function keeping<T>(message: Message | undefined, effect: () => T): T {
  const error = message?.error ?? 0;
  const returned = effect();
  if (message !== undefined) message.error = error;
  return returned;
}
