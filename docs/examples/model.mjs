// The model by hand: one domsg, step by step. At each step, what can happen, and then what did.
import { ACTIONS, flagNames, init, NONE, queueing } from 'lwkt/model';

// Thread 0 sends message 0 to the port of thread 1, whose begin function may complete with code 5, or queue.
const configuration = {
  threads: 2,
  owners: [0, 1],
  begins: [queueing(0), { completes: [5], queues: [1], replies: [] }],
  originators: [0],
  codes: [7],
};
const state = init(configuration);

const parameters = (given) => ({ thread: NONE, port: NONE, message: NONE, code: NONE, ...given });

/** What the begin function may decide now. */
const decisions = () =>
  ACTIONS.filter(({ kind }) => kind === 'begin')
    .filter(({ guard }) => [1, 5].some((n) => guard(configuration, state, parameters({ thread: 0, port: n, code: n }))))
    .map(({ name }) => name);

function take(name, given) {
  const action = ACTIONS.find((one) => one.name === name);
  const p = parameters(given);
  if (!action.guard(configuration, state, p)) throw new Error(`${name} is not enabled`);
  const returned = action.effect(configuration, state, p);
  const [message] = state.messages;
  const returns = typeof returned?.value === 'number' ? `, returns ${returned.value}` : '';
  console.log(`${name.padEnd(8)} the message is ${message.place} {${flagNames(message.flags)}}${returns}`);
}

console.log(`start    the message is ${state.messages[0].place} {${flagNames(state.messages[0].flags)}}`);
take('domsg', { thread: 0, port: 1, message: 0 });
console.log(`         the target may decide: ${decisions().join(' or ')}`);
take('queues', { thread: 0, port: 1 });
take('arrive', { port: 1, message: 0 });
take('getport', { thread: 1, port: 1 });
take('replymsg', { thread: 1, message: 0, code: 7 });
take('collect', { thread: 0 });
