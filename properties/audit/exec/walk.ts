/** One run of a program, step by step, as the search or a person chooses. */
import type { AcceptorOptions } from '../../history/acceptor.ts';
import type { Rejection } from '../../history/blame.ts';
import type { HistoryEvent } from '../../history/history.ts';
import type { Program } from '../../programs/program.ts';
import { beginning, type Judged, judge } from './judged.ts';
import type { Peer } from './peer.ts';
import type { Enabled, Position } from './protocol.ts';

/** A step that was taken. */
export interface Taken {
  readonly step: string;
  /** The thread that took it; absent: something else did. */
  readonly thread?: number;
  readonly did?: string;
  readonly events: readonly HistoryEvent[];
  /** The step before could have been followed by one of its own agent. */
  readonly preempts: boolean;
}

export class Walk {
  readonly #peer: Peer;
  #position: Position;
  #judged: Judged;
  readonly #taken: Taken[] = [];
  /** Events before the first step. */
  readonly opening: readonly HistoryEvent[];

  private constructor(peer: Peer, position: Position, judged: Judged) {
    this.#peer = peer;
    this.#position = position;
    this.#judged = judged;
    this.opening = judged.events;
  }

  static async start(peer: Peer, program: Program, dialect: AcceptorOptions): Promise<Walk> {
    const position = await peer.start(program);
    return new Walk(peer, position, judge(peer, beginning(program, dialect), position));
  }

  /** What can be taken; nothing where the run is over, because nothing can move or something is wrong. */
  get enabled(): readonly Enabled[] {
    return this.rejection === undefined && !this.#judged.acceptor.misused ? this.#position.enabled : [];
  }

  get rejection(): Rejection | undefined {
    return this.#judged.rejection;
  }

  /** The state, where the process tells them apart. */
  get state(): string | undefined {
    return this.#position.state;
  }

  get taken(): readonly Taken[] {
    return this.#taken;
  }

  get schedule(): readonly string[] {
    return this.#taken.map(({ step }) => step);
  }

  /** Only servers are left: what they do from here on, polling, may have no end. */
  get onlyServers(): boolean {
    return this.#judged.following.onlyServers;
  }

  can(step: string): boolean {
    return this.enabled.some((one) => one.step === step);
  }

  /** Of a step that is enabled. */
  async take(step: string): Promise<void> {
    const found = this.enabled.find((one) => one.step === step);
    if (found === undefined) throw new RangeError(`the step "${step}" cannot be taken`);
    const last = this.#taken.at(-1)?.step;
    const preempts = last !== undefined && last !== step && this.can(last);
    this.#position = await this.#peer.move({ do: 'step', step });
    this.#judged = judge(this.#peer, this.#judged, this.#position);
    const did = this.#position.did ?? found.does;
    this.#taken.push({
      step,
      ...(found.thread === undefined ? {} : { thread: found.thread }),
      ...(did === undefined ? {} : { did }),
      events: this.#judged.events,
      preempts,
    });
  }
}
