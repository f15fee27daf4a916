// What has failed before, tried on the ports as they are, and on ports with one of those faults in them again.
import { implementationNamed, remembered, tryAgain } from 'lwkt/properties';

const folder = new URL('../../test/regressions', import.meta.url).pathname;
const known = remembered(folder).filter(({ name }) => /^C(16|20|22)/.test(name));

for (const on of ['impl', 'the lost wakeup of 2003']) {
  const implementation = await implementationNamed(on);
  console.log(`On "${on}":`);
  for (const { name, regression } of known) {
    const { again, steps, states } = tryAgain(regression, implementation);
    const looked = states === undefined ? `one run of ${steps} steps` : `every interleaving (${states} states)`;
    console.log(`  ${name}: ${again === undefined ? 'holds' : 'fails again'}, ${looked}`);
  }
}
