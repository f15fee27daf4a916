/** A program as a few lines of text, for reports. */
import type { BeginSpec, Operation, PortSpec, Program, Serve } from '../programs/program.ts';

/** One line for each thread, one for each port that does more than queue for its own thread. */
export function programText(program: Program): string[] {
  const lines = program.threads.map((operations, thread) => {
    const calls = operations.map((operation) => callText(operation)).join('; ');
    return `thread ${thread}: ${calls === '' ? 'nothing' : calls}`;
  });
  for (const [port, spec] of program.ports.entries()) {
    if (port >= program.threads.length || spec.begin !== undefined) lines.push(`port ${port}: ${portText(spec)}`);
  }
  return lines;
}

/** `3 threads, 2 calls, 2 messages`: what a server does for ever is not counted. */
export function sizeText({ threads, messages }: Program): string {
  const calls = threads.flat().filter((operation) => !('times' in operation && operation.times === 'forever'));
  return [plural(threads.length, 'thread'), plural(calls.length, 'call'), plural(messages.length, 'message')].join(
    ', ',
  );
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function callText(operation: Operation): string {
  const parts: string[] = [operation.call];
  if ('port' in operation) parts.push(`port ${operation.port}`);
  if ('message' in operation) parts.push(`message ${operation.message}`);
  if ('code' in operation) parts.push(`code ${operation.code}`);
  if ('timeout' in operation) parts.push('with a time limit');
  if ('times' in operation) {
    if (operation.times === 'forever') parts.push('for ever');
    else if (operation.times !== 1) parts.push(`${operation.times} times`);
    parts.push(`and ${serveText(operation.serve)}`);
  }
  return parts.join(' ');
}

function serveText(serve: Serve): string {
  if ('reply' in serve) return `reply ${serve.reply}`;
  if ('forward' in serve) return `forward to port ${serve.forward}`;
  if ('ask' in serve) return `ask port ${serve.ask.port} with message ${serve.ask.message}, then reply`;
  return 'keep it';
}

function portText({ owner, begin }: PortSpec): string {
  const whose = owner < 0 ? 'of nobody' : `of thread ${owner}`;
  return begin === undefined ? whose : `${whose}, begin function ${beginText(begin)}`;
}

function beginText(begin: BeginSpec): string {
  switch (begin.does) {
    case 'queue':
      return `queues on port ${begin.port}`;
    case 'complete':
      return `completes with ${begin.code}`;
    case 'decide':
      return `completes even messages with ${begin.code}, queues the others`;
    case 'reply':
      return `replies ${begin.code} inside the call`;
    case 'block':
      return `blocks: asks port ${begin.port} with message ${begin.message}`;
  }
}
