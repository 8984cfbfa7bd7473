import { Command } from 'commander'
import { decideDeactivate, decideReactivate, type EditUserFacts } from '../../../core/decide-edit-user.ts'
import type { Decided } from '../../../core/decided.ts'
import { askForUser, requireAnswers } from '../../ask.ts'
import { carryOut, type WriteOptions } from '../../carry-out.ts'
import type { Context } from '../../context.ts'
import { given, type WriteFlags, writeOptions, writing } from '../../flags.ts'
import type { Handle, Run } from '../../handle.ts'
import { withExamples } from '../../help.ts'
import { resolveUser } from '../../resolve/screen-user.ts'
import { editFacts } from './edit.ts'

export interface UsersStateOptions extends WriteOptions {
  readonly screenUser?: string
}

export const runUsersDeactivate = stateRun('deactivate', decideDeactivate)
export const runUsersReactivate = stateRun('reactivate', decideReactivate)

export function usersDeactivateCommand(handle: Handle): Command {
  return withExamples(
    stateCommand(
      handle,
      'deactivate',
      'deactivate a SalesScreen user; history and mapping stay',
      runUsersDeactivate,
    ),
    [
      {
        command: 'sfsync users deactivate ada.lovelace@acme.example --reason "left in May"',
        purpose: 'somebody has left',
      },
    ],
  )
}

export function usersReactivateCommand(handle: Handle): Command {
  return withExamples(
    stateCommand(handle, 'reactivate', 'bring a SalesScreen user back', runUsersReactivate),
    [{ command: 'sfsync users reactivate ada.lovelace@acme.example', purpose: 'somebody has come back' }],
  )
}

function stateCommand(
  handle: Handle,
  name: string,
  description: string,
  run: Run<UsersStateOptions>,
): Command {
  return writing(
    new Command(name)
      .description(description)
      .argument('[screenUser]', 'e-mail, nickname, user ID, or full name')
      .action((screenUser: string | undefined, flags: WriteFlags) =>
        handle(run, { ...given({ screenUser }), ...writeOptions(flags) }),
      ),
  )
}

function stateRun(verb: string, decide: (facts: EditUserFacts) => Decided): Run<UsersStateOptions> {
  return async (options: UsersStateOptions, context: Context) => {
    requireAnswers(context, `users ${verb}`, { '<screenUser>': options.screenUser })
    const ledger = await context.ledger()
    const screenUser =
      options.screenUser ?? (await askForUser(ledger, await context.prompts(), `Whom to ${verb}?`))
    await carryOut(context, {
      ...options,
      words: ['users', verb, screenUser],
      prompted: options.screenUser === undefined,
      decide: async () => decide(await editFacts(ledger, await resolveUser(ledger, screenUser), {})),
    })
  }
}
