import { onlySalesforceUser, onlyUsers, userMeant } from '../who-is-meant.ts'
import { SfsyncError } from '../../core/errors.ts'
import { commandLine } from '../../core/hint.ts'
import {
  defineCommand,
  defineGroup,
  withAnswers,
  withWriteFlags,
  writeOptions,
  type Invocation,
} from '../command.ts'
import { decideForgetDecision, isInForce } from '../../core/decide/decision.ts'
import type { NamedDecision } from '../../core/explain/facts.ts'
import { decisionKey } from '../../core/model.ts'
import type { Context } from '../context.ts'
import { inTurn } from '../walk.ts'
import { isDecisionAbout, namedDecisions, theDecisionAbout, planRecordDecision } from '../../app/decisions.ts'
import { withListFlags, listOptions, type ListOptions, noteCount, writeList } from '../lists.ts'
import {
  type Column,
  drop,
  emailColumn,
  hidden,
  idColumn,
  sentenceColumn,
  textColumn,
  timeColumn,
} from '../output/columns.ts'
import { askForSalesforceUser } from '../pickers.ts'
import { requireAnswers } from '../questions.ts'
import type { WriteOptions } from '../../app/write.ts'
import { executeWrite } from '../write.ts'
import { resolveSalesforceUser, resolveUser } from '../../app/resolve.ts'
import { given } from '../../core/values.ts'
import { parseDay } from '../../app/time-span.ts'

export interface DecisionsListOptions extends ListOptions {
  readonly about?: string
  /** Including expired ones. */
  readonly all: boolean
}

const columns: readonly Column<NamedDecision>[] = [
  idColumn('key', 'Key', ({ decision }) => decisionKey(decision), hidden),
  textColumn('kind', 'Decision', ({ decision }) => decision.kind),
  emailColumn('email', 'E-mail', ({ user }) => user?.email ?? null),
  textColumn('name', 'Name', ({ user }) => user?.name ?? null, drop(4)),
  idColumn('salesforceUserId', 'Salesforce User ID', ({ decision }) => decision.salesforceUserId),
  textColumn('salesforceName', 'Salesforce name', ({ salesforceName }) => salesforceName, drop(3)),
  textColumn('until', 'Expires', ({ decision }) => decision.until),
  sentenceColumn('reason', 'Reason', ({ decision }) => decision.reason),
  emailColumn('decidedBy', 'Decided by', ({ decision }) => decision.decidedBy, drop(2)),
  timeColumn('decidedAt', 'Decided', ({ decision }) => decision.decidedAt, drop(1)),
]

const decisionsListCommand = defineCommand({
  name: 'list',
  summary: 'list the decisions about possible matches: never, not a person, later',
  examples: [{ command: 'sfsync decisions list', purpose: 'which pairs are never suggested, and why' }],
  declare: (command) =>
    withListFlags(
      command
        .option('--about <user>', 'only decisions about this SalesScreen user or Salesforce User ID')
        .option('--all', 'include expired decisions'),
    ),
  options: (_words, flags): DecisionsListOptions => ({
    ...listOptions(flags),
    ...given({ about: flags.about }),
    all: flags.all === true,
  }),
  run: runDecisionsList,
})

export async function runDecisionsList(options: DecisionsListOptions, context: Context): Promise<void> {
  const ledger = await context.ledger()
  const isAbout =
    options.about === undefined
      ? () => true
      : await isDecisionAbout(ledger, await userMeant(context, options.about))
  const today = context.today()
  const isWanted = ({ decision }: NamedDecision) =>
    isAbout(decision) && (options.all || isInForce(decision, today))
  const wanted = (await namedDecisions(ledger)).filter((each) => isWanted(each))
  const rows = await writeList(context, columns, [wanted.slice(0, options.limit)], options)
  await noteCount(context, rows, ['decision', 'decisions'], options)
}

export interface DecisionsRemoveOptions extends WriteOptions {
  /** A SalesScreen user, a Salesforce User ID, or both. */
  readonly who: readonly string[]
}

const decisionsRemoveCommand = defineCommand({
  name: 'remove',
  summary: 'remove a decision',
  examples: [
    {
      command: 'sfsync decisions remove ada.lovelace@acme.example 0055g0000004COnAAM',
      purpose: 'these two may be suggested again',
    },
  ],
  declare: (command) =>
    withWriteFlags(
      command.argument('[who...]', 'what it is about: a SalesScreen user, a Salesforce User ID, or both'),
    ),
  options: ([who], flags): DecisionsRemoveOptions => ({ who, ...writeOptions(flags) }),
  run: runDecisionsRemove,
})

export async function runDecisionsRemove(
  options: DecisionsRemoveOptions,
  context: Context,
  invocation: Invocation,
): Promise<void> {
  requireAnswers(context, 'decisions remove', { '<who>': options.who[0] })
  const ledger = await context.ledger()
  const who = options.who.length > 0 ? await onlyUsers(context, options.who) : await askForDecision(context)
  await executeWrite(context, {
    ...options,
    invocation: withAnswers(invocation, who),
    decide: async () => decideForgetDecision(await theDecisionAbout(ledger, who)),
  })
}

// The words that name it.
async function askForDecision(context: Context): Promise<readonly string[]> {
  const all = await namedDecisions(await context.ledger())
  if (all.length === 0)
    throw new SfsyncError('not-found', 'there are no decisions to remove', {
      actions: [commandLine('decisions list')],
    })
  const choices = all.map(({ decision, user, salesforceName }) => {
    const { kind, userId, salesforceUserId, reason } = decision
    const names = [user?.name ?? userId ?? [], salesforceName ?? salesforceUserId ?? []].flat()
    return {
      name: `${kind}: ${names.join(' and ')}`,
      value: [user?.email ?? userId ?? [], salesforceUserId ?? []].flat(),
      ...given({ description: reason ?? undefined }),
    }
  })
  return await (await context.prompts()).choose('Which decision?', choices)
}

export interface RejectOptions extends WriteOptions {
  readonly screenUser?: string
  readonly salesforceUser?: string
  /** The day on which the decision expires, YYYY-MM-DD. */
  readonly until?: string
}

export const rejectCommand = defineCommand({
  name: 'reject',
  description: 'record that a SalesScreen user and a Salesforce user are never the same person',
  examples: [
    {
      command: 'sfsync reject ada.lovelace@acme.example 0055g0000004COnAAM --reason "her sister"',
      purpose: 'never suggest these two again',
    },
  ],
  declare: (command) =>
    withWriteFlags(
      command
        .argument('[screenUser]', 'e-mail, nickname, user ID, or full name of the SalesScreen user')
        .argument(
          '[sfId]',
          'Salesforce User ID (15 or 18 characters), record URL, username, or unique e-mail or full name',
        )
        .option(
          '--until <day>',
          'the day in your time zone on which the decision expires, for example 2026-12-31',
        ),
    ),
  options: ([screenUser, salesforceUser], flags): RejectOptions => ({
    ...given({ screenUser, salesforceUser, until: flags.until }),
    ...writeOptions(flags),
  }),
  run: runReject,
})

export async function runReject(
  options: RejectOptions,
  context: Context,
  invocation: Invocation,
): Promise<void> {
  requireAnswers(context, 'reject', {
    '<screenUser>': options.screenUser,
    '<sfId>': options.salesforceUser,
  })
  const until = options.until === undefined ? null : parseDay(options.until, '--until')
  const ledger = await context.ledger()
  const known = { screenUser: options.screenUser ?? '', salesforceUser: '' }
  const { screenUser, salesforceUser } = await inTurn(context, known, [
    async () => {
      const named = await userMeant(context, options.screenUser, { first: 'not-mapped' })
      return { screenUser: named, isAsked: named !== options.screenUser }
    },
    async () => ({
      salesforceUser:
        options.salesforceUser === undefined
          ? (await askForSalesforceUser(context, 'Which Salesforce user?')).salesforceUser.salesforceUserId
          : await onlySalesforceUser(context, options.salesforceUser),
    }),
  ])
  await executeWrite(context, {
    ...options,
    invocation: withAnswers(invocation, [screenUser, salesforceUser]),
    decide: async () => {
      const { user } = await resolveUser(ledger, screenUser)
      const { salesforceUserId } = await resolveSalesforceUser(ledger, salesforceUser)
      return await planRecordDecision(ledger, {
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

export const decisionsCommands = defineGroup({
  name: 'decisions',
  description: 'list and remove decisions about possible matches',
  examples: [{ command: 'sfsync decisions list', purpose: 'which pairs are never suggested, and why' }],
  commands: [decisionsListCommand, decisionsRemoveCommand],
})
