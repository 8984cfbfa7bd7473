import type { Change, ChangeSet, ChangeSetHead } from '../core/change.ts'
import { SfsyncError } from '../core/errors.ts'
import type { HistoryQuery, Ledger, PersonKeys } from '../ledger/ledger.ts'
import { given, wholeNumber } from '../cli/command.ts'
import { commandLine } from '../core/hint.ts'
import { parseEmail, quoted, shellWord } from '../core/text.ts'
import { parseSalesforceUserId } from '../core/salesforce-id.ts'
import { isTeamId, isUserId, type TeamId } from '../core/model.ts'
import { argumentWords } from './hints.ts'
import { findTeam, resolveTeam, resolveUser } from './resolve.ts'
import { throwIfInterrupted } from './interrupts.ts'
import { HistoryScript, type ScriptLine, scriptSteps, type UnknownNames } from '../core/history/script.ts'
import type { Context } from '../cli/context.ts'
import { visible } from '../cli/output/text.ts'

/** The number of a change set as it is typed; `command` wants it. */
export function changeSetNumber(text: string | undefined, command: string): number {
  const number = wholeNumber(text ?? '')
  if (number === undefined)
    throw new SfsyncError(
      'usage',
      text === undefined
        ? `${command} needs <changeSet>, a number`
        : `"${text}" is not the number of a change set`,
      { actions: ['sfsync history'] },
    )
  return number
}

/** The head of a change set; throws `not-found`. */
export async function changeSetHeadNumbered(ledger: Ledger, number: number): Promise<ChangeSetHead> {
  for await (const [head] of ledger.history({ number })) if (head !== undefined) return head
  throw new SfsyncError('not-found', `there is no change set ${number}`, { actions: ['sfsync history'] })
}

/** A change set with all its changes; throws `not-found`. */
export async function changeSetNumbered(ledger: Ledger, number: number): Promise<ChangeSet> {
  const head = await changeSetHeadNumbered(ledger, number)
  const changes: Change[] = []
  for await (const page of ledger.changesOf(number)) changes.push(...page)
  return { ...head, changes }
}

/** What an admin wants to see of the history. */
export interface HistoryFilter {
  readonly person?: string
  readonly team?: string
  readonly actor?: string
  readonly since?: string
  readonly until?: string
  readonly command?: string
  readonly limit?: number
}

/** The wish as a question to the ledger: names become IDs, days become instants. */
export async function historyQuery(ledger: Ledger, wish: HistoryFilter, now: Date): Promise<HistoryQuery> {
  const { person, team, actor, since, until, command, limit } = wish
  const [from, to] = [
    since === undefined ? undefined : parseWhen(since, now, '--since').from,
    until === undefined ? undefined : parseWhen(until, now, '--until').to,
  ]
  return given({
    limit,
    actor,
    since: from,
    until: to,
    command: command?.trim().replace(/^sfsync /, ''),
    person: person === undefined ? undefined : await personKeys(ledger, person),
    teamId: team === undefined ? undefined : await teamIdOf(ledger, team),
  })
}

// A team that was deleted is still known to the history by its ID.
async function teamIdOf(ledger: Ledger, text: string): Promise<TeamId> {
  const found = await findTeam(ledger, text)
  if (found === undefined && isTeamId(text)) return text
  return (found ?? (await resolveTeam(ledger, text))).team.teamId
}

// Somebody who was removed is still known to the history by user ID, e-mail address or Salesforce User ID.
async function personKeys(ledger: Ledger, text: string): Promise<PersonKeys> {
  const trimmed = text.trim()
  const salesforce = parseSalesforceUserId(trimmed)
  if ('salesforceUserId' in salesforce) return { salesforceUserId: salesforce.salesforceUserId }
  const parsed = parseEmail(trimmed)
  const known = isUserId(trimmed) || 'email' in parsed
  const keys: PersonKeys = isUserId(trimmed)
    ? { userId: trimmed }
    : 'email' in parsed
      ? { email: parsed.email }
      : {}
  const [found, ...others] = known
    ? await ledger.findUsers('email' in parsed ? { email: parsed.email } : { called: trimmed })
    : [await resolveUser(ledger, trimmed)]
  return found === undefined || others.length > 0 ? keys : { ...keys, userId: found.user.userId }
}

/** Writes the commands that would make the same changes on another ledger, change set by change set, oldest first. */
export async function writeScript(context: Context, ledger: Ledger, query: HistoryQuery): Promise<void> {
  const script = new HistoryScript()
  // A part of the history names users and teams that it does not create.
  const isPart = Object.keys(query).length > 0
  let written = 0
  for await (const heads of wantedHeads(ledger, query))
    for (const head of heads) {
      await writeLines(context, [script.begin(head)])
      const pages = await rereadable(ledger, head)
      for (const step of scriptSteps) {
        if (!script.has(step)) continue
        for await (const page of pages()) {
          await throwIfInterrupted(context.parts.interrupted)
          if (isPart) await learn(ledger, script, script.unknownNames(step, page), head.number)
          await writeLines(context, script.lines(step, page))
        }
      }
      written += 1
    }
  await context.note(`${written} change ${written === 1 ? 'set' : 'sets'}`)
}

async function* wantedHeads(ledger: Ledger, query: HistoryQuery): AsyncGenerator<readonly ChangeSetHead[]> {
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

// Each step reads the changes again: those of a small change set are kept, a million of them are not.
const mostKept = 10_000

async function rereadable(ledger: Ledger, { number, size }: ChangeSetHead): Promise<Pages> {
  if (size > mostKept) return () => ledger.changesOf(number)
  const kept: Change[] = []
  for await (const page of ledger.changesOf(number)) kept.push(...page)
  return () => [kept]
}

async function learn(
  ledger: Ledger,
  script: HistoryScript,
  { userIds, teamIds }: UnknownNames,
  number: number,
): Promise<void> {
  const users = userIds.length === 0 ? [] : await ledger.lastChanges('user', userIds, number)
  const teams = teamIds.length === 0 ? [] : await ledger.lastChanges('team', teamIds, number)
  for (const last of [...users, ...teams]) script.learn(last)
}

async function writeLines(context: Context, lines: readonly ScriptLine[]): Promise<void> {
  if (lines.length === 0) return
  const { stdout } = context
  await stdout.write(lines.map((line) => `${scriptText(line, context)}\n`).join(''))
}

function scriptText(line: ScriptLine, context: Context): string {
  if ('comment' in line) return visible(`# ${line.comment.replace(lineBreaks, ' ')}`)
  const start = context.typed(commandLine(line.command))
  const words = argumentWords(line).map((word) => (word.startsWith('<') ? quoted(word) : shellWord(word)))
  const typed = [start, ...words].join(' ')
  return context.stdout.isTerminal ? visible(typed) : typed
}

const lineBreaks = /\s*[\n\r\v\f\u0085\u2028\u2029]\s*/g

/** A moment, or a whole day: its first instant, and the first one after it (UTC, ISO 8601). */
export interface TimeSpan {
  readonly from: string
  readonly to: string
}

const units = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 } as const

/** Reads `2026-11-01`, `2026-11-01T08:00`, `today`, `yesterday`, or how long ago (`7d`, `12h`, `2w`); times are UTC. */
export function parseWhen(text: string, now: Date, flag: string): TimeSpan {
  const plain = text.trim().toLowerCase()
  const ago = /^(\d{1,5})\s*([mhdw])$/.exec(plain)
  if (ago !== null) return instant(now.getTime() - Number(ago[1]) * lengthOf(ago[2] ?? ''))
  const today = Date.parse(now.toISOString().slice(0, 10))
  if (plain === 'today') return day(today)
  if (plain === 'yesterday') return day(today - units.d)
  if (/^\d{4}-\d{2}-\d{2}$/.test(plain) && isReal(plain)) return day(Date.parse(plain))
  if (/^\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(z|[+-]\d{2}:?\d{2})?$/.test(plain)) {
    const withZone = /(z|[+-]\d{2}:?\d{2})$/.test(plain) ? plain : `${plain}z`
    const at = Date.parse(withZone.replace(' ', 't').toUpperCase())
    if (!Number.isNaN(at) && isReal(plain.slice(0, 10))) return instant(at)
  }
  throw new SfsyncError('usage', `${flag} is a date, a time or how long ago, not "${text}"`, {
    actions: ['write 2026-11-01, 2026-11-01T08:00, today, or 7d (12h, 2w) for so long ago'],
  })
}

/** Reads a day that is really one, YYYY-MM-DD. */
export function parseDay(text: string, flag: string): string {
  const plain = text.trim()
  if (/^\d{4}-\d{2}-\d{2}$/.test(plain) && isReal(plain)) return plain
  throw new SfsyncError('usage', `${flag} is a day, not "${text}"`, { actions: ['write it as 2026-12-31'] })
}

function lengthOf(unit: string): number {
  return unit === 'm' || unit === 'h' || unit === 'd' || unit === 'w' ? units[unit] : 0
}

function instant(at: number): TimeSpan {
  return { from: new Date(at).toISOString(), to: new Date(at).toISOString() }
}

function day(start: number): TimeSpan {
  return { from: new Date(start).toISOString(), to: new Date(start + units.d).toISOString() }
}

// Date.parse takes 31 February for a day in March.
function isReal(date: string): boolean {
  const at = Date.parse(date)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date)
}
