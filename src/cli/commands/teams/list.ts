import { Command } from 'commander'
import type { Context } from '../../context.ts'
import type { Handle } from '../../handle.ts'
import { withExamples } from '../../help.ts'
import {
  type ListFlags,
  listing,
  type ListOptions,
  listOptions,
  noteCount,
  writeList,
} from '../../list/flags.ts'
import { teamColumns } from '../../list/team-columns.ts'

export function teamsListCommand(handle: Handle): Command {
  const command = new Command('list')
    .description('list the teams, by name')
    .action((flags: ListFlags) => handle(runTeamsList, listOptions(flags)))
  return withExamples(listing(command), [
    { command: 'sfsync teams list', purpose: 'every team, its key and how many people' },
  ])
}

export async function runTeamsList(options: ListOptions, context: Context): Promise<void> {
  const ledger = await context.ledger()
  const teams = (await ledger.teams()).slice(0, options.limit)
  await writeList(context, teamColumns, [teams], options)
  await noteCount(context, teams.length, ['team', 'teams'], options, 'sfsync teams create <name>')
}
