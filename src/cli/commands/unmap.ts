import { Command } from 'commander'
import { decideUnmap } from '../../core/decide-map.ts'
import { askForUser, requireAnswers } from '../ask.ts'
import { type BatchFlags, type BatchOptions, batchWords, fileOptions, takingFile } from '../batch/flags.ts'
import { carryOut, type WriteOptions } from '../carry-out.ts'
import type { Context } from '../context.ts'
import type { ExitCode } from '../exit-codes.ts'
import { given, type WriteFlags, writeOptions, writing } from '../flags.ts'
import type { Handle } from '../handle.ts'
import { withExamples } from '../help.ts'
import { resolveUser } from '../resolve/screen-user.ts'

export interface UnmapOptions extends WriteOptions {
  readonly screenUser?: string
  readonly batch?: BatchOptions
}

interface UnmapFlags extends WriteFlags, BatchFlags {
  readonly file?: string
}

export function unmapCommand(handle: Handle): Command {
  const command = new Command('unmap')
    .description("take a SalesScreen user's mapping away")
    .argument('[screenUser]', 'e-mail, nickname, user ID, or full name of the SalesScreen user')
    .action((screenUser: string | undefined, flags: UnmapFlags) =>
      handle(runUnmap, {
        ...given({ screenUser, batch: fileOptions(flags, [screenUser]) }),
        ...writeOptions(flags),
      }),
    )
  return withExamples(writing(takingFile(command)), [
    {
      command: 'sfsync unmap ada.lovelace@acme.example',
      purpose: 'the user stays, the Salesforce user is free again',
    },
    { command: 'sfsync unmap --file leavers.csv --allow-removals 14', purpose: 'everybody in a file' },
  ])
}

export async function runUnmap(options: UnmapOptions, context: Context): Promise<ExitCode | void> {
  const { batch } = options
  if (batch !== undefined) {
    const { runBatch } = await import('../batch/run-batch.ts')
    const words = ['unmap', '--file', batch.file, ...batchWords(batch)]
    return await runBatch(context, { ...options, ...batch, kind: 'unmap', allowed: [], words })
  }
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
