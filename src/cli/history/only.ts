import type { Change, ChangeSet } from '../../core/change.ts'
import { SfsyncError } from '../../core/errors.ts'
import { parseEmail } from '../../core/email.ts'
import { parseSalesforceUserId } from '../../core/salesforce-id.ts'
import { fold } from '../../core/text.ts'
import { fullName } from '../../core/user.ts'
import type { Ledger } from '../../ledger/ledger.ts'

/** Keeps the changes about these users, teams, facts or Salesforce users; throws `not-found` for texts that fit no change. */
export async function only(
  ledger: Ledger,
  changeSets: readonly ChangeSet[],
  texts: readonly string[],
): Promise<ChangeSet[]> {
  const wanted = new Set<string>()
  const strangers: string[] = []
  for (const text of texts) {
    const keys = await keysOf(ledger, changeSets, text)
    if (keys.length === 0) strangers.push(text)
    for (const key of keys) wanted.add(key)
  }
  if (strangers.length > 0)
    throw new SfsyncError(
      'not-found',
      `${strangers.map((text) => `"${text}"`).join(', ')}: nothing of that was changed there; nothing was written`,
      { actions: changeSets.map(({ number }) => `sfsync show ${number}`) },
    )
  return changeSets.map((changeSet) => ({
    ...changeSet,
    changes: changeSet.changes.filter(({ key }) => wanted.has(key) || wanted.has(key.split('/', 1).join(''))),
  }))
}

async function keysOf(ledger: Ledger, changeSets: readonly ChangeSet[], text: string): Promise<string[]> {
  const changes = changeSets.flatMap((changeSet) => changeSet.changes)
  const parsed = parseEmail(text)
  // Users whose own row was not touched are only known to the ledger.
  const people = await ledger.findUsers('email' in parsed ? { email: parsed.email } : { called: text })
  const known = new Set<string>(people.map(({ user }) => user.userId))
  const keys = changes.flatMap((change) =>
    known.has(change.key) || isCalled(change, text) ? [change.key] : [],
  )
  return [...new Set(keys)]
}

function isCalled(change: Change, text: string): boolean {
  if (change.key === text) return true
  const folded = fold(text)
  const salesforce = parseSalesforceUserId(text)
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
      return [change.before, change.after].some(
        (row) =>
          row !== null &&
          'salesforceUserId' in salesforce &&
          row.salesforceUserId === salesforce.salesforceUserId,
      )
    case 'fact':
    case 'decision':
      return false
  }
}
