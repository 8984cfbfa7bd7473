import { Command } from 'commander'
import type { Context } from '../context.ts'
import { given } from '../flags.ts'
import type { Handle } from '../handle.ts'
import { withExamples } from '../help.ts'
import {
  type ListFlags,
  listing,
  type ListOptions,
  listOptions,
  noteCount,
  writeList,
} from '../list/flags.ts'
import { mappingColumns } from '../list/mapping-columns.ts'

export interface MappingsListOptions extends ListOptions {
  readonly search?: string
}

interface MappingsListFlags extends ListFlags {
  readonly search?: string
}

export function mappingsListCommand(handle: Handle): Command {
  const command = new Command('list')
    .description('list the mappings, by name of the SalesScreen user')
    .option('--search <text>', 'only those whose name, nickname or e-mail holds these words')
    .action((flags: MappingsListFlags) =>
      handle(runMappingsList, { ...listOptions(flags), ...given({ search: flags.search }) }),
    )
  return withExamples(listing(command), [
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
