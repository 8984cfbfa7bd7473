import { defineCommand } from '../../command.ts'
import { commandLine } from '../../../core/hint.ts'
import { hidden, idColumn, numberColumn, textColumn, timeColumn } from '../../output/columns.ts'
import { SfsyncError } from '../../../core/errors.ts'
import type { DirectoryChange, DirectoryLogEntry } from '../../../ledger/ledger.ts'
import type { Context } from '../../context.ts'
import {
  takeRows,
  withListFlags,
  listOptions,
  type ListOptions,
  noteCount,
  writeList,
} from '../../shared-flags.ts'
import type { Column } from '../../output/columns.ts'
import { given, wholeNumber } from '../../../core/values.ts'

export interface SfUsersLogOptions extends ListOptions {
  readonly number?: number
}

const readingColumns: readonly Column<DirectoryLogEntry>[] = [
  numberColumn('number', 'Number', ({ number }) => number),
  timeColumn('at', 'When', ({ at }) => at),
  textColumn('source', 'Source', ({ source }) => source),
  textColumn('origin', 'Read from', ({ origin }) => origin),
  textColumn('identity', 'As', ({ identity }) => identity, hidden),
  textColumn('scope', 'Scope', ({ scope }) => scope, hidden),
  numberColumn('people', 'People', ({ users }) => users),
  numberColumn('added', 'New', ({ added }) => added),
  numberColumn('changed', 'Changed', ({ changed }) => changed),
  numberColumn('dropped', 'Dropped', ({ dropped }) => dropped),
]

const changeColumns: readonly Column<DirectoryChange>[] = [
  idColumn('salesforceUserId', 'Salesforce User ID', ({ salesforceUserId }) => salesforceUserId),
  textColumn('name', 'Name', ({ name }) => name),
  textColumn('what', 'What', ({ what }) => what),
  textColumn('fields', 'Fields', ({ fields }) => fieldsText(fields)),
]

export const sfUsersLogCommand = defineCommand({
  name: 'log',
  summary: 'list when the directory was read, or what one refresh changed',
  examples: [
    { command: 'sfsync sf-users log', purpose: 'every reading, newest first' },
    { command: 'sfsync sf-users log 7', purpose: 'who was added, changed or dropped by the seventh' },
  ],
  declare: (command) => withListFlags(command.argument('[number]', 'the number of a reading')),
  options: ([number], flags): SfUsersLogOptions => ({
    ...listOptions(flags),
    ...given({ number: numberOf(number) }),
  }),
  run: runSfUsersLog,
})

function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const number = wholeNumber(text)
  if (number === undefined)
    throw new SfsyncError('usage', `"${text}" is no number of a reading`, {
      actions: [commandLine('sf-users log')],
    })
  return number
}

export async function runSfUsersLog(options: SfUsersLogOptions, context: Context): Promise<void> {
  const { directory } = await context.ledger()
  if (options.number === undefined) {
    const rows = await writeList(context, readingColumns, takeRows(directory.log(), options.limit), options)
    await noteCount(context, rows, ['reading', 'readings'], options, commandLine('sf-users refresh'))
    return
  }
  const reading = await readingNumbered(context, options.number)
  const found = takeRows(directory.changesOf(options.number), options.limit)
  const rows = await writeList(context, changeColumns, found, options)
  await noteCount(context, rows, ['person', 'people'], options)
  if (reading.added === null) await context.note('nobody compared: only a refresh of a live org does')
  else if (rows === 0 && reading.added > 0)
    await context.note(`everybody was new then: ${reading.added} people`)
}

async function readingNumbered(context: Context, wanted: number): Promise<DirectoryLogEntry> {
  const { directory } = await context.ledger()
  for await (const page of directory.log()) {
    const found = page.find(({ number }) => number === wanted)
    if (found !== undefined) return found
  }
  throw new SfsyncError('not-found', `there is no reading ${wanted}`, {
    actions: [commandLine('sf-users log')],
  })
}

function fieldsText(fields: DirectoryChange['fields']): string | null {
  if (fields.length === 0) return null
  return fields.map(({ field, before, after }) => `${field}: ${before ?? '-'} -> ${after ?? '-'}`).join('; ')
}
