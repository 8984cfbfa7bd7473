import {
  readAdoptFacts,
  readWorkbookUsers,
  workbookColumns,
  type WorkbookField,
  workbookFields,
  type WorkbookLabels,
} from '../../app/users-import.ts'
import { type ExitCode, exitCodes } from '../../app/exit-codes.ts'
import { didYouMean, newTeamId, newUserId } from '../../app/resolve.ts'
import type { WriteOptions } from '../../app/write.ts'
import { decideAdopt, type Takeable, takeable } from '../../core/decide/adopt.ts'
import { SfsyncError } from '../../core/errors.ts'
import { countText } from '../../core/text.ts'
import { commaList, given } from '../../core/values.ts'
import { plainLabel } from '../../sheet/labels.ts'
import { defineCommand, type Invocation, withWriteFlags, writeOptions } from '../command.ts'
import type { Context } from '../context.ts'
import { withTableFlags } from '../shared-flags.ts'
import { executeWrite } from '../write.ts'

export interface UsersImportOptions extends WriteOptions {
  readonly file?: string
  readonly encoding?: string
  readonly separator?: string
  readonly columns: WorkbookLabels
  readonly take: readonly Takeable[]
  readonly complete: boolean
  readonly keepGoing: boolean
}

export const usersImportCommand = defineCommand({
  name: 'import',
  summary: 'take in who exists in SalesScreen already',
  description:
    'record who exists in SalesScreen already, from its own user workbook or any other list of those users',
  examples: [
    {
      command: 'sfsync users import users.xlsx --complete',
      purpose: 'the workbook with all existing users (Manage > Users > Add users)',
    },
    {
      command: 'sfsync users import users.csv --columns "email=E-post,team=Avdeling"',
      purpose: 'when sfsync does not know the column labels',
    },
    {
      command: 'sfsync users import users.xlsx --take names,teams',
      purpose: 'let the ledger follow SalesScreen where the two differ',
    },
  ],
  declare: (command) =>
    withWriteFlags(
      withTableFlags(
        command
          .argument('[file]', 'the workbook or list; - reads standard input')
          .option(
            '--columns <names>',
            `labels of columns: field=label, separated by commas (${workbookFields.join(', ')})`,
          )
          .option('--take <parts>', `take over differences: ${takeable.join(', ')}`)
          .option('--complete', 'the file has all users: tell who of the ledger is missing')
          .option('--keep-going', 'take the good rows although others have problems (exit code 3)'),
      ),
    ),
  options: ([file], flags): UsersImportOptions => ({
    ...given({ file, encoding: flags.encoding, separator: flags.separator }),
    ...writeOptions(flags),
    columns: labelsIn(flags.columns),
    take: takeIn(flags.take),
    complete: flags.complete === true,
    keepGoing: flags.keepGoing === true,
  }),
  run: runUsersImport,
})

function labelsIn(text: string | undefined): WorkbookLabels {
  const labels: Partial<Record<WorkbookField, string>> = {}
  for (const pair of commaList(text ?? '')) {
    const [, name = '', label = ''] = /^([^=]*)=(.*)$/su.exec(pair) ?? []
    const field = workbookFields.find((each) => plainLabel(each) === plainLabel(name))
    if (field === undefined || label.trim() === '')
      throw new SfsyncError('usage', `--columns expects field=label, not "${pair}"`, {
        actions: [...didYouMean(name, workbookFields), `the fields are: ${workbookFields.join(', ')}`],
      })
    labels[field] = label.trim()
  }
  return labels
}

function takeIn(text: string | undefined): Takeable[] {
  return commaList(text ?? '').map((name) => {
    const found = takeable.find((each) => each === name)
    if (found === undefined)
      throw new SfsyncError('usage', `--take does not know "${name}"`, {
        actions: [...didYouMean(name, takeable), `use one or more of: ${takeable.join(', ')}`],
      })
    return found
  })
}

export async function runUsersImport(
  options: UsersImportOptions,
  context: Context,
  invocation: Invocation,
): Promise<ExitCode> {
  const { file, encoding, separator, keepGoing } = options
  if (file === undefined)
    throw new SfsyncError('usage', 'users import needs <file>', {
      actions: ['name the workbook or list of users, or - for standard input'],
    })
  const ledger = await context.ledger()
  const sheet = await context.dependencies.readSheet({ file, ...given({ encoding, separator }) })
  const columns = workbookColumns(sheet, options.columns)
  const { rows, problems, notices } = readWorkbookUsers(sheet, columns)
  for (const notice of [...sheet.notices, ...notices]) await context.note(notice)
  if (columns.unused.length > 0) await context.note(`columns not used: ${columns.unused.join(', ')}`)
  if (problems.length > 0 && !keepGoing)
    throw new SfsyncError(
      'invalid',
      `${countText(problems.length, 'problem')} in ${sheet.name}; nothing was changed`,
      {
        rows: problems,
        actions: ['correct them, or take the good rows only: --keep-going'],
      },
    )
  await executeWrite(context, {
    ...options,
    invocation,
    decide: async () => {
      const decided = decideAdopt(await readAdoptFacts(ledger, sheet.name), rows, {
        take: new Set(options.take),
        isComplete: options.complete,
        known: { source: 'workbook', by: context.actor, at: context.now() },
        newUserId: () => newUserId(context.dependencies),
        newTeamId: () => newTeamId(context.dependencies),
      })
      return 'changes' in decided && problems.length > 0 ? { ...decided, problems } : decided
    },
  })
  return problems.length > 0 ? exitCodes.partial : exitCodes.done
}
