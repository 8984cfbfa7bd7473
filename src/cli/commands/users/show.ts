import { Command } from 'commander'
import { askForUser, requireAnswers } from '../../ask.ts'
import { tellTyped } from '../../carry-out.ts'
import type { Context } from '../../context.ts'
import { given } from '../../flags.ts'
import type { Handle } from '../../handle.ts'
import { withExamples } from '../../help.ts'
import { userColumns } from '../../list/user-columns.ts'
import { renderRecord } from '../../output/render.ts'
import { resolveUser } from '../../resolve/screen-user.ts'

export interface UsersShowOptions {
  readonly screenUser?: string
}

export function usersShowCommand(handle: Handle): Command {
  const command = new Command('show')
    .description('show one SalesScreen user')
    .argument('[screenUser]', 'e-mail, nickname, user ID, or full name')
    .action((screenUser: string | undefined) => handle(runUsersShow, given({ screenUser })))
  return withExamples(command, [
    {
      command: 'sfsync users show ada.lovelace@acme.example',
      purpose: 'team, state and mapping of one person',
    },
  ])
}

export async function runUsersShow(options: UsersShowOptions, context: Context): Promise<void> {
  requireAnswers(context, 'users show', { '<screenUser>': options.screenUser })
  const ledger = await context.ledger()
  const screenUser = options.screenUser ?? (await askForUser(ledger, await context.prompts(), 'Which user?'))
  await renderRecord(userColumns, await resolveUser(ledger, screenUser), context.format, context.stdout)
  if (options.screenUser === undefined) await tellTyped(context, ['users', 'show', screenUser])
}
