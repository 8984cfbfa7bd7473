import { Command } from 'commander'
import { isStanding } from '../../../core/decide-decision.ts'
import { decisionKey } from '../../../core/decision.ts'
import type { Context } from '../../context.ts'
import { aboutWhom, type NamedDecision, namedDecisions } from '../../decisions/find.ts'
import { given } from '../../flags.ts'
import type { Handle } from '../../handle.ts'
import { withExamples } from '../../help.ts'
import {
  type ListFlags,
  listing,
  type ListOptions,
  listOptions,
  noteCount,
  writeList,
} from '../../list/flags.ts'
import type { Column } from '../../output/columns.ts'

export interface DecisionsListOptions extends ListOptions {
  readonly about?: string
  /** Those that have lapsed, too. */
  readonly all: boolean
}

interface DecisionsListFlags extends ListFlags {
  readonly about?: string
  readonly all?: boolean
}

const columns: readonly Column<NamedDecision>[] = [
  { key: 'key', label: 'Key', kind: 'id', hidden: true, value: ({ decision }) => decisionKey(decision) },
  { key: 'kind', label: 'Decided', kind: 'text', value: ({ decision }) => decision.kind },
  { key: 'email', label: 'E-mail', kind: 'text', value: ({ user }) => user?.email ?? null },
  { key: 'name', label: 'Name', kind: 'text', value: ({ user }) => user?.name ?? null },
  {
    key: 'salesforceUserId',
    label: 'Salesforce User ID',
    kind: 'id',
    value: ({ decision }) => decision.salesforceUserId,
  },
  {
    key: 'salesforceName',
    label: 'Salesforce name',
    kind: 'text',
    value: ({ salesforceName }) => salesforceName,
  },
  { key: 'until', label: 'Until', kind: 'text', value: ({ decision }) => decision.until },
  { key: 'reason', label: 'Why', kind: 'text', value: ({ decision }) => decision.reason },
  { key: 'decidedBy', label: 'Who', kind: 'text', value: ({ decision }) => decision.decidedBy },
  { key: 'decidedAt', label: 'When', kind: 'time', value: ({ decision }) => decision.decidedAt },
]

export function decisionsListCommand(handle: Handle): Command {
  const command = new Command('list')
    .description('list what was decided about possible mappings: never, not a person, later')
    .option('--about <user>', 'only about this SalesScreen user or Salesforce User ID')
    .option('--all', 'those that have lapsed, too')
    .action((flags: DecisionsListFlags) =>
      handle(runDecisionsList, {
        ...listOptions(flags),
        ...given({ about: flags.about }),
        all: flags.all === true,
      }),
    )
  return withExamples(listing(command), [
    { command: 'sfsync decisions list', purpose: 'who is never suggested, and why' },
  ])
}

export async function runDecisionsList(options: DecisionsListOptions, context: Context): Promise<void> {
  const ledger = await context.ledger()
  const isAbout = options.about === undefined ? () => true : await aboutWhom(ledger, options.about)
  const today = context.now().slice(0, 10)
  const isWanted = ({ decision }: NamedDecision) =>
    isAbout(decision) && (options.all || isStanding(decision, today))
  const wanted = (await namedDecisions(ledger)).filter((each) => isWanted(each))
  const rows = await writeList(context, columns, [wanted.slice(0, options.limit)], options)
  await noteCount(context, rows, ['decision', 'decisions'], options)
}
