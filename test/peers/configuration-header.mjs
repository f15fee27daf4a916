// The numbers of a bounded system as macros, for lwkt.pml to include. What they mean is said there.

const NOBODY = 255;
const CALLS = [
  'initmsg',
  'domsg',
  'sendmsg',
  'beginmsg',
  'waitmsg',
  'getport',
  'waitport',
  'replymsg',
  'forwardmsg',
  'abortmsg',
];

const indices = (length) => Array.from({ length }, (_, index) => index);
/** Bit i: i is in the set. */
const setOf = (elements) => elements.reduce((set, element) => set | (1 << element), 0);
const callSet = (calls = []) => setOf(calls.map((call) => CALLS.indexOf(call)));
const pairs = (some, others) => some.flatMap((one) => others.map((other) => [one, other]));

/** A number for each index. */
function table(name, values) {
  const chosen = values.reduceRight((rest, value, index) => `((i) == ${index} -> ${value} : ${rest})`, '0');
  return `#define ${name}(i) ${chosen}`;
}

/** One option of a loop for each of the parameters. */
function each(name, parameters) {
  return `#define ${name}(option) ${parameters.map((some) => `option(${[some].flat().join(', ')})`).join(' ')}`;
}

export function configurationHeader({ configuration, agents }, weaker = []) {
  const { threads, owners, begins, originators, codes } = configuration;
  const [ports, messages, ways] = [owners.length, originators.length, owners.length * threads].map(indices);
  const ownedBy = indices(threads).map((thread) => ports.filter((port) => owners[port] === thread));
  const answers = begins.flatMap(({ completes, replies }) => [...completes, ...replies]);
  const allCodes = [...new Set([...codes, ...answers])];
  const nests = agents.some(({ nested }) => nested !== undefined);
  const lines = [
    ...weaker.map((word) => `#define ${word}`),
    `#define THREADS ${threads}`,
    `#define PORTS ${ports.length}`,
    `#define MESSAGES ${messages.length}`,
    `#define DEPTH ${nests ? messages.length + 1 : 1}`,
    `#define CODES ${setOf(codes)}`,
    `#define ORIGINATORS { ${originators.join(', ')} }`,
    table('ORIGINATOR', originators),
    table(
      'OWNER',
      owners.map((owner) => (owner < 0 ? NOBODY : owner)),
    ),
    table('OWNS', ownedBy.map(setOf)),
    ...begunTables(begins),
    ...agentTables(agents, ownedBy),
    each('EACH_PORT', ports),
    each('EACH_MESSAGE', messages),
    each('EACH_CODE', allCodes),
    each('EACH_WAY', ways),
    each('EACH_PORT_MESSAGE', pairs(ports, messages)),
    each('EACH_MESSAGE_CODE', pairs(messages, allCodes)),
    each('EACH_WAY_MESSAGE', pairs(ways, messages)),
  ];
  return `${lines.join('\n')}\n`;
}

function begunTables(begins) {
  const of = (name, choose) => table(name, begins.map(choose).map(setOf));
  return [
    of('MAY_COMPLETE', ({ completes }) => completes),
    of('MAY_QUEUE', ({ queues }) => queues),
    of('MAY_REPLY', ({ replies }) => replies),
  ];
}

function agentTables(agents, ownedBy) {
  const of = (name, choose) => table(name, agents.map(choose));
  return [
    of('CALLS', ({ calls }) => callSet(calls)),
    of('NESTED', ({ nested }) => callSet(nested)),
    of('SENDS_TO', ({ to = [] }) => setOf(to)),
    of('ABORTS_AT', ({ to = [] }) => setOf(to.slice(0, 1))),
    of('FORWARDS_TO', ({ forwardsTo = [] }) => setOf(forwardsTo)),
    of('TAKES_FROM', ({ from }, thread) => setOf(from ?? ownedBy[thread])),
  ];
}
