/**
 * The decisions: what was settled here because mail and source leave it open. Cited by number in the comments.
 */
export interface Decision {
  /** From 1. */
  readonly number: number;
  readonly sentence: string;
}

const SENTENCES: readonly string[] = [
  'A send may return while its message is still in transit, and getport may find nothing there for a while; what a thread puts on a port of its own it finds there at once.',
  'A synchronous reply may overtake an asynchronous one that the same thread made earlier: order is promised by sender, port and kind of traffic.',
  'An abort request belongs to the send it was made on; the next send of that message starts without one, and an abort that comes late does not reach it.',
  'The code that a begin function answers to domsg is stored in the message, and waitmsg gives it again afterwards. The kernel of 2003 did not store it.',
  'forwardmsg returns what the begin function answers: EASYNC, or a code, and with a code the message stays with the forwarder, who must reply it.',
  'A begin function may reply its message itself, inside the call, and answer EASYNC.',
  'beginmsg after initmsg makes a synchronous request whose answer is collected later, with waitmsg.',
  'Clauses from mail and source judge any implementation and any recorded history; what was decided here binds this implementation alone. Misuse is the fault of the caller, and is told apart from a violation.',
  'EASYNC is 99 and ECONNABORTED is 53, as in that kernel. EASYNC is no completion code: a reply with it, or a begin function that answers it without having taken the message, is misuse.',
];

/** The decisions, in order: what clauses and comments call `decision 1` and so on. */
export const DECISIONS: readonly Decision[] = SENTENCES.map((sentence, index) => ({ number: index + 1, sentence }));
