import { Command } from 'commander'
import { type MapConfirmation, mapConfirmations } from '../../core/confirmation.ts'
import { decideMap, decideRenewal } from '../../core/decide/map.ts'
import { SfsyncError } from '../../core/errors.ts'
import { askForSalesforceUser, askForUser, requireAnswers } from '../questions.ts'
import {
  type ConfirmationFlags,
  confirmationsIn,
  type BatchFlags,
  type BatchOptions,
  batchWords,
  fileOptions,
  withFileFlags,
} from '../shared-flags.ts'
import type { WriteOptions } from '../../app/write.ts'
import { executeWrite } from '../write.ts'
import type { Context } from '../context.ts'
import type { ExitCode } from '../../app/exit-codes.ts'
import {
  type Invocation,
  type CommandRunner,
  typedInvocation,
  withExamples,
  type WriteFlags,
  writeOptions,
  withWriteFlags,
} from '../command.ts'
import { readMapFacts } from '../../app/map-facts.ts'
import { given } from '../../core/values.ts'

export interface MapOptions extends WriteOptions {
  readonly screenUser?: string
  readonly salesforceUser?: string
  readonly allowed: readonly MapConfirmation[]
  /** The mapping is there and right: only what was seen of the Salesforce user is written anew. */
  readonly renew?: true
  readonly batch?: BatchOptions
}

interface MapFlags extends WriteFlags, BatchFlags, ConfirmationFlags {
  readonly file?: string
  readonly renew?: true
}

export function mapCommand(handle: CommandRunner): Command {
  const command = new Command('map')
    .description('map a SalesScreen user to a Salesforce user')
    .argument('[screenUser]', 'e-mail, nickname, user ID, or full name of the SalesScreen user')
    .argument('[sfId]', 'Salesforce User ID (15 or 18 characters), record address, or Salesforce username')
    .option('--allow-unknown', 'map although the directory does not know the ID')
    .option('--allow-inactive', 'map although the Salesforce user is inactive')
    .option('--allow-non-person', 'map although the Salesforce user is not a person')
    .option('--take-over', 'take the Salesforce user away from whoever has it')
    .option('--replace', "give up the user's present mapping")
    .option('--allow-rejected', 'map although somebody decided that the two are never the same person')
    .option(
      '--renew',
      'the mapping is still right: remember the name and e-mail that the directory tells now',
    )
    .action((screenUser: string | undefined, salesforceUser: string | undefined, flags: MapFlags) =>
      handle(runMap, mapOptions(screenUser, salesforceUser, flags)),
    )
  return withExamples(withWriteFlags(withFileFlags(command)), [
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
      purpose: 'see what would be written',
    },
    {
      command: 'sfsync map --file mappings.csv',
      purpose: 'a sheet with Email, External ID, System: all or nothing',
    },
  ])
}

function mapOptions(
  screenUser: string | undefined,
  salesforceUser: string | undefined,
  flags: MapFlags,
): MapOptions {
  const batch = fileOptions(flags, [screenUser, salesforceUser])
  const allowed = confirmationsIn(flags, mapConfirmations)
  if (flags.renew === true && (batch !== undefined || allowed.length > 0))
    throw new SfsyncError('usage', '--renew is for one mapping that is there, and needs no other decision')
  return {
    ...given({ screenUser, salesforceUser, batch, renew: flags.renew }),
    allowed,
    ...writeOptions(flags),
  }
}

export async function runMap(
  options: MapOptions,
  context: Context,
  { asked }: Invocation = typedInvocation,
): Promise<ExitCode | void> {
  const { batch, allowed: taken } = options
  if (batch !== undefined) {
    const { runBatch } = await import('../batch.ts')
    const words = ['map', '--file', batch.file, ...taken.map((name) => `--${name}`), ...batchWords(batch)]
    return await runBatch(context, { ...options, ...batch, kind: 'map', words })
  }
  requireAnswers(context, 'map', { '<screenUser>': options.screenUser, '<sfId>': options.salesforceUser })
  const ledger = await context.ledger()
  const screenUser =
    options.screenUser ?? (await askForUser(ledger, await context.prompts(), 'Which SalesScreen user?'))
  const salesforceUser =
    options.salesforceUser ??
    (await askForSalesforceUser(ledger, await context.prompts(), 'Which Salesforce user?')).salesforceUser
      .salesforceUserId
  await executeWrite(context, {
    ...options,
    confirmed: options.allowed,
    words: [
      'map',
      screenUser,
      salesforceUser,
      ...options.allowed.map((name) => `--${name}`),
      ...(options.renew === true ? ['--renew'] : []),
    ],
    prompted: asked || options.screenUser === undefined || options.salesforceUser === undefined,
    decide: async (allowed) => {
      const facts = await readMapFacts(context, ledger, screenUser, salesforceUser)
      if (options.renew === true) return decideRenewal(facts)
      return decideMap(facts, new Set(mapConfirmations.filter((name) => allowed.has(name))))
    },
  })
}
