import { Command } from 'commander'
import { decideCreateTeam } from '../../../core/decide-team.ts'
import { requireAnswers } from '../../ask.ts'
import { carryOut, type WriteOptions } from '../../carry-out.ts'
import type { Context } from '../../context.ts'
import { given, type WriteFlags, writeOptions, writing } from '../../flags.ts'
import type { Handle } from '../../handle.ts'
import { withExamples } from '../../help.ts'
import { findTeam, newTeam } from '../../resolve/team.ts'

export interface TeamsCreateOptions extends WriteOptions {
  readonly name?: string
  readonly key?: string
}

interface TeamsCreateFlags extends WriteFlags {
  readonly key?: string
}

export function teamsCreateCommand(handle: Handle): Command {
  const command = new Command('create')
    .description('create a team')
    .argument('[name]', 'name of the team')
    .option('--key <key>', 'the key that SalesScreen shows at Settings > Mappings')
    .action((name: string | undefined, flags: TeamsCreateFlags) =>
      handle(runTeamsCreate, { ...given({ name, key: flags.key }), ...writeOptions(flags) }),
    )
  return withExamples(writing(command), [
    { command: 'sfsync teams create "Sales North" --key north', purpose: 'a new team' },
  ])
}

export async function runTeamsCreate(options: TeamsCreateOptions, context: Context): Promise<void> {
  requireAnswers(context, 'teams create', { '<name>': options.name })
  const ledger = await context.ledger()
  const name = options.name ?? (await (await context.prompts()).text({ message: 'Name of the team' }))
  const key = options.key ?? null
  await carryOut(context, {
    ...options,
    words: ['teams', 'create', name, ...(key === null ? [] : ['--key', key])],
    prompted: options.name === undefined,
    decide: async () => {
      const existing = await findTeam(ledger, name)
      const teams = await ledger.teams()
      const holder = key === null ? undefined : teams.find(({ team }) => team.key === key)
      return decideCreateTeam(existing?.team ?? null, holder?.team ?? null, newTeam(context.parts, name, key))
    },
  })
}
