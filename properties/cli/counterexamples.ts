/** The counterexamples of one run as text, each implementation loaded once, however many counterexamples it has. */
import { loadBuilt } from '../audit/index.ts';
import {
  decode,
  implementationNamed,
  isBad,
  type Row,
  type Running,
  type Settings,
  type ShowOptions,
  show,
} from '../check/index.ts';
import type { Implementation } from '../implementation.ts';
import { terminal } from './terminal.ts';

/** Files have room. */
const WHOLE = { width: 120, height: Number.MAX_SAFE_INTEGER };

export class Counterexamples {
  private readonly settings: Settings;
  private readonly exec: Running | undefined;
  private readonly loaded = new Map<string, Promise<Implementation>>();

  /** @param exec the process that may be run to show them */
  constructor(settings: Settings, exec?: Running) {
    this.settings = settings;
    this.exec = exec;
  }

  /** Of all that failed the one with the fewest steps, as small as it gets and with a certificate: a screenful. */
  async shortestOf(rows: readonly Row[]): Promise<string | undefined> {
    const failed = rows.filter(({ verdict, token }) => isBad(verdict) && token !== undefined);
    const [shortest] = failed.sort((one, other) => (one.steps ?? 0) - (other.steps ?? 0));
    return shortest?.token === undefined ? undefined : this.text(shortest.token, { ...terminal(), certify: true });
  }

  /** Of each sort of failure the one with the fewest steps, with how often it was met, and where. */
  async eachSort(rows: readonly Row[]): Promise<string | undefined> {
    const sorts = new Map<string, Row[]>();
    for (const row of rows.filter(({ verdict, token }) => isBad(verdict) && token !== undefined)) {
      const sort = row.sort ?? row.clause ?? row.name;
      sorts.set(sort, [...(sorts.get(sort) ?? []), row]);
    }
    if (sorts.size === 0) return undefined;
    const parts = [...sorts].map(async ([sort, found], at) => {
      const times = found.reduce((sum, { times: each = 1 }) => sum + each, 0);
      const names = [...new Set(found.map(({ name }) => `"${name}"`))];
      const head = `${at + 1} of ${sorts.size}. ${sort}\n   ${times === 1 ? 'Once' : `${times} times`}, in ${names.join(', ')}.`;
      return `${head}\n\n${await this.shortestOf(found)}`;
    });
    return (await Promise.all(parts)).join('\n\n');
  }

  /** All that failed, in full, by their tokens. */
  async lanesOf(rows: readonly Row[]): Promise<ReadonlyMap<string, string>> {
    const lanes = new Map<string, string>();
    for (const { verdict, token } of rows) {
      if (token !== undefined && isBad(verdict)) lanes.set(token, await this.text(token, WHOLE));
    }
    return lanes;
  }

  private async text(token: string, page: ShowOptions): Promise<string> {
    try {
      const implementation = (name: string): Promise<Implementation> => this.implementation(name);
      const process = this.exec === undefined ? {} : { exec: this.exec };
      return (await show(decode(token), token, { ...page, implementation, ...process })).text;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return `The counterexample could not be shown again: ${why}`;
    }
  }

  private implementation(name: string): Promise<Implementation> {
    const found = this.loaded.get(name) ?? this.load(name);
    this.loaded.set(name, found);
    return found;
  }

  /** What is compared in this run is compiled already. */
  private load(name: string): Promise<Implementation> {
    const { compared } = this.settings;
    const built = [compared?.before, compared?.after].find((each) => each?.name === name);
    return built === undefined ? implementationNamed(name) : loadBuilt(name, built.folder);
  }
}
