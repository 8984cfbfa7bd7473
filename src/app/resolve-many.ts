import { SfsyncError } from '../core/errors.ts'
import type { Hint } from '../core/hint.ts'
import { fullName } from '../core/model.ts'
import { countText, fold } from '../core/text.ts'
import { parseUserKey } from '../core/user-key.ts'
import type { Ledger, UserRecord } from '../ledger/ledger.ts'
import { hintText } from './hints.ts'
import { type CommandFor, resolveUser } from './resolve.ts'

/** Finds several users, each once; throws one error for all that are not found. */
export async function resolveUsers(
  ledger: Ledger,
  texts: readonly string[],
  commandFor?: CommandFor,
): Promise<UserRecord[]> {
  const found = await uniqueUsers(ledger, texts)
  const records = await resolveEach(
    texts,
    async (text) => found.get(text) ?? (await resolveUser(ledger, text, commandFor)),
  )
  return [...new Map(records.map((record) => [record.user.userId, record])).values()]
}

// Many are looked up together. Those who are not found so, or not alone, are looked up again, which says why.
async function uniqueUsers(
  ledger: Ledger,
  texts: readonly string[],
): Promise<ReadonlyMap<string, UserRecord>> {
  if (texts.length < 2) return new Map()
  const keys = texts.map((text) => ({ text, key: parseUserKey(text) }))
  const records = await ledger.recordsOf({
    userIds: keys.flatMap(({ key }) => ('userId' in key ? key.userId : [])),
    emails: keys.flatMap(({ key }) => ('email' in key ? key.email : [])),
    called: keys.flatMap(({ key }) => ('called' in key ? key.called : [])),
  })
  const [byId, byEmail] = [new Map<string, UserRecord>(), new Map<string, UserRecord>()]
  const byName = new Map<string, UserRecord[]>()
  for (const record of records) {
    const { userId, email, nickname } = record.user
    byId.set(userId, record)
    byEmail.set(email, record)
    const names = [fullName(record.user), ...(nickname === null ? [] : [nickname])]
    for (const name of new Set(names.map((each) => fold(each))))
      byName.set(name, [...(byName.get(name) ?? []), record])
  }
  return new Map(
    keys.flatMap(({ text, key }) => {
      const found =
        'userId' in key
          ? [byId.get(key.userId)]
          : 'email' in key
            ? [byEmail.get(key.email)]
            : (byName.get(fold(key.called)) ?? [])
      const [only, ...others] = found
      return only === undefined || others.length > 0 ? [] : [[text, only] as const]
    }),
  )
}

/** Looks up each text; throws one error for all look-ups that fail. */
export async function resolveEach<T>(
  texts: readonly string[],
  resolve: (text: string) => Promise<T>,
): Promise<T[]> {
  const found: T[] = []
  const failures: SfsyncError[] = []
  for (const text of texts) {
    try {
      found.push(await resolve(text))
    } catch (error) {
      if (!(error instanceof SfsyncError)) throw error
      failures.push(error)
    }
  }
  const [first] = failures
  if (first === undefined) return found
  if (failures.length === 1) throw first
  const actions = new Map<string, Hint>(
    failures.flatMap((failure) => failure.actions.map((action) => [hintText(action), action])),
  )
  throw new SfsyncError(
    first.code,
    `${failures.length} of ${countText(texts.length, 'user')} could not be identified`,
    {
      rows: failures.flatMap((failure) => [{ reason: failure.message }, ...failure.rows]),
      actions: [...actions.values()],
    },
  )
}
