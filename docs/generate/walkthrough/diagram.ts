/** A run as a sequence diagram: the threads, the ports that messages pass, and what goes between them. */
import { EASYNC, ECONNABORTED, NONE } from '../../../model/index.ts';
import type { Taken } from './alongside.ts';
import { innermost, messageOf } from './shows.ts';
import type { Walked, WalkedStep } from './walk.ts';

/** The text of a Mermaid diagram. */
export function diagram({ run, steps }: Walked): string {
  const lines = steps.flatMap((step) => linesOf(step));
  const { program, threads } = run;
  const used = program.ports.flatMap(({ owner }, port) => {
    const shown = lines.some((line) => new RegExp(`\\bport${port}\\b`).test(line));
    return shown ? [{ port, owner }] : [];
  });
  const participants = threads.flatMap((name, thread) => {
    const ports = used.filter(({ owner }) => owner === thread);
    return [
      `participant thread${thread} as ${name}`,
      ...ports.map(({ port }) => `participant port${port} as port ${port} of the ${name}`),
    ];
  });
  return ['sequenceDiagram', ...[...participants, ...lines].map((line) => `  ${line}`)].join('\n');
}

function linesOf({ thread, taken, fellAsleep, woke }: WalkedStep): string[] {
  return [
    ...woke.map((sleeper) => `thread${thread}-)thread${sleeper}: wakes it`),
    ...taken.flatMap((one) => actionLines(one, thread)),
    ...(fellAsleep ? [note(thread, 'sleeps')] : []),
  ];
}

function note(thread: number, text: string): string {
  return `Note over thread${thread}: ${text}`;
}

function actionLines(taken: Taken, thread: number): string[] {
  const { action, p, before, after, returned } = taken;
  const id = messageOf(taken);
  const message = `message ${id}`;
  const from = before.messages[id]?.at ?? NONE;
  const to = after.messages[id]?.at ?? NONE;
  const call = innermost(taken)?.name ?? '';
  const lands = after.messages[id]?.flags === before.messages[id]?.flags ? 'in transit' : 'arrives';
  switch (action.name) {
    case 'domsg':
    case 'sendmsg':
    case 'beginmsg':
    case 'forwardmsg':
      return [note(thread, `${action.name} port ${p.port} message ${id}`)];
    case 'waitport':
      return [note(thread, `waitport port ${p.port}`)];
    case 'waitmsg':
    case 'abortmsg':
      return [note(thread, `${action.name} message ${id}`)];
    case 'completes': {
      const answers = note(thread, `begin function answers ${p.code}`);
      if (to !== NONE) return [answers, `thread${thread}->>port${to}: sendmsg replies ${message}, code ${p.code}`];
      return [answers, ...(returned === null ? [] : [note(thread, `${call} returns ${returned}`)])];
    }
    case 'queues': {
      const sent = `thread${thread}-)port${to}: ${message} in transit`;
      if (returned === undefined) return [sent];
      const value = returned === EASYNC ? ' EASYNC' : '';
      return [sent, note(thread, `${call} returns${value}`)];
    }
    case 'arrive':
      return [`Note over port${to}: ${message} is queued`];
    case 'take':
    case 'getport':
      return [`port${from}->>thread${thread}: ${message}`];
    case 'replymsg':
      return [replyLine(`thread${thread}`, taken, `${message} ${lands}, code ${p.code}`)];
    case 'honourAbort':
      return [replyLine(`port${from}`, taken, `${message} aborted, code ${ECONNABORTED}`)];
    case 'collect': {
      const taking = from === NONE ? [] : [`port${from}->>thread${thread}: ${message}`];
      return [...taking, note(thread, `${call} returns ${returned}`)];
    }
    default:
      return [note(thread, action.name)];
  }
}

/** A synchronous reply goes to the thread, an asynchronous one to the reply port. */
function replyLine(from: string, taken: Taken, text: string): string {
  const id = messageOf(taken);
  const to = taken.after.messages[id]?.at ?? NONE;
  if (to !== NONE) return `${from}--)port${to}: ${text}`;
  return `${from}-->>thread${taken.after.messages[id]?.replyPort}: ${text.replace('arrives', 'is DONE')}`;
}
