import { type Decided, planOf } from '../core/change.ts'
import { decideAdopt } from '../core/decide/adopt.ts'
import { SfsyncError } from '../core/errors.ts'
import { commandLine, withOptions } from '../core/hint.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Sheet } from '../sheet/sheet.ts'
import type { AppContext } from './context.ts'
import { linesWithTodos } from './todo-workbook.ts'
import type { TodoList } from './todo.ts'
import { adoptWish, readAdoptFacts, readWorkbookUsers } from './users-import.ts'
import { columnsOf, readColumnMemory, type WorkbookColumns } from './workbook-columns.ts'

/**
 * Plans what SalesScreen has after a workbook that sfsync filled was uploaded: the users about which it says what waited to be
 * entered. No workbook carries mappings. Throws `invalid` for any other list, which only says what someone wants.
 */
export async function decideUploaded(
  context: AppContext,
  ledger: Ledger,
  list: TodoList,
  sheet: Sheet,
): Promise<Decided> {
  if (sheet.form !== 'workbook' || /\.(?:ods|html?)$/iu.test(sheet.name))
    throw new SfsyncError(
      'invalid',
      `${sheet.name} is neither a list of to-dos nor a workbook that was uploaded; nothing was changed`,
      {
        actions: [
          {
            text: 'use the workbook that was uploaded, as it was written by',
            command: withOptions(commandLine('todo export'), { workbook: 'users.xlsx', out: 'upload.xlsx' }),
          },
          {
            text: 'to import the users that SalesScreen has',
            command: commandLine('users import', sheet.name),
          },
        ],
      },
    )
  const columns = withoutImpliedName(columnsOf(sheet, await readColumnMemory(ledger)))
  const { rows } = readWorkbookUsers(sheet, columns)
  const lines = linesWithTodos(list, sheet, columns)
  const carried = rows.filter(({ line }) => lines.has(line))
  if (carried.length === 0)
    return planOf([], {
      notices: [`${sheet.name} has nothing of what waits to be entered; nothing was changed`],
    })
  return decideAdopt(
    await readAdoptFacts(ledger, sheet.name),
    carried.map((row) => ({ ...row, salesforceUserId: undefined })),
    adoptWish(context, { take: new Set(), isComplete: false }),
  )
}

// A whole name that is a formula of its parts is calculated only when the workbook is opened.
function withoutImpliedName(columns: WorkbookColumns): WorkbookColumns {
  if (!columns.of.has('firstName') || !columns.of.has('lastName')) return columns
  return { ...columns, of: new Map([...columns.of].filter(([field]) => field !== 'name')) }
}
