// Why a thread sleeps for ever, in words: which write it waited for, and which notify came too early or never.

import type { Execution, Step } from './execution.ts';
import type { Access } from './machine.ts';
import { END, isNotify, SET, STORE, UPDATE, WAIT } from './operations.ts';
import { describeCall, threadAt, threadName, wordName } from './system.ts';

/** Why threads sleep for ever, in words. */
export interface Explanation {
  /** Lost wakeup: there was a write to, or a notify on, the word slept on, and still the sleeper was not woken. */
  readonly kind: 'deadlock' | 'lost-wakeup';
  /** Whole sentences. Steps are numbered from 1. */
  readonly sentences: readonly string[];
}

/** Of a recorded run at whose end nothing can move. */
export function explainSleepers(execution: Execution): Explanation {
  const sleepers = [...execution.system.threads.keys()].filter(
    (thread) => execution.state.asleepOn(thread) >= 0 && threadAt(execution.system, thread).daemon !== true,
  );
  const parts = sleepers.map((thread) => explainSleeper(execution, thread));
  return {
    kind: parts.some((part) => part.kind === 'lost-wakeup') ? 'lost-wakeup' : 'deadlock',
    sentences: parts.flatMap((part) => part.sentences),
  };
}

/** Of one thread, which sleeps at the end of the run, even where others can still move. */
export function explainSleeper(execution: Execution, thread: number): Explanation {
  const { system, steps, state } = execution;
  const word = state.asleepOn(thread);
  const name = threadName(system, thread);
  const wordText = wordName(system, word);
  const stepText = (index: number): string => `step ${index + 1} (${who(execution, index)})`;
  const asleepSince = lastIndex(steps, (step) => step.choice.thread === thread && step.asleepOn === word);
  const write = lastIndex(steps, (step) => step.accesses.some((access) => changes(access, word)));
  const early = earlyNotify(steps, word, thread, asleepSince);
  const elsewhere = lastIndex(steps, (step, index) => index > asleepSince && wokeOthers(step, word));
  const call = describeCall(system, thread, state.local(thread));
  const found = waitedValue(execution, thread);
  const sentences = [
    `${name} sleeps on ${wordText} since step ${asleepSince + 1}, in ${call}, having found it ${found}.`,
  ];
  const changed = write > asleepSince;
  if (changed) {
    const silence = elsewhere > write ? '' : ', and no notify on it followed';
    sentences.push(`It was changed in ${stepText(write)}, is ${state.memory[word]} now${silence}.`);
  } else if (early < 0) {
    sentences.push(`Nobody changed ${wordText} after that.`);
  }
  if (early >= 0) {
    sentences.push(`The notify on ${wordText} in ${stepText(early)} came too early: ${name} was not asleep yet.`);
  }
  if (elsewhere >= 0) {
    const woken = (steps[elsewhere]?.woke ?? []).map((other) => threadName(system, other)).join(' and ');
    sentences.push(`The notify on ${wordText} in ${stepText(elsewhere)} went to ${woken} instead.`);
  }
  return { kind: changed || early >= 0 ? 'lost-wakeup' : 'deadlock', sentences };
}

function waitedValue(execution: Execution, thread: number): number {
  const { automaton } = execution.program;
  return automaton.a[execution.nodeOf(thread)] ?? 0;
}

/** The last notify on the word that found nobody, since the thread last was awake after a sleep on it. */
function earlyNotify(steps: readonly Step[], word: number, thread: number, before: number): number {
  const since = lastIndex(
    steps,
    (step, index) =>
      index < before &&
      step.choice.thread === thread &&
      step.accesses.some((access) => access.kind === WAIT && access.word === word),
  );
  return lastIndex(
    steps,
    (step, index) =>
      index > since &&
      index < before &&
      step.woke.length === 0 &&
      step.accesses.some((access) => isNotify(access.kind) && access.word === word),
  );
}

function wokeOthers(step: Step, word: number): boolean {
  return step.woke.length > 0 && step.accesses.some((access) => isNotify(access.kind) && access.word === word);
}

function changes(access: Access, word: number): boolean {
  if (access.kind >= END || access.word !== word || access.before === access.after) return false;
  return access.kind === SET || (access.kind >= STORE && access.kind <= UPDATE);
}

function who(execution: Execution, index: number): string {
  const step = execution.steps[index];
  return step === undefined ? '' : threadName(execution.system, step.choice.thread);
}

function lastIndex(steps: readonly Step[], matches: (step: Step, index: number) => boolean): number {
  for (let index = steps.length - 1; index >= 0; index -= 1) {
    const step = steps[index];
    if (step !== undefined && matches(step, index)) return index;
  }
  return -1;
}
