import { adoptWish, readAdoptFacts, readWorkbookUsers } from '../../app/users-import.ts'
import {
  columnsOf,
  isUserList,
  labelsText,
  openColumns,
  parseLabels,
  readColumnMemory,
  rememberColumns,
  type WorkbookColumns,
  type WorkbookField,
  workbookFields,
  type WorkbookLabels,
} from '../../app/workbook-columns.ts'
import { type ExitCode, exitCodes } from '../../app/exit-codes.ts'
import { didYouMean } from '../../app/hints.ts'
import type { WriteOptions } from '../../app/write.ts'
import { decideAdopt, type Takeable, takeable } from '../../core/decide/adopt.ts'
import { refusedSummary } from '../../app/plan-summary.ts'
import { type Changes, refuse } from '../../core/change.ts'
import { SfsyncError } from '../../core/errors.ts'
import { commandLine, type Hint, withOptions } from '../../core/hint.ts'
import type { Sheet } from '../../sheet/sheet.ts'
import { countText } from '../../core/text.ts'
import { given } from '../../core/values.ts'
import { defineCommand, type Invocation, withAnswers, withWriteFlags, writeOptions } from '../command.ts'
import type { Context } from '../context.ts'
import { userListFiles } from '../file-kinds.ts'
import { typedFile } from '../file-question.ts'
import type { FileOptions } from '../../sheet/open-file.ts'
import { namesIn, tableOptions, withTableFlags } from '../shared-flags.ts'
import { executeWrite } from '../write.ts'

export interface UsersImportOptions extends WriteOptions, FileOptions {
  readonly file?: string
  readonly columns: WorkbookLabels
  readonly take: readonly Takeable[]
  readonly complete: boolean
  readonly keepGoing: boolean
}

export const usersImportCommand = defineCommand({
  name: 'import',
  summary: 'import the users that SalesScreen has already',
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
          .option('--complete', 'the file has all users: list those of the ledger who are missing')
          .option('--keep-going', 'take the good rows although others have problems (exit code 3)'),
      ),
    ),
  options: ([file], flags): UsersImportOptions => ({
    ...given({ file }),
    ...tableOptions(flags),
    ...writeOptions(flags),
    columns: parseLabels(flags.columns ?? ''),
    take: takeIn(flags.take),
    complete: flags.complete === true,
    keepGoing: flags.keepGoing === true,
  }),
  run: runUsersImport,
})

function takeIn(text: string | undefined): Takeable[] {
  return text === undefined
    ? []
    : namesIn('--take', text, takeable).map((name) => {
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
  const { keepGoing } = options
  const file = await typedFile(context, options.file, {
    command: 'users import',
    question: 'Which workbook or list of users?',
    kind: userListFiles,
    action: 'name the workbook or list of users, or - for standard input',
  })
  const ledger = await context.ledger()
  const memory = await readColumnMemory(ledger)
  const prefers = isUserList(memory, options.columns)
  const sheet = await context.dependencies.readSheet({ file, ...tableOptions(options), prefers })
  const asked = await askForColumns(context, sheet, columnsOf(sheet, memory, options.columns))
  const said = { ...options.columns, ...asked }
  const columns = columnsOf(sheet, memory, said)
  const { rows, problems, notices } = readWorkbookUsers(sheet, columns)
  for (const notice of [...sheet.notices, ...notices]) await context.note(notice)
  if (columns.unused.length > 0) await context.note(`columns not used: ${columns.unused.join(', ')}`)
  // Users of rows that cannot be read are in the workbook, so no one can be called missing.
  if (options.complete && keepGoing && problems.length > 0)
    await context.warn('users who are missing are not listed, because some rows could not be read')
  await executeWrite(context, {
    ...options,
    invocation: withAnswers(
      invocation,
      [file],
      Object.keys(asked).length === 0 ? [] : [['--columns', labelsText(said)]],
    ),
    decide: async () => {
      const decided = decideAdopt(
        await readAdoptFacts(ledger, sheet.name),
        rows,
        adoptWish(context, {
          take: new Set(options.take),
          isComplete: options.complete && problems.length === 0,
        }),
      )
      if (problems.length > 0 && !keepGoing)
        return {
          ...refuse(
            'invalid',
            `${countText(problems.length, 'problem')} in ${sheet.name}; nothing was changed`,
            ['correct them, or take the good rows only: --keep-going'],
          ),
          rows: problems,
          ...('changes' in decided ? refusedSummary(decided, problems) : {}),
        }
      if (!('changes' in decided)) return decided
      const unsaid = unsaidColumns(decided.changes, columns)
      const changes = [...decided.changes, ...rememberColumns(memory, said, context)]
      const warnings = unsaid === undefined ? decided.warnings : [...decided.warnings, unsaid]
      return { ...decided, changes, warnings, ...(problems.length > 0 ? { problems } : {}) }
    },
  })
  if (problems.length === 0) return exitCodes.done
  const lines = new Set(problems.map(({ line }) => line)).size
  await context.warn(
    `${countText(lines, 'row was', 'rows were')} skipped; fix ${lines === 1 ? 'it' : 'them'} and import the file again`,
  )
  return exitCodes.partial
}

// New users without a team show nothing, and users who are pending or deactivated would count as active.
function unsaidColumns(changes: Changes, { of, unused }: WorkbookColumns): Hint | undefined {
  const missing = (['team', 'state'] as const).filter((field) => !of.has(field))
  const isNew = changes.some(({ entity, before }) => entity === 'user' && before === null)
  if (!isNew || missing.length === 0 || unused.length === 0) return undefined
  const took = missing.map((field) => (field === 'team' ? 'without a team' : 'as active')).join(' and ')
  return {
    text: `no column was recognized as ${missing.join(' or ')}, so everyone new was taken ${took}; if ${unused.length === 1 ? `${unused[0] ?? ''} is it` : `one of ${unused.slice(0, mostLabels).join(', ')} is it`}, undo this, and name it`,
    command: withOptions(commandLine('users import', '<file>'), { columns: `${missing[0] ?? ''}=<label>` }),
  }
}

const mostLabels = 8

// A terminal can say which columns hold what no label tells.
async function askForColumns(
  context: Context,
  sheet: Sheet,
  columns: WorkbookColumns,
): Promise<WorkbookLabels> {
  if (!context.canAsk || sheet.labels.length === 0) return {}
  const asked: Partial<Record<WorkbookField, string>> = {}
  for (const { field, labels } of openColumns(sheet, columns)) {
    const prompts = await context.prompts()
    asked[field] = await prompts.choose(
      `Which column has ${questions[field]}?`,
      [...new Set(labels)].map((label) => ({ name: label, value: label })),
    )
  }
  return asked
}

const questions: Readonly<Record<WorkbookField, string>> = {
  email: 'the e-mail address',
  firstName: 'the first name',
  lastName: 'the last name',
  name: 'the full name',
  nickname: 'the nickname',
  team: 'the team',
  state: 'the state',
  salesforceUserId: 'the Salesforce User ID',
}
