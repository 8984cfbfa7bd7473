import { type EnteredPart, knowledgeOf } from '../core/entered.ts'
import { fullName, type TeamId } from '../core/model.ts'
import type { FindingKind } from '../core/drift.ts'
import { countText } from '../core/text.ts'
import { pairedByAddress } from '../core/pairing.ts'
import { lacksLicense, type Todo, type TodoKind, userTodos, type UserTodoFacts } from '../core/todo.ts'
import type { EnteredReader } from '../ledger/ledger.ts'
import { pendingTooLong } from './drift.ts'
import { todoText } from '../salesscreen/screens.ts'

/** What `check` finds between the ledger and SalesScreen: a user that only SalesScreen has, other values, a mapping that waits, an active user who lacks a license there. */
export interface EnteredFinding {
  readonly kind: Extract<FindingKind, 'not-in-ledger' | 'differs' | 'waiting' | 'pending'>
  readonly userId: string
  readonly email: string
  readonly name: string
  readonly salesforceUserId: string | null
  /** The team in the ledger, or of a user who is not in it in SalesScreen. */
  readonly teamId: TeamId | null
  /** In words that follow the user's e-mail address. */
  readonly text: string
  /** Since when; UTC, ISO 8601; null if unknown. */
  readonly since: string | null
}

/** What counts as waiting too long, and from when on findings are told. */
export interface EnteredQuery {
  readonly since?: string
  /** UTC, ISO 8601. */
  readonly now: string
  readonly todoDays: number
  readonly pendingDays: number
  /** What SalesScreen calls Salesforce among its mappings. */
  readonly system: string
}

const dayMilliseconds = 86_400_000

/** Every finding, by name of the user. What an admin or the API said is no finding until it waits too long: it is a to-do. */
export async function findEnteredDrift(
  ledger: EnteredReader,
  query: EnteredQuery,
): Promise<readonly EnteredFinding[]> {
  const facts: UserTodoFacts[] = []
  for await (const page of ledger.userTodoFacts()) facts.push(...page)
  return [...pairedByAddress(facts).values()]
    .flatMap((each) => [
      ...pendingFinding(each, query),
      ...userTodos(each).flatMap((todo) => findingOf(each, todo, query)),
    ])
    .filter(({ since }) => query.since === undefined || since === null || since >= query.since)
    .toSorted((left, right) => (left.name < right.name ? -1 : Number(left.name > right.name)))
}

// A user who is Pending in the ledger, too, is among the findings about mappings.
function pendingFinding({ user, entered, mapping }: UserTodoFacts, query: EnteredQuery): EnteredFinding[] {
  if (user === null || entered === null || !lacksLicense({ user, entered })) return []
  const text = pendingTooLong(entered.stateAt, query)
  if (text === undefined) return []
  return [
    {
      kind: 'pending',
      userId: user.userId,
      email: user.email,
      name: fullName(user),
      salesforceUserId: mapping?.salesforceUserId ?? null,
      teamId: user.teamId,
      text,
      since: entered.stateAt,
    },
  ]
}

const partOf: Partial<Record<TodoKind, EnteredPart>> = {
  'edit-user': 'user',
  'assign-team': 'team',
  deactivate: 'state',
  reactivate: 'state',
  unmap: 'mapping',
}

function findingOf({ user, entered }: UserTodoFacts, todo: Todo, query: EnteredQuery): EnteredFinding[] {
  const who = entered ?? user
  if (who === null || todo.user === null) return []
  const about = {
    userId: todo.user.id,
    email: todo.user.email,
    name: fullName(who),
    salesforceUserId: todo.salesforceUserId,
    teamId: (user ?? entered)?.teamId ?? null,
  }
  const part = partOf[todo.kind]
  const seen = entered === null || part === undefined ? undefined : knowledgeOf(entered, part)
  if (user === null && todo.kind === 'deactivate')
    return [
      {
        ...about,
        kind: 'not-in-ledger',
        text: 'is in SalesScreen, but no longer in the ledger',
        since: todo.since,
      },
    ]
  if (user !== null && seen?.source === 'workbook')
    return [
      {
        ...about,
        kind: 'differs',
        text: `differs between SalesScreen and the ledger; to enter: ${todoText(todo, query.system)}`,
        since: seen.at,
      },
    ]
  const days = todo.since === null ? null : (Date.parse(query.now) - Date.parse(todo.since)) / dayMilliseconds
  if ((todo.kind !== 'map' && todo.kind !== 'unmap') || (days !== null && days < query.todoDays)) return []
  const howLong = days === null ? '' : ` for ${countText(Math.floor(days), 'day')}`
  return [
    {
      ...about,
      kind: 'waiting',
      text: `has waited${howLong} to be ${todo.kind === 'map' ? 'mapped' : 'unmapped'} in SalesScreen (${todo.salesforceUserId ?? ''})`,
      since: todo.since,
    },
  ]
}
