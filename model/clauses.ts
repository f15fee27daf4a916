/**
 * The clauses: what holds of LWKT messaging, one sentence each, with where it comes from.
 *
 * `mail`: said in the mail of 2003-11-19: Matt Dillon to the list kernel of DragonFly BSD, “Re: messaging questions...”.
 * `source`: established from the kernel source as it stood then (sys/kern/lwkt_msgport.c 1.6 of 2003-10-22,
 * sys/sys/msgport.h 1.5, sys/sys/msgport2.h 1.3). `decision`: taken here where both are silent.
 */
export type ClauseId =
  | 'C1'
  | 'C2'
  | 'C3'
  | 'C4'
  | 'C5'
  | 'C6'
  | 'C7'
  | 'C8'
  | 'C9'
  | 'C10'
  | 'C11'
  | 'C12'
  | 'C13'
  | 'C14'
  | 'C15'
  | 'C16'
  | 'C17'
  | 'C18'
  | 'C19'
  | 'C20'
  | 'C21'
  | 'C22'
  | 'C23'
  | 'C24'
  | 'C25'
  | 'C26';

/** Who says so: the mail of 2003-11-19, the kernel source as it stood then, or a decision taken here. */
export type ClauseSource = 'mail' | 'source' | 'decision';

/** Where a clause comes from, and the place there; of a decision, what it was needed for. */
export type ClauseSources = Readonly<Partial<Record<ClauseSource, string>>>;

/** One thing that holds: a short title, one sentence, and who says so. */
export interface Clause {
  readonly title: string;
  readonly sentence: string;
  readonly sources: ClauseSources;
}

const clause = (title: string, sentence: string, sources: ClauseSources): Clause => ({ title, sentence, sources });

/** What holds, by clause. Actions, properties, faults and verdicts refer to these. */
export const CLAUSES: Readonly<Record<ClauseId, Clause>> = {
  C1: clause('no EASYNC from domsg', 'What domsg returns is a completion code, never EASYNC.', {
    mail: 'the paragraph on lwkt_domsg()',
  }),
  C2: clause(
    'domsg returns the code',
    'domsg returns the code its target completed the message with: the answer of the begin function, or the error of the reply.',
    { mail: 'the listing of lwkt_domsg()' },
  ),
  C3: clause('domsg waits for its message only', 'A thread blocks in domsg only while its message is in other hands.', {
    mail: 'the paragraph on lwkt_domsg()',
  }),
  C4: clause('sendmsg never blocks', 'sendmsg neither blocks nor tells its caller anything.', {
    mail: 'the paragraph on lwkt_sendmsg()',
  }),
  C5: clause(
    'sendmsg replies for the target',
    'When the begin function completes a message that was sent with sendmsg, the sender finds it on its reply port with that code, as if it had been queued and replied.',
    { mail: 'the paragraph and the listing of lwkt_sendmsg()' },
  ),
  C6: clause(
    'domsg prepares',
    'Before the target sees a message, domsg has cleared ASYNC, REPLY, QUEUED and the abort request and pointed the reply port at the built-in port of the caller.',
    { mail: 'the listing of lwkt_domsg()' },
  ),
  C7: clause(
    'sendmsg prepares',
    'Before the target sees a message, sendmsg has set ASYNC, cleared REPLY, QUEUED and the abort request and pointed the reply port at the built-in port of the caller.',
    { mail: 'the listing of lwkt_sendmsg()' },
  ),
  C8: clause(
    'ASYNC is a hint',
    'A target may complete at once or queue, whatever the hint: all four combinations happen.',
    { mail: 'the last paragraph, on MSGF_ASYNC' },
  ),
  C9: clause(
    'the caller chooses',
    'Whether a caller sees a synchronous or an asynchronous result depends on its choice of domsg or sendmsg alone, not on how the target decides.',
    { mail: 'the last paragraph' },
  ),
  C10: clause(
    'begin runs in the caller',
    'The begin function runs in the thread that sends, and may queue what it could have completed.',
    {
      mail: 'the listings, which call the begin function, and the paragraph on a target that queues what it could have run',
    },
  ),
  C11: clause(
    'EASYNC obliges',
    'A target that answers EASYNC has cleared DONE and owes exactly one reply; one that answers anything else owes none.',
    {
      source:
        'lwkt_msgport.c 1.6, waitmsg: DONE without REPLY is taken for an answer; the rule itself is written down in 1.27 (2004)',
    },
  ),
  C12: clause(
    'who would block queues',
    'A target that would have to block queues the message to a thread of its own; one that blocks in its caller instead still answers a code.',
    { mail: 'the paragraph on the system calls, whose messages still block' },
  ),
  C13: clause('order of a sender', 'Messages of one sender to one port are taken in the order they were sent.', {
    source:
      'lwkt_msgport.c 1.6, putport: it appends on the processor of the owner, and what one processor sends another arrives in order',
  }),
  C14: clause(
    'synchronous reply',
    'A reply to a message without ASYNC sets the error, then DONE, and wakes the waiter; nothing is queued and REPLY stays clear.',
    { source: 'lwkt_msgport.c 1.6, replyport, the synchronous part' },
  ),
  C15: clause(
    'asynchronous reply',
    'A reply to a message with ASYNC puts it on its reply port with DONE, REPLY and QUEUED and wakes the owner of that port if it waits.',
    { source: 'lwkt_msgport.c 1.6, replyport, the asynchronous part' },
  ),
  C16: clause('one reply', 'An accepted request is replied exactly once, and its error does not change after DONE.', {
    source: 'lwkt_msgport.c 1.6, replyport, which relies on it; asserted from 1.40 (2007)',
  }),
  C17: clause(
    'QUEUED means queued',
    'QUEUED is set exactly while a message is on a queue; it is on at most one, and on none in transit.',
    {
      source:
        'lwkt_msgport.c 1.6: putport and replyport set it as they append, getport, waitport, waitmsg and the abort clear it as they take off',
    },
  ),
  C18: clause(
    'waitmsg',
    'waitmsg is for the originator: it returns the completion code, takes the message off the reply port, and gives the same answer when called again.',
    { source: 'lwkt_msgport.c 1.6, waitmsg' },
  ),
  C19: clause(
    'getport and waitport',
    'getport and waitport are for the owner of the port: they take the head of the queue and clear QUEUED; only waitport blocks.',
    { source: 'lwkt_msgport.c 1.6, getport and waitport' },
  ),
  C20: clause(
    'no lost wakeup',
    'A thread that waits for a message that is DONE, or on a port that is not empty, runs again.',
    {
      source:
        'lwkt_msgport.c 1.6, the loops of waitmsg and waitport; broken there for replies from another processor until commit fb0f29c4 (2007-05-24)',
    },
  ),
  C21: clause(
    'progress',
    'While every target keeps serving and every taken message is replied, every domsg returns and every sent message comes back.',
    { decision: 'no source promises it; without it a port that does nothing at all would do' },
  ),
  C22: clause(
    'abort is a request',
    'A message that is on its way to its target or waits there may be completed once with ECONNABORTED instead of being served; one that is taken stays with its target, which can see the request; of a completed one neither the code nor a flag changes, though a request made before it is collected is recorded; an idle one and all others are untouched.',
    {
      source:
        'lwkt_msgport.c 1.6, abortport: what waits on the port is completed with ECONNABORTED, what is taken keeps the request',
      decision: 'a message on its way is reached too, and none but the one that was named',
    },
  ),
  C23: clause(
    'only the owner touches',
    'Only the thread that owns a message reads or writes its payload, error and links: there is no data race.',
    {
      source:
        'lwkt_msgport.c 1.6: queue and links are touched on the processor of the port’s owner, and after DONE the message is its originator’s',
    },
  ),
  C24: clause(
    'misuse is refused',
    'A call whose precondition does not hold is refused with an error that says so, and changes nothing.',
    { decision: 'there most of it goes unchecked and corrupts queues; assertions came with 1.40 (2007)' },
  ),
  C25: clause(
    'self-deadlock is refused',
    'domsg to a queue that only the caller could serve is refused with EDEADLK instead of waiting for ever.',
    { decision: 'there such a domsg never returns' },
  ),
  C26: clause(
    'forward changes nothing',
    'forwardmsg hands a taken message on with the same originator, hint and reply port.',
    { source: 'msgport2.h 1.3: to forward is to call the begin function of another port, and touches no flag' },
  ),
};

/** All clause ids in order. */
export const CLAUSE_IDS: readonly ClauseId[] = Object.keys(CLAUSES) as ClauseId[];
