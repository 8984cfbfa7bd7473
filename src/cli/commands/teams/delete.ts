import { Command } from 'commander'
import { decideDeleteTeam } from '../../../core/decide-team.ts'
import type { User } from '../../../core/user.ts'
import { askForExistingTeam, requireAnswers } from '../../ask.ts'
import { carryOut, type WriteOptions } from '../../carry-out.ts'
import type { Context } from '../../context.ts'
import { given, type WriteFlags, writeOptions, writing } from '../../flags.ts'
import type { Handle } from '../../handle.ts'
import { withExamples } from '../../help.ts'
import { resolveTeam } from '../../resolve/team.ts'

export interface TeamsDeleteOptions extends WriteOptions {
  readonly team?: string
  readonly removeMembers: boolean
}

interface TeamsDeleteFlags extends WriteFlags {
  readonly removeMembers?: boolean
}

export function teamsDeleteCommand(handle: Handle): Command {
  const command = new Command('delete')
    .description('delete a team')
    .argument('[team]', 'name, key or ID of the team')
    .option('--remove-members', 'leave the people on it without a team')
    .action((team: string | undefined, flags: TeamsDeleteFlags) =>
      handle(runTeamsDelete, {
        ...given({ team }),
        removeMembers: flags.removeMembers === true,
        ...writeOptions(flags),
      }),
    )
  return withExamples(writing(command), [
    { command: 'sfsync teams delete "Sales North"', purpose: 'an empty team' },
  ])
}

export async function runTeamsDelete(options: TeamsDeleteOptions, context: Context): Promise<void> {
  requireAnswers(context, 'teams delete', { '<team>': options.team })
  const ledger = await context.ledger()
  const text = options.team ?? (await askForExistingTeam(ledger, await context.prompts(), 'Which team?'))
  await carryOut(context, {
    ...options,
    allowed: options.removeMembers ? ['remove-members'] : [],
    words: ['teams', 'delete', text, ...(options.removeMembers ? ['--remove-members'] : [])],
    prompted: options.team === undefined,
    decide: async (allowed) => {
      const { team } = await resolveTeam(ledger, text)
      const members: User[] = []
      for await (const page of ledger.users({ teamId: team.teamId }))
        for (const { user } of page) members.push(user)
      return decideDeleteTeam(team, members, allowed.has('remove-members'))
    },
  })
}
