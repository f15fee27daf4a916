// What has to happen at least once: a model in which nothing bad happens because nothing happens is no specification
// (C8).
import type { ClauseId, Message, Step } from '../../model/index.ts';
import { ASYNC, NONE } from '../../model/index.ts';

export interface Witness {
  readonly name: string;
  readonly clauses: readonly ClauseId[];
  /** The actions whose steps may show it. */
  readonly of: readonly string[];
  readonly shows: (step: Step) => boolean;
}

function witness(name: string, clauses: readonly ClauseId[], of: readonly string[], shows: Witness['shows']): Witness {
  return { name, clauses, of, shows };
}

const messageOf = ({ about }: Step): Message | undefined => about?.old;

const callOf = ({ call }: Step): string | undefined => call?.name;

/** The hint and the answer; a forwarded message has been answered before. */
function hinted(asynchronous: boolean): Witness['shows'] {
  return (step) => (((messageOf(step)?.flags ?? 0) & ASYNC) !== 0) === asynchronous && callOf(step) !== 'forwardmsg';
}

function aborts(...places: readonly Message['place'][]): Witness['shows'] {
  return (step) => places.some((place) => messageOf(step)?.place === place);
}

/** Some other thread than the one that acts waits in a call of this name for the message of the step. */
function waitsFor(step: Step, ...names: readonly string[]): boolean {
  return step.before.threads.some(({ calls }) => {
    const call = calls.at(-1);
    return call !== undefined && call.message === step.id && names.includes(call.name);
  });
}

const inTransitTo = ({ before, p }: Step): boolean => (before.ports[p.port]?.transit.length ?? 0) > 0;

export const WITNESSES: readonly Witness[] = [
  witness('a target completes a domsg at once', ['C8'], ['completes'], hinted(false)),
  witness('a target queues a domsg', ['C8'], ['queues'], hinted(false)),
  witness('a target completes a sendmsg at once', ['C5', 'C8'], ['completes'], hinted(true)),
  witness('a target queues a sendmsg', ['C8'], ['queues'], hinted(true)),
  witness('a begin function replies inside the call, synchronously', ['C11'], ['replies'], hinted(false)),
  witness('a begin function replies inside the call, asynchronously', ['C11'], ['replies'], hinted(true)),
  witness('a begin function queues to a port that is not its own', ['C10', 'C12'], ['queues'], (step) => {
    return step.call?.port !== step.p.port;
  }),
  witness('a call inside a begin function', ['C10', 'C12'], ['domsg', 'sendmsg', 'beginmsg', 'forwardmsg'], (step) => {
    return step.call !== undefined;
  }),
  witness('a begin function waits, then answers a code', ['C12'], ['collect'], ({ before, p }) => {
    return (before.threads[p.thread]?.calls.length ?? 0) > 1;
  }),
  witness('the reply beats the wait', ['C18', 'C20'], ['waitmsg'], (step) => messageOf(step)?.place === 'answered'),
  witness('the wait beats the reply', ['C18', 'C20'], ['replymsg'], (step) => waitsFor(step, 'waitmsg')),
  witness('a domsg waits for its reply', ['C3'], ['replymsg'], (step) => waitsFor(step, 'domsg')),
  witness('waitmsg is called again', ['C18'], ['waitmsg'], (step) => messageOf(step)?.place === 'idle'),
  witness('waitmsg takes a reply from behind another', ['C18'], ['collect'], (step) => {
    return step.before.ports.some(({ queue }) => queue.indexOf(step.id) > 0);
  }),
  witness('waitmsg waits for what sendmsg sent', ['C18'], ['collect'], (step) => messageOf(step)?.place === 'parked'),
  witness('a reply is parked', ['C15'], ['arrive'], (step) => messageOf(step)?.place === 'returning'),
  witness('a thread replies its own message', ['C15'], ['replymsg'], ({ configuration, p }) => {
    return configuration.originators[p.message] === p.thread;
  }),
  witness('getport takes a request', ['C19'], ['getport'], (step) => messageOf(step)?.place === 'queued'),
  witness('getport takes a reply', ['C19'], ['getport'], (step) => messageOf(step)?.place === 'parked'),
  witness('getport sees nothing while a message is in transit', ['C19'], ['getport'], (step) => {
    return step.returned?.value === null && inTransitTo(step);
  }),
  witness('waitport waits until something arrives', ['C19', 'C20'], ['arrive'], ({ before, p }) => {
    return before.threads.some(({ calls }) => calls.at(-1)?.name === 'waitport' && calls.at(-1)?.port === p.port);
  }),
  witness('a synchronous reply overtakes an asynchronous one', ['C13'], ['replymsg'], (step) => {
    const { before, configuration, p } = step;
    const asynchronous = ((messageOf(step)?.flags ?? 0) & ASYNC) !== 0;
    const originator = configuration.originators[p.message];
    const earlier = before.messages.some(
      ({ place, holder }, id) =>
        place === 'returning' && holder === p.thread && configuration.originators[id] === originator,
    );
    return !asynchronous && earlier;
  }),
  witness('messages of two threads arrive in either order', ['C13'], ['arrive'], ({ before, p }) => {
    const { transit = [] } = before.ports[p.port] ?? {};
    return transit.indexOf(p.message) > 0;
  }),
  witness('an abort is too early: its message is in transit', ['C22'], ['abortmsg'], aborts('sent')),
  witness('an abort meets a queued message', ['C22'], ['abortmsg'], aborts('queued')),
  witness('an abort meets a taken message', ['C22'], ['abortmsg'], aborts('taken')),
  witness('an abort meets a completed message', ['C22'], ['abortmsg'], aborts('answered', 'returning', 'parked')),
  witness('an abort meets an idle message', ['C22'], ['abortmsg'], aborts('idle')),
  witness('a target replies a message whose abort was asked for', ['C22'], ['replymsg'], (step) => {
    return messageOf(step)?.abortRequest === true;
  }),
  witness('an aborted message is completed in transit', ['C22'], ['honourAbort'], aborts('sent')),
  witness('an aborted message is completed on the queue', ['C22'], ['honourAbort'], aborts('queued')),
  witness('a thread waits for the message it aborted', ['C22'], ['honourAbort'], (step) => waitsFor(step, 'waitmsg')),
  witness('a message is sent again after an abort came too late', ['C22'], ['domsg', 'sendmsg', 'beginmsg'], (step) => {
    return messageOf(step)?.abortRequest === true;
  }),
  witness('a message is forwarded and queued', ['C26'], ['queues'], (step) => callOf(step) === 'forwardmsg'),
  witness('a forwarder gets a code and keeps the message', ['C26'], ['completes'], (step) => {
    return callOf(step) === 'forwardmsg';
  }),
  witness('a message is replied by whom it was forwarded to', ['C26'], ['replymsg'], (step) => {
    const { configuration, before, p } = step;
    const sentTo = before.threads.flatMap(({ calls }) => calls).find(({ message }) => message === p.message)?.port;
    const queues = configuration.begins[sentTo ?? NONE]?.queues;
    return queues?.every((port) => configuration.owners[port] !== p.thread) === true;
  }),
];
