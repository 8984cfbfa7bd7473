import { Command } from 'commander'
import { decideRenameTeam } from '../../../core/decide-team.ts'
import { SfsyncError } from '../../../core/errors.ts'
import { fold, tidy } from '../../../core/text.ts'
import { askForExistingTeam, requireAnswers } from '../../ask.ts'
import { carryOut, type WriteOptions } from '../../carry-out.ts'
import type { Context } from '../../context.ts'
import { given, type WriteFlags, writeOptions, writing } from '../../flags.ts'
import type { Handle } from '../../handle.ts'
import { withExamples } from '../../help.ts'
import { resolveTeam } from '../../resolve/team.ts'

export interface TeamsRenameOptions extends WriteOptions {
  readonly team?: string
  readonly name?: string
}

export function teamsRenameCommand(handle: Handle): Command {
  const command = new Command('rename')
    .description('give a team another name')
    .argument('[team]', 'name, key or ID of the team')
    .argument('[name]', 'new name')
    .action((team: string | undefined, name: string | undefined, flags: WriteFlags) =>
      handle(runTeamsRename, { ...given({ team, name }), ...writeOptions(flags) }),
    )
  return withExamples(writing(command), [
    { command: 'sfsync teams rename "Sales North" "Sales Nordics"', purpose: 'everybody stays on it' },
  ])
}

export async function runTeamsRename(options: TeamsRenameOptions, context: Context): Promise<void> {
  requireAnswers(context, 'teams rename', { '<team>': options.team, '<name>': options.name })
  const ledger = await context.ledger()
  const text = options.team ?? (await askForExistingTeam(ledger, await context.prompts(), 'Which team?'))
  const name = tidy(options.name ?? (await (await context.prompts()).text({ message: 'New name' })))
  if (name === '') throw new SfsyncError('usage', 'a team needs a name')
  await carryOut(context, {
    ...options,
    words: ['teams', 'rename', text, name],
    prompted: options.team === undefined || options.name === undefined,
    decide: async () => {
      const { team } = await resolveTeam(ledger, text)
      const holder = (await ledger.teams()).find((each) => fold(each.team.name) === fold(name))
      return decideRenameTeam(team, holder?.team ?? null, name)
    },
  })
}
