import { Command } from 'commander'
import { askForSalesforceUser, askForUser, requireAnswers } from '../ask.ts'
import { carryOut, type WriteOptions } from '../carry-out.ts'
import type { Context } from '../context.ts'
import { planDecision } from '../decisions/record.ts'
import { given, type WriteFlags, writeOptions, writing } from '../flags.ts'
import type { Handle } from '../handle.ts'
import { withExamples } from '../help.ts'
import { resolveSalesforceUser } from '../resolve/salesforce-user.ts'
import { resolveUser } from '../resolve/screen-user.ts'
import { parseDay } from '../when.ts'

export interface RejectOptions extends WriteOptions {
  readonly screenUser?: string
  readonly salesforceUser?: string
  /** The first day on which it no longer counts. */
  readonly until?: string
}

interface RejectFlags extends WriteFlags {
  readonly until?: string
}

export function rejectCommand(handle: Handle): Command {
  const command = new Command('reject')
    .description('decide that these two are never the same person')
    .argument('[screenUser]', 'e-mail, nickname, user ID, or full name of the SalesScreen user')
    .argument('[sfId]', 'Salesforce User ID (15 or 18 characters), record address, or Salesforce username')
    .option('--until <day>', 'the first day on which it no longer counts, 2026-12-31')
    .action((screenUser: string | undefined, salesforceUser: string | undefined, flags: RejectFlags) =>
      handle(runReject, {
        ...given({ screenUser, salesforceUser, until: flags.until }),
        ...writeOptions(flags),
      }),
    )
  return withExamples(writing(command), [
    {
      command: 'sfsync reject ada.lovelace@acme.example 0055g0000004COnAAM --reason "her sister"',
      purpose: 'never suggest these two again',
    },
  ])
}

export async function runReject(options: RejectOptions, context: Context): Promise<void> {
  requireAnswers(context, 'reject', {
    '<screenUser>': options.screenUser,
    '<sfId>': options.salesforceUser,
  })
  const until = options.until === undefined ? null : parseDay(options.until, '--until')
  const ledger = await context.ledger()
  const prompts = async () => await context.prompts()
  const screenUser = options.screenUser ?? (await askForUser(ledger, await prompts(), 'Which user?'))
  const salesforceUser =
    options.salesforceUser ??
    (await askForSalesforceUser(ledger, await prompts(), 'Which Salesforce user?')).salesforceUser
      .salesforceUserId
  await carryOut(context, {
    ...options,
    words: ['reject', screenUser, salesforceUser, ...(until === null ? [] : ['--until', until])],
    prompted: options.screenUser === undefined || options.salesforceUser === undefined,
    decide: async () => {
      const { user } = await resolveUser(ledger, screenUser)
      const { salesforceUserId } = await resolveSalesforceUser(ledger, salesforceUser)
      return await planDecision(ledger, {
        kind: 'never',
        userId: user.userId,
        salesforceUserId,
        until,
        reason: options.reason ?? null,
        decidedBy: context.actor,
        decidedAt: context.now(),
      })
    },
  })
}
