import { Command } from 'commander'
import { decideUnmap } from '../../core/decide-map.ts'
import { askForUser, requireAnswers } from '../ask.ts'
import { carryOut, type WriteOptions } from '../carry-out.ts'
import type { Context } from '../context.ts'
import { given, type WriteFlags, writeOptions, writing } from '../flags.ts'
import type { Handle } from '../handle.ts'
import { withExamples } from '../help.ts'
import { resolveUser } from '../resolve/screen-user.ts'

export interface UnmapOptions extends WriteOptions {
  readonly screenUser?: string
}

export function unmapCommand(handle: Handle): Command {
  const command = new Command('unmap')
    .description("take a SalesScreen user's mapping away")
    .argument('[screenUser]', 'e-mail, nickname, user ID, or full name of the SalesScreen user')
    .action((screenUser: string | undefined, flags: WriteFlags) =>
      handle(runUnmap, { ...given({ screenUser }), ...writeOptions(flags) }),
    )
  return withExamples(writing(command), [
    {
      command: 'sfsync unmap ada.lovelace@acme.example',
      purpose: 'the user stays, the Salesforce user is free again',
    },
  ])
}

export async function runUnmap(options: UnmapOptions, context: Context): Promise<void> {
  requireAnswers(context, 'unmap', { '<screenUser>': options.screenUser })
  const ledger = await context.ledger()
  const screenUser =
    options.screenUser ?? (await askForUser(ledger, await context.prompts(), 'Whose mapping is taken away?'))
  await carryOut(context, {
    ...options,
    words: ['unmap', screenUser],
    prompted: options.screenUser === undefined,
    decide: async () => {
      const { user, mapping } = await resolveUser(ledger, screenUser)
      return decideUnmap(user, mapping)
    },
  })
}
