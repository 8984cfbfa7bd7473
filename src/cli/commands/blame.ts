import { commandLine, withOptions } from '../../core/hint.ts'
import { defineCommand, commandLineOf, withAnswers, type Invocation } from '../command.ts'
import {
  commandColumn,
  drop,
  emailColumn,
  hidden,
  idColumn,
  sentenceColumn,
  textColumn,
  timeColumn,
} from '../output/columns.ts'
import { isPostgres } from '../../core/store-address.ts'
import { blame, type Blame } from '../../core/history/blame.ts'
import { type Decision, decisionKey, fullName } from '../../core/model.ts'
import { SfsyncError } from '../../core/errors.ts'
import type { Ledger, PastChange, UserRecord } from '../../ledger/ledger.ts'
import { userMeant } from '../who-is-meant.ts'
import { requireAnswers } from '../questions.ts'
import { noteEquivalentCommand } from '../write.ts'
import type { Context } from '../context.ts'
import { withListFlags, listOptions, type ListOptions, writeList } from '../lists.ts'
import type { Column } from '../output/columns.ts'
import { enteredOf } from '../../app/status.ts'
import { resolveUser, salesforceUserIdIn } from '../../app/resolve.ts'
import { given } from '../../core/values.ts'

export interface BlameOptions extends ListOptions {
  readonly who?: string
}

const blameColumns = (hasRoles: boolean, recorded: Context['recorded']): readonly Column<Blame>[] => [
  textColumn('what', 'Field', ({ what }) => what),
  // A value may be an e-mail address or an ID.
  emailColumn('value', 'Value', ({ value }) => value),
  idColumn('changeSet', 'No.', ({ changeSet }) => changeSet),
  timeColumn('at', 'When', ({ at }) => at),
  emailColumn('actor', 'Who', ({ actor }) => actor, drop(3)),
  textColumn('role', 'Database role', ({ role }) => role, hasRoles ? drop(2) : hidden),
  commandColumn('command', 'Command', ({ command }) => (command === null ? null : recorded(command))),
  textColumn('origin', 'Source', ({ origin }) => origin, drop(1)),
  sentenceColumn('reason', 'Why', ({ reason }) => reason),
  sentenceColumn('evidence', 'Evidence', ({ evidence }) => evidence),
]

export const blameCommand = defineCommand({
  name: 'blame',
  description: 'show who last changed each field of a user, when, by which command, and on what evidence',
  examples: [
    { command: 'sfsync blame ada.lovelace@acme.example', purpose: 'who mapped this user, and why' },
    { command: 'sfsync blame 0055g0000004C92AAE', purpose: 'the user mapped to this Salesforce user' },
  ],
  declare: (command) =>
    withListFlags(
      command.argument(
        '[user]',
        'e-mail, nickname, user ID, full name, or the Salesforce User ID of a mapping',
      ),
    ),
  options: ([who], flags): BlameOptions => ({ ...given({ who }), ...listOptions(flags) }),
  run: runBlame,
})

export async function runBlame(
  options: BlameOptions,
  context: Context,
  invocation: Invocation,
): Promise<void> {
  requireAnswers(context, 'blame', { '<user>': options.who })
  const ledger = await context.ledger()
  const who = await userMeant(context, options.who)
  const record = await recordOf(ledger, who)
  const { user, team, mapping } = record
  const past: PastChange[] = []
  const decisions = await decisionsAbout(ledger, record)
  const keys = [user.userId, ...decisions.map((decision) => decisionKey(decision))]
  for await (const page of ledger.changesTo(keys)) past.push(...page)
  const entered = (await enteredOf(ledger, [record])).get(user.userId) ?? null
  const rows = blame({ user, teamName: team?.name ?? null, mapping, entered, decisions }, past)
  const isOnServer = isPostgres(context.configuration.settings.store.value)
  const columns = blameColumns(isOnServer, context.recorded)
  await writeList(context, columns, [rows.slice(0, options.limit)], options)
  await context.note(`${fullName(user)} (${user.email}, ${user.userId})`)
  if (options.who !== who) await noteEquivalentCommand(context, commandLineOf(withAnswers(invocation, [who])))
}

async function recordOf(ledger: Ledger, who: string): Promise<UserRecord> {
  const salesforceUserId = await salesforceUserIdIn(ledger, who)
  if (salesforceUserId === undefined) return await resolveUser(ledger, who)
  const [holder] = await ledger.findUsers({ salesforceUserId })
  if (holder !== undefined) return holder
  throw new SfsyncError('not-found', `no user is mapped to ${salesforceUserId}`, {
    actions: [
      {
        text: 'see earlier mappings',
        command: withOptions(commandLine('history'), { person: salesforceUserId }),
      },
    ],
  })
}

async function decisionsAbout(ledger: Ledger, { user, mapping }: UserRecord): Promise<Decision[]> {
  const found: Decision[] = []
  for await (const page of ledger.decisions())
    found.push(
      ...page.filter(
        ({ userId, salesforceUserId }) =>
          userId === user.userId ||
          (userId === null && mapping !== null && salesforceUserId === mapping.salesforceUserId),
      ),
    )
  return found
}
