import { Command } from 'commander'
import { type Standing, standings, type Visibility } from '../../core/visibility.ts'
import type { Context } from '../context.ts'
import type { Handle } from '../handle.ts'
import { withExamples } from '../help.ts'
import { limited, type ListFlags, listing, type ListOptions, listOptions, writeList } from '../list/flags.ts'
import type { Column } from '../output/columns.ts'
import { everybody, somebody } from '../status/people.ts'

export interface StatusOptions extends ListOptions {
  readonly people: readonly string[]
}

const words: Readonly<Record<Standing, string>> = {
  'shows-up': 'showing up',
  'not-in-salesscreen': 'not in SalesScreen',
  'not-active': 'not active in SalesScreen',
  'no-team': 'on no team',
  'not-mapped': 'not mapped',
  'salesforce-unknown': 'mapped to a Salesforce user whose state nobody has seen',
  'salesforce-inactive': 'inactive in Salesforce',
  'salesforce-frozen': 'frozen in Salesforce',
}

export function statusCommand(handle: Handle): Command {
  const command = new Command('status')
    .description('tell who shows up in SalesScreen, who does not, and what to type next')
    .argument(
      '[user...]',
      'e-mail, nickname, user ID, full name, or Salesforce User ID; without it everybody',
    )
    .action((people: string[], flags: ListFlags) => handle(runStatus, { ...listOptions(flags), people }))
  return withExamples(listing(command), [
    {
      command: 'sfsync status',
      purpose: 'everybody: SalesScreen users, and active Salesforce people without one',
    },
    { command: 'sfsync status ada.lovelace@acme.example', purpose: 'one person' },
    { command: 'sfsync status --json', purpose: 'for a script; "next" is the command to type' },
  ])
}

function columnsFor(context: Context): readonly Column<Visibility>[] {
  return [
    { key: 'name', label: 'Name', kind: 'text', value: ({ name }) => name },
    {
      key: 'email',
      label: 'E-mail',
      kind: 'text',
      hidden: context.stdout.isTerminal,
      value: ({ email }) => email,
    },
    { key: 'showsUp', label: 'Shows up', kind: 'flag', value: ({ showsUp }) => showsUp },
    { key: 'exists', label: 'Exists', kind: 'flag', value: ({ exists }) => exists },
    { key: 'active', label: 'Active', kind: 'flag', value: ({ active }) => active },
    { key: 'team', label: 'Team', kind: 'text', value: ({ team }) => team },
    { key: 'mapped', label: 'Mapped', kind: 'flag', value: ({ mapped }) => mapped },
    {
      key: 'salesforceActive',
      label: 'Active in Salesforce',
      kind: 'flag',
      value: ({ salesforceActive }) => salesforceActive,
    },
    {
      key: 'salesforceUserId',
      label: 'Salesforce User ID',
      kind: 'id',
      hidden: true,
      value: ({ salesforceUserId }) => salesforceUserId,
    },
    { key: 'standing', label: 'Standing', kind: 'text', hidden: true, value: ({ standing }) => standing },
    {
      key: 'next',
      label: 'Next',
      kind: 'text',
      value: ({ next }) => (next === null ? null : context.typed(next)),
    },
  ]
}

export async function runStatus(options: StatusOptions, context: Context): Promise<void> {
  const ledger = await context.ledger()
  const totals = new Map<Standing, number>()
  const people = options.people.length === 0 ? everybody(ledger) : somebody(ledger, options.people)
  await writeList(context, columnsFor(context), limited(counted(people, totals), options.limit), options)
  await context.note(totalsText(totals))
}

async function* counted(
  pages: AsyncIterable<readonly Visibility[]>,
  totals: Map<Standing, number>,
): AsyncGenerator<readonly Visibility[]> {
  for await (const page of pages) {
    for (const { standing } of page) totals.set(standing, (totals.get(standing) ?? 0) + 1)
    yield page
  }
}

function totalsText(totals: ReadonlyMap<Standing, number>): string {
  const all = [...totals.values()].reduce((sum, count) => sum + count, 0)
  const parts = standings.flatMap((standing) => {
    const count = totals.get(standing) ?? 0
    return count > 0 || standing === 'shows-up' ? [`${count} ${words[standing]}`] : []
  })
  return `${all === 1 ? '1 person' : `${all} people`}: ${parts.join(', ')}`
}
