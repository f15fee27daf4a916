/** `lwkt audit`: what a change, or an implementation of one's own, does; in several ways, each a file under audit/. */
import { Command } from 'commander';
import { ofBase } from './audit/base.ts';
import { ofProcess } from './audit/exec.ts';
import { ofModule } from './audit/module.ts';
import { ofMutants } from './audit/mutants.ts';
import type { AuditOptions, Way } from './audit/way.ts';
import { EXIT_CODES, type Finish, UsageError } from './exit.ts';
import { regressionsOptions, runOptions } from './options.ts';

/** The first whose options are given is meant. */
const WAYS: readonly Way[] = [ofModule, ofBase, ofProcess, ofMutants];

/** Gives the exit code. @throws UsageError */
export function audit(module: string | undefined, options: AuditOptions): Promise<number> {
  const asked = WAYS.filter((way) => way.isAsked(module, options));
  const [way, other] = asked;
  const usage = WAYS.map(({ usage }) => usage);
  if (way === undefined) throw new UsageError(`Say what to audit: ${usage.join('; or ')}.`);
  if (other !== undefined) throw new UsageError(`Either ${way.usage}, or ${other.usage}: not both at once.`);
  if (options.keepGoing === true && way !== ofModule)
    throw new UsageError(`--keep-going goes with ${ofModule.usage}, and not with ${way.usage}.`);
  return way.run(module, options);
}

export function auditCommand(finish: Finish): Command {
  const command = new Command('audit')
    .description('see what a change did, or hold an implementation of your own to the specification')
    .argument('[module]', 'a module that exports an implementation; #name after the path picks an export');
  const options = [...WAYS.flatMap((way) => way.options()), ...runOptions(), ...regressionsOptions()];
  for (const option of options) command.addOption(option);
  return command
    .addHelpText('after', EXIT_CODES)
    .action(async (module: string | undefined, options: AuditOptions) => finish(await audit(module, options)));
}
