import { type Change, type Changes, countsOf, type Entity, rowName } from '../core/change.ts'
import { enteredTexts } from '../core/explain/texts.ts'
import { fullName, isSeenInSalesScreen, isUserId, type User } from '../core/model.ts'
import { normalizeEmail } from '../core/text.ts'
import type { TeamList, UserLookup } from '../ledger/ledger.ts'

/** How users and teams are named in texts: by e-mail address and name, or by their ID if they no longer exist. */
export interface RowNames {
  user(userId: string): string
  /** The full name, or the e-mail address of who has none. */
  person(userId: string): string
  team(teamId: string): string
}

/** The names of all users and teams in these changes. */
export async function rowNames(ledger: UserLookup & TeamList, changes: readonly Change[]): Promise<RowNames> {
  const users = new Map<string, string>()
  const people = new Map<string, string>()
  const teams = new Map<string, string>()
  if (changes.some(({ entity }) => entity === 'user' || entity === 'enteredUser'))
    for (const { team } of await ledger.teams()) teams.set(team.teamId, team.name)
  // The ledger's own names come last and win over those of SalesScreen.
  const rows = changes.toSorted((left, right) => Number(isEntered(right)) - Number(isEntered(left)))
  for (const { before, after } of rows)
    for (const row of [before, after]) {
      if (row === null) continue
      if ('email' in row) {
        users.set(row.userId, row.email)
        people.set(row.userId, fullName(row))
      } else if ('teamId' in row) teams.set(row.teamId, row.name)
    }
  const userIds = changes.flatMap((change) => {
    const userId = change.entity === 'decision' ? (change.after ?? change.before)?.userId : change.key
    return userId != null && isUserId(userId) && !users.has(userId) ? [userId] : []
  })
  if (userIds.length > 0)
    for (const { user } of await ledger.usersOf({ userIds })) {
      users.set(user.userId, user.email)
      people.set(user.userId, fullName(user))
    }
  return {
    user: (userId) => users.get(userId) ?? userId,
    person: (userId) => people.get(userId) ?? userId,
    team: (teamId) => teams.get(teamId) ?? teamId,
  }
}

function isEntered({ entity }: Change): boolean {
  return entity === 'enteredUser' || entity === 'enteredTeam'
}

/** A change that is shown, and whether the line also says that SalesScreen has the row as it is here. */
export interface ShownChange {
  readonly change: Change
  readonly isInSalesScreen: boolean
}

/** The changes as they are shown: a new user or team that SalesScreen has just so is one line, not two. */
export function shownChanges(changes: readonly Change[]): ShownChange[] {
  const added = new Map(changes.flatMap((each) => (each.before === null ? [[rowName(each), each]] : [])))
  const [twins, entered] = [new Set<Change>(), new Set<Change>()]
  for (const change of changes) {
    const entity = change.entity === 'enteredTeam' ? 'team' : 'user'
    const twin = isEntered(change) ? added.get(rowName({ entity, key: change.key })) : undefined
    const mapping = added.get(rowName({ entity: 'mapping', key: change.key }))
    if (twin === undefined || change.before !== null || !isEnteredSo(change, twin, mapping)) continue
    twins.add(twin)
    entered.add(change)
  }
  return changes
    .filter((change) => !entered.has(change))
    .map((change) => ({ change, isInSalesScreen: twins.has(change) }))
}

/** The first lines in which changes are shown, and how many lines there are. */
export function firstShown(
  changes: Changes,
  most: number,
): { readonly first: readonly ShownChange[]; readonly total: number } {
  const counts = countsOf(changes)
  // Two changes may be one line only where something is in SalesScreen as well.
  const isJoined = counts.of('enteredUser').added + counts.of('enteredTeam').added > 0
  const shown = shownChanges(isJoined ? [...changes] : changes.slice(0, most))
  return { first: shown.slice(0, most), total: isJoined ? shown.length : changes.length }
}

function isEnteredSo(
  { after: entered }: Change,
  { after: row }: Change,
  mapping: Change | undefined,
): boolean {
  if (entered === null || row === null) return false
  if (!('email' in entered) || !('email' in row))
    return 'name' in entered && 'name' in row && entered.name === row.name
  const mapped = mapping?.entity === 'mapping' ? (mapping.after?.salesforceUserId ?? null) : null
  return (
    normalizeEmail(entered.email) === row.email &&
    (['firstName', 'lastName', 'nickname', 'state', 'teamId'] as const).every(
      (field) => entered[field] === row[field],
    ) &&
    ('salesforceUserId' in entered ? entered.salesforceUserId : null) === mapped
  )
}

/** A change as one line that begins with its sign: `+` adds, `-` removes, `~` changes. */
export function changeText(change: Change, names: RowNames): string {
  return shownText({ change, isInSalesScreen: false }, names)
}

/** The same of a change as it is shown. */
export function shownText(shown: ShownChange, names: RowNames): string {
  const { change } = shown
  return `${signOf(change)} ${subjects[change.entity].padEnd(8)} ${changeDetails(shown, names)}`
}

function signOf({ before, after }: Change): string {
  return before === null ? '+' : after === null ? '-' : '~'
}

/** What the rows of each kind are called in lists of changes. */
export const subjects: Readonly<Record<Entity, string>> = {
  user: 'user',
  team: 'team',
  mapping: 'mapping',
  fact: 'setting',
  decision: 'decision',
  enteredUser: 'entered',
  enteredTeam: 'entered',
}

/** Which row a change is about, and what changes. */
export function changeDetails({ change, isInSalesScreen }: ShownChange, names: RowNames): string {
  return rowLine(change, names) + (isInSalesScreen ? ' (already in SalesScreen)' : '')
}

function rowLine(change: Change, names: RowNames): string {
  switch (change.entity) {
    case 'user':
      return userLine(change, names)
    case 'team':
      return teamLine(change)
    case 'mapping':
      return `${names.user(change.key)} -> ${mappingLine(change)}`
    case 'fact':
      return `${change.key}: ${settingLine(change)}`
    case 'decision':
      return decisionLine(change, names)
    case 'enteredUser':
      return enteredLine(change, names)
    case 'enteredTeam':
      return enteredTeamLine(change)
  }
}

function userLine({ before, after }: Change & { entity: 'user' }, names: RowNames): string {
  const row = after ?? before
  if (row === null) return ''
  const team = (user: User) => (user.teamId === null ? 'no team' : names.team(user.teamId))
  if (before === null || after === null) {
    const details = [
      `${row.firstName} ${row.lastName}`.trim(),
      ...(row.nickname === null ? [] : [`"${row.nickname}"`]),
      row.teamId === null ? 'no team' : `team ${team(row)}`,
      ...(row.state === 'active' ? [] : [row.state]),
    ]
    return `${row.email}  ${details.join(', ')}`
  }
  const differences = (['firstName', 'lastName', 'nickname', 'email', 'state'] as const).flatMap((field) =>
    before[field] === after[field]
      ? []
      : [`${labels[field]}: ${before[field] || 'none'} -> ${after[field] || 'none'}`],
  )
  if (before.teamId !== after.teamId) differences.push(`team: ${team(before)} -> ${team(after)}`)
  return `${before.email}  ${differences.join(', ')}`
}

const labels = {
  firstName: 'first name',
  lastName: 'last name',
  nickname: 'nickname',
  email: 'e-mail',
  state: 'state',
} as const

function teamLine({ before, after }: Change & { entity: 'team' }): string {
  const row = after ?? before
  if (row === null) return ''
  if (before === null || after === null) return row.key === null ? row.name : `${row.name}, key ${row.key}`
  const name = before.name === after.name ? before.name : `${before.name} -> ${after.name}`
  return before.key === after.key ? name : `${name}  key: ${before.key ?? 'none'} -> ${after.key ?? 'none'}`
}

function mappingLine({ before, after }: Change & { entity: 'mapping' }): string {
  if (before !== null && after !== null)
    return before.salesforceUserId === after.salesforceUserId
      ? `${after.salesforceUserId} (seen as ${after.seenName ?? 'unknown'}, ${after.seenEmail ?? 'no e-mail'})`
      : `${after.salesforceUserId} (was ${before.salesforceUserId})`
  return (after ?? before)?.salesforceUserId ?? ''
}

function decisionLine({ before, after }: Change & { entity: 'decision' }, names: RowNames): string {
  const row = after ?? before
  if (row === null) return ''
  const who = [row.userId === null ? [] : [names.user(row.userId)], row.salesforceUserId ?? []].flat()
  const until = row.until === null ? '' : ` until ${row.until}`
  return `${who.join(' and ')}: ${decisionWords[row.kind]}${until}`
}

const decisionWords = {
  never: 'never these two',
  'not-a-person': 'not a person',
  later: 'later',
} as const

function settingLine({ key, before, after }: Change & { entity: 'fact' }): string {
  const how = isSeenInSalesScreen(key) ? 'confirmed by' : 'set by'
  const by = after === null ? '' : ` (${how} ${after.attestedBy})`
  if (before === null) return `${after?.value ?? ''}${by}`
  return `${before.value} -> ${after?.value ?? 'not set'}${by}`
}

function enteredLine({ before, after }: Change & { entity: 'enteredUser' }, names: RowNames): string {
  const row = after ?? before
  const texts = enteredTexts(before, after, (teamId) => names.team(teamId))
  return `${row?.email ?? ''}  ${texts.join(', ')}`
}

function enteredTeamLine({ before, after }: Change & { entity: 'enteredTeam' }): string {
  if (after === null) return `the team ${before?.name ?? ''} is no longer known to be in SalesScreen`
  return before === null || before.name === after.name
    ? `the team ${after.name} is in SalesScreen`
    : `the team ${before.name} is called ${after.name} in SalesScreen`
}
