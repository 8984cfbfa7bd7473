import { countText } from '../core/text.ts'
import type { Change, ChangeSet, ChangeSetHead } from '../core/change.ts'
import { SfsyncError } from '../core/errors.ts'
import { commandLine } from '../core/hint.ts'
import type { Committer, HistoryQuery, HistoryReader, Ledger, PersonKeys } from '../ledger/ledger.ts'
import { isTeamId, type TeamId } from '../core/model.ts'
import { parseUserKey } from '../core/user-key.ts'
import { findTeam, findUser, resolveTeam, resolveUser, salesforceUserIdIn } from './resolve.ts'
import { throwIfInterrupted } from './interrupts.ts'
import { HistoryScript, type ScriptLine, scriptSteps, type UnknownNames } from '../core/history/script.ts'
import type { AppContext } from './context.ts'
import { given, wholeNumber } from '../core/values.ts'
import { parseWhen } from './time-span.ts'

/** The number of a change set as typed. */
export function changeSetNumber(text: string): number {
  const number = wholeNumber(text)
  if (number === undefined)
    throw new SfsyncError('usage', `"${text}" is not the number of a change set`, {
      actions: [commandLine('history')],
    })
  return number
}

/** The error of a command that was typed without the number of a change set: it names the latest one, which is usually meant. */
export async function missingChangeSet(
  { times }: Pick<AppContext, 'times'>,
  ledger: HistoryReader,
  command: string,
): Promise<SfsyncError> {
  for await (const [head] of ledger.history({ limit: 1 })) {
    if (head === undefined) continue
    const { number, at, actor, command: made, reason, size } = head
    const why = reason === null ? '' : ` ("${reason}")`
    const what = `${countText(size, 'change')} by ${actor}, ${times.minute(at)}: ${made}${why}`
    return new SfsyncError('usage', `${command} needs the number of a change set`, {
      rows: [{ reason: `the latest is change set ${number}, ${what}` }],
      actions: [commandLine(command, String(number)), commandLine('history')],
    })
  }
  return new SfsyncError(
    'usage',
    `${command} needs the number of a change set, and there is no change set yet`,
    { actions: [commandLine('guide')] },
  )
}

/** The head of a change set; throws `not-found`. */
export async function changeSetHeadNumbered(ledger: HistoryReader, number: number): Promise<ChangeSetHead> {
  for await (const [head] of ledger.history({ number })) if (head !== undefined) return head
  throw new SfsyncError('not-found', `there is no change set ${number}`, {
    actions: [commandLine('history')],
  })
}

/** A change set with all of its changes; throws `not-found`. */
export async function changeSetNumbered(
  ledger: HistoryReader & Pick<Committer, 'longList'>,
  number: number,
): Promise<ChangeSet> {
  const head = await changeSetHeadNumbered(ledger, number)
  const changes = ledger.longList()
  for await (const page of ledger.changesOf(number)) changes.push(page)
  return { ...head, changes: changes.length > maxKept ? changes : [...changes] }
}

/** Which part of the history an admin wants to see. */
export interface HistoryFilter {
  readonly person?: string
  readonly team?: string
  readonly actor?: string
  readonly role?: string
  readonly since?: string
  readonly until?: string
  readonly command?: string
  readonly limit?: number
}

/** The filter as a query: names become IDs, days become instants. */
export async function historyQuery(ledger: Ledger, filter: HistoryFilter, now: Date): Promise<HistoryQuery> {
  const { person, team, actor, role, since, until, command, limit } = filter
  const [from, to] = [
    since === undefined ? undefined : parseWhen(since, now, '--since').from,
    until === undefined ? undefined : parseWhen(until, now, '--until').to,
  ]
  return given({
    limit,
    actor,
    role,
    since: from,
    until: to,
    command: command?.trim().replace(/^sfsync /, ''),
    person: person === undefined ? undefined : await personKeys(ledger, person),
    teamId: team === undefined ? undefined : await teamIdOf(ledger, team),
  })
}

// The history still knows a deleted team by its ID.
async function teamIdOf(ledger: Ledger, text: string): Promise<TeamId> {
  const found = await findTeam(ledger, text)
  if (found === undefined && isTeamId(text)) return text
  return (found ?? (await resolveTeam(ledger, text))).team.teamId
}

// The history still knows a removed user by user ID, e-mail address or Salesforce User ID.
async function personKeys(ledger: Ledger, text: string): Promise<PersonKeys> {
  const salesforceUserId = await salesforceUserIdIn(ledger, text)
  if (salesforceUserId !== undefined) return { salesforceUserId }
  const key = parseUserKey(text)
  if ('userId' in key) return key
  if ('called' in key) return { userId: (await resolveUser(ledger, text)).user.userId }
  const found = await findUser(ledger, text)
  return found === undefined ? key : { ...key, userId: found.user.userId }
}

/** Whether changes of a user with this user ID or e-mail address were ever made. */
export async function isInHistory(ledger: HistoryReader, text: string): Promise<boolean> {
  const person = parseUserKey(text)
  if ('called' in person) return false
  for await (const page of ledger.history({ person, limit: 1 })) if (page.length > 0) return true
  return false
}

/** The commands that would make the same changes on another ledger, change set by change set, oldest first, as lines. */
export async function* scriptLines(
  context: AppContext,
  ledger: Ledger,
  query: HistoryQuery,
): AsyncGenerator<readonly ScriptLine[]> {
  const script = new HistoryScript()
  // A part of the history names users and teams that it does not create.
  const isPart = Object.keys(query).length > 0
  let written = 0
  for await (const heads of wantedHeads(ledger, query))
    for (const head of heads) {
      yield [script.begin(head)]
      const pages = await rereadable(ledger, head)
      for (const step of scriptSteps) {
        if (!script.has(step)) continue
        for await (const page of pages()) {
          await throwIfInterrupted(context.dependencies.interrupted)
          if (isPart) await learn(ledger, script, script.unknownNames(step, page), head.number)
          yield script.lines(step, page)
        }
      }
      written += 1
    }
  await context.note(countText(written, 'change set'))
}

async function* wantedHeads(
  ledger: HistoryReader,
  query: HistoryQuery,
): AsyncGenerator<readonly ChangeSetHead[]> {
  if (query.limit === undefined) {
    yield* ledger.history({ ...query, oldestFirst: true })
    return
  }
  // The newest ones, oldest first.
  const newest: ChangeSetHead[] = []
  for await (const heads of ledger.history(query)) newest.push(...heads)
  yield newest.toReversed()
}

type Pages = () => AsyncIterable<readonly Change[]> | Iterable<readonly Change[]>

// Each step reads the changes again: those of a small change set are kept in memory, a million are not.
const maxKept = 10_000

async function rereadable(ledger: HistoryReader, { number, size }: ChangeSetHead): Promise<Pages> {
  if (size > maxKept) return () => ledger.changesOf(number)
  const kept: Change[] = []
  for await (const page of ledger.changesOf(number)) kept.push(...page)
  return () => [kept]
}

async function learn(
  ledger: HistoryReader,
  script: HistoryScript,
  { userIds, teamIds }: UnknownNames,
  number: number,
): Promise<void> {
  const users = userIds.length === 0 ? [] : await ledger.lastChanges('user', userIds, number)
  const teams = teamIds.length === 0 ? [] : await ledger.lastChanges('team', teamIds, number)
  for (const last of [...users, ...teams]) script.learn(last)
}
