import type { EnteredUser } from '../entered.ts'
import type { ErrorRow } from '../errors.ts'
import { fullName, type User } from '../model.ts'
import { pairedByAddress } from '../pairing.ts'
import { addressKey, fold } from '../text.ts'
import type { AdoptFacts, WorkbookUser } from './adopt-facts.ts'

/** One user as the ledger and SalesScreen have it, as far as either is known. */
export interface KnownUser {
  readonly user: User | null
  readonly entered: EnteredUser | null
}

/** Whose row each row of a workbook is. */
export interface MatchedRows {
  /** Both are null for a user who is unknown. */
  readonly sides: ReadonlyMap<WorkbookUser, KnownUser>
  /** Users whose address in SalesScreen is now, by the workbook, that of someone else. */
  readonly displaced: readonly KnownUser[]
  /** Rows that could be one user or another. */
  readonly unclear: readonly ErrorRow[]
}

/**
 * Finds whose row each row is, all rows together. An address says who a user is, but it may have been given to someone
 * else here, in SalesScreen, or both. So the address of the ledger with the same name comes first, then the address that
 * SalesScreen was known to have with the same name, then what only one user can be. What remains is not guessed.
 */
export function matchRows(
  facts: Pick<AdoptFacts, 'file' | 'users' | 'entered'>,
  rows: readonly WorkbookUser[],
): MatchedRows {
  const matching = new Matching(knownUsers(facts))
  for (const row of rows) matching.takeByName(row, 'here')
  for (const row of rows) matching.takeByName(row, 'there')
  const unclear = rows.flatMap((row): ErrorRow[] => {
    const reason = matching.takeOnlyOne(row)
    return reason === undefined
      ? []
      : [
          {
            file: facts.file,
            line: row.line,
            value: row.spelling,
            reason,
            action: 'record what was entered with todo done, or correct the user here with users edit',
          },
        ]
  })
  const displaced = matching.displaced()
  const stuck = displaced
    .filter((side) => matching.isElsewhereTaken(side, displaced))
    .map(({ user, entered }): ErrorRow => ({
      file: facts.file,
      value: entered?.email ?? '',
      reason: `it was the address of ${nameOf({ user, entered })} in SalesScreen, and ${user?.email ?? ''}, the new one, is known to be that of another user`,
      action: 'import a workbook with all users, or record what was entered with todo done',
    }))
  return { sides: matching.sides, displaced, unclear: [...unclear, ...stuck] }
}

/** Both sides of everyone, by the same rule as the to-do list. */
function knownUsers({ users, entered }: Pick<AdoptFacts, 'users' | 'entered'>): KnownUser[] {
  const there = new Map<string, EnteredUser>(entered.map((row) => [row.userId, row]))
  const known = new Set<string>(users.map(({ userId }) => userId))
  const rest = { team: null, mapping: null, userSince: null, mappingSince: null }
  const paired = pairedByAddress([
    ...users.map((user) => ({ ...rest, user, entered: there.get(user.userId) ?? null })),
    ...entered
      .filter(({ userId }) => !known.has(userId))
      .map((row) => ({ ...rest, user: null, entered: row })),
  ])
  return [...paired.values()].map((each) => ({ user: each.user, entered: each.entered }))
}

const unknownUser: KnownUser = { user: null, entered: null }

class Matching {
  readonly sides = new Map<WorkbookUser, KnownUser>()
  readonly #known: readonly KnownUser[]
  readonly #taken = new Set<KnownUser>()
  readonly #here = new Map<string, KnownUser>()
  readonly #there: ReadonlyMap<string, readonly KnownUser[]>

  constructor(known: readonly KnownUser[]) {
    this.#known = known
    for (const side of known) if (side.user !== null) this.#here.set(addressKey(side.user.email), side)
    this.#there = Map.groupBy(
      known.filter(({ entered }) => entered !== null),
      ({ entered }) => addressKey(entered?.email ?? ''),
    )
  }

  takeByName(row: WorkbookUser, where: 'here' | 'there'): void {
    if (this.sides.has(row)) return
    const own = this.#here.get(row.email)
    const others = (this.#there.get(row.email) ?? []).filter((side) => side !== own)
    const isOwn = own !== undefined && isCalledSo(row, own)
    const named = others.filter((side) => !this.#taken.has(side) && isCalledSo(row, side))
    if (where === 'here' && isOwn && named.length === 0) this.#take(row, own)
    const [only, ...more] = named
    if (where === 'there' && only !== undefined && more.length === 0 && !isOwn) this.#take(row, only)
  }

  /** Takes the only user that a row can be, or none; else why it cannot be said. */
  takeOnlyOne(row: WorkbookUser): string | undefined {
    if (this.sides.has(row)) return undefined
    const own = this.#here.get(row.email)
    const others = (this.#there.get(row.email) ?? []).filter((side) => side !== own && !this.#taken.has(side))
    const [other] = others
    if (own !== undefined && this.#taken.has(own))
      return `${row.email} is the address of ${nameOf(own)} here, and of ${fullName(row)} in SalesScreen`
    if (own !== undefined && other === undefined) this.#take(row, own)
    else if (own === undefined && other?.user === null && others.length === 1) this.#take(row, other)
    else if (other === undefined) this.#take(row, unknownUser)
    else
      return own === undefined
        ? `${row.email} was the address of ${nameOf(other)} in SalesScreen, and ${fullName(row)} may be another user`
        : `${row.email} may be ${nameOf(own)}, who is to get the address, or ${nameOf(other)}, who had it`
    return undefined
  }

  #take(row: WorkbookUser, side: KnownUser): void {
    this.sides.set(row, side)
    if (side !== unknownUser) this.#taken.add(side)
  }

  displaced(): KnownUser[] {
    const addresses = new Set<string>([...this.sides.keys()].map(({ email }) => email))
    return this.#known.filter(
      (side) =>
        side.entered !== null && !this.#taken.has(side) && addresses.has(addressKey(side.entered.email)),
    )
  }

  /** Whether someone else is known to have the address that the ledger has for a displaced user. */
  isElsewhereTaken({ user }: KnownUser, displaced: readonly KnownUser[]): boolean {
    if (user === null) return false
    const holders = this.#there.get(addressKey(user.email)) ?? []
    const isTakenByRow = [...this.sides.keys()].some(({ email }) => email === user.email)
    return isTakenByRow || holders.some((side) => !this.#taken.has(side) && !displaced.includes(side))
  }
}

function isCalledSo(row: WorkbookUser, { user, entered }: KnownUser): boolean {
  return [user, entered].some((side) => side !== null && fold(fullName(side)) === fold(fullName(row)))
}

function nameOf({ user, entered }: KnownUser): string {
  const shown = user ?? entered
  return shown === null ? '' : fullName(shown)
}
