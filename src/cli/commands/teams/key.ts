import { Command } from 'commander'
import { decideTeamKey } from '../../../core/decide-team.ts'
import { SfsyncError } from '../../../core/errors.ts'
import { askForExistingTeam, requireAnswers } from '../../ask.ts'
import { carryOut, type WriteOptions } from '../../carry-out.ts'
import type { Context } from '../../context.ts'
import { given, type WriteFlags, writeOptions, writing } from '../../flags.ts'
import type { Handle } from '../../handle.ts'
import { withExamples } from '../../help.ts'
import { resolveTeam } from '../../resolve/team.ts'

export interface TeamsKeyOptions extends WriteOptions {
  readonly team?: string
  readonly key?: string
  /** Takes the key away. */
  readonly none: boolean
}

interface TeamsKeyFlags extends WriteFlags {
  readonly none?: boolean
}

export function teamsKeyCommand(handle: Handle): Command {
  const command = new Command('key')
    .description('record the key that SalesScreen shows for a team at Settings > Mappings')
    .argument('[team]', 'name, key or ID of the team')
    .argument('[key]', 'the key')
    .option('--none', 'take the key away')
    .action((team: string | undefined, key: string | undefined, flags: TeamsKeyFlags) =>
      handle(runTeamsKey, { ...given({ team, key }), none: flags.none === true, ...writeOptions(flags) }),
    )
  return withExamples(writing(command), [
    { command: 'sfsync teams key "Sales North" north', purpose: 'copied from SalesScreen' },
  ])
}

export async function runTeamsKey(options: TeamsKeyOptions, context: Context): Promise<void> {
  if (options.none && options.key !== undefined)
    throw new SfsyncError('usage', 'a key and --none contradict each other')
  requireAnswers(context, 'teams key', { '<team>': options.team, '<key>': options.none ? '' : options.key })
  const ledger = await context.ledger()
  const text = options.team ?? (await askForExistingTeam(ledger, await context.prompts(), 'Which team?'))
  const key = options.none
    ? null
    : (options.key ?? (await (await context.prompts()).text({ message: 'Key' }))).trim()
  if (key === '')
    throw new SfsyncError('usage', 'the key is empty', { actions: ['to take the key away: --none'] })
  await setTeamKey(context, text, key, {
    ...options,
    prompted: options.team === undefined || (key !== null && options.key === undefined),
  })
}

/** Records or takes away a team's key. */
export async function setTeamKey(
  context: Context,
  text: string,
  key: string | null,
  options: WriteOptions & { readonly prompted: boolean },
): Promise<void> {
  const ledger = await context.ledger()
  await carryOut(context, {
    ...options,
    words: ['teams', 'key', text, key ?? '--none'],
    decide: async () => {
      const { team } = await resolveTeam(ledger, text)
      const holder = key === null ? undefined : (await ledger.teams()).find((each) => each.team.key === key)
      return decideTeamKey(team, holder?.team ?? null, key)
    },
  })
}
