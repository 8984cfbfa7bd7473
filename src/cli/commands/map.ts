import { defineCommand, withAnswers, withWriteFlags, writeOptions, type Invocation } from '../command.ts'
import { type MapConfirmation, mapConfirmations } from '../../core/confirmation.ts'
import { decideMap, decideRenewal } from '../../core/decide/map.ts'
import { SfsyncError } from '../../core/errors.ts'
import { readAgainCommand } from '../../core/salesforce-user.ts'
import { commandLine } from '../../core/hint.ts'
import { given } from '../../core/values.ts'
import type { ExitCode } from '../../app/exit-codes.ts'
import { readMapFacts } from '../../app/map-facts.ts'
import { findUser } from '../../app/resolve.ts'
import type { WriteOptions } from '../../app/write.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { Context } from '../context.ts'
import { inTurn } from '../walk.ts'
import { requireAnswers } from '../questions.ts'
import {
  type BatchOptions,
  confirmationsIn,
  fileOptions,
  withConfirmationFlags,
  withFileFlags,
} from '../shared-flags.ts'
import { executeWrite } from '../write.ts'

export interface MapOptions extends WriteOptions {
  readonly screenUser?: string
  readonly salesforceUser?: string
  readonly allowed: readonly MapConfirmation[]
  /** Keep the mapping, and store the current Salesforce name and e-mail. */
  readonly renew?: true
  readonly batch?: BatchOptions
}

export const mapCommand = defineCommand({
  name: 'map',
  description: 'step 4: map a SalesScreen user to a Salesforce user',
  examples: [
    {
      command: 'sfsync map ada.lovelace@acme.example 0055g0000000q1oAAA',
      purpose: 'by e-mail address and Salesforce User ID',
    },
    {
      command: 'sfsync map "Ada Lovelace" ada@acme.example.prod',
      purpose: 'by full name and Salesforce username',
    },
    {
      command: 'sfsync map ada.lovelace@acme.example 0055g0000000q1o --dry-run',
      purpose: 'preview the change',
    },
    {
      command: 'sfsync map --file mappings.csv',
      purpose: 'a sheet with Email, External ID and System columns: all rows or none',
    },
  ],
  declare: (command) =>
    withWriteFlags(
      withFileFlags(
        withConfirmationFlags(
          command
            .argument('[screenUser]', 'e-mail, nickname, user ID, or full name of the SalesScreen user')
            .argument(
              '[sfId]',
              'Salesforce User ID (15 or 18 characters), record URL, username, or unique e-mail or full name',
            ),
          mapConfirmations,
        ).option('--renew', 'confirm the mapping and store the current name and e-mail'),
      ),
    ),
  options: ([screenUser, salesforceUser], flags, self): MapOptions => {
    const batch = fileOptions(flags, [screenUser, salesforceUser])
    const allowed = confirmationsIn(self, mapConfirmations)
    if (flags.renew === true && (batch !== undefined || allowed.length > 0))
      throw new SfsyncError(
        'usage',
        '--renew confirms one existing mapping; it cannot be combined with --file or other confirmations',
      )
    return {
      ...given({ screenUser, salesforceUser, batch, renew: flags.renew }),
      allowed,
      ...writeOptions(flags),
    }
  },
  run: runMap,
})

export async function runMap(
  options: MapOptions,
  context: Context,
  invocation: Invocation,
): Promise<ExitCode | void> {
  const { batch } = options
  if (batch !== undefined) {
    const { runBatch } = await import('../batch.ts')
    return await runBatch(context, { ...options, ...batch, kind: 'map', invocation })
  }
  if (options.screenUser !== undefined && options.salesforceUser === undefined)
    await suggestMatch(context, options.screenUser)
  requireAnswers(context, 'map', { '<screenUser>': options.screenUser, '<sfId>': options.salesforceUser })
  const ledger = await context.ledger()
  const known = { screenUser: options.screenUser ?? '', salesforceUser: '' }
  const { screenUser, salesforceUser } = await inTurn(context, known, [
    async () => await userToMap(context, options.screenUser),
    async (answers) => ({
      salesforceUser:
        options.salesforceUser === undefined
          ? await askForMatch(context, ledger, answers.screenUser)
          : await onlyOne(context, options.salesforceUser),
    }),
  ])
  await executeWrite(context, {
    ...options,
    confirmed: options.allowed,
    invocation: withAnswers(invocation, [screenUser, salesforceUser]),
    decide: async (confirmed) => {
      const facts = await readMapFacts(context, ledger, screenUser, salesforceUser)
      if (options.renew === true)
        return decideRenewal(facts, readAgainCommand(await ledger.directory.lastRead()))
      return decideMap(facts, new Set(mapConfirmations.filter((name) => confirmed.has(name))))
    },
  })
}

async function userToMap(context: Context, typed: string | undefined) {
  if (!context.canAsk) return { isAsked: false }
  const { userMeant } = await import('../who-is-meant.ts')
  const wanted = { message: 'Which SalesScreen user?', first: 'not-mapped' } as const
  const screenUser = await userMeant(context, typed, wanted)
  return { screenUser, isAsked: screenUser !== typed }
}

async function onlyOne(context: Context, text: string): Promise<string> {
  if (!context.canAsk) return text
  const { onlySalesforceUser } = await import('../who-is-meant.ts')
  return await onlySalesforceUser(context, text)
}

// Who is likely meant comes first.
async function askForMatch(context: Context, ledger: Ledger, screenUser: string): Promise<string> {
  const { askForSalesforceUser } = await import('../pickers.ts')
  const { likelyMatches } = await import('../../app/match/suggest.ts')
  const likely = await likelyMatches(context, ledger, screenUser)
  const { salesforceUser } = await askForSalesforceUser(context, 'Which Salesforce user?', { likely })
  return salesforceUser.salesforceUserId
}

// Who has the same e-mail address is most likely meant, but only an admin maps.
async function suggestMatch(context: Context, screenUser: string): Promise<void> {
  if (context.canAsk) return
  const ledger = await context.ledger()
  const record = await findUser(ledger, screenUser)
  if (record === undefined || record.mapping !== null) return
  const { email } = record.user
  const { unmappedWithEmailOf } = await import('../../app/status.ts')
  const [only, ...others] = await unmappedWithEmailOf(ledger, record.user)
  const isOne = only !== undefined && others.length === 0
  throw new SfsyncError('usage', 'map needs <sfId>', {
    ...(isOne
      ? {
          rows: [
            {
              value: only.salesforceUserId,
              reason: `${only.name} (${only.salesforceUserId}) has the same e-mail address`,
            },
          ],
        }
      : {}),
    actions: [isOne ? commandLine('map', email, only.salesforceUserId) : commandLine('suggest', email)],
  })
}
