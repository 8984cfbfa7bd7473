import { countText } from '../../../core/text.ts'
import { defineCommand } from '../../command.ts'
import { commandLine } from '../../../core/hint.ts'
import { readAgainCommand } from '../../../core/salesforce-user.ts'
import {
  drop,
  emailColumn,
  hidden,
  idColumn,
  numberColumn,
  sentenceColumn,
  textColumn,
  timeColumn,
} from '../../output/columns.ts'
import { SfsyncError } from '../../../core/errors.ts'
import type { DirectoryChange, DirectoryLogEntry } from '../../../ledger/ledger.ts'
import type { Context } from '../../context.ts'
import { takeRows, withListFlags, listOptions, type ListOptions, noteCount, writeList } from '../../lists.ts'
import type { Column } from '../../output/columns.ts'
import { fieldsText } from './import-output.ts'
import { given, wholeNumber } from '../../../core/values.ts'

export interface SfUsersLogOptions extends ListOptions {
  readonly number?: number
}

const readColumns: readonly Column<DirectoryLogEntry>[] = [
  numberColumn('number', 'Number', ({ number }) => number),
  timeColumn('at', 'When', ({ at }) => at),
  textColumn('source', 'Source', ({ source }) => source, drop(1)),
  textColumn('origin', 'Read from', ({ origin }) => origin),
  emailColumn('identity', 'As', ({ identity }) => identity, hidden),
  textColumn('scope', 'Scope', ({ scope }) => scope, hidden),
  numberColumn('people', 'Users', ({ users }) => users),
  numberColumn('added', 'New', ({ added }) => added),
  numberColumn('left', 'Left', ({ left }) => left),
  numberColumn('returned', 'Active again', ({ returned }) => returned, hidden),
  numberColumn('changed', 'Changed', ({ changed }) => changed),
  numberColumn('dropped', 'Removed', ({ dropped }) => dropped),
]

const changeColumns: readonly Column<DirectoryChange>[] = [
  idColumn('salesforceUserId', 'Salesforce User ID', ({ salesforceUserId }) => salesforceUserId),
  textColumn('name', 'Name', ({ name }) => name),
  emailColumn('email', 'E-mail', ({ email }) => email),
  textColumn('what', 'What', ({ what }) => what),
  sentenceColumn('fields', 'Fields', ({ fields }) => (fields.length === 0 ? null : fieldsText(fields))),
  emailColumn('mappedTo', 'Mapped to', ({ mappedTo }) => mappedTo, hidden),
]

export const sfUsersLogCommand = defineCommand({
  name: 'log',
  summary: 'list refreshes and imports of the directory, or what one of them changed',
  examples: [
    { command: 'sfsync sf-users log', purpose: 'every refresh and import, newest first' },
    { command: 'sfsync sf-users log 7', purpose: 'who joined, left or changed in refresh or import 7' },
  ],
  declare: (command) => withListFlags(command.argument('[number]', 'number of a refresh or an import')),
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
    throw new SfsyncError('usage', `expected the number of a refresh or an import, not "${text}"`, {
      actions: [commandLine('sf-users log')],
    })
  return number
}

export async function runSfUsersLog(options: SfUsersLogOptions, context: Context): Promise<void> {
  const { directory } = await context.ledger()
  if (options.number === undefined) {
    const rows = await writeList(context, readColumns, takeRows(directory.log(), options.limit), options)
    const nouns = ['refresh or import', 'refreshes and imports'] as const
    await noteCount(context, rows, nouns, options, readAgainCommand(await directory.lastRead()))
    return
  }
  const read = await readNumbered(context, options.number)
  const found = takeRows(directory.changesOf(options.number), options.limit)
  const rows = await writeList(context, changeColumns, found, options)
  await noteCount(context, rows, ['user', 'users'], options)
  if (read.added === null)
    await context.note('an earlier version of sfsync, which did not compare reports, made this import')
  else if (rows === 0 && read.added > 0)
    await context.note(`${countText(read.added, 'user was', 'users were')} new`)
}

async function readNumbered(context: Context, wanted: number): Promise<DirectoryLogEntry> {
  const { directory } = await context.ledger()
  for await (const page of directory.log()) {
    const found = page.find(({ number }) => number === wanted)
    if (found !== undefined) return found
  }
  throw new SfsyncError('not-found', `there is no refresh or import ${wanted}`, {
    actions: [commandLine('sf-users log')],
  })
}
