/** The model without what is a promise of this project alone: 2003 refuses nothing, so a domsg to oneself blocks for ever. */
import { ACTIONS, type Action, deciding, domsg, mayCall, queues } from '../../../model/index.ts';
import { type ModelActions, modelActions } from '../../refinement/explain.ts';

const refuses: NonNullable<Action['refuses']> = (configuration, state, p) => {
  const refusal = domsg.refuses?.(configuration, state, p);
  return refusal?.code === 'EDEADLK' ? undefined : refusal;
};

const domsgToAnyone: Action = {
  ...domsg,
  refuses,
  guard: (configuration, state, p) => mayCall(state, p.thread) && refuses(configuration, state, p) === undefined,
};

const queuesToAnyone: Action = {
  ...queues,
  guard(configuration, state, p) {
    const within = deciding(state, p.thread);
    return within !== undefined && configuration.begins[within.port]?.queues.includes(p.port) === true;
  },
};

/** For `RefinementMonitor`: all clauses but C25. */
export const WITHOUT_REFUSAL: ModelActions = modelActions(
  ACTIONS.map((action) => (action === domsg ? domsgToAnyone : action === queues ? queuesToAnyone : action)),
);
