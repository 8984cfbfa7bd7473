import { Command } from 'commander'
import type { ChangeSetHead } from '../../core/change.ts'
import type { Context } from '../context.ts'
import { given } from '../flags.ts'
import type { Handle } from '../handle.ts'
import { withExamples } from '../help.ts'
import {
  type ListFlags,
  listing,
  type ListOptions,
  listOptions,
  noteCount,
  writeList,
} from '../list/flags.ts'
import type { Column } from '../output/columns.ts'

const historyColumns: readonly Column<ChangeSetHead>[] = [
  { key: 'changeSet', label: 'No.', kind: 'id', value: ({ number }) => number },
  { key: 'at', label: 'When', kind: 'time', value: ({ at }) => at },
  { key: 'actor', label: 'Who', kind: 'text', value: ({ actor }) => actor },
  { key: 'changes', label: 'Changes', kind: 'number', value: ({ size }) => size },
  { key: 'command', label: 'Command', kind: 'text', value: ({ command }) => command },
  { key: 'reason', label: 'Why', kind: 'text', value: ({ reason }) => reason },
  {
    key: 'evidence',
    label: 'Evidence',
    kind: 'text',
    hidden: true,
    value: ({ evidence }) => evidence.join('; '),
  },
]

export function historyCommand(handle: Handle): Command {
  const command = new Command('history')
    .description('list what was written to the ledger, newest first')
    .action((flags: ListFlags) => handle(runHistory, listOptions(flags)))
  return withExamples(listing(command), [
    { command: 'sfsync history --limit 10', purpose: 'the last ten change sets: who, when, what, why' },
  ])
}

export async function runHistory(options: ListOptions, context: Context): Promise<void> {
  const ledger = await context.ledger()
  const changeSets = ledger.history(given({ limit: options.limit }))
  const rows = await writeList(context, historyColumns, changeSets, options)
  await noteCount(context, rows, ['change set', 'change sets'], options)
}
