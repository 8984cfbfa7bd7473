import type { Change, ChangeSet } from '../core/change.ts'
import { SfsyncError } from '../core/errors.ts'
import { fold, parseEmail } from '../core/text.ts'
import { parseSalesforceUserId } from '../core/salesforce-id.ts'
import { type Decision, decisionKey, fullName, isTeamId, isUserId, type UserId } from '../core/model.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { UndoFacts } from '../core/decide/undo.ts'

/** Keeps the changes about these users, teams, facts or Salesforce users; throws `not-found` for texts that fit no change. */
export async function filterChanges(
  ledger: Ledger,
  changeSets: readonly ChangeSet[],
  texts: readonly string[],
): Promise<ChangeSet[]> {
  const wanted: ReadonlySet<Change>[] = []
  const strangers: string[] = []
  const changes = changeSets.flatMap((changeSet) => changeSet.changes)
  for (const text of texts) {
    const found = await changesAbout(ledger, changes, text)
    if (found.size === 0) strangers.push(text)
    wanted.push(found)
  }
  if (strangers.length > 0)
    throw new SfsyncError(
      'not-found',
      `${strangers.map((text) => `"${text}"`).join(', ')}: nothing of that was changed there; nothing was written`,
      { actions: changeSets.map(({ number }) => `sfsync show ${number}`) },
    )
  return changeSets.map((changeSet) => ({
    ...changeSet,
    changes: changeSet.changes.filter((change) => wanted.some((found) => found.has(change))),
  }))
}

// A name means all that was done to somebody; a Salesforce User ID only what was done with that ID.
async function changesAbout(
  ledger: Ledger,
  changes: readonly Change[],
  text: string,
): Promise<ReadonlySet<Change>> {
  const salesforce = parseSalesforceUserId(text)
  if ('salesforceUserId' in salesforce)
    return new Set(changes.filter((change) => isWith(change, salesforce.salesforceUserId)))
  const parsed = parseEmail(text)
  // Users whose own row was not touched are only known to the ledger.
  const people = await ledger.findUsers('email' in parsed ? { email: parsed.email } : { called: text })
  const keys = new Set<string>(people.map(({ user }) => user.userId))
  for (const change of changes) if (isCalled(change, text)) keys.add(change.key)
  return new Set(changes.filter((change) => keys.has(ownerOf(change))))
}

function isWith({ entity, before, after }: Change, salesforceUserId: string): boolean {
  return (
    (entity === 'mapping' || entity === 'decision') &&
    [before, after].some((row) => row?.salesforceUserId === salesforceUserId)
  )
}

// Whom a change belongs to: a decision to the user it is about.
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
    case 'mapping':
    case 'fact':
    case 'decision':
      return false
  }
}

/** The rows that these change sets touched, as they are now, with everybody who may stand in the way of taking them back. */
export async function readUndoFacts(ledger: Ledger, changeSets: readonly ChangeSet[]): Promise<UndoFacts> {
  const changes = changeSets.flatMap((changeSet) => changeSet.changes)
  const people = await ledger.usersOf({
    userIds: changes.flatMap(userIdsOf),
    emails: changes.flatMap((change) => (change.entity === 'user' ? (change.before?.email ?? []) : [])),
    salesforceUserIds: changes.flatMap((change) =>
      change.entity === 'mapping' ? (change.before?.salesforceUserId ?? []) : [],
    ),
    teamIds: changes.flatMap(({ entity, key }) => (entity === 'team' && isTeamId(key) ? [key] : [])),
  })
  const decisions = changes.some((change) => isAboutDecisions(change)) ? await allDecisions(ledger) : []
  const facts = await ledger.facts()
  const teams = await ledger.teams()
  return {
    changeSets,
    now: {
      user: new Map(people.map(({ user }) => [user.userId, user])),
      team: new Map(teams.map(({ team }) => [team.teamId, team])),
      mapping: new Map(
        people.flatMap(({ mapping }) => (mapping === null ? [] : [[mapping.userId, mapping]])),
      ),
      fact: new Map(facts.map((fact) => [fact.name, fact])),
      decision: new Map(decisions.map((decision) => [decisionKey(decision), decision])),
    },
  }
}

// A decision needs its user, but has a key of its own.
function userIdsOf({ entity, key, before, after }: Change): UserId[] {
  if (entity === 'decision') return [before?.userId ?? after?.userId ?? []].flat()
  return isUserId(key) ? [key] : []
}

// A user who would go may have been decided about since.
function isAboutDecisions({ entity, before }: Change): boolean {
  return entity === 'decision' || (entity === 'user' && before === null)
}

async function allDecisions(ledger: Ledger): Promise<Decision[]> {
  const all: Decision[] = []
  for await (const page of ledger.decisions()) all.push(...page)
  return all
}
