// What callers can tell of a change, by all histories before and after: here a reply that wakes nobody any more.
import { compared, decode, implementationNamed, SCENARIOS, show, tokenOf, witnessOf } from 'lwkt/properties';

const before = await implementationNamed('impl');
const after = await implementationNamed('no notify from replymsg');

for (const { name, program } of SCENARIOS.filter(({ name }) => /^(one domsg|domsg, begin completes)$/.test(name))) {
  const both = compared(program, before, after);
  const added = witnessOf(both.after, both.before);
  if (added === undefined) {
    console.log(`${name}: nothing is added`);
    continue;
  }
  console.log(`${name}: ${added.own} of ${added.histories} histories are new; the shortest ends with: ${added.what}\n`);
  const violation = { kind: 'difference', message: added.what };
  const token = tokenOf({ implementation: after, program, choices: added.choices, violation, against: before });
  const { text } = await show(decode(token), token, { width: 110 });
  console.log(`${text}\n`);
}
