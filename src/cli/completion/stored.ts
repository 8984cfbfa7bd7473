import { fullName } from '../../core/user.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { Context } from '../context.ts'
import type { Candidate } from './candidates.ts'

const most = 50

/** SalesScreen users whose name or e-mail address holds a text. */
export async function peopleLike(context: Context, text: string): Promise<Candidate[]> {
  return await fromLedger(context, async (ledger) => {
    const candidates: Candidate[] = []
    for await (const page of ledger.users({ search: text, limit: most }))
      for (const { user } of page) candidates.push({ value: user.email, description: fullName(user) })
    return candidates
  })
}

/** Active Salesforce people whose name, username, e-mail address or ID holds a text. */
export async function salesforceUsersLike(context: Context, text: string): Promise<Candidate[]> {
  return await fromLedger(context, async ({ directory }) => {
    const candidates: Candidate[] = []
    for await (const page of directory.list({ search: text, active: true, people: true, limit: most }))
      for (const { salesforceUser } of page)
        candidates.push({ value: salesforceUser.salesforceUserId, description: salesforceUser.name })
    return candidates
  })
}

/** Every team. */
export async function teamNames(context: Context): Promise<Candidate[]> {
  return await fromLedger(context, async (ledger) =>
    (await ledger.teams()).map(({ team }) => ({ value: team.name })),
  )
}

// Pressing Tab makes no ledger.
async function fromLedger(
  context: Context,
  read: (ledger: Ledger) => Promise<Candidate[]>,
): Promise<Candidate[]> {
  const file = await context.parts.describeFile(context.configuration.settings.store.value)
  return file === undefined && context.profile !== 'demo' ? [] : await read(await context.ledger())
}
