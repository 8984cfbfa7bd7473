import { commandText } from '../../core/command-text.ts'
import { normaliseEmail, parseEmail } from '../../core/email.ts'
import { SfsyncError } from '../../core/errors.ts'
import { fullName, isUserId } from '../../core/user.ts'
import type { Ledger, UserKey, UserRecord } from '../../ledger/ledger.ts'
import { didYouMean } from './nearest.ts'

/** Finds the one SalesScreen user that a text names: e-mail, nickname, user ID, or a full name that fits one person. */
export async function resolveUser(ledger: Ledger, text: string): Promise<UserRecord> {
  const found = await ledger.findUsers(keyOf(text))
  const [only, ...others] = found
  if (only === undefined) throw await notFound(ledger, text)
  if (others.length > 0) throw ambiguous(text, found)
  return only
}

/** Finds several users; all that cannot be found are told at once. */
export async function resolveUsers(ledger: Ledger, texts: readonly string[]): Promise<UserRecord[]> {
  const records: UserRecord[] = []
  const failures: SfsyncError[] = []
  for (const text of texts) {
    try {
      const record = await resolveUser(ledger, text)
      if (!records.some(({ user }) => user.userId === record.user.userId)) records.push(record)
    } catch (error) {
      if (!(error instanceof SfsyncError)) throw error
      failures.push(error)
    }
  }
  const [first, ...others] = failures
  if (first === undefined) return records
  if (others.length === 0) throw first
  throw new SfsyncError(first.code, `${failures.length} users could not be found; nothing was written`, {
    rows: failures.flatMap((failure) => [{ reason: failure.message }, ...failure.rows]),
    actions: [...new Set(failures.flatMap((failure) => failure.actions))],
  })
}

function keyOf(text: string): UserKey {
  const trimmed = text.trim()
  if (isUserId(trimmed)) return { userId: trimmed }
  const parsed = parseEmail(trimmed)
  return 'email' in parsed ? { email: parsed.email } : { called: trimmed }
}

function ambiguous(text: string, found: readonly UserRecord[]): SfsyncError {
  return new SfsyncError(
    'decision-needed',
    `"${text}" fits ${found.length} SalesScreen users; nothing was written`,
    {
      rows: found.map(({ user, team }) => ({
        value: user.email,
        reason: `${fullName(user)}, ${user.email}, ${user.userId}, ${team === null ? 'no team' : `team ${team.name}`}`,
      })),
      actions: ['name one of them by e-mail address or user ID'],
    },
  )
}

async function notFound(ledger: Ledger, text: string): Promise<SfsyncError> {
  const names: string[] = []
  for await (const page of ledger.users({}))
    for (const { user } of page)
      names.push(user.email, fullName(user), ...(user.nickname === null ? [] : [user.nickname]))
  const inSalesforce = await ledger.directory.find({ email: normaliseEmail(text) })
  const create = inSalesforce
    .slice(0, 1)
    .map(({ salesforceUser }) => commandText('create-user', '--from-sf', salesforceUser.salesforceUserId))
  return new SfsyncError('not-found', `no SalesScreen user is called "${text}"`, {
    actions: [...didYouMean(text, names), ...(create.length > 0 ? create : [commandText('users', 'list')])],
  })
}
