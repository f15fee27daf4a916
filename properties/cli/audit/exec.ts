/** `lwkt audit --exec`: an implementation in any language, as a process that speaks lwkt-port/1. */
import { Option } from 'commander';
import { Peer, type ProcessOptions } from '../../audit/exec/index.ts';
import { ExternalError } from '../../audit/index.ts';
import { contextOf, externalSection, type Job, type Settings } from '../../check/index.ts';
import type { Scenario } from '../../programs/scenarios.ts';
import { remembered } from '../../regressions/index.ts';
import { freshSeed, milliseconds, seconds } from '../clock.ts';
import { UsageError } from '../exit.ts';
import { patienceOption, regressionsFolder } from '../options.ts';
import { Processes } from '../processes.ts';
import { type Runner, runSession } from '../session.ts';
import type { Way } from './way.ts';

export const ofProcess: Way = {
  usage: 'lwkt audit --exec <command>',
  options: () => [
    new Option('--exec <command>', 'an implementation in any language: a process that speaks lwkt-port/1'),
    patienceOption(),
  ],
  isAsked: (_, options) => options['exec'] !== undefined,
  async run(_, options) {
    const { profile, seed = freshSeed() } = options;
    const processes = new Processes();
    const exec = processes.running(String(options['exec']), Number(options['patience']));
    const peers = new Peers(exec);
    await tried(() => peers.start());
    processes.leaveInterrupt();
    const folder = regressionsFolder(options);
    const memory = folder === undefined ? {} : { regressions: folder };
    const settings: Settings = { profile, seed, implementation: exec.command, external: true, ...memory };
    const code = await runSession({
      command: 'audit',
      settings,
      sections: [externalSection(exec.command, (use) => peers.lend(use), failedBefore(folder))],
      options,
      exec,
      runner: (deadline, onProgress) => runnerOf({ settings, deadline, onProgress }, () => processes.close()),
    });
    processes.stopListening();
    return code;
  },
};

/** Their schedules are of calls that are another’s, so it is the programs that are tried. */
function failedBefore(folder: string | undefined): readonly Scenario[] {
  if (folder === undefined) return [];
  return remembered(folder).map(({ name, regression }) => ({
    name,
    about: regression.what,
    program: regression.program,
  }));
}

/** Lets the process introduce itself once, so that what is wrong with it is said before anything is begun. */
async function tried(start: () => Promise<unknown>): Promise<void> {
  try {
    await start();
  } catch (error) {
    throw error instanceof ExternalError ? new UsageError(error.message) : error;
  }
}

/** Starting one may take longer than all that it is asked, so those that have done no wrong are used again. */
class Peers {
  readonly #options: ProcessOptions;
  readonly #idle: Peer[] = [];

  constructor(options: ProcessOptions) {
    this.#options = options;
  }

  /** Starts one, for later. @throws ExternalError */
  async start(): Promise<void> {
    this.#idle.push(await Peer.start(this.#options));
  }

  async lend<T>(use: (peer: Peer) => Promise<T>): Promise<T> {
    const peer = this.#idle.pop() ?? (await Peer.start(this.#options));
    const used = await use(peer);
    this.#idle.push(peer);
    return used;
  }
}

/** A process waits for most of its time, and so does who asks it: jobs are run in this thread. */
function runnerOf({ settings, deadline, onProgress }: RunnerOptions, close: () => Promise<void>): Runner {
  return {
    run: (job, emit) =>
      job.section.run(
        job.name,
        contextOf(job, {
          settings,
          emit,
          now: seconds,
          expired: () => milliseconds() >= deadline,
          progress: (text) => onProgress(job, text),
        }),
      ),
    close,
  };
}

interface RunnerOptions {
  readonly settings: Settings;
  readonly deadline: number;
  readonly onProgress: (job: Job, text: string) => void;
}
