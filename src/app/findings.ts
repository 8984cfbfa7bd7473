import {
  problemAdvice,
  problemSentence,
  connectionProblems,
  type WatchedConnection,
} from './connection-user.ts'
import { type DriftCount, type DriftFinding, findDrift } from './drift.ts'
import { type EnteredFinding, findEnteredDrift } from './entered-drift.ts'
import { readMappingSystem } from './todo.ts'
import { type UnmappedLeaver, unmappedLeavers } from './unmapped-leavers.ts'
import { type DirectoryView, driftLine, type FindingKind, userLine } from '../core/drift.ts'
import { driftFix } from '../core/drift-fix.ts'
import { commandLine, withOptions } from '../core/hint.ts'
import { fullName, type TeamId } from '../core/model.ts'
import { given } from '../core/values.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { AppContext } from './context.ts'

/** What `check` finds: what changed in Salesforce, what differs in SalesScreen, or what keeps the connection from working. */
export interface Finding {
  readonly kind: FindingKind
  /** null, as the e-mail address, where it is about the connection. */
  readonly userId: string | null
  readonly email: string | null
  readonly salesforceUserId: string | null
  readonly name: string | null
  /** The team of the user in the ledger; null without one. */
  readonly teamId: TeamId | null
  /** With the user, without the time. */
  readonly text: string
  /** The same in words that follow the user's name, as far as there is one user. */
  readonly detail: string
  readonly since: string | null
  readonly fix: ReturnType<typeof driftFix>
}

/** A finding in Salesforce as a line. */
export function driftRow({ drift, since }: DriftFinding): Finding {
  const { user, mapping } = drift.facts
  return {
    kind: drift.kind,
    userId: user.userId,
    email: user.email,
    salesforceUserId: mapping.salesforceUserId,
    name: fullName(user),
    teamId: user.teamId,
    text: driftLine(drift, null),
    detail: drift.text,
    since,
    fix: driftFix(drift),
  }
}

// Where only the matcher says that they are one person, nothing is fixed by a command that could just be run.
function leaverRows(leavers: readonly UnmappedLeaver[], from: string | undefined): Finding[] {
  return leavers
    .filter(({ since }) => from === undefined || since === null || since >= from)
    .map(({ user, salesforceUser, isDoubtful, text, since }) => {
      const { email, userId } = user
      const { salesforceUserId } = salesforceUser
      const deactivate = commandLine('users deactivate', email)
      return {
        kind: 'left-unmapped',
        userId,
        email,
        salesforceUserId,
        name: fullName(user),
        teamId: user.teamId,
        text: userLine(user, text, null),
        detail: text,
        since,
        fix: {
          commands: isDoubtful ? [] : [deactivate],
          instead: [
            ...(isDoubtful ? [deactivate] : []),
            withOptions(commandLine('map', email, salesforceUserId), { 'allow-inactive': true }),
            commandLine('reject', email, salesforceUserId),
          ],
          advice: isDoubtful
            ? 'find out whether they are the same person: deactivate or map the user, or reject the match'
            : null,
        },
      }
    })
}

function enteredRow(finding: EnteredFinding): Finding {
  const { kind, name, email, text } = finding
  const who = name === email ? email : `${email} (${name})`
  const fix =
    kind === 'pending'
      ? { commands: [], instead: [], advice: { screen: 'license', name } as const }
      : { commands: [], instead: [commandLine('todo', email)], advice: null }
  return { ...finding, text: `${who} ${text}`, detail: text, fix }
}

function connectionRows({ user, known }: WatchedConnection): Finding[] {
  if ('unknownBecause' in user) return []
  const { salesforceUserId, name } = user.known
  return connectionProblems(user.known).map((problem) => {
    const text = problemSentence(user.known, known, problem)
    return {
      kind: 'connection',
      userId: null,
      email: null,
      salesforceUserId,
      name,
      teamId: null,
      text,
      detail: text,
      since: null,
      fix: { commands: [], instead: [], advice: problemAdvice(problem) },
    }
  })
}

/** Which findings are wanted, and what was known before. */
interface FindingsQuery {
  /** UTC, ISO 8601: only findings since then; undated ones are always reported. */
  readonly since?: string
  readonly pendingDays: number
  /** UTC, ISO 8601. */
  readonly now: string
  readonly view: DirectoryView
  readonly watched: WatchedConnection
  /** Without what takes seconds in a large company: users who are not mapped, and what SalesScreen has. */
  readonly onlyMappings?: boolean
}

/** Everything that `check` finds, in pages and in the order in which it is printed; counts it on the way. */
export async function* allFindings(
  context: AppContext,
  ledger: Ledger,
  { since, pendingDays, now, view, watched, onlyMappings = false }: FindingsQuery,
  count: DriftCount,
): AsyncGenerator<readonly Finding[]> {
  const query = { ...given({ since }), pendingDays, now }
  // First, because it concerns everyone.
  const connection = connectionRows(watched)
  count.findings += connection.length
  if (connection.length > 0) yield connection
  for await (const page of findDrift(ledger, view, query, count)) yield page.map((each) => driftRow(each))
  if (onlyMappings) return
  const leavers = leaverRows(await unmappedLeavers(context, ledger, { quick: true }), since)
  count.findings += leavers.length
  if (leavers.length > 0) yield leavers
  const todoDays = Number(context.configuration.settings['todo-days'].value)
  const { system } = await readMappingSystem(ledger)
  const entered = await findEnteredDrift(ledger, { ...query, todoDays, system })
  count.findings += entered.length
  if (entered.length > 0) yield entered.map((each) => enteredRow(each))
}

/** How many days a user may be Pending before it is a finding, where no one says otherwise. */
export const defaultPendingDays = 10
