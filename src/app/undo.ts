import type { Change, ChangeSet, ChangeSetHead } from '../core/change.ts'
import { SfsyncError } from '../core/errors.ts'
import { commandLine } from '../core/hint.ts'
import { fold, parseEmail } from '../core/text.ts'
import { fullName, isTeamId, isUserId, type UserId } from '../core/model.ts'
import { decideUndo, type UndoDecision, type UndoFacts, undoPlan } from '../core/decide/undo.ts'
import type { UserKeys } from '../ledger/ledger.ts'
import { changeSetNumbered } from './history.ts'
import { salesforceUserIdIn, type SalesforceUserLookup } from './resolve.ts'
import { readLedgerState, readUserState } from './ledger-state.ts'

type UndoLedger = Parameters<typeof readLedgerState>[0] &
  Parameters<typeof changeSetNumbered>[0] &
  SalesforceUserLookup

/** Keeps the changes of these users, teams, company settings or Salesforce users; throws `not-found` for names that match no change. */
async function filterChanges(
  ledger: SalesforceUserLookup,
  changeSets: readonly ChangeSet[],
  texts: readonly string[],
): Promise<ChangeSet[]> {
  const wanted: ReadonlySet<Change>[] = []
  const unknown: string[] = []
  // Read once: a long list makes its changes anew each time.
  const read = changeSets.map((changeSet) => ({ ...changeSet, changes: [...changeSet.changes] }))
  const changes = read.flatMap((changeSet) => changeSet.changes)
  for (const text of texts) {
    const found = await changesAbout(ledger, changes, text)
    if (found.size === 0) unknown.push(text)
    wanted.push(found)
  }
  if (unknown.length > 0) {
    const numbers = changeSets.map(({ number }) => number)
    const which = numbers.length === 1 ? 'change set' : 'any of the change sets'
    throw new SfsyncError(
      'not-found',
      `not changed by ${which} ${numbers.join(', ')}: ${unknown.map((text) => `"${text}"`).join(', ')}; nothing was undone`,
      { actions: numbers.map((number) => commandLine('show', String(number))) },
    )
  }
  return read.map((changeSet) => ({
    ...changeSet,
    changes: changeSet.changes.filter((change) => wanted.some((found) => found.has(change))),
  }))
}

// A name means all changes of a user; a Salesforce User ID only those with that ID.
async function changesAbout(
  ledger: SalesforceUserLookup,
  changes: readonly Change[],
  text: string,
): Promise<ReadonlySet<Change>> {
  const salesforceUserId = await salesforceUserIdIn(ledger, text)
  if (salesforceUserId !== undefined)
    return new Set(changes.filter((change) => isWith(change, salesforceUserId)))
  const parsed = parseEmail(text)
  // The changes do not name a user whose own row was not changed.
  const users = await ledger.findUsers('email' in parsed ? { email: parsed.email } : { called: text })
  const keys = new Set<string>(users.map(({ user }) => user.userId))
  for (const change of changes) if (isCalled(change, text)) keys.add(change.key)
  return new Set(changes.filter((change) => keys.has(ownerOf(change))))
}

function isWith({ entity, before, after }: Change, salesforceUserId: string): boolean {
  return (
    (entity === 'mapping' || entity === 'decision' || entity === 'enteredUser') &&
    [before, after].some((row) => row?.salesforceUserId === salesforceUserId)
  )
}

// The user or team that a change is about.
function ownerOf({ entity, key, before, after }: Change): string {
  return entity === 'decision' ? (before?.userId ?? after?.userId ?? key) : key
}

function isCalled(change: Change, text: string): boolean {
  if (change.key === text) return true
  const folded = fold(text)
  switch (change.entity) {
    case 'user':
      return [change.before, change.after].some(
        (row) =>
          row !== null &&
          [row.email, fullName(row), row.nickname ?? row.email].some((name) => fold(name) === folded),
      )
    case 'team':
      return [change.before, change.after].some(
        (row) => row !== null && (fold(row.name) === folded || row.key === text),
      )
    case 'enteredUser':
      return [change.before, change.after].some(
        (row) => row !== null && [row.email, fullName(row)].some((name) => fold(name) === folded),
      )
    case 'enteredTeam':
      return [change.before, change.after].some((row) => row !== null && fold(row.name) === folded)
    case 'mapping':
    case 'fact':
    case 'decision':
      return false
  }
}

/** Plans the undo of change sets, newest first, on the ledger as it is; `only` as in `filterChanges`. */
export async function planUndo(
  ledger: UndoLedger,
  heads: readonly ChangeSetHead[],
  only: readonly string[] = [],
): Promise<UndoDecision> {
  const [head] = heads
  if (head !== undefined && heads.length === 1 && only.length === 0 && head.size > mostTogether) {
    const decided = await undoneInBlocks(ledger, head)
    if (decided !== undefined) return decided
  }
  const changeSets: ChangeSet[] = []
  for (const { number } of heads) changeSets.push(await changeSetNumbered(ledger, number))
  const wanted = only.length === 0 ? changeSets : await filterChanges(ledger, changeSets, only)
  return decideUndo(await readUndoFacts(ledger, wanted))
}

// Fewer changes than this are in memory at once.
const mostTogether = 10_000

// Mappings of one change set are each of another user, so they can be undone some at a time, with little in memory. Where
// other rows are in the way, all are looked at together.
async function undoneInBlocks(ledger: UndoLedger, head: ChangeSetHead): Promise<UndoDecision | undefined> {
  const changes = ledger.longList()
  let isDone = true
  for await (const block of ledger.changesOf(head.number, { lastFirst: true })) {
    if (block.some(({ entity }) => entity !== 'mapping')) return undefined
    const decided = decideUndo({
      changeSets: [{ ...head, changes: block.toReversed() }],
      now: await readUserState(ledger, undoKeys(block)),
    })
    if (decided.conflicts.length > 0) return undefined
    changes.push(decided.plan.changes)
    isDone &&= decided.isDone
  }
  return { plan: undoPlan([head], changes, isDone), conflicts: [], isDone }
}

/** The rows that these change sets changed, as they are now, with every row that may prevent an undo. */
async function readUndoFacts(ledger: UndoLedger, changeSets: readonly ChangeSet[]): Promise<UndoFacts> {
  const changes = changeSets.flatMap((changeSet) => [...changeSet.changes])
  const wanted = { decisions: changes.some(needsDecisions), entered: changes.some(isEntered) }
  return { changeSets, now: await readLedgerState(ledger, undoKeys(changes), wanted) }
}

// The rows that these changes are about, and who holds what they gave up.
function undoKeys(changes: readonly Change[]): UserKeys {
  return {
    userIds: changes.flatMap(userIdsOf),
    emails: changes.flatMap((change) => (change.entity === 'user' ? (change.before?.email ?? []) : [])),
    salesforceUserIds: changes.flatMap((change) =>
      change.entity === 'mapping' ? (change.before?.salesforceUserId ?? []) : [],
    ),
    teamIds: changes.flatMap(({ entity, key }) => (entity === 'team' && isTeamId(key) ? [key] : [])),
  }
}

function isEntered({ entity }: Change): boolean {
  return entity === 'enteredUser' || entity === 'enteredTeam'
}

// A decision needs its user, but has a key of its own.
function userIdsOf({ entity, key, before, after }: Change): UserId[] {
  if (entity === 'decision') return [before?.userId ?? after?.userId ?? []].flat()
  return isUserId(key) ? [key] : []
}

// A decision may refer to a user whose creation is undone.
function needsDecisions({ entity, before }: Change): boolean {
  return entity === 'decision' || (entity === 'user' && before === null)
}
