import type { ImportResult } from '../../../app/directory/import-directory.ts'
import { minuteText } from '../../../app/directory-age.ts'
import { firstStep } from '../../../app/first-step.ts'
import { type ExitCode, exitCodes } from '../../../app/exit-codes.ts'
import { type CommandLine, commandLine, type Hint, withOptions } from '../../../core/hint.ts'
import { countText, numberText } from '../../../core/text.ts'
import {
  type DirectoryChange,
  type DirectoryChangeKind,
  directoryChangeKinds,
} from '../../../ledger/ledger.ts'
import { visible } from '../../../core/visible-text.ts'
import type { Context } from '../../context.ts'
import { warnOfProblems } from '../../output/problems.ts'
import { jsonDocument } from '../../output/render.ts'

const kindTexts = {
  added: 'new',
  returned: 'active again',
  left: 'left',
  changed: 'changed',
  dropped: 'removed',
} as const satisfies Record<DirectoryChangeKind, string>

const maxNamed = 5

/** How many changed users an import or a refresh names of each kind: a program gets all of them. */
export function namedUsers(
  { format }: Pick<Context, 'format'>,
  { allChanges }: { allChanges: boolean },
): number {
  return allChanges || format === 'json' || format === 'ndjson' ? Infinity : maxNamed
}

/** Prints what an import or a refresh did, and returns its exit code; `asComplete` imports the same report as a complete one, if it may be. */
export async function reportImport(
  context: Context,
  result: ImportResult,
  asComplete: CommandLine | undefined,
): Promise<ExitCode> {
  const { format } = context
  if (format === 'json' || format === 'ndjson') await writeDocument(context, result, format)
  else await writeText(context, result, asComplete)
  return result.problems.length > 0 ? exitCodes.partial : exitCodes.done
}

async function nextSteps(context: Context, { received, users, written }: ImportResult): Promise<Hint[]> {
  if (!written || received === 0) return []
  const ledger = await context.ledger()
  const first = await firstStep(ledger)
  if (first !== undefined) return [first, withOptions(commandLine('sf-users list'), { unmapped: true })]
  const known = await ledger.counts()
  if (users.length > 0) return [withOptions(commandLine('guide'), { monthly: true })]
  if (known.users > known.mappings) return [withOptions(commandLine('suggest'), { accept: 'class=sure' })]
  return [withOptions(commandLine('sf-users list'), { unmapped: true })]
}

async function writeDocument(
  context: Context,
  result: ImportResult,
  format: 'json' | 'ndjson',
): Promise<void> {
  const { number, notices, written, users, absentUsers: _, ...read } = result
  const document = {
    changeSet: null,
    changes: [],
    warnings: notices,
    next: (await nextSteps(context, result)).map((step) => context.typed(step)),
    read: { number: written ? number : null, ...read, written, users },
  }
  await context.stdout.write(jsonDocument(document, format))
}

async function writeText(
  context: Context,
  result: ImportResult,
  asComplete: CommandLine | undefined,
): Promise<void> {
  const { origin, received, repeated, written, since, problems } = result
  const counts = countsText(result)
  await context.stdout.write(
    since === null
      ? `${countText(received - repeated, 'user')} read from ${origin}: ${counts}\n`
      : `up to date with ${origin}: ${counts} since ${minuteText(since)}\n`,
  )
  await context.stdout.write(namesText(result))
  for (const notice of result.notices) await context.note(notice)
  await warnOfProblems(context, problems)
  if (problems.length > 0)
    await context.warn(
      `${countText(problems.length, 'row was', 'rows were')} skipped; fix ${problems.length === 1 ? 'it' : 'them'} and import the file again`,
    )
  const total = directoryChangeKinds.reduce((sum, kind) => sum + result[kind], 0)
  if (written && result.users.length > 0 && result.users.length < total)
    await context.note({ text: 'all changes', command: commandLine('sf-users log', String(result.number)) })
  if (!written) await context.note('dry run: nothing was changed')
  if (asComplete !== undefined && result.absent > 0 && received > 0 && problems.length === 0)
    await context.suggest({ text: absentText(result), command: asComplete })
  for (const step of await nextSteps(context, result)) await context.suggest(step)
}

// What most admins export is a report of active users, in which people who left are missing.
function absentText({ origin, absent, absentUsers }: ImportResult): string {
  const names = absentUsers.map(({ name, email }) => (email === null ? name : `${name} (${email})`))
  const more = absent - names.length
  const all = more === 0 ? names : [...names, `${numberText(more)} more`]
  const who = visible(new Intl.ListFormat('en-US').format(all))
  return `${countText(absent, 'active user')} of the directory ${absent === 1 ? 'is' : 'are'} not in ${origin}: ${who}. If it lists every active user, they have left; record that`
}

function countsText(result: ImportResult): string {
  const { received, repeated, problems } = result
  const counts = [
    ...directoryChangeKinds.flatMap((kind) =>
      result[kind] > 0 ? [`${numberText(result[kind])} ${kindTexts[kind]}`] : [],
    ),
    ...(repeated > 0
      ? [`${numberText(repeated)} of ${numberText(received)} rows repeat an ID (the last one counts)`]
      : []),
    ...(problems.length > 0 ? [`${countText(problems.length, 'row')} skipped`] : []),
  ]
  return counts.length === 0 ? 'no changes' : counts.join(', ')
}

function namesText(result: ImportResult): string {
  const rows = directoryChangeKinds.flatMap((kind) => {
    const users = result.users.filter(({ what }) => what === kind)
    const more = result[kind] - users.length
    // The first read adds everyone, and names no one.
    if (users.length === 0) return []
    const lines = users.map((user) => [kindTexts[kind], changeText(user)] as const)
    return more === 0 ? lines : [...lines, [kindTexts[kind], `... and ${numberText(more)} more`] as const]
  })
  const width = Math.max(...rows.map(([kind]) => kind.length))
  return rows.map(([kind, text]) => `  ${kind.padEnd(width)}  ${visible(text)}\n`).join('')
}

function changeText({ name, email, what, mappedTo, fields }: DirectoryChange): string {
  // Two people may have one name.
  const who = email === null ? name : `${name} (${email})`
  const mapped = mappedTo === null ? '' : `, mapped to ${mappedTo}`
  const isRenamed = fields.some(({ field }) => field === 'name')
  const shown =
    what !== 'changed' ? [] : fields.filter(({ field }) => !isRenamed || !/^(?:first|last)Name$/.test(field))
  return `${who}${mapped}${shown.length === 0 ? '' : `: ${fieldsText(shown)}`}`
}

/** The fields of a change: `name: Ada Byron -> Ada Lovelace; role: - -> Seller`. */
export function fieldsText(fields: DirectoryChange['fields']): string {
  return fields.map(({ field, before, after }) => `${field}: ${before ?? '-'} -> ${after ?? '-'}`).join('; ')
}
