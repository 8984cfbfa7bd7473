import { Command } from 'commander'
import type { Context } from '../context.ts'
import {
  type CommandRunner,
  withExamples,
  type WriteFlags,
  writeOptions,
  withWriteFlags,
} from '../command.ts'
import {
  type BatchFlags,
  type BatchOptions,
  batchWords,
  fileOptions,
  type ListFlags,
  withListFlags,
  listOptions,
  type ListOptions,
  noteCount,
  withFileFlags,
  writeList,
} from '../shared-flags.ts'
import { mappingColumns } from '../output/record-columns.ts'
import { decideUnmap } from '../../core/decide/map.ts'
import { askForUser, requireAnswers } from '../questions.ts'
import type { WriteOptions } from '../../app/write.ts'
import { executeWrite } from '../write.ts'
import type { ExitCode } from '../../app/exit-codes.ts'
import { resolveUser } from '../../app/resolve.ts'
import { given } from '../../core/values.ts'

export interface MappingsListOptions extends ListOptions {
  readonly search?: string
}

interface MappingsListFlags extends ListFlags {
  readonly search?: string
}

export function mappingsListCommand(handle: CommandRunner): Command {
  const command = new Command('list')
    .description('list the mappings, by name of the SalesScreen user')
    .option('--search <text>', 'only those whose name, nickname or e-mail holds these words')
    .action((flags: MappingsListFlags) =>
      handle(runMappingsList, { ...listOptions(flags), ...given({ search: flags.search }) }),
    )
  return withExamples(withListFlags(command), [
    { command: 'sfsync mappings list', purpose: 'who is mapped to whom' },
    {
      command: 'sfsync mappings list --columns email,salesforceUserId --format csv',
      purpose: 'two columns for a spreadsheet',
    },
  ])
}

export async function runMappingsList(options: MappingsListOptions, context: Context): Promise<void> {
  const ledger = await context.ledger()
  const query = given({ search: options.search, limit: options.limit })
  const rows = await writeList(context, mappingColumns, ledger.users({ ...query, mapped: true }), options)
  await noteCount(context, rows, ['mapping', 'mappings'], options, 'sfsync status')
}

export interface UnmapOptions extends WriteOptions {
  readonly screenUser?: string
  readonly batch?: BatchOptions
}

interface UnmapFlags extends WriteFlags, BatchFlags {
  readonly file?: string
}

export function unmapCommand(handle: CommandRunner): Command {
  const command = new Command('unmap')
    .description("take a SalesScreen user's mapping away")
    .argument('[screenUser]', 'e-mail, nickname, user ID, or full name of the SalesScreen user')
    .action((screenUser: string | undefined, flags: UnmapFlags) =>
      handle(runUnmap, {
        ...given({ screenUser, batch: fileOptions(flags, [screenUser]) }),
        ...writeOptions(flags),
      }),
    )
  return withExamples(withWriteFlags(withFileFlags(command)), [
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
    const { runBatch } = await import('../batch.ts')
    const words = ['unmap', '--file', batch.file, ...batchWords(batch)]
    return await runBatch(context, { ...options, ...batch, kind: 'unmap', allowed: [], words })
  }
  requireAnswers(context, 'unmap', { '<screenUser>': options.screenUser })
  const ledger = await context.ledger()
  const screenUser =
    options.screenUser ?? (await askForUser(ledger, await context.prompts(), 'Whose mapping is taken away?'))
  await executeWrite(context, {
    ...options,
    words: ['unmap', screenUser],
    prompted: options.screenUser === undefined,
    decide: async () => {
      const { user, mapping } = await resolveUser(ledger, screenUser)
      return decideUnmap(user, mapping)
    },
  })
}
