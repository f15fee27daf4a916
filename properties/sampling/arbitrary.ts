/**
 * Programs and schedules for fast-check, each with its own shrinker, shrunk together.
 *
 * A schedule is a list of preemptions over a run-to-completion base, each addressed by the operation it strikes in, so it
 * keeps its meaning when other operations are taken away. The order of the candidates is the quality of the result:
 * first fewer preemptions (none, each single one, one less), then a smaller program.
 */
import fc from 'fast-check';
import type { Preemption, Schedule } from '../interleaving/index.ts';
import type { Operation, Program } from '../programs/program.ts';
import { type Draw, generateProgram, SIZE, type Size } from './generate.ts';

/** A program, a schedule to run it by, and a seed for further schedules of it. */
export interface Case {
  readonly program: Program;
  readonly schedule: Schedule;
  readonly seed: number;
}

const PREEMPTIONS_MAX = 4;
const STEP_MAX = 8;

class CaseArbitrary extends fc.Arbitrary<Case> {
  readonly #size: Size;

  constructor(size: Size) {
    super();
    this.#size = size;
  }

  override generate(random: fc.Random): fc.Value<Case> {
    const draw: Draw = (bound) => random.nextInt(0, bound - 1);
    const program = generateProgram(draw, this.#size);
    const schedule = generateSchedule(draw, program);
    return new fc.Value({ program, schedule, seed: draw(2 ** 30) }, undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is Case {
    return typeof value === 'object' && value !== null && 'program' in value && 'schedule' in value;
  }

  override shrink(value: Case): fc.Stream<fc.Value<Case>> {
    return new fc.Stream(smaller(value)).map((one) => new fc.Value(one, undefined));
  }
}

/** Cases of at most this size. */
export function cases(size: Size = SIZE): fc.Arbitrary<Case> {
  return new CaseArbitrary(size);
}

function generateSchedule(draw: Draw, program: Program): Preemption[] {
  const operations = program.threads.flat();
  if (operations.length === 0) return [];
  return Array.from({ length: draw(PREEMPTIONS_MAX + 1) }, () => {
    const operation = operations[draw(operations.length)] as Operation;
    const stage = 'serve' in operation && draw(2) === 0 ? '.reply' : '';
    return { op: `${operation.id}${stage}`, step: draw(STEP_MAX), to: draw(program.threads.length) };
  });
}

function* smaller(value: Case): Generator<Case> {
  for (const schedule of fewerPreemptions(value.schedule)) yield { ...value, schedule };
  for (const program of smallerPrograms(value.program)) yield { ...value, program };
}

function* fewerPreemptions(schedule: Schedule): Generator<Schedule> {
  if (schedule.length === 0) return;
  yield [];
  if (schedule.length > 1) for (const preemption of schedule) yield [preemption];
  if (schedule.length > 2) for (let at = schedule.length - 1; at >= 0; at--) yield schedule.toSpliced(at, 1);
}

/** One operation less, from the back; then simpler ones. */
function* smallerPrograms(program: Program): Generator<Program> {
  const withThread = (thread: number, operations: readonly Operation[]): Program => ({
    ...program,
    threads: program.threads.map((old, index) => (index === thread ? operations : old)),
  });
  for (let thread = program.threads.length - 1; thread >= 0; thread--) {
    const operations = program.threads[thread] ?? [];
    if (operations.length > 1) yield withThread(thread, []);
    for (let at = operations.length - 1; at >= 0; at--) yield withThread(thread, operations.toSpliced(at, 1));
  }
  for (let thread = program.threads.length - 1; thread >= 0; thread--) {
    for (const [at, operation] of (program.threads[thread] ?? []).entries()) {
      for (const simpler of simplerOperations(operation)) {
        yield withThread(thread, (program.threads[thread] ?? []).with(at, simpler));
      }
    }
  }
  const { payload, attempts, ...plain } = program;
  if (payload !== undefined) yield attempts === undefined ? plain : { ...plain, attempts };
  if (attempts !== undefined) yield payload === undefined ? plain : { ...plain, payload };
  for (const [port, { owner, begin }] of program.ports.entries()) {
    if (begin !== undefined) yield { ...program, ports: program.ports.with(port, { owner }) };
  }
}

function* simplerOperations(operation: Operation): Generator<Operation> {
  if ('timeout' in operation) {
    const { timeout: _, ...without } = operation;
    yield without;
  }
  if (!('serve' in operation)) return;
  if (!('reply' in operation.serve)) yield { ...operation, serve: { reply: 7 } };
  if (operation.call === 'getport') yield { ...operation, call: 'waitport' };
  if (typeof operation.times === 'number' && operation.times > 1) yield { ...operation, times: operation.times - 1 };
}
