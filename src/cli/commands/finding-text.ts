import { minuteText } from '../../app/directory-age.ts'
import type { Finding } from '../../app/findings.ts'
import { commandLine, type Hint, withOptions } from '../../core/hint.ts'
import type { Context } from '../context.ts'
import {
  type Column,
  commandColumn,
  drop,
  emailColumn,
  hidden,
  idColumn,
  sentenceColumn,
  textColumn,
  timeColumn,
} from '../output/columns.ts'

/** The columns of what `check` finds. */
export function checkColumns(context: Context): readonly Column<Finding>[] {
  // Read as a document: who it is has columns of its own.
  const isDocument = context.format === 'markdown'
  return [
    textColumn('kind', 'Kind', ({ kind }) => kind, isDocument ? hidden : {}),
    idColumn('userId', 'User ID', ({ userId }) => userId, hidden),
    emailColumn('email', 'E-mail', ({ email }) => email),
    idColumn(
      'salesforceUserId',
      'Salesforce User ID',
      ({ salesforceUserId }) => salesforceUserId,
      isDocument ? hidden : {},
    ),
    textColumn('name', 'Name', ({ name }) => name, drop(2)),
    sentenceColumn('text', 'Finding', ({ text, detail }) => (isDocument ? detail : text)),
    timeColumn('since', 'Since', ({ since }) => since, drop(1)),
    commandColumn('fix', 'Fix', ({ fix }) => fix.commands.map((command) => context.typed(command)), hidden),
  ]
}

/** A finding as one line. */
export function lineOf({ text, since }: Finding): string {
  return since === null ? text : `${text}, since ${sinceText(since)}`
}

// Some findings are known to the day only.
function sinceText(since: string): string {
  return since.includes('T') ? minuteText(since) : since
}

/** The command that prints every fix. */
export const fixCommand = withOptions(commandLine('check'), { fix: true })

/** A finding and its fix as lines of a shell script: one fix as commands, everything else as comments. */
export function fixLines(row: Finding, typed: (hint: Hint) => string): string[] {
  const { commands, instead, advice } = row.fix
  return [
    comment(lineOf(row)),
    ...(advice === null ? [] : [comment(typed(advice))]),
    ...commands.map((command) =>
      // A shell would read its placeholder as a redirection.
      row.kind === 'no-team' ? comment(`fill in: ${typed(command)}`) : typed({ ...command, isData: true }),
    ),
    ...instead.map((command) => comment(`or: ${typed(command)}`)),
  ]
}

// A line break in a name must not end the comment, or the shell would run the rest of the name.
function comment(text: string): string {
  return `# ${text.replace(/\s+/g, ' ')}`
}
