import { type Decided, needsConfirmation, refuse } from '../core/change.ts'
import type { Confirmation } from '../core/confirmation.ts'
import { SfsyncError } from '../core/errors.ts'
import { commandLine, withOptions } from '../core/hint.ts'
import { fullName, type User } from '../core/model.ts'
import { splitName } from '../core/salesforce-user.ts'
import { parseEmail, withoutSandboxSuffix } from '../core/text.ts'
import type { DirectoryEntry, Ledger } from '../ledger/ledger.ts'
import type { NewUserFields } from './new-user.ts'
import { planRows } from './batch/plan-batch.ts'
import type { AppContext } from './context.ts'
import { suggestionsTo } from './match/suggest.ts'

/** Someone in Salesforce who is to show up in SalesScreen. */
export interface Addition {
  readonly entry: DirectoryEntry
  /** The SalesScreen user who this is; null to create one. */
  readonly user: User | null
  /** Name or key of the team; undefined to leave the user where it is. */
  readonly team?: string
  /** What a new user has instead of what Salesforce says. */
  readonly fields?: NewUserFields & { readonly nickname?: string }
}

/** Who a Salesforce user is in SalesScreen, as far as that is certain, and who else it may be. */
export interface KnownAs {
  /** The mapped user, or the one with the same e-mail address; null if there is none. */
  readonly user: User | null
  /** Unmapped users who look like the same person; empty if the user is certain. */
  readonly alike: readonly User[]
}

/** Looks for the SalesScreen user of a Salesforce user. */
export async function knownAs(
  context: AppContext,
  ledger: Ledger,
  { salesforceUser, mappedTo }: DirectoryEntry,
): Promise<KnownAs> {
  if (mappedTo !== null) {
    const [mapped] = await ledger.findUsers({ userId: mappedTo.userId })
    return { user: mapped?.user ?? null, alike: [] }
  }
  const email = withoutSandboxSuffix(salesforceUser.email ?? '')
  const parsed = parseEmail(email)
  const [same] = 'email' in parsed ? await ledger.findUsers(parsed) : []
  if (same !== undefined) return { user: same.user, alike: [] }
  const found = await suggestionsTo(context, ledger, [salesforceUser])
  const alike = found.filter(
    ({ matchClass, candidates: [best] }) =>
      (matchClass === 'sure' || matchClass === 'likely') &&
      best?.salesforceUser.salesforceUserId === salesforceUser.salesforceUserId,
  )
  return { user: null, alike: alike.map(({ user }) => user) }
}

/** Plans to create, place and map someone as one change set; what is so already is left alone. */
export async function decideAdd(
  context: AppContext,
  ledger: Ledger,
  { entry: { salesforceUser }, user, team, fields = {} }: Addition,
  confirmed: ReadonlySet<Confirmation>,
): Promise<Decided> {
  const { salesforceUserId, email, name } = salesforceUser
  const { email: given, ...names } = fields
  const address = given ?? withoutSandboxSuffix(email ?? '')
  if (user === null && address === '')
    throw new SfsyncError('invalid', `${name} (${salesforceUserId}) has no e-mail address in Salesforce`, {
      actions: [withOptions(commandLine('create-user'), { 'from-sf': salesforceUserId, email: '<address>' })],
    })
  const who =
    user === null ? { ...splitName(salesforceUser), ...names, user: address } : { user: user.userId }
  const values = { ...who, salesforceUser: salesforceUserId, ...(team === undefined ? {} : { team }) }
  const request = { file: 'add', rows: [{ line: 1, values }] }
  const { plan, rowWarnings, problems } = await planRows(context, ledger, request, 'import', confirmed)
  if (problems.length === 0)
    return {
      ...plan,
      evidence: plan.evidence.slice(1),
      ...(plan.changes.length > 0
        ? {}
        : { notices: [`no changes: ${name} (${salesforceUserId}) is in the ledger as asked`] }),
      // The row is no file's.
      changes: plan.changes.map(({ origin: _origin, ...change }) => change),
      warnings: [...rowWarnings, ...plan.warnings],
    }
  const rows = problems.map(({ line: _line, field: _field, ...row }) => row)
  const message = `${user === null ? name : fullName(user)} cannot be added as asked; nothing was changed`
  return rows.every(({ confirmation }) => confirmation !== undefined)
    ? needsConfirmation(message, rows)
    : { ...refuse('invalid', message), rows }
}
