import { isRefusal } from '../../core/change.ts'
import { type Confirmation, confirmationsOf } from '../../core/confirmation.ts'
import { decideMap } from '../../core/decide/map.ts'
import { type CommandLine, commandLine, type Hint, withOptions } from '../../core/hint.ts'
import { pairCommand } from '../../core/match/pair-command.ts'
import type { ReverseSuggestion } from '../../core/match/reverse-suggestions.ts'
import type { UserId } from '../../core/model.ts'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'
import { createManyCommand } from '../../core/salesforce-user.ts'
import type { Email } from '../../core/text.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { planRows } from '../batch/plan-batch.ts'
import type { AppContext } from '../context.ts'
import { readMapFacts } from '../map-facts.ts'
import { addressForNew, occupiedAddresses } from '../new-user.ts'

/** What `map` would ask about one pair; empty if nothing. */
export async function askedByMap(
  context: AppContext,
  ledger: Ledger,
  userId: UserId,
  salesforceUserId: SalesforceUserId,
): Promise<Confirmation[]> {
  const decided = decideMap(await readMapFacts(context, ledger, userId, salesforceUserId), new Set())
  return isRefusal(decided) ? confirmationsOf(decided.rows) : []
}

/** How to create everyone without a match at once: first a file. */
export const createManyHint: Hint = {
  text: 'to create everyone who is not in SalesScreen, start with a file',
  command: createManyCommand,
}

/** What to do with that file; its column "team" has what the department, the role or colleagues propose. */
export function importManyHint(areTeamsNew: boolean): Hint {
  return {
    text: 'check the column "team" of the file, then create them all',
    command: withOptions(commandLine('import', '<file>'), areTeamsNew ? { 'create-team': true } : {}),
  }
}

/** Finds the next command for each of these Salesforce users; it runs as it is. */
export async function nextCommands(
  context: AppContext,
  ledger: Ledger,
  found: readonly ReverseSuggestion[],
): Promise<(each: ReverseSuggestion) => CommandLine> {
  const asked = await askedAboutPairs(context, ledger, found)
  const occupied = await occupiedAddresses(
    ledger,
    found.flatMap(({ salesforceUser, matchClass }) => (matchClass === 'none' ? salesforceUser : [])),
  )
  return (each) => nextCommand(each, asked.get(each.salesforceUser.salesforceUserId) ?? [], occupied)
}

function nextCommand(
  { salesforceUser, matchClass, candidates: [best] }: ReverseSuggestion,
  asked: readonly Confirmation[],
  occupied: ReadonlySet<Email>,
): CommandLine {
  const { salesforceUserId } = salesforceUser
  if (best === undefined || matchClass === 'none') {
    const email = addressForNew(salesforceUser)
    return email !== undefined && occupied.has(email)
      ? commandLine('explain', salesforceUserId)
      : withOptions(commandLine('create-user'), { 'from-sf': salesforceUserId })
  }
  const { user, blockers } = best
  return matchClass === 'unclear'
    ? withOptions(commandLine('suggest', user.email), { explain: true })
    : pairCommand({ userEmail: user.email, salesforceUserId, matchClass, blockers }, asked)
}

// The rule of `map`, with a handful of queries however many pairs there are.
async function askedAboutPairs(
  context: AppContext,
  ledger: Ledger,
  found: readonly ReverseSuggestion[],
): Promise<ReadonlyMap<SalesforceUserId, Confirmation[]>> {
  const rows = found.flatMap(({ salesforceUser, matchClass, candidates: [best] }, at) =>
    best !== undefined && (matchClass === 'sure' || matchClass === 'likely')
      ? [
          {
            line: at + 1,
            values: { user: best.user.userId, salesforceUser: salesforceUser.salesforceUserId },
          },
        ]
      : [],
  )
  if (rows.length === 0) return new Map()
  const { problems } = await planRows(context, ledger, { file: 'suggest', rows }, 'map', new Set())
  const byLine = Map.groupBy(problems, ({ line }) => line)
  return new Map(
    found.map(({ salesforceUser }, at) => [
      salesforceUser.salesforceUserId,
      confirmationsOf(byLine.get(at + 1) ?? []),
    ]),
  )
}
