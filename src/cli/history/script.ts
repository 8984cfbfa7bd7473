import { NamesThen, scriptHeading, scriptOf } from '../../core/as-script.ts'
import type { Change } from '../../core/change.ts'
import { isUserId } from '../../core/user.ts'
import type { HistoryQuery, Ledger } from '../../ledger/ledger.ts'
import type { Context } from '../context.ts'

/** Writes the commands that would make the same changes on another ledger, change set by change set, oldest first. */
export async function writeScript(context: Context, ledger: Ledger, query: HistoryQuery): Promise<void> {
  const names = new NamesThen()
  // The newest so many, told from the oldest on.
  const wanted = query.limit === undefined ? undefined : await numbers(ledger, query)
  const { limit: _, ...rest } = query
  let told = 0
  for await (const heads of ledger.history({ ...rest, oldestFirst: true }))
    for (const head of heads) {
      if (wanted !== undefined && !wanted.has(head.number)) continue
      context.parts.interrupted.throwIfAborted()
      const changes: Change[] = []
      for await (const page of ledger.changesOf(head.number)) changes.push(...page)
      await learnStrangers(ledger, changes, names)
      const lines = [scriptHeading(head), ...scriptOf(changes, names)]
      await context.stdout.write(lines.map((line) => `${context.typed(line)}\n`).join(''))
      told += 1
    }
  await context.note(`${told} change ${told === 1 ? 'set' : 'sets'}`)
}

async function numbers(ledger: Ledger, query: HistoryQuery): Promise<Set<number>> {
  const found = new Set<number>()
  for await (const heads of ledger.history(query)) for (const { number } of heads) found.add(number)
  return found
}

// People and teams that this part of the history does not tell of are called as they are now.
async function learnStrangers(ledger: Ledger, changes: readonly Change[], names: NamesThen): Promise<void> {
  const userIds = changes.flatMap(({ entity, key }) =>
    entity === 'mapping' && isUserId(key) && names.email(key) === key ? [key] : [],
  )
  const people = userIds.length === 0 ? [] : await ledger.usersOf({ userIds })
  names.learn(
    people.map(({ user }) => ({ entity: 'user', key: user.userId, before: null, after: user })),
    'after',
  )
  const isStrange = changes.some(
    ({ entity, after }) =>
      entity === 'user' && after?.teamId != null && names.team(after.teamId) === after.teamId,
  )
  if (!isStrange) return
  names.learn(
    (await ledger.teams()).flatMap(({ team }) =>
      names.team(team.teamId) === team.teamId
        ? [{ entity: 'team', key: team.teamId, before: null, after: team } as const]
        : [],
    ),
    'after',
  )
}
