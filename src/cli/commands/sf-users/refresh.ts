import { Command } from 'commander'
import type { Context } from '../../context.ts'
import type { ExitCode } from '../../exit-codes.ts'
import type { Handle } from '../../handle.ts'
import { withExamples } from '../../help.ts'
import { liveRequest } from '../../live-request.ts'
import { takeIn } from '../../take-in.ts'

export interface SfUsersRefreshOptions {
  readonly everyone: boolean
  readonly dryRun: boolean
}

interface SfUsersRefreshFlags {
  readonly all?: boolean
  readonly dryRun?: boolean
}

export function sfUsersRefreshCommand(handle: Handle): Command {
  const command = new Command('refresh')
    .description('read the Salesforce users of the live org anew')
    .option('--all', 'external, Chatter and integration users, too (communities can hold millions)')
    .option('-n, --dry-run', 'read everything, and write nothing')
    .action((flags: SfUsersRefreshFlags) =>
      handle(runSfUsersRefresh, { everyone: flags.all === true, dryRun: flags.dryRun === true }),
    )
  return withExamples(command, [
    {
      command:
        'SF_ACCESS_TOKEN=... SF_ORG_INSTANCE_URL=https://acme.my.salesforce.com sfsync sf-users refresh',
      purpose: 'with a token in the environment',
    },
  ])
}

export async function runSfUsersRefresh(options: SfUsersRefreshOptions, context: Context): Promise<ExitCode> {
  const { parts } = context
  const reading =
    context.profile === 'demo'
      ? await parts.readDemo()
      : await parts.readLive(liveRequest(context), { everyone: options.everyone })
  return await takeIn(context, reading, { dryRun: options.dryRun, replace: true, keepGoing: false })
}
