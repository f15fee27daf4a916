// Message ports of one's own, held to the model by what their callers can see.
import { behaviourOf, judge, loadModule, SCENARIOS } from 'lwkt/properties';

const path = new URL('mutex-ports.mjs', import.meta.url).pathname;
const own = await loadModule(path);
for (const name of ['one domsg', 'abort of a sendmsg', 'time-outs']) {
  const { program } = SCENARIOS.find((scenario) => scenario.name === name);
  const { search, events, seen } = behaviourOf(program, own, undefined, { mergeHistories: true });
  const { verdict } = judge(program, events, seen.words);
  console.log(`${name}: ${verdict}, over every interleaving (${search.states} states)`);
}
