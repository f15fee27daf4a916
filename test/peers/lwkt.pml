/*
 * LWKT messaging once more, in Promela, for SPIN to explore: the second opinion on model/.
 *
 * Written from the clauses, in another way than model/: no message has a place here. Where it is, its flags say, the
 * hands it is in, and the channel that holds it; and the order that is promised (C13) is that of Promela's own
 * channels, one for each port, sender and kind of traffic. Two models that count the same states, steps and dead ends
 * in every configuration, though they share no representation, are wrong in the same way or not at all.
 *
 * Actions have the names they have in model/actions.ts. Each is one option of a loop, indivisible, guard first.
 * configuration.h has the numbers of one configuration and nothing else (spin.mjs writes it). Words in WEAKER_ are
 * seeded faults, to see that the comparison is awake.
 *
 * Every variable is reset as soon as it means nothing, so that states are equal here exactly if they are in model/.
 */
#include "configuration.h"

/* ---------------------------------------------------------------------------------------------------- names and sets */

#define INITMSG     0
#define DOMSG       1
#define SENDMSG     2
#define BEGINMSG    3
#define WAITMSG     4
#define GETPORT     5
#define WAITPORT    6
#define REPLYMSG    7
#define FORWARDMSG  8
#define ABORTMSG    9
#define COMPLETES   10
#define QUEUES      11
#define REPLIES     12
#define ARRIVE      13
#define HONOURABORT 14
#define COLLECT     15
#define TAKE        16

#define ECONNABORTED 53

#define ONE(element)      (1 << (element))
#define HAS(set, element) (((set) >> (element)) & 1)

/* Steps by action: not part of the state, and told at the end. */
c_decl {
  static const char *const action_names[] = {"initmsg", "domsg", "sendmsg", "beginmsg", "waitmsg", "getport",
    "waitport", "replymsg", "forwardmsg", "abortmsg", "completes", "queues", "replies", "arrive", "honourAbort",
    "collect", "take"};
  static unsigned long taken[17];
  __attribute__((destructor)) static void tell(void) {
    for (int action = 0; action < 17; action++) printf("taken %s %lu\n", action_names[action], taken[action]);
  }
}
#define COUNT(action) c_code { taken[action]++; }

/* ---------------------------------------------------------------------------------------------------------- messages */

bool async[MESSAGES];
bool done[MESSAGES] = true;
bool reply[MESSAGES];
bool queued[MESSAGES];
bool abortRequest[MESSAGES];
byte replyPort[MESSAGES] = ORIGINATORS; /* a thread's built-in port has its number */
byte error[MESSAGES];                   /* 0 from the send until the reply */

/* Whose hands it is in (C23): a thread, BEGIN while a begin function decides, NOBODY on its way, on a queue, and after
   a synchronous reply until its originator has seen it. */
#define NOBODY 255
#define BEGIN  254
byte hands[MESSAGES] = ORIGINATORS;

#define IDLE(m)    (hands[m] == ORIGINATOR(m) && done[m])
#define HOLDS(t, m) (hands[m] == (t) && !done[m])
/* Inside a send of its originator, and not accepted yet; one that is being forwarded was accepted before. */
#define BEING_SENT(m) (hands[m] == BEGIN && done[m])

/* ------------------------------------------------------------------------------------------------------------- ports */

/* C13: first in, first out; on the way, among those of one sender and one kind (decisions 1 and 2). */
chan queue[PORTS] = [MESSAGES] of { byte };
chan requests[PORTS * THREADS] = [MESSAGES] of { byte };
chan answers[PORTS * THREADS] = [MESSAGES] of { byte };
#define WAY(p, from) ((p) * THREADS + (from))
#define TO(way)      ((way) / THREADS)

#ifdef WEAKER_QUEUE /* a queue in the order of message numbers */
#define JOIN(p, m) queue[p]!!m
#else
#define JOIN(p, m) queue[p]!m
#endif
#ifdef WEAKER_TRANSIT /* requests on their way in that order */
#define SET_OUT(way, m) requests[way]!!m
#else
#define SET_OUT(way, m) requests[way]!m
#endif

/* Scratch of one step, forgotten at its end. */
byte it;
byte where;
inline forget() {
  it = 0;
  where = 0
}

/* C17: a request joins the queue of its port. */
inline queue_request(p, m) {
  queued[m] = true;
  JOIN(p, m)
}

/* C15: an asynchronous reply joins the queue of its reply port, DONE from here on. */
inline queue_answer(p, m) {
  done[m] = true;
  reply[m] = true;
  queued[m] = true;
  JOIN(p, m)
}

/* C11: accepted, so not DONE. On a port of its own a thread finds it at once (decision 1). */
inline send_request(from, p, m) {
  done[m] = false;
  hands[m] = NOBODY;
  if
  :: OWNER(p) == from -> queue_request(p, m)
  :: else -> SET_OUT(WAY(p, from), m)
  fi
}

/* C14: without ASYNC the error, then DONE, and nothing is queued. C15: with ASYNC it goes to the reply port. */
inline answer(from, m, code) {
  error[m] = code;
  hands[m] = NOBODY;
  if
  :: !async[m] -> done[m] = true
  :: else ->
     where = replyPort[m];
     if
     :: OWNER(where) == from -> queue_answer(where, m)
     :: else -> answers[WAY(where, from)]!m
     fi
  fi
}

/* C6, C7: the hint is set or cleared, REPLY and QUEUED are cleared, the reply port is the caller's own, the abort
   request is gone (decision 3), before the target sees the message. */
inline prepare(m, hint) {
  async[m] = hint;
  reply[m] = false;
  queued[m] = false;
  replyPort[m] = me;
#ifndef WEAKER_ABORT
  abortRequest[m] = false;
#endif
  error[m] = 0;
  hands[m] = BEGIN
}

/* C19: the head, QUEUED cleared. A reply is its originator's again; a request is the taker's, who must reply it. */
inline take_head(p) {
  queue[p]?it;
  queued[it] = false;
  hands[it] = me
}

/* ------------------------------------------------------------------------------------------------------------ threads */

/* The calls a thread is inside, calls[depth] innermost, calls[0] never used. A send is inside its begin function; with
   DOMSG_WAITS the begin function of a domsg has answered EASYNC, and the thread waits for the reply (C3). */
mtype = { IN_DOMSG, IN_SENDMSG, IN_BEGINMSG, IN_FORWARDMSG, DOMSG_WAITS, IN_WAITMSG, IN_WAITPORT };
typedef Call { mtype name; byte port; byte message };

#define TOP calls[depth]
#define IN_BEGIN (TOP.name == IN_DOMSG || TOP.name == IN_SENDMSG || TOP.name == IN_BEGINMSG || TOP.name == IN_FORWARDMSG)
#define AWAITS_MESSAGE (TOP.name == DOMSG_WAITS || TOP.name == IN_WAITMSG)

inline enter(call, p, m) {
  depth++;
  TOP.name = call;
  TOP.port = p;
  TOP.message = m
}

inline leave() {
  TOP.name = 0;
  TOP.port = 0;
  TOP.message = 0;
  depth--
}

/* C10: a thread calls between calls, and inside a send of its own while the begin function runs in it. */
#define MAY(call) ((depth == 0 && HAS(CALLS(me), call)) || (IN_BEGIN && HAS(NESTED(me), call)))

/* C24: what is sent, initialised, awaited or aborted is one's own, what is sent is idle, and no port is dead. */
#define MINE(m)       (ORIGINATOR(m) == me)
#define LIVE(p)       (OWNER(p) != NOBODY)
#define SENDABLE(p, m) (MINE(m) && IDLE(m) && LIVE(p) && HAS(SENDS_TO(me), p))
/* C25: a domsg to a port that only queues, and only to ports of the caller, would never be served. */
#ifdef WEAKER_DOMSG
#define ONLY_I_SERVE(p) false
#else
#define ONLY_I_SERVE(p) (MAY_COMPLETE(p) == 0 && MAY_REPLY(p) == 0 && (MAY_QUEUE(p) & ~OWNS(me)) == 0)
#endif

/* The calls. -------------------------------------------------------------------------------------------------------- */

#define CALL_INITMSG(m) :: d_step { MAY(INITMSG) && MINE(m) && IDLE(m) -> COUNT(INITMSG); \
  async[m] = false; reply[m] = false; queued[m] = false; replyPort[m] = me; abortRequest[m] = false }

/* C6 */
#define CALL_DOMSG(p, m) :: d_step { MAY(DOMSG) && SENDABLE(p, m) && !ONLY_I_SERVE(p) -> COUNT(DOMSG); \
  prepare(m, false); enter(IN_DOMSG, p, m) }

/* C7 */
#define CALL_SENDMSG(p, m) :: d_step { MAY(SENDMSG) && SENDABLE(p, m) -> COUNT(SENDMSG); \
  prepare(m, true); enter(IN_SENDMSG, p, m) }

/* Decision 7 */
#define CALL_BEGINMSG(p, m) :: d_step { MAY(BEGINMSG) && SENDABLE(p, m) -> COUNT(BEGINMSG); \
  prepare(m, false); enter(IN_BEGINMSG, p, m) }

/* C18 */
#define CALL_WAITMSG(m) :: d_step { MAY(WAITMSG) && MINE(m) && !BEING_SENT(m) -> COUNT(WAITMSG); \
  enter(IN_WAITMSG, 0, m) }

/* C19: the owner's, and never blocks. */
#define CALL_GETPORT(p) :: d_step { MAY(GETPORT) && OWNER(p) == me && HAS(TAKES_FROM(me), p) -> COUNT(GETPORT); \
  if :: len(queue[p]) > 0 -> take_head(p) :: else fi; forget() }

#define CALL_WAITPORT(p) :: d_step { MAY(WAITPORT) && OWNER(p) == me && HAS(TAKES_FROM(me), p) -> COUNT(WAITPORT); \
  enter(IN_WAITPORT, p, 0) }

/* C16, C24: only what one holds. */
#define CALL_REPLYMSG(m, code) :: d_step { MAY(REPLYMSG) && HOLDS(me, m) && HAS(CODES, code) -> COUNT(REPLYMSG); \
  answer(me, m, code); forget() }

/* C26: nothing of the message changes. */
#define CALL_FORWARDMSG(p, m) :: d_step { MAY(FORWARDMSG) && HOLDS(me, m) && LIVE(p) && HAS(FORWARDS_TO(me), p) -> \
  COUNT(FORWARDMSG); hands[m] = BEGIN; enter(IN_FORWARDMSG, p, m) }

/* C22: a request only. What is idle, or not yet with anybody else, is untouched. */
#define CALL_ABORTMSG(p, m) :: d_step { MAY(ABORTMSG) && MINE(m) && LIVE(p) && HAS(ABORTS_AT(me), p) -> COUNT(ABORTMSG); \
  if :: IDLE(m) || BEING_SENT(m) :: else -> abortRequest[m] = true fi }

/* What the begin function does, in the thread of its caller (C10), whatever the hint (C8). ------------------------- */

/* C2: domsg returns the code; C5: sendmsg replies for the target; decision 5: what is forwarded is the forwarder's. */
#define BEGIN_COMPLETES(code) :: d_step { IN_BEGIN && HAS(MAY_COMPLETE(TOP.port), code) -> COUNT(COMPLETES); \
  it = TOP.message; \
  if \
  :: TOP.name == IN_SENDMSG -> answer(me, it, code) \
  :: TOP.name == IN_FORWARDMSG -> hands[it] = me \
  :: else -> error[it] = code; hands[it] = ORIGINATOR(it) \
  fi; \
  leave(); forget() }

/* C11; C25: never a domsg to the thread that makes it. */
#define BEGIN_QUEUES(p) :: d_step { IN_BEGIN && HAS(MAY_QUEUE(TOP.port), p) && !(TOP.name == IN_DOMSG && OWNER(p) == me) -> \
  COUNT(QUEUES); it = TOP.message; \
  send_request(me, p, it); \
  answer_easync(); forget() }

/* Decision 6 */
#define BEGIN_REPLIES(code) :: d_step { IN_BEGIN && HAS(MAY_REPLY(TOP.port), code) -> COUNT(REPLIES); \
  it = TOP.message; \
  done[it] = false; \
  answer(me, it, code); \
  answer_easync(); forget() }

/* C1, C3: of the sends only domsg goes on, and waits. C4: sendmsg returns. */
inline answer_easync() {
  if
  :: TOP.name == IN_DOMSG -> TOP.name = DOMSG_WAITS
  :: else -> leave()
  fi
}

/* What ends a wait. ------------------------------------------------------------------------------------------------- */

/* C18, C20: it is DONE. The reply port need not have been looked at. */
#ifdef WEAKER_WAKEUP /* a reply that came before the wait does not end it */
#define COMES_BACK(m) (done[m] && !queued[m])
#else
#define COMES_BACK(m) done[m]
#endif
#define WAIT_COLLECT :: d_step { AWAITS_MESSAGE && COMES_BACK(TOP.message) -> COUNT(COLLECT); \
  it = TOP.message; \
  if :: queued[it] -> where = replyPort[it]; queue[where]??eval(it); queued[it] = false :: else fi; \
  hands[it] = me; \
  leave(); forget() }

/* C19, C20: there is something. */
#define WAIT_TAKE :: d_step { TOP.name == IN_WAITPORT && len(queue[TOP.port]) > 0 -> COUNT(TAKE); \
  where = TOP.port; take_head(where); leave(); forget() }

active [THREADS] proctype thread() {
  Call calls[DEPTH + 1];
  byte depth;
  byte me = _pid;
  do
  EACH_MESSAGE(CALL_INITMSG)
  EACH_PORT_MESSAGE(CALL_DOMSG)
  EACH_PORT_MESSAGE(CALL_SENDMSG)
  EACH_PORT_MESSAGE(CALL_BEGINMSG)
  EACH_MESSAGE(CALL_WAITMSG)
  EACH_PORT(CALL_GETPORT)
  EACH_PORT(CALL_WAITPORT)
  EACH_MESSAGE_CODE(CALL_REPLYMSG)
  EACH_PORT_MESSAGE(CALL_FORWARDMSG)
  EACH_PORT_MESSAGE(CALL_ABORTMSG)
  EACH_CODE(BEGIN_COMPLETES)
  EACH_PORT(BEGIN_QUEUES)
  EACH_CODE(BEGIN_REPLIES)
  WAIT_COLLECT
  WAIT_TAKE
  od
}

/* What happens by itself. ------------------------------------------------------------------------------------------- */

/* C13, C15, C17: what was sent first arrives first. */
#define ARRIVE_REQUEST(way) :: d_step { len(requests[way]) > 0 -> COUNT(ARRIVE); \
  requests[way]?it; queue_request(TO(way), it); forget() }
#define ARRIVE_ANSWER(way) :: d_step { len(answers[way]) > 0 -> COUNT(ARRIVE); \
  answers[way]?it; queue_answer(TO(way), it); forget() }

/* C22: what still waits to be served, on the queue or on its way there, may be completed instead. The owner of the port
   is the one that replies. */
#define HONOUR_REQUEST(way, m) :: d_step { abortRequest[m] && requests[way]??[m] -> COUNT(HONOURABORT); \
  requests[way]??m; answer(OWNER(TO(way)), m, ECONNABORTED); forget() }
#define HONOUR_QUEUED(p, m) :: d_step { abortRequest[m] && !done[m] && queue[p]??[m] -> COUNT(HONOURABORT); \
  queue[p]??m; queued[m] = false; answer(OWNER(p), m, ECONNABORTED); forget() }

active proctype system() {
  do
  EACH_WAY(ARRIVE_REQUEST)
  EACH_WAY(ARRIVE_ANSWER)
  EACH_WAY_MESSAGE(HONOUR_REQUEST)
  EACH_PORT_MESSAGE(HONOUR_QUEUED)
  od
}
