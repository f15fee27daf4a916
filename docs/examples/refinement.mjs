// The implementation, held to the model: in every interleaving of one client and one server.
import { exhaustive } from 'lwkt/interleaving';
import { build, IMPLEMENTATION, RefinementMonitor, systemOf } from 'lwkt/properties';

const { domsg, sendmsg, server, waitmsg } = build;

const programs = {
  domsg: [[domsg(1, 0)], server(1)],
  'sendmsg, then waitmsg': [[sendmsg(1, 0), waitmsg(0)], server(1)],
};

for (const [name, threads] of Object.entries(programs)) {
  const program = build.program(threads, { messages: [0] });
  const system = systemOf(program, IMPLEMENTATION);
  const monitor = new RefinementMonitor(program, IMPLEMENTATION);
  const { verdict, states, transitions } = exhaustive(system, { monitor });
  console.log(`${name}: ${verdict}; ${transitions} steps between ${states} states, each allowed by the model`);
}
