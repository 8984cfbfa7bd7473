import { commandLineOf, defineCommand, type Invocation, withAnswers, writeOptions } from '../../command.ts'
import { noteEquivalentCommand, removalFlags, withRemovalsAsked } from '../../write.ts'
import { namedUsers, reportImport } from './import-output.ts'
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
  readonly allChanges: boolean
  /** Exactly this many users may be dropped from the directory in this run. */
  readonly allowRemovals?: number
}

export const sfUsersRefreshCommand = defineCommand({
  name: 'refresh',
  summary: 'refresh the directory from the live org',
  examples: [
    { command: 'sfsync sf-users refresh', purpose: 'only what changed; everything the first time' },
    { command: 'sfsync sf-users refresh --full', purpose: 'all users, including renamed profiles and roles' },
    {
      command:
        'SF_ACCESS_TOKEN=... SF_ORG_INSTANCE_URL=https://acme.my.salesforce.com sfsync sf-users refresh',
      purpose: 'with a token in the environment',
    },
  ],
  declare: (command) =>
    command
      .option('--full', 'read all users again, not only changes since the last refresh')
      .addOption(
        new Option(
          '--external',
          'include external users (partners, customers); communities can have millions',
        ).conflicts('all'),
      )
      .option('--all', 'include external, Chatter and integration users')
      .addOption(
        new Option(
          '--via <way>',
          'read all users again, page by page (rest) or with a bulk job (bulk)',
        ).choices([...readingWays]),
      )
      .option('--all-changes', 'name everyone who joined, left or changed, not only the first ones')
      .option('-n, --dry-run', 'read everything, but change nothing')
      .option('--allow-removals <number>', 'allow exactly this many users to be dropped from the directory'),
  options: (_words, flags): SfUsersRefreshOptions => {
    const scope = flags.all === true ? 'everyone' : flags.external === true ? 'external' : 'people'
    const { dryRun, allowRemovals } = writeOptions(flags)
    // Only a full read has a way.
    return {
      scope,
      full: flags.full === true || flags.via !== undefined,
      dryRun,
      allChanges: flags.allChanges === true,
      ...given({ way: flags.via, allowRemovals }),
    }
  },
  run: runSfUsersRefresh,
})

export async function runSfUsersRefresh(
  options: SfUsersRefreshOptions,
  context: Context,
  invocation?: Invocation,
): Promise<ExitCode> {
  const { dryRun } = options
  const named = namedUsers(context, options)
  const { result, answer } = await withRemovalsAsked(context, options.allowRemovals, async (allowRemovals) =>
    context.profile === 'demo'
      ? await importDirectory(context, await context.dependencies.readDemo(), {
          dryRun,
          mode: 'replace',
          named,
          keepGoing: false,
          allowMismatch: true,
        })
      : await refreshDirectory(context, { ...options, ...given({ allowRemovals }), named }),
  )
  const exitCode = await reportImport(context, result, undefined)
  if (answer !== undefined && invocation !== undefined)
    await noteEquivalentCommand(
      context,
      commandLineOf(withAnswers(invocation, invocation.arguments, removalFlags(answer))),
    )
  return exitCode
}
