import { isInForce } from '../core/decide/decision.ts'
import { driftLine, type DriftKind, userLine } from '../core/drift.ts'
import { driftFix } from '../core/drift-fix.ts'
import { type CommandLine, commandLine, withOptions } from '../core/hint.ts'
import type { UserId } from '../core/model.ts'
import { isPerson, type SalesforceUser, whyInactive } from '../core/salesforce-user.ts'
import type { SalesforceUserId } from '../core/salesforce-id.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { AppContext } from './context.ts'
import { dayText } from './directory-age.ts'
import { type DriftFinding, findDrift } from './drift.ts'
import { readsSince } from './recent-changes.ts'
import { type UnmappedLeaver, unmappedLeavers } from './unmapped-leavers.ts'

/** What can be done about one person: its name in a list of choices, and the commands that do it. */
export interface MonthlyAction {
  readonly name: string
  readonly commands: readonly CommandLine[]
  /** The users who follow their changes in Salesforce: then it is one plan (follow-changes.ts) that does the same as the commands. */
  readonly follows?: readonly UserId[]
}

/** One person of the monthly walk, with what can be done, the usual first. */
export interface MonthlyPerson {
  readonly who: string
  /** Whether each must be looked at on its own. */
  readonly isDoubtful?: true
  readonly actions: readonly MonthlyAction[]
}

/** Active people who are new, or active again, in Salesforce since a moment, and are neither mapped nor ruled out by a decision; by name. */
export async function joiners(context: AppContext, ledger: Ledger, since: string): Promise<MonthlyPerson[]> {
  const salesforceUserIds = await joinedSince(ledger, since)
  if (salesforceUserIds.length === 0) return []
  const mapped = new Set(
    (await ledger.usersOf({ salesforceUserIds })).map(({ mapping }) => mapping?.salesforceUserId),
  )
  const ruledOut = await ruledOutUsers(ledger, context.today())
  return (await ledger.directory.findAll({ salesforceUserIds }))
    .filter(
      (each) =>
        isPerson(each) &&
        whyInactive(each) === null &&
        !mapped.has(each.salesforceUserId) &&
        !ruledOut.has(each.salesforceUserId),
    )
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
    .map((each) => joiner(each))
}

function joiner({ name, email, title, department, salesforceUserId }: SalesforceUser): MonthlyPerson {
  return {
    who: [name, email, title, department].filter((part) => part !== null).join(', '),
    actions: [{ name: 'add and map', commands: [commandLine('add', salesforceUserId)] }],
  }
}

async function joinedSince({ directory }: Ledger, since: string): Promise<SalesforceUserId[]> {
  const found = new Set<SalesforceUserId>()
  for (const { number, added, returned } of await readsSince(directory, since)) {
    if ((added ?? 0) + (returned ?? 0) === 0) continue
    for await (const changes of directory.changesOf(number))
      for (const { what, salesforceUserId } of changes)
        if (what === 'added' || what === 'returned') found.add(salesforceUserId)
  }
  return [...found]
}

async function ruledOutUsers(ledger: Ledger, today: string): Promise<ReadonlySet<string>> {
  const ruledOut = new Set<string>()
  for await (const page of ledger.decisions())
    for (const decision of page)
      if (decision.userId === null && decision.salesforceUserId !== null && isInForce(decision, today))
        ruledOut.add(decision.salesforceUserId)
  return ruledOut
}

const leaverKinds: ReadonlySet<DriftKind> = new Set(['inactive', 'gone'])
const changeKinds: ReadonlySet<DriftKind> = new Set(['renamed', 'email-changed'])

/** SalesScreen users who have left Salesforce: mapped ones, then those who probably did although they are not mapped. */
export async function leavers(context: AppContext, ledger: Ledger): Promise<MonthlyPerson[]> {
  const found = await findings(context, ledger, leaverKinds)
  const mapped = found.map(({ drift, since }): MonthlyPerson => {
    const actions = leaverActions(drift.facts.user.email)
    const who = driftLine(drift, dayText(since))
    // No one can be deleted in Salesforce, so this may be a partial read.
    return drift.kind === 'gone'
      ? { who: `${who}; check first that the last read was not partial`, actions, isDoubtful: true }
      : { who, actions }
  })
  const unmapped = (await unmappedLeavers(context, ledger, { quick: false })).map((each): MonthlyPerson => {
    const who = userLine(each.user, each.text, dayText(each.since))
    const actions = unmappedActions(each)
    return each.isDoubtful ? { who, actions, isDoubtful: true } : { who, actions }
  })
  return [...mapped, ...unmapped]
}

function leaverActions(email: string): MonthlyAction[] {
  return [
    { name: 'deactivate', commands: [commandLine('users deactivate', email)] },
    { name: 'only remove the mapping', commands: [commandLine('unmap', email)] },
  ]
}

// Namesakes can share an address, so an admin can always say that the two are not one person.
function unmappedActions({ user: { email }, salesforceUser, isDoubtful }: UnmappedLeaver): MonthlyAction[] {
  const { salesforceUserId } = salesforceUser
  return [
    {
      name: isDoubtful ? 'the same person: deactivate' : 'deactivate',
      commands: [commandLine('users deactivate', email)],
    },
    {
      name: 'the same person: only map',
      commands: [withOptions(commandLine('map', email, salesforceUserId), { 'allow-inactive': true })],
    },
    { name: 'someone else: do not ask again', commands: [commandLine('reject', email, salesforceUserId)] },
  ]
}

/** SalesScreen users whose name or address is another one in Salesforce now; everything about one user together. */
export async function changedUsers(context: AppContext, ledger: Ledger): Promise<MonthlyPerson[]> {
  const found = await changeFindings(context, ledger)
  return [...Map.groupBy(found, ({ drift }) => drift.facts.user.userId)].map(([userId, each]) => ({
    who: changesLine(each),
    actions: [
      {
        name: 'update SalesScreen, too',
        commands: each.flatMap(({ drift }) => driftFix(drift).commands),
        follows: [userId],
      },
    ],
  }))
}

// The user is named once, and a day that all changes share is said once.
function changesLine(found: readonly DriftFinding[]): string {
  const days = new Set(found.map(({ since }) => dayText(since)))
  const [first, ...others] = found
  if (first === undefined) return ''
  if (days.size === 1)
    return userLine(
      first.drift.facts.user,
      found.map(({ drift }) => drift.text).join('; '),
      dayText(first.since),
    )
  const more = others.map(
    ({ drift, since }) => `${drift.text}${since === null ? '' : `, since ${dayText(since)}`}`,
  )
  return [driftLine(first.drift, dayText(first.since)), ...more].join('; ')
}

/** The new names and addresses of mapped users. */
export async function changeFindings(context: AppContext, ledger: Ledger): Promise<DriftFinding[]> {
  return await findings(context, ledger, changeKinds)
}

async function findings(
  context: AppContext,
  ledger: Ledger,
  kinds: ReadonlySet<DriftKind>,
): Promise<DriftFinding[]> {
  const view = (await ledger.directory.lastRead()) ?? null
  const count = { findings: 0, notChecked: new Map() }
  const found: DriftFinding[] = []
  for await (const page of findDrift(ledger, view, { pendingDays: 0, now: context.now() }, count))
    found.push(...page.filter(({ drift }) => kinds.has(drift.kind)))
  return found
}
