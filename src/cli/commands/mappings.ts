import { userMeant } from '../who-is-meant.ts'
import { firstStep } from '../../app/first-step.ts'
import {
  defineCommand,
  defineGroup,
  withAnswers,
  withWriteFlags,
  writeOptions,
  type Invocation,
} from '../command.ts'
import { commandLine } from '../../core/hint.ts'
import type { Context } from '../context.ts'
import { withListFlags, listOptions, type ListOptions, noteCount, writeList } from '../lists.ts'
import { type BatchOptions, fileOptions, withFileFlags } from '../shared-flags.ts'
import { mappingColumns } from '../output/record-columns.ts'
import { decideUnmap } from '../../core/decide/map.ts'
import { requireAnswers } from '../questions.ts'
import type { WriteOptions } from '../../app/write.ts'
import { executeWrite } from '../write.ts'
import { mappingsAuditCommand } from './mappings-audit.ts'
import type { ExitCode } from '../../app/exit-codes.ts'
import { resolveUser } from '../../app/resolve.ts'
import { given } from '../../core/values.ts'

export interface MappingsListOptions extends ListOptions {
  readonly search?: string
}

const mappingsListCommand = defineCommand({
  name: 'list',
  summary: 'list the mappings, by name of the SalesScreen user',
  examples: [
    { command: 'sfsync mappings list', purpose: 'every mapping' },
    {
      command: 'sfsync mappings list --columns email,salesforceUserId --format csv',
      purpose: 'two columns, for a spreadsheet',
    },
  ],
  declare: (command) =>
    withListFlags(
      command.option('--search <text>', 'only users whose name, nickname or e-mail contains these words'),
    ),
  options: (_words, flags): MappingsListOptions => ({
    ...listOptions(flags),
    ...given({ search: flags.search }),
  }),
  run: runMappingsList,
})

export async function runMappingsList(options: MappingsListOptions, context: Context): Promise<void> {
  const ledger = await context.ledger()
  const query = given({ search: options.search, limit: options.limit })
  const rows = await writeList(context, mappingColumns, ledger.users({ ...query, mapped: true }), options)
  const first = rows === 0 ? await firstStep(ledger) : undefined
  await noteCount(context, rows, ['mapping', 'mappings'], options, first ?? commandLine('status'))
}

export interface UnmapOptions extends WriteOptions {
  readonly screenUser?: string
  readonly batch?: BatchOptions
}

export const unmapCommand = defineCommand({
  name: 'unmap',
  description: 'remove the mapping of a SalesScreen user',
  examples: [
    {
      command: 'sfsync unmap ada.lovelace@acme.example',
      purpose: 'keep the user; the Salesforce user can be mapped again',
    },
    { command: 'sfsync unmap --file leavers.csv --allow-removals 14', purpose: 'every user in a file' },
  ],
  declare: (command) =>
    withWriteFlags(
      withFileFlags(
        command.argument('[screenUser]', 'e-mail, nickname, user ID, or full name of the SalesScreen user'),
      ),
    ),
  options: ([screenUser], flags): UnmapOptions => ({
    ...given({ screenUser, batch: fileOptions(flags, [screenUser]) }),
    ...writeOptions(flags),
  }),
  run: runUnmap,
})

export async function runUnmap(
  options: UnmapOptions,
  context: Context,
  invocation: Invocation,
): Promise<ExitCode | void> {
  const { batch } = options
  if (batch !== undefined) {
    const { runBatch } = await import('../batch.ts')
    return await runBatch(context, { ...options, ...batch, kind: 'unmap', allowed: [], invocation })
  }
  requireAnswers(context, 'unmap', { '<screenUser>': options.screenUser })
  const ledger = await context.ledger()
  const screenUser = await userMeant(context, options.screenUser, {
    mapped: true,
    ifNone: 'no SalesScreen user is mapped',
  })
  await executeWrite(context, {
    ...options,
    invocation: withAnswers(invocation, [screenUser]),
    decide: async () => {
      const { user, mapping } = await resolveUser(ledger, screenUser)
      return decideUnmap(user, mapping)
    },
  })
}

export const mappingsCommands = defineGroup({
  name: 'mappings',
  examples: [{ command: 'sfsync mappings list', purpose: 'every mapping' }],
  commands: [mappingsListCommand, mappingsAuditCommand],
})
