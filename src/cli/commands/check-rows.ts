import {
  problemAdvice,
  problemSentence,
  connectionProblems,
  type WatchedConnection,
} from '../../app/connection-user.ts'
import { minuteText } from '../../app/directory-age.ts'
import type { DriftFinding } from '../../app/drift.ts'
import { type EnteredFinding, enteredFindingKinds } from '../../app/entered-drift.ts'
import type { UnmappedLeaver } from '../../app/unmapped-leavers.ts'
import { driftKinds, driftLine, userLine } from '../../core/drift.ts'
import { driftFix } from '../../core/drift-fix.ts'
import { commandLine, type Hint, withOptions } from '../../core/hint.ts'
import { fullName } from '../../core/model.ts'

/** What a finding of `check` can be about. */
export const checkKinds = [
  ...new Set([...driftKinds, 'left-unmapped', ...enteredFindingKinds, 'connection'] as const),
]
type CheckKind = (typeof checkKinds)[number]

/** One line of `check`: what changed in Salesforce, what differs in SalesScreen, or what keeps the connection from working. */
export interface CheckRow {
  readonly kind: CheckKind
  /** null, as the e-mail address, where it is about the connection. */
  readonly userId: string | null
  readonly email: string | null
  readonly salesforceUserId: string | null
  readonly name: string | null
  /** With the user, without the time. */
  readonly text: string
  readonly since: string | null
  readonly fix: ReturnType<typeof driftFix>
}

/** A finding in Salesforce as a line. */
export function driftRow({ drift, since }: DriftFinding): CheckRow {
  const { user, mapping } = drift.facts
  return {
    kind: drift.kind,
    userId: user.userId,
    email: user.email,
    salesforceUserId: mapping.salesforceUserId,
    name: fullName(user),
    text: driftLine(drift, null),
    since,
    fix: driftFix(drift),
  }
}

// Where only the matcher says that they are one person, nothing is fixed by a command that could just be run.
export function leaverRows(leavers: readonly UnmappedLeaver[], from: string | undefined): CheckRow[] {
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
        text: userLine(user, text, null),
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

export function enteredRow({
  kind,
  userId,
  email,
  salesforceUserId,
  name,
  text,
  since,
}: EnteredFinding): CheckRow {
  const who = name === email ? email : `${email} (${name})`
  const fix =
    kind === 'pending'
      ? { commands: [], instead: [], advice: { screen: 'license', name } as const }
      : { commands: [], instead: [commandLine('todo', email)], advice: null }
  return { kind, userId, email, salesforceUserId, name, text: `${who} ${text}`, since, fix }
}

export function connectionRows({ user, known }: WatchedConnection): CheckRow[] {
  if ('unknownBecause' in user) return []
  const { salesforceUserId, name } = user.known
  return connectionProblems(user.known).map((problem) => ({
    kind: 'connection',
    userId: null,
    email: null,
    salesforceUserId,
    name,
    text: problemSentence(user.known, known, problem),
    since: null,
    fix: { commands: [], instead: [], advice: problemAdvice(problem) },
  }))
}

/** A finding as one line. */
export function lineOf({ text, since }: CheckRow): string {
  return since === null ? text : `${text}, since ${sinceText(since)}`
}

// Some findings are known to the day only.
function sinceText(since: string): string {
  return since.includes('T') ? minuteText(since) : since
}

/** The command that prints every fix. */
export const fixCommand = withOptions(commandLine('check'), { fix: true })

/** A finding and its fix as lines of a shell script: one fix as commands, everything else as comments. */
export function fixLines(row: CheckRow, typed: (hint: Hint) => string): string[] {
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
