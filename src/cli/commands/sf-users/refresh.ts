import { defineCommand } from '../../command.ts'
import { reportImport } from './import.ts'
import { Option } from '@commander-js/extra-typings'
import { type ReadingWay, readingWays } from '../../../salesforce/salesforce.ts'
import type { DirectoryScope } from '../../../core/salesforce-user.ts'
import type { Context } from '../../context.ts'
import type { ExitCode } from '../../../app/exit-codes.ts'
import { refreshDirectory } from '../../../app/directory/refresh.ts'
import { given } from '../../../core/values.ts'
import { importDirectory } from '../../../app/directory/import-directory.ts'

export interface SfUsersRefreshOptions {
  readonly scope: DirectoryScope
  readonly full: boolean
  readonly way?: ReadingWay
  readonly dryRun: boolean
}

export const sfUsersRefreshCommand = defineCommand({
  name: 'refresh',
  summary: 'bring the directory up to date with the live org',
  examples: [
    { command: 'sfsync sf-users refresh', purpose: 'what changed; the first time everybody' },
    { command: 'sfsync sf-users refresh --full', purpose: 'everybody, renamed profiles and roles included' },
    {
      command:
        'SF_ACCESS_TOKEN=... SF_ORG_INSTANCE_URL=https://acme.my.salesforce.com sfsync sf-users refresh',
      purpose: 'with a token in the environment',
    },
  ],
  declare: (command) =>
    command
      .option('--full', 'read everybody anew; without it only what changed since the last refresh')
      .addOption(
        new Option(
          '--external',
          'external people (partners, customers), too; communities can hold millions',
        ).conflicts('all'),
      )
      .option('--all', 'external, Chatter and integration users, too')
      .addOption(
        new Option('--via <way>', 'read everybody page by page (rest) or as a prepared job (bulk)').choices([
          ...readingWays,
        ]),
      )
      .option('-n, --dry-run', 'read everything, and write nothing'),
  options: (_words, flags): SfUsersRefreshOptions => {
    const scope = flags.all === true ? 'everyone' : flags.external === true ? 'external' : 'people'
    return { scope, full: flags.full === true, dryRun: flags.dryRun === true, ...given({ way: flags.via }) }
  },
  run: runSfUsersRefresh,
})

export async function runSfUsersRefresh(options: SfUsersRefreshOptions, context: Context): Promise<ExitCode> {
  const { dryRun } = options
  const result =
    context.profile === 'demo'
      ? await importDirectory(context, await context.dependencies.readDemo(), {
          dryRun,
          replace: true,
          keepGoing: false,
        })
      : await refreshDirectory(context, options)
  return await reportImport(context, result)
}
